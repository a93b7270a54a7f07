public import Reasoning

extension Product {
    /// The body chart of an assessment as one SVG document.
    public func figure(for assessment: Assessment, presentation: Presentation) throws -> String {
        ""
    }
}

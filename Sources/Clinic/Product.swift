public import Anatomy
public import Examination
public import Knowledge
public import Reasoning

/// The loaded product: vocabulary, body, knowledge and the compiled model, shared by the command line and the server.
public struct Product: Sendable {
    public let surface: BodySurface
    public let knowledge: KnowledgeBase
    public let wording: Wording
    public let cases: CaseFile
    private let assessor: Assessor

    /// Loads everything that is shipped with the program.
    ///
    /// - Throws: ``AnatomyError`` when a data file is missing or damaged.
    public static func load() throws(AnatomyError) -> Product {
        let vocabulary = try Vocabulary()
        let surface = try BodySurface(vocabulary: vocabulary)
        return try Product(surface: surface, knowledge: KnowledgeBase.load(vocabulary: vocabulary))
    }

    public init(surface: BodySurface, knowledge: KnowledgeBase) {
        self.surface = surface
        self.knowledge = knowledge
        wording = Wording(knowledge: knowledge)
        cases = CaseFile(vocabulary: knowledge.vocabulary, surface: surface)
        assessor = Assessor(knowledge: knowledge, surface: surface)
    }

    /// Ranks the origins of a presentation.
    public func assess(_ presentation: Presentation) throws(InferenceError) -> Assessment {
        try assessor.assess(presentation)
    }

    /// The examination for a presentation.
    ///
    /// - Throws: ``InferenceError`` when the evidence contradicts the model altogether.
    public func plan(_ presentation: Presentation, order: PlanOrder) throws(InferenceError) -> ExaminationPlan {
        ExaminationPlanner(knowledge: knowledge).plan(
            for: presentation, assessment: try assessor.assess(presentation), order: order
        )
    }

    /// The card of a subject, by its identifier; `nil` when there is none.
    public func card(_ name: String) -> CardDocument? { CardBuilder(wording: wording).card(name) }

    /// The answer in the keys of the interface.
    public func document(_ assessment: Assessment) -> AssessmentDocument {
        AssessmentDocument(assessment, wording: wording, surface: surface)
    }
}

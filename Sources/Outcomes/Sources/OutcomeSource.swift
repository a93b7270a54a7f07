/// How far a figure was checked against its source.
public enum SourceVerification: String, CaseIterable, Sendable {
    /// Read in the paper's abstract or on its own page.
    case abstract
    /// Read only where another page quotes the paper.
    case secondary
    /// From memory or by convention: not checked.
    case unverified
}

/// Where a figure comes from, and how far that was checked.
public struct OutcomeSource: Hashable, Sendable {
    /// Authors, journal and year.
    public let text: String
    /// The digital object identifier, or a PubMed identifier where no DOI was seen.
    public let identifier: String
    public let verification: SourceVerification
    /// What was read and what was not, in a few words.
    public let note: String

    /// Creates a source.
    public init(_ text: String, identifier: String, verification: SourceVerification, note: String = "") {
        self.text = text
        self.identifier = identifier
        self.verification = verification
        self.note = note
    }
}

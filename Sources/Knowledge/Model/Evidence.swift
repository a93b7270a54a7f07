/// How far a statement was checked, strongest first.
public enum VerificationLevel: String, CaseIterable, Hashable, Sendable, Comparable {
    /// Read in the full text of the study itself.
    case primary
    /// Read in the abstract or on the paper's own page.
    case abstract
    /// Read on another page that restates it.
    case secondary
    /// Standard anatomy or textbook teaching on which independent textbooks agree.
    case convention
    /// Tradition or memory that nobody has checked yet.
    case unverified

    /// What it means, for people.
    public var meaning: String {
        switch self {
        case .primary: "read in the full text of the study itself"
        case .abstract: "read in the abstract or on the paper's own page"
        case .secondary: "read on another page that restates it"
        case .convention: "standard anatomy or teaching on which independent textbooks agree"
        case .unverified: "tradition or memory that nobody has checked yet"
        }
    }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (left: VerificationLevel, right: VerificationLevel) -> Bool { left.order < right.order }
}

/// A work or page that statements cite.
public struct Citation: Identifiable, Hashable, Sendable {
    public let id: String
    public let authors: String
    public let title: String
    public let year: Int
    /// Journal, volume and pages, or the publisher.
    public let venue: String
    public let doi: String?
    public let pmid: String?
    public let isbn: String?
    public let url: String?
    /// What was read: `full`, `abstract`, `secondary`, `existence`.
    public let seen: String
    /// The work of which this is another edition; editions of one work are one witness.
    public let editionOf: Citation.ID?

    /// One line for lists of sources: authors, year, title, venue, identifier.
    public var line: String {
        let identifier =
            doi.map { "doi \($0)" } ?? pmid.map { "PMID \($0)" } ?? url ?? isbn.map { "ISBN \($0)" } ?? ""
        return "\(authors) (\(year)). \(title). \(venue)\(venue.isEmpty ? "" : ". ")\(identifier)"
    }
}

/// Where a statement comes from and how far it was checked.
public struct Evidence: Hashable, Sendable {
    /// Keys of citations, never empty in accepted knowledge.
    public let sources: [Citation.ID]
    public let level: VerificationLevel
    /// Independent works among the sources.
    ///
    /// Editions of one work count once. Pages that restate a work count as their own, although most descend from one
    /// textbook tradition.
    public let witnesses: Int

    public init(sources: [Citation.ID], level: VerificationLevel, witnesses: Int? = nil) {
        self.sources = sources
        self.level = level
        self.witnesses = witnesses ?? sources.count
    }
}

import Knowledge

/// A work that pages cite: one of the knowledge's, or one that only the pages need.
public struct Work: Identifiable, Hashable, Sendable {
    public let id: String
    public let line: String
    /// Where to read it, by its most lasting identifier.
    public let address: String?
    public let title: String
    public let year: Int
    /// How far it was read: `full`, `abstract`, `secondary`, `existence`.
    public let seen: String

    init(_ citation: Citation) {
        id = citation.id
        line = citation.line
        address = Self.address(doi: citation.doi, pmid: citation.pmid, url: citation.url)
        title = citation.title
        year = citation.year
        seen = citation.seen
    }

    /// Reads a work of `sources.yaml`.
    init(id: String, reader: ContentReader) {
        self.id = id
        title = reader.required("title")
        let authors = reader.required("authors")
        let written = reader.required("year")
        year = Int(written) ?? 0
        if !(1800...2200).contains(year) { reader.report("not a year", at: "year", value: written) }
        let doi = reader.text("doi")
        let pmid = reader.text("pmid")
        let url = reader.text("url")
        address = Self.address(doi: doi, pmid: pmid, url: url)
        if address == nil { reader.report("a work needs doi, pmid or url", at: "doi") }
        seen = reader.required("seen")
        let venue = reader.text("journal") ?? ""
        let identifier = doi.map { "doi \($0)" } ?? pmid.map { "PMID \($0)" } ?? url ?? ""
        line = "\(authors) (\(year)). \(title). \(venue)\(venue.isEmpty ? "" : ". ")\(identifier)"
    }

    private static func address(doi: String?, pmid: String?, url: String?) -> String? {
        doi.map { "https://doi.org/\($0)" } ?? pmid.map { "https://pubmed.ncbi.nlm.nih.gov/\($0)/" } ?? url
    }

    /// The strongest level of a statement that rests on a work of which so much was read.
    static func strongestLevel(seen: String) -> VerificationLevel {
        switch seen {
        case "full": .primary
        case "abstract": .abstract
        case "secondary": .secondary
        default: .convention
        }
    }
}

/// What was read of a work beyond what the knowledge holds, with the figures seen there.
public struct Reading: Hashable, Sendable {
    /// The key of the work.
    public let work: String
    public let seen: String
    /// The page on which it was read.
    public let place: String
    /// The figures seen, in own words.
    public let figures: String
}

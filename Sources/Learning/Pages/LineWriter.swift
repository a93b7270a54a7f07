import Knowledge

/// Writes the lines of one page and numbers its sources in the order in which they are first named.
struct LineWriter {
    let works: [String: Work]
    /// What lines rest on that name nothing else.
    let common: Evidence
    private(set) var order: [String] = []

    init(works: [String: Work], common: Evidence) {
        self.works = works
        self.common = common
    }

    /// The number of a source on this page, from 1.
    private mutating func number(_ source: String) -> Int {
        if let place = order.firstIndex(of: source) { return place + 1 }
        order.append(source)
        return order.count
    }

    /// A statement of the page.
    mutating func line(_ claim: Claim) -> LearnPage.Line {
        guard claim.namesSource else {
            return LearnPage.Line(text: claim.text, level: nil, meaning: "", single: false, sources: [])
        }
        return line(claim.text, claim.evidence)
    }

    /// A statement of the knowledge.
    mutating func line(_ text: String, _ evidence: Evidence) -> LearnPage.Line {
        LearnPage.Line(
            text: text, level: evidence.level.rawValue, meaning: evidence.level.meaning, single: false,
            sources: evidence.sources.map { number($0) }
        )
    }

    /// What a part rests on; `nil` when every line names its own source.
    mutating func mark(of claims: [Claim]) -> LearnPage.Mark? {
        claims.contains { !$0.namesSource } ? mark(common) : nil
    }

    mutating func mark(_ evidence: Evidence) -> LearnPage.Mark {
        LearnPage.Mark(
            level: evidence.level.rawValue, meaning: evidence.level.meaning, single: false,
            sources: evidence.sources.map { number($0) }
        )
    }

    mutating func part(
        _ id: String, _ heading: String, paragraphs: [Claim] = [], lines: [Claim] = [], steps: [Claim] = [],
        note: Claim? = nil
    ) -> LearnPage.Part {
        let mark = mark(of: paragraphs + lines + steps + (note.map { [$0] } ?? []))
        return LearnPage.Part(
            id: id, heading: heading, mark: mark, paragraphs: paragraphs.map { line($0) },
            lines: lines.map { line($0) }, hasLines: !lines.isEmpty, steps: steps.map { line($0) },
            hasSteps: !steps.isEmpty, note: note.map { line($0) }
        )
    }

    /// The sources named so far.
    var sources: [LearnPage.Source] {
        order.enumerated().map { index, id in
            let work = works[id]
            let read =
                switch work?.seen {
                case "full": "read in full"
                case "abstract": "abstract read"
                case "secondary": "read on a page that restates it"
                default: "known to exist, not read"
                }
            return LearnPage.Source(
                number: index + 1, line: work?.line ?? id, address: work?.address, read: read
            )
        }
    }
}

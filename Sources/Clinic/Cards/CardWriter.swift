import Knowledge

/// Collects the lines of a card and numbers its citations in the order of their first use.
struct CardWriter {
    let wording: Wording
    private(set) var sections: [CardDocument.Section] = []
    private var numbers: [Citation.ID: Int] = [:]
    private var order: [Citation.ID] = []

    init(wording: Wording) {
        self.wording = wording
    }

    /// The citations, in the order of their numbers.
    var citations: [String] { order.compactMap { wording.knowledge.citations[$0]?.line } }

    /// A line that states something.
    mutating func line(
        _ text: String, _ evidence: Evidence, term: String? = nil, link: String? = nil, dispute: String? = nil,
        disputeSources: [Citation.ID] = [], related: [CardDocument.Related] = []
    ) -> CardDocument.Line {
        let numbers = (evidence.sources + disputeSources).map { number($0) }
        return CardDocument.Line(
            term: term, text: text, link: link, related: related, level: evidence.level.rawValue, sources: numbers,
            isSingleSource: evidence.witnesses < 2, dispute: dispute
        )
    }

    /// A line that only explains.
    func remark(_ text: String, term: String? = nil, link: String? = nil) -> CardDocument.Line {
        CardDocument.Line(
            term: term, text: text, link: link, related: [], level: nil, sources: [], isSingleSource: false,
            dispute: nil
        )
    }

    /// Adds a section; one without lines is left out unless it says why.
    mutating func section(_ id: String, _ title: String, _ lines: [CardDocument.Line], none: String? = nil) {
        guard !lines.isEmpty || none != nil else { return }
        sections.append(CardDocument.Section(id: id, title: title, lines: lines, none: lines.isEmpty ? none : nil))
    }

    private mutating func number(_ id: Citation.ID) -> Int {
        if let known = numbers[id] { return known }
        order.append(id)
        numbers[id] = order.count
        return order.count
    }
}

/// A share as people read it.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

/// A number without a trailing zero.
func plainNumber(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String((value * 100).rounded() / 100)
}

/// A card as plain text for a terminal.
public struct CardText {
    private let card: CardDocument

    public init(_ card: CardDocument) {
        self.card = card
    }

    /// The whole card with levels and citations.
    public func text() -> String {
        var lines = ["\(card.title)  [\(card.id)]", card.subtitle]
        if !card.badges.isEmpty { lines.append(card.badges.joined(separator: " · ")) }
        if let about = card.about { lines += ["", self.line(about)] }
        for section in card.sections {
            lines += ["", section.title.uppercased()]
            lines += section.lines.map { "  \(line($0))" }
            if let none = section.none { lines.append("  none: \(none)") }
        }
        lines += ["", "SOURCES"] + card.citations.enumerated().map { "  [\($0 + 1)] \($1)" }
        return (lines + ["", card.statement]).joined(separator: "\n")
    }

    private func line(_ line: CardDocument.Line) -> String {
        var text = [line.term, line.text.isEmpty ? nil : line.text].compactMap { $0 }.joined(separator: ": ")
        if !line.related.isEmpty { text += " → \(line.related.map(\.name).joined(separator: "; "))" }
        if let dispute = line.dispute { text += "; disputed: \(dispute)" }
        guard let level = line.level else { return text }
        let sources = line.sources.map { String($0) }.joined(separator: ", ")
        return "\(text) [\(level)\(line.isSingleSource ? ", one source" : "")] [\(sources)]"
    }
}

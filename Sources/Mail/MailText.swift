/// The words of a letter, written once and given as plain text and as HTML.
///
/// The HTML has styles of its own, nothing that is loaded from elsewhere, and no more than the plain text says.
public struct MailText: Hashable, Sendable {
    /// A piece of a letter.
    public enum Block: Hashable, Sendable {
        /// A paragraph; line breaks in it are kept.
        case paragraph(String)

        /// Facts as label and value, such as `When` and `Tuesday, 1 December 2026, 10:00`.
        case facts([Fact])

        /// A list of points.
        case list([String])

        /// A page to open, with the words that stand for it.
        case link(label: String, page: MailLink)

        /// Words in small print, such as why the letter was sent.
        case note(String)
    }

    /// A label and what it stands for.
    public struct Fact: Hashable, Sendable {
        /// What is named.
        public let label: String

        /// What it is.
        public let value: String

        /// Creates a fact.
        public init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// The language of the words as a tag of BCP 47, such as `en` or `de-AT`.
    public let language: String

    /// The heading.
    public let title: String

    /// The pieces from top to bottom.
    public let blocks: [Block]

    /// Creates the words of a letter.
    ///
    /// - Throws: ``MailError/invalid(field:reason:)`` when the language is not letters, digits and hyphens, or the title
    ///   is not one line.
    public init(language: String = "en", title: String, blocks: [Block]) throws(MailError) {
        guard (2...35).contains(language.utf8.count),
            language.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d
            })
        else { throw .invalid(field: "language", reason: "is not a tag of BCP 47") }
        self.language = language
        self.title = try PlainLine.checked(title, "title", limit: 300)
        self.blocks = blocks
    }

    /// The letter as plain text, paragraphs separated by empty lines; addresses of pages stand in lines of their own.
    public var plain: String {
        ([title] + blocks.map(Self.plain)).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    /// The letter as a page of HTML, every word escaped.
    public var html: String {
        let dark = "color:#1d2327;background:#ffffff"
        return """
            <!DOCTYPE html>
            <html lang="\(language)">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(Self.escaped(title))</title></head>
            <body style="margin:0;padding:24px;font:16px/1.5 sans-serif;\(dark)">
            <div style="max-width:36em;margin:0 auto">
            <h1 style="font-size:20px;line-height:1.3">\(Self.escaped(title))</h1>
            \(blocks.map(Self.html).joined(separator: "\n"))
            </div>
            </body>
            </html>

            """
    }

    private static func plain(_ block: Block) -> String {
        switch block {
        case .paragraph(let text), .note(let text): text
        case .facts(let facts): facts.map { "\($0.label): \($0.value)" }.joined(separator: "\n")
        case .list(let points): points.map { "- \($0)" }.joined(separator: "\n")
        case .link(let label, let page): "\(label):\n\(page.url)"
        }
    }

    private static func html(_ block: Block) -> String {
        switch block {
        case .paragraph(let text): return "<p>\(lines(text))</p>"
        case .note(let text): return "<p style=\"font-size:14px;color:#50575e\">\(lines(text))</p>"
        case .facts(let facts):
            let rows = facts.map { "<strong>\(escaped($0.label)):</strong> \(lines($0.value))" }
            return "<p>\(rows.joined(separator: "<br>\n"))</p>"
        case .list(let points):
            return "<ul>\(points.map { "<li>\(lines($0))</li>" }.joined(separator: "\n"))</ul>"
        case .link(let label, let page):
            let url = escaped(page.url)
            // The address itself is shown as well: what is clicked is what is read.
            return "<p><a href=\"\(url)\" style=\"color:#0b5394\">\(escaped(label))</a><br>\n"
                + "<span style=\"font-size:14px;color:#50575e;word-break:break-all\">\(url)</span></p>"
        }
    }

    private static func lines(_ text: String) -> String {
        escaped(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "<br>\n")
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

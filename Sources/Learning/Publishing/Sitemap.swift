/// A list of pages for search engines, after sitemaps.org, protocol 0.9.
public struct Sitemap: Sendable {
    public struct Entry: Sendable {
        /// From the root, with the slash.
        public let path: String
        public let changed: ReviewDay?

        public init(path: String, changed: ReviewDay?) {
            self.path = path
            self.changed = changed
        }
    }

    /// At most 50,000, as the protocol says; what is beyond is left out.
    public let entries: [Entry]

    public init(entries: [Entry]) {
        self.entries = Array(entries.prefix(50_000))
    }

    /// The document.
    ///
    /// `origin`: Scheme and host without a slash at the end.
    public func xml(origin: String) -> String {
        let lines = entries.map { entry in
            let day = entry.changed.map { "<lastmod>\($0)</lastmod>" } ?? ""
            return "<url><loc>\(Self.escaped(origin + entry.path))</loc>\(day)</url>\n"
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\(lines.joined())</urlset>\n"
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&apos;"
            default: out.append(character)
            }
        }
        return out
    }
}

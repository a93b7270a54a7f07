import Foundation
import FoundationXML
import Knowledge
import Learning
import Testing

@Suite struct StructuredDataTests {
    private let site = LearnSite(origin: "https://tautband.example")

    private func graph(_ text: String) throws -> [[String: Any]] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(value?["@context"] as? String == "https://schema.org")
        return try #require(value?["@graph"] as? [[String: Any]])
    }

    @Test func `a condition page tells what it is, where it stands and which questions it answers`() throws {
        let page = try #require(try Shipped.pages(site: site).page("tmj"))
        let graph = try graph(page.structuredData)
        #expect(graph.compactMap { $0["@type"] as? String } == ["MedicalWebPage", "BreadcrumbList", "FAQPage"])
        #expect(graph.first?["lastReviewed"] as? String == page.reviewed)
        #expect(graph.first?["url"] as? String == "https://tautband.example/learn/tmj")
        #expect(page.canonical == "https://tautband.example/learn/tmj")
        let about = graph.first?["about"] as? [String: Any]
        #expect(about?["@type"] as? String == "MedicalCondition")
        let citations = graph.first?["citation"] as? [[String: Any]] ?? []
        #expect(citations.count == page.sources.count)
        let questions = graph.last?["mainEntity"] as? [[String: Any]] ?? []
        #expect(questions.count == page.questions.count && !questions.isEmpty)
    }

    @Test func `every page's data is read back as JSON and can end no script`() throws {
        let pages = try Shipped.pages(site: site)
        for article in try Shipped.loaded.get().base.articles {
            let text = try #require(pages.page(article.slug)).structuredData
            #expect(!text.contains { "<>&".contains($0) })
            #expect(try graph(text).count >= 2)
        }
        #expect(try graph(pages.overview().structuredData).count == 2)
    }

    @Test(arguments: [
        "</script><script>alert(1)</script>", "<!-- <script>", "a \\\\ b \\\" c", "\u{2028}line\u{2029}", "é 日本 🙂",
    ])
    func `hostile and foreign text survives as itself`(title: String) throws {
        let base = try Shipped.changing("faq.yaml") {
            $0.replacing("title: \"Questions about muscle pain and NMT\"", with: "title: \"\(title)\"")
        }
        let knowledge = try Shipped.loaded.get().knowledge
        let page = try #require(LearnPages(knowledge: knowledge, base: base, site: site).page("faq"))
        #expect(!page.structuredData.contains("<"))
        #expect(!page.structuredData.contains("\u{2028}"))
        #expect(try graph(page.structuredData).first?["name"] as? String == page.title)
    }

    @Test func `without an origin there is no canonical address and no sitemap`() throws {
        let pages = try Shipped.pages()
        #expect(pages.page("faq")?.canonical == nil)
        #expect(pages.sitemap() == nil)
    }
}

@Suite struct SitemapTests {
    /// Collects what an XML parser reads.
    private final class Reader: NSObject, XMLParserDelegate {
        var texts: [String: [String]] = [:]
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) { text = "" }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) { texts[name, default: []].append(text) }
    }

    private func read(_ xml: String) -> [String: [String]]? {
        let reader = Reader()
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = reader
        return parser.parse() ? reader.texts : nil
    }

    @Test func `an XML parser finds every page with the day of its last check`() throws {
        let site = LearnSite(origin: "https://tautband.example")
        let xml = try #require(try Shipped.pages(site: site).sitemap(also: ["/", "/find"]))
        let texts = try #require(read(xml))
        let pages = try Shipped.loaded.get().base.articles
        #expect(texts["loc"]?.count == pages.count + 3)
        #expect(texts["loc"]?.contains("https://tautband.example/learn/carpal-tunnel") == true)
        #expect(texts["loc"]?.last == "https://tautband.example/find")
        #expect(texts["lastmod"]?.count == pages.count + 1)
        #expect(texts["lastmod"]?.allSatisfy { ReviewDay($0) != nil } == true)
    }

    @Test func `addresses are escaped`() {
        let map = Sitemap(entries: [Sitemap.Entry(path: "/a?b=<c>&d='\"", changed: nil)])
        let texts = read(map.xml(origin: "https://x.example"))
        #expect(texts?["loc"] == ["https://x.example/a?b=<c>&d='\""])
    }

    @Test func `no more than 50,000 entries are written`() {
        let entries = (0..<50_010).map { Sitemap.Entry(path: "/\($0)", changed: nil) }
        #expect(Sitemap(entries: entries).entries.count == 50_000)
    }
}

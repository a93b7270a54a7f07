import Anatomy
import Knowledge
import Learning
import Testing

@Suite struct PressTests {
    private let slug = "referred-pain"

    @Test func `without a muscle the page offers every muscle and shows no chart`() throws {
        let press = try #require(try Shipped.pages().page(slug)?.press)
        #expect(press.chosen == nil && press.unknown == nil)
        #expect(press.all.count == (try Shipped.loaded.get().knowledge.muscleCount))
        #expect(press.groups.flatMap(\.muscles).count >= 20)
        #expect(
            press.groups.map(\.name) == ["Head and neck", "Shoulder and arm", "Chest, belly and back", "Hip and leg"])
    }

    @Test func `a pressed muscle says in words where it sends pain`() throws {
        let press = try #require(try Shipped.pages().page(slug, muscle: "infraspinatus")?.press)
        let chosen = try #require(press.chosen)
        #expect(chosen.usual.contains("front of shoulder"))
        #expect(chosen.chart.src == "/learn/charts/infraspinatus.svg")
        #expect(chosen.chart.alt.contains("infraspinatus"))
        #expect(chosen.mark.level == "unverified")
        #expect(!chosen.rests.isEmpty)
        #expect(press.groups.flatMap(\.muscles).filter(\.current).map(\.id) == ["infraspinatus"])
    }

    @Test func `every muscle can be pressed`() throws {
        let pages = try Shipped.pages()
        for muscle in try Shipped.loaded.get().knowledge.vocabulary.muscles {
            let chosen = pages.press(slug, muscle: muscle.id.text)?.chosen
            #expect(chosen?.usual.isEmpty == false, "\(muscle.id)")
        }
    }

    @Test(arguments: ["", "nonsense", "<script>", "root/c6", "../../etc/passwd", String(repeating: "x", count: 5_000)])
    func `a name that is no muscle is answered, shortened, and draws nothing`(name: String) throws {
        let press = try #require(try Shipped.pages().page(slug, muscle: name)?.press)
        #expect(press.chosen == nil)
        #expect(press.unknown == (name.isEmpty ? nil : String(name.prefix(60))))
    }

    @Test func `the block alone is the same as on the page`() throws {
        let pages = try Shipped.pages()
        let alone = try #require(pages.press(slug, muscle: "soleus")?.chosen)
        let onPage = try #require(pages.page(slug, muscle: "soleus")?.press?.chosen)
        #expect(alone.usual == onPage.usual && alone.sometimes == onPage.sometimes)
        #expect(alone.rests.map(\.line) == onPage.rests.map(\.line))
        #expect(pages.press("faq", muscle: "soleus") == nil)
    }

    @Test func `the map gets the muscles of the page with their links`() throws {
        struct Counting: LearnMaps {
            func map(of muscles: [PressBlock.Muscle]) -> [LearnMap] {
                [LearnMap(svg: muscles.map(\.href).joined(separator: " "), caption: "\(muscles.count)")]
            }
        }
        let (knowledge, base) = try Shipped.loaded.get()
        let press = try #require(LearnPages(knowledge: knowledge, base: base, maps: Counting()).page(slug)?.press)
        #expect(press.map.first?.caption == "\(press.groups.flatMap(\.muscles).count)")
        #expect(press.map.first?.svg.hasPrefix("/learn/referred-pain?muscle=") == true)
    }
}

@Suite struct LearnPageTests {
    @Test func `names with underscores and capitals lead to the page`() throws {
        let pages = try Shipped.pages()
        #expect(pages.canonicalSlug("carpal_tunnel") == "carpal-tunnel")
        #expect(pages.canonicalSlug("Carpal-Tunnel") == "carpal-tunnel")
        #expect(pages.canonicalSlug("nothing") == nil)
        #expect(pages.page("carpal_tunnel") == nil)
    }

    @Test func `every page links to the drawing, the therapists and the overview`() throws {
        let pages = try Shipped.pages()
        for article in try Shipped.loaded.get().base.articles {
            let page = try #require(pages.page(article.slug))
            #expect(page.frame.drawHref == "/" && page.frame.findHref == "/find" && page.frame.learnHref == "/learn")
            #expect(page.description.count <= 160 && page.description.count >= 50, "\(article.id)")
            #expect(page.author == "Tautband" && page.reviewedWords.contains("2026"))
            #expect(Set(page.jumps.map(\.href)).count == page.jumps.count, "\(article.id)")
        }
        #expect(pages.overview().conditions.count == 15)
        #expect(pages.overview().description.count <= 160)
    }

    @Test func `muscles lead to their cards, their charts and the press page`() throws {
        let page = try #require(try Shipped.pages().page("tmj"))
        let muscles = try #require(page.muscles)
        #expect(muscles.lines.first?.href == "/muscles/masseter")
        #expect(muscles.lines.first?.pressHref == "/learn/referred-pain?muscle=masseter#press-answer")
        #expect(muscles.charts.map(\.src) == muscles.lines.map { "/learn/charts/\($0.href.dropFirst(9)).svg" })
        #expect(page.care?.muscles.map(\.name) == ["masseter", "temporalis"])
        #expect(page.care?.muscles.allSatisfy { $0.pressure != nil || $0.lengthen != nil } == true)
    }

    @Test(arguments: [
        ("https://a.example", true), ("http://127.0.0.1:8080", true), ("https://[::1]:8443", true),
        ("https://a.example/", true), ("https://a.example/x", false), ("https:///", false),
        ("javascript:alert(1)", false), ("https://a\"b", false), ("https://", false),
        ("ftp://a.example", false), ("", false),
    ])
    func `an origin is a scheme with a host and nothing else`(text: String, isTaken: Bool) {
        #expect((LearnSite(origin: text).origin != nil) == isTaken)
    }

    @Test func `errors are told by mail with the address of the page, or at a web address`() throws {
        let mail = try Shipped.pages(site: LearnSite(contact: "care@a.example")).page("faq")?.reportHref
        #expect(mail == "mailto:care@a.example?subject=Error%20on%20%2Flearn%2Ffaq")
        let web = try Shipped.pages(site: LearnSite(contact: "https://a.example/issues")).page("faq")?.reportHref
        #expect(web == "https://a.example/issues")
        #expect(LearnSite(contact: "a@b\" onclick=\"x").contact == nil)
        #expect(LearnSite(contact: "javascript:alert(1)").contact == nil)
    }
}

@Suite struct ScaleTests {
    @Test(arguments: ["A", "B+", "C-", "D"])
    func `grades of the scale are read`(text: String) {
        #expect(EvidenceGrade(text)?.description == text)
    }

    @Test(arguments: ["", "E", "B--", "b", "AB", "+", "B±"])
    func `grades outside of the scale are not`(text: String) {
        #expect(EvidenceGrade(text) == nil)
    }

    @Test(arguments: ["2026-11-26", "2028-02-29", "2020-01-01"])
    func `days of the calendar are read and written back`(text: String) {
        #expect(ReviewDay(text)?.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "26-11-26", "2026-1-1", "2019-12-31", "", "2026-11-26T00",
    ])
    func `other texts are no days`(text: String) {
        #expect(ReviewDay(text) == nil)
    }

    @Test func `a day is written in words and days are ordered`() throws {
        let day = try #require(ReviewDay("2026-11-06"))
        #expect(day.words == "6 November 2026")
        #expect(try #require(ReviewDay("2026-10-31")) < day)
    }
}

import Anatomy
import Knowledge
import Learning
import Testing

@Suite struct ShippedPagesTests {
    let knowledge: KnowledgeBase
    let base: LearningBase

    init() throws { (knowledge, base) = try Shipped.loaded.get() }

    @Test func `the pages agree with the vocabulary and the knowledge`() {
        #expect(base.diagnostics.map(\.description) == [])
    }

    @Test func `every number on a page stands in the knowledge or a reading beside the same source`() throws {
        #expect(try Shipped.figures.get().diagnostics(of: base).map(\.description) == [])
    }

    @Test func `each of the fifteen groups has a page, and the method has eight`() {
        let conditions = base.articles.filter { $0.kind == .condition }.map(\.id)
        #expect(conditions == knowledge.vocabulary.conditions.map(\.id.text))
        #expect(conditions.count == 15)
        #expect(
            base.articles.filter { $0.kind == .page }.map(\.slug) == [
                "what-is-nmt", "trigger-point-and-knot", "referred-pain", "examination", "holding-pressure",
                "what-nmt-can-do", "when-to-see-a-physician", "faq",
            ])
    }

    @Test func `the grade on a page is that of the knowledge`() throws {
        let pages = try Shipped.pages()
        for guide in knowledge.conditions {
            let page = try #require(pages.page(Article.slug(guide.id.text)))
            #expect(page.studies?.grade == guide.grade)
        }
    }

    @Test func `every condition page says that no trial of NMT was found`() {
        for article in base.articles where article.kind == .condition {
            let said = article.missing.contains { $0.text.contains("no") && $0.text.contains("trial") }
            #expect(said, "\(article.id)")
        }
    }

    @Test func `a finding that a review rates carries its source and level`() {
        for finding in base.articles.flatMap(\.findings) {
            #expect(finding.claim.namesSource, "\(finding.claim.text)")
            #expect(finding.claim.evidence.level != .convention, "\(finding.claim.text)")
        }
    }

    @Test func `emergencies stand first and use rules of the gate`() throws {
        let pages = try Shipped.pages()
        for article in base.articles where !article.physician.isEmpty {
            let page = try #require(pages.page(article.slug))
            #expect(page.physician?.groups.first?.kind == "emergency", "\(article.id)")
            #expect(page.jumps.first?.href == "#physician", "\(article.id)")
            let named = article.physician.filter { $0.urgency == .emergency && !$0.rules.isEmpty }
            #expect(!named.isEmpty, "\(article.id)")
        }
    }

    @Test func `the page for physicians lists every rule of the gate`() throws {
        let page = try #require(try Shipped.pages().page("when-to-see-a-physician"))
        #expect(page.gate.flatMap(\.titles).sorted() == knowledge.redFlags.map(\.title).sorted())
    }

    @Test func `nobody is told to press a muscle alone that needs trained hands`() throws {
        let pages = try Shipped.pages()
        for article in base.articles {
            for care in pages.page(article.slug)?.care?.muscles ?? [] {
                let id = care.name.replacing(" ", with: "_")
                let dose = knowledge.source[PainSourceID(.muscle, id)]?.muscle?.reference.hold.value?.dose
                #expect(dose == .standard || dose == .light, "\(article.id): \(care.name)")
            }
        }
    }

    @Test func `numbers of sources on a page lead to a source`() throws {
        let pages = try Shipped.pages()
        for article in base.articles {
            let page = try #require(pages.page(article.slug))
            #expect(page.sources.map(\.number) == Array(1...page.sources.count))
            var lines = page.summary + page.parts.flatMap { $0.paragraphs + $0.lines + $0.steps }
            lines += page.physician?.groups.flatMap(\.lines) ?? []
            lines += page.studies?.findings.map(\.line) ?? []
            lines += page.questions.flatMap(\.answer)
            #expect(lines.flatMap(\.sources).allSatisfy { (1...page.sources.count).contains($0) })
            // Every statement has a level of its own or one of its part.
            for part in page.parts + [page.can, page.cannot, page.benefit].compactMap({ $0 }) {
                #expect(part.mark != nil || (part.paragraphs + part.lines + part.steps).allSatisfy { $0.level != nil })
            }
        }
    }
}

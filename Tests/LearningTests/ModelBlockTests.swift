import Learning
import Testing

@Suite struct ModelBlockTests {
    private let block = ModelBlock(
        action: "/learn/holding-pressure", purpose: "A model.", fields: [], causes: [], causeProblem: nil,
        picture: ModelBlock.Picture(wide: "<svg/>", narrow: "<svg/>", summary: "Nothing."), assumptions: [],
        limit: "", limitSource: "")

    @Test func `the page about holding pressure has the model, and leads to it`() throws {
        let pages = try Shipped.pages()
        #expect(pages.has(.model, on: "holding-pressure"))
        let page = try #require(pages.page("holding-pressure", model: block))
        #expect(page.model?.action == "/learn/holding-pressure")
        #expect(page.jumps.contains { $0.href == "#model" && $0.name == ModelBlock.heading })
    }

    @Test func `a page without the block shows no model, whatever it is given`() throws {
        let pages = try Shipped.pages()
        #expect(!pages.has(.model, on: "faq") && !pages.has(.model, on: "nowhere"))
        let page = try #require(pages.page("faq", model: block))
        #expect(page.model == nil && !page.jumps.contains { $0.href == "#model" })
    }

    @Test func `without an answer the page stands without the model`() throws {
        let page = try #require(try Shipped.pages().page("holding-pressure"))
        #expect(page.model == nil && !page.jumps.contains { $0.href == "#model" })
        #expect(!page.parts.isEmpty)
    }
}

import Clinic
import Figures
import Foundation
import HTTPTypes
import Hummingbird
import Knowledge
import Learning
import Mustache

/// The Learn pages, their pictures, and what search engines ask for; open to anybody, and nothing is stored.
struct LearnRoutes: Sendable {
    private let pages: LearnPages
    private let figures: LearnFigures
    private let model: LearnModel
    private let templates: MustacheLibrary
    private let version: String

    /// - Throws: When the content of the pages is missing.
    init(
        product: Product, library: ChartLibrary, templates: MustacheLibrary, computing: Computing, publicURL: String?,
        contact: String?
    ) throws {
        model = LearnModel(computing: computing)
        figures = LearnFigures(product: product, library: library)
        pages = LearnPages(
            knowledge: product.knowledge, base: try LearningBase(knowledge: product.knowledge),
            site: LearnSite(origin: publicURL, contact: contact), maps: figures
        )
        self.templates = templates
        version = product.knowledge.version
    }

    func add(to router: Router<ServerContext>) {
        router.get("learn") { _, _ in try page(pages.overview(), template: "learn-index") }
        router.get("learn/{page}") { request, context in
            let name = try context.parameters.require("page")
            guard let slug = pages.canonicalSlug(name) else { throw HTTPError(.notFound) }
            if slug != name { return Response.redirect(to: LearnAddress.page(slug), type: .permanent) }
            let muscle = request.uri.queryParameters["muscle"].map(String.init)
            // A script asks for the answer alone.
            if request.uri.queryParameters["part"] == "answer" {
                guard let block = pages.press(slug, muscle: muscle) else { throw HTTPError(.notFound) }
                return try page(block, template: "learn-answer")
            }
            let model = try await block(of: slug, request)
            if request.uri.queryParameters["part"] == "model" {
                guard let model else { throw HTTPError(.notFound) }
                return try page(model, template: "learn-model")
            }
            guard let whole = pages.page(slug, muscle: muscle, model: model) else { throw HTTPError(.notFound) }
            return try page(whole, template: "learn")
        }
        router.get("learn/charts/{file}") { request, context in
            let file = try context.parameters.require("file")
            guard file.hasSuffix(".svg"), let svg = figures.field(of: String(file.dropLast(4))) else {
                throw HTTPError(.notFound)
            }
            let tag = "\"\(version)\""
            if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: [.eTag: tag]) }
            return Response(
                status: .ok, headers: [.contentType: "image/svg+xml", .eTag: tag, .cacheControl: "max-age=3600"],
                body: .init(byteBuffer: ByteBuffer(string: svg))
            )
        }
        router.get("sitemap.xml") { _, _ in
            guard let xml = pages.sitemap(also: ["/", LearnAddress.find]) else { throw HTTPError(.notFound) }
            return Response(
                status: .ok, headers: [.contentType: "application/xml; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: xml))
            )
        }
    }

    /// The model's answer to what the address asks; `nil` on a page without the model.
    private func block(of slug: String, _ request: Request) async throws -> ModelBlock? {
        guard pages.has(.model, on: slug) else { return nil }
        let asked = request.uri.queryParameters
        return try await model.block(action: LearnAddress.page(slug)) { name in
            asked[Substring(name)].map { text in
                // A form writes a space as a plus.
                let spaced = text.replacing("+", with: " ")
                return spaced.removingPercentEncoding ?? String(spaced)
            }
        }
    }

    private func page(_ model: Any, template: String) throws -> Response {
        guard let text = templates.render(model, withTemplate: template) else {
            throw HTTPError(.internalServerError, message: "the page \(template) is missing")
        }
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}

import Anatomy
import Clinic
import Figures
import Foundation
import HTTPTypes
import Hummingbird
import Knowledge
import Mustache

/// The pages of the knowledge: lists with search and filters, and a page for each card.
struct KnowledgeRoutes: Sendable {
    private let product: Product
    private let templates: MustacheLibrary
    private let cards: CardPages
    private let lists: KnowledgeLists

    init(product: Product, library: ChartLibrary, templates: MustacheLibrary) {
        self.product = product
        self.templates = templates
        cards = CardPages(product: product, library: library)
        lists = KnowledgeLists(wording: product.wording)
    }

    func add(to router: Router<ServerContext>) {
        router.get("knowledge") { _, _ in try page(lists.overview(), template: "knowledge") }
        for list in Address.List.allCases {
            router.get(RouterPath(list.rawValue)) { request, _ in
                try page(lists.page(list, parameters: request.uri.queryParameters), template: "list")
            }
            router.get(RouterPath("\(list.rawValue)/{name}")) { _, context in
                try card(list, named: try name(context))
            }
            if list == .nerves || list == .movements {
                router.get(RouterPath("\(list.rawValue)/{kind}/{name}")) { _, context in
                    try card(list, named: try "\(context.parameters.require("kind"))/\(name(context))")
                }
            }
        }
        for (old, list) in [("viscera", Address.List.organs), ("perpetuating", .factors)] {
            router.get(RouterPath(old)) { _, _ in Response.redirect(to: list.path, type: .permanent) }
            router.get(RouterPath("\(old)/{name}")) { _, context in
                Response.redirect(to: "\(list.path)/\(try context.parameters.require("name"))", type: .permanent)
            }
        }
        router.get("api/card/{kind}/{name}") { _, context in
            try data("\(context.parameters.require("kind")):\(name(context))")
        }
        router.get("api/card/{kind}/{group}/{name}") { _, context in
            try data(
                "\(context.parameters.require("kind")):\(context.parameters.require("group"))/\(name(context))"
            )
        }
    }

    private func name(_ context: ServerContext) throws -> String {
        try context.parameters.require("name").removingPercentEncoding ?? ""
    }

    private func data(_ id: String) throws -> Response {
        guard let card = product.card(id) else { throw HTTPError(.notFound) }
        return Response.json(try card.json(), cache: "no-cache")
    }

    private func card(_ list: Address.List, named name: String) throws -> Response {
        guard let model = cards.page("\(list.kind):\(name)") else {
            return try page(lists.missing(list, named: name), template: "missing", status: .notFound)
        }
        return try page(model, template: "card")
    }

    private func page(_ model: Any, template: String, status: HTTPResponse.Status = .ok) throws -> Response {
        guard let text = templates.render(model, withTemplate: template) else {
            throw HTTPError(.internalServerError, message: "the page \(template) is missing")
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}

import Anatomy
import Clinic
import Figures
import Foundation
import Hummingbird
import Knowledge
import Mustache

/// The pages of the knowledge: lists with search and filters, and a page for each card.
struct KnowledgeRoutes: Sendable {
    private let product: Product
    private let templates: MustacheLibrary
    private let builder: CardBuilder
    private let figure: SourceFigure
    private let lists: KnowledgeLists

    init(product: Product, library: ChartLibrary, templates: MustacheLibrary) {
        self.product = product
        self.templates = templates
        builder = CardBuilder(wording: product.wording)
        figure = SourceFigure(
            chart: BodyChart(library: library, vocabulary: product.knowledge.vocabulary), surface: product.surface
        )
        lists = KnowledgeLists(wording: product.wording)
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("knowledge") { _, _ in try page(lists.overview(), template: "knowledge") }
        for list in Address.List.allCases {
            router.get(RouterPath(list.rawValue)) { request, _ in
                try page(lists.page(list, parameters: request.uri.queryParameters), template: "list")
            }
            router.get(RouterPath("\(list.rawValue)/{name}")) { _, context in
                try card(list, named: try name(context))
            }
            if list == .nerves {
                router.get(RouterPath("\(list.rawValue)/{kind}/{name}")) { _, context in
                    try card(list, named: try "\(context.parameters.require("kind"))/\(name(context))")
                }
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

    private func name(_ context: BasicRequestContext) throws -> String {
        try context.parameters.require("name").removingPercentEncoding ?? ""
    }

    private func data(_ id: String) throws -> Response {
        guard let card = builder.card(id) else { throw HTTPError(.notFound) }
        return Response.json(try card.json(), cache: "no-cache")
    }

    private func card(_ list: Address.List, named name: String) throws -> Response {
        guard let card = builder.card("\(list.kind):\(name)") else { throw HTTPError(.notFound) }
        return try page(CardPage(card, list: list, figures: figures(of: card)), template: "card")
    }

    private func figures(of card: CardDocument) -> [CardPage.Figure] {
        guard let source = PainSourceID(text: card.id).flatMap({ product.knowledge.source[$0] }) else { return [] }
        let layers = figure.layers(of: source, side: source.laterality == .midline ? .midline : .right)
        var figures: [CardPage.Figure] = []
        if let panel = figure.closeUp(of: layers) {
            figures.append(
                CardPage.Figure(
                    svg: figure.svg(panel, label: "\(card.title) on the body, close up, with its trigger points"),
                    caption: panel.title, kind: "close-up"
                )
            )
        }
        for panel in figure.fieldPanels(of: layers).prefix(4) {
            figures.append(
                CardPage.Figure(
                    svg: figure.svg(panel, label: "\(panel.title): where \(card.title) sends pain"), caption: panel.title,
                    kind: "whole"
                )
            )
        }
        return figures
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

extension MustacheLibrary {
    /// The templates shipped with the server.
    ///
    /// - Throws: ``AnatomyError`` when the folder is missing, the parser's error when a template is broken.
    static func shipped() throws -> MustacheLibrary {
        let folder = try ResourceFolder.of(target: "Web")
        var library = MustacheLibrary()
        for file in folder.files(in: "templates", ending: ".mustache") {
            let name = (file as NSString).lastPathComponent.replacing(".mustache", with: "")
            try library.register(String(decoding: folder.data(file), as: UTF8.self), named: name)
        }
        return library
    }
}

import Anatomy
public import Clinic
public import Figures
import Foundation
import Knowledge
import Mustache

/// Makes the pages of cards, for the server and for the command line.
public struct CardPages: Sendable {
    private let product: Product
    private let figure: SourceFigure

    /// - Complexity: O(vertices of the body surface); make one and keep it.
    public init(product: Product, library: ChartLibrary) {
        self.product = product
        figure = SourceFigure(
            chart: BodyChart(library: library, vocabulary: product.knowledge.vocabulary), surface: product.surface
        )
    }

    /// A card as one HTML document that stands alone: styles inside, links to the server left out.
    ///
    /// - Throws: When a template or style is missing.
    /// - Returns: `nil` when there is no card of this name.
    public func document(_ id: String) throws -> String? {
        guard let page = page(id) else { return nil }
        let folder = try ResourceFolder.of(target: "Web")
        let styles = try ["app.css", "cards.css"].map { String(decoding: try folder.data($0), as: UTF8.self) }
        let html = try MustacheLibrary.shipped().render(page, withTemplate: "card") ?? ""
        let head = "<style>\n\(styles.joined(separator: "\n"))\n</style>"
        let links = /<link [^>]*>\n|<script [^>]*><\/script>\n/
        return html.replacing(links, with: "").replacing("</head>", with: "\(head)\n</head>")
            .replacing(/\shref="\/[^"]*"/, with: "")
    }

    /// The page of a card; `nil` when there is none of this name.
    func page(_ id: String) -> CardPage? {
        guard let card = product.card(id), let list = Address.List.allCases.first(where: { $0.kind == card.kind })
        else { return nil }
        return CardPage(card, list: list, figures: figures(of: card))
    }

    private func figures(of card: CardDocument) -> [CardPage.Figure] {
        guard let source = PainSourceID(text: card.id).flatMap({ product.knowledge.source[$0] }) else { return [] }
        let layers = figure.layers(of: source, side: source.laterality == .midline ? .midline : .right)
        var figures: [CardPage.Figure] = []
        if let panel = figure.closeUp(of: layers) {
            figures.append(
                CardPage.Figure(
                    svg: figure.svg(
                        panel, label: "\(card.title) on the body, close up, with its trigger points", prefix: "close"),
                    caption: panel.title, kind: "close-up"
                )
            )
        }
        for (index, panel) in figure.fieldPanels(of: layers).prefix(4).enumerated() {
            figures.append(
                CardPage.Figure(
                    svg: figure.svg(
                        panel, label: "\(panel.title): where \(card.title) sends pain", prefix: "field\(index)"
                    ),
                    caption: panel.title,
                    kind: "whole"
                )
            )
        }
        return figures
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

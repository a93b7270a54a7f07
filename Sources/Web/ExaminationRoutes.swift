import Anatomy
import Clinic
import Figures
import Foundation
import Hummingbird
import Knowledge
import Mustache

/// The examination: its next step, pictures of where to put the hand, and the letter when a physician is needed.
struct ExaminationRoutes: Sendable {
    private let product: Product
    private let templates: MustacheLibrary
    private let computing: Computing
    private let figure: SourceFigure
    private let chart: BodyChart

    init(product: Product, library: ChartLibrary, templates: MustacheLibrary, computing: Computing) {
        self.product = product
        self.computing = computing
        self.templates = templates
        chart = BodyChart(library: library, vocabulary: product.knowledge.vocabulary)
        figure = SourceFigure(chart: chart, surface: product.surface)
    }

    func add(to router: Router<ServerContext>) {
        router.post("/api/examination") { request, context in
            let presentation = try product.cases.presentation(
                from: try await request.whole(context.limits), origin: "request")
            let parameters = request.uri.queryParameters
            let isShortest = parameters["order"].map(String.init) == "shortest"
            let chosen = parameters["step"].map { String($0).removingPercentEncoding ?? "" }
            return Response.json(
                try await computing.run {
                    try product.examination(presentation, shortest: isShortest, detail: .few(chosen))
                        .json(isPretty: false)
                })
        }
        router.get("/api/figure/zone") { request, _ in
            let zone = request.uri.queryParameters["zone"].map { Zone.ID(String($0).removingPercentEncoding ?? "") }
            guard let zone, product.knowledge.vocabulary.zone[zone]?.isLeaf == true else { throw HTTPError(.notFound) }
            return picture(try zonePicture(SidedZone(zone, side(request))))
        }
        router.get("/api/figure/{kind}/{name}") { request, context in
            let id = try PainSourceID(
                text: "\(context.parameters.require("kind")):\(context.parameters.require("name"))"
            )
            guard let id, let source = product.knowledge.source[id] else { throw HTTPError(.notFound) }
            return picture(
                figure.pointSheet(of: source, side: side(request), name: product.wording.source(source.id)))
        }
        router.post("/letter") { request, context in
            let presentation = try product.cases.presentation(
                from: try await request.formField("case", context.limits), origin: "request"
            )
            let letter = try await computing.run { try product.letter(presentation) }
            guard let text = templates.render(LetterPage(letter), withTemplate: "letter") else {
                throw HTTPError(.internalServerError, message: "the page letter is missing")
            }
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: text))
            )
        }
    }

    private func side(_ request: Request) -> Side {
        request.uri.queryParameters["side"].flatMap { Side(rawValue: String($0)) } ?? .midline
    }

    private func picture(_ svg: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "max-age=3600"],
            body: .init(byteBuffer: ByteBuffer(string: svg))
        )
    }

    private func zonePicture(_ place: SidedZone) throws -> String {
        let isMidline = product.knowledge.vocabulary.zone[place.zone]?.laterality == .midline
        let shown = SidedZone(place.zone, isMidline ? .midline : place.side == .midline ? .right : place.side)
        var layers = ChartLayers()
        layers.field = [shown: .essential]
        return chart.sheet(
            Array(figure.fieldPanels(of: layers).prefix(1)), title: "Where to touch: \(product.wording.place(shown))"
        )
    }
}

/// What the letter's template shows.
struct LetterPage {
    let letter: ReferralLetter

    init(_ letter: ReferralLetter) { self.letter = letter }
}

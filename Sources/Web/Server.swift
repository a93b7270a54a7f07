public import Access
import Anatomy
public import Clinic
import Figures
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import Mustache
import NIOSSL
public import Reception

/// The web server: the drawing page, the knowledge, and the office around the record.
public struct Server: Sendable {
    private let product: @Sendable () throws -> Product
    private let office: Office
    private let reception: Reception
    private let configuration: ServerConfiguration

    /// `product`: Loads body and knowledge; called when the first page asks for them.
    public init(
        product: @escaping @Sendable () throws -> Product, office: Office, reception: Reception,
        configuration: ServerConfiguration
    ) {
        self.product = product
        self.office = office
        self.reception = reception
        self.configuration = configuration
    }

    /// Serves until the process is told to end; requests under way are finished.
    ///
    /// `onReady`: Called once with the port that is listened on.
    /// - Throws: When the assets or the certificate are missing or the address cannot be bound.
    public func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
        let metrics = RequestMetrics()
        let (router, _) = try Self.router(
            product: product, office: office, reception: reception, configuration: configuration, metrics: metrics)
        var server = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(60)))
        if let tls = configuration.tls { server = try .tls(server, tlsConfiguration: Self.configuration(of: tls)) }
        let logger = Logger(label: "tautband")
        var application = Application(
            router: router, server: server,
            configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        if let address = configuration.metrics {
            let page = Router()
            page.get("/metrics") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: RequestMetrics.contentType],
                    body: .init(byteBuffer: ByteBuffer(string: metrics.text()))
                )
            }
            application.addServices(
                Application(
                    router: page, configuration: .init(address: .hostname(address.host, port: address.port)),
                    logger: logger
                )
            )
        }
        try await application.runService()
    }

    /// What protects forms of a session against other sites.
    public static func formToken(of token: String) -> String { Identity.formToken(of: token) }

    /// TLS 1.2 and 1.3 with the certificate chain and key of two files.
    private static func configuration(of tls: ServerConfiguration.TLS) throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate).map(NIOSSLCertificateSource.certificate)
        let key = try NIOSSLPrivateKey(file: tls.privateKey, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }

    /// All routes, with the table of who the guarded ones are for.
    static func router(
        product: @escaping @Sendable () throws -> Product, office: Office, reception: Reception,
        configuration: ServerConfiguration, metrics: RequestMetrics = RequestMetrics()
    ) throws -> (router: Router<ServerContext>, routes: [RouteEntry]) {
        let router = Router(context: ServerContext.self)
        let templates = try MustacheLibrary.shipped()
        let limit = configuration.requestsPerMinute
        router.add(middleware: SecurityHeaders(isSecure: configuration.isSecure))
        router.add(
            middleware: Visits(
                metrics: metrics, limiter: limit > 0 ? RateLimiter(perMinute: limit) : nil,
                origins: Origins(isTrusted: configuration.isTrusted, subscriber: configuration.subscriber),
                limits: RequestLimits(bytes: configuration.largestRequest, seconds: configuration.requestSeconds)
            )
        )
        router.add(middleware: ErrorPages(templates: templates))
        router.add(middleware: SameOrigin())
        // Body and knowledge take tens of megabytes: an office that does not ask for them does without.
        let (computing, loaded) = (Computing(), Lazily(product))
        let body = Lazily {
            try bodyRouter(
                product: loaded.value(), templates: templates, computing: computing, publicURL: configuration.publicURL
            ).buildResponder()
        }
        router.add(middleware: Behind(body: body, computing: computing))
        try PageRoutes(assets: Assets()).add(to: router)
        HealthRoutes(isReady: configuration.isReady).add(to: router)
        let guarded = OfficeRouter(router: router, office: office)
        ClientAPI(office: office).add(to: guarded)
        EntryAPI(office: office, configuration: configuration).add(to: guarded)
        let lab = RecordingLab(records: office.records)
        RecordingAPI(office: office, lab: lab).add(to: guarded)
        OfficePages(
            office: office, configuration: configuration, templates: templates,
            product: {
                if let ready = loaded.ready { return ready }
                return try await computing.run { try loaded.value() }
            }, computing: computing, reception: reception, lab: lab
        ).add(to: guarded)
        return (router, guarded.entries)
    }

    /// The routes around body chart and knowledge; open to anybody, and nothing is stored.
    static func bodyRouter(
        product: Product, templates: MustacheLibrary, computing: Computing, publicURL: String? = nil
    ) throws -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        // Errors are put into words here: a responder inside another does not let them through.
        router.add(middleware: ErrorPages(templates: templates))
        let charts = Dictionary(
            uniqueKeysWithValues: BodyShape.allCases.map { shape in (shape, Lazily { try ChartLibrary(shape: shape) }) }
        )
        ChartRoutes(product: product, libraries: charts).add(to: router)
        let library = try ChartLibrary(shape: .average)
        KnowledgeRoutes(product: product, library: library, templates: templates).add(to: router)
        ExaminationRoutes(product: product, library: library, templates: templates, computing: computing)
            .add(to: router)
        LocateRoutes(product: product, computing: computing).add(to: router)
        TreatmentRoutes(product: product).add(to: router)
        try LearnRoutes(
            product: product, library: library, templates: templates, computing: computing, publicURL: publicURL,
            contact: nil
        ).add(to: router)
        return router
    }

    /// Every route and who it is for.
    public static func routes(
        product: Product, office: Office, reception: Reception, configuration: ServerConfiguration
    ) throws -> [RouteEntry] {
        let (router, guarded) = try router(
            product: { product }, office: office, reception: reception, configuration: configuration)
        let body = try bodyRouter(product: product, templates: try MustacheLibrary.shipped(), computing: Computing())
        let known = Set(guarded.map { "\($0.method) \($0.path)" })
        let others = (router.routes + body.routes)
            .map { RouteEntry(method: $0.method.rawValue, path: $0.path.description, access: "open") }
            .filter { !known.contains("\($0.method) \($0.path)") }
        return guarded + others
    }
}

/// Hands what no route of the office answers to the routes behind it.
struct Behind<Responder: HTTPResponder>: RouterMiddleware where Responder.Context == ServerContext {
    typealias Context = ServerContext

    let body: Lazily<Responder>
    let computing: Computing

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && context.endpointPath == "NotFound" {
            let responder: Responder
            // Loading takes a second or two: not on the threads that serve everybody else.
            if let ready = body.ready {
                responder = ready
            } else {
                responder = try await computing.run { try body.value() }
            }
            return try await responder.respond(to: request, context: context)
        }
    }
}

/// Whether the process lives, and whether it can answer.
struct HealthRoutes: Sendable {
    let isReady: @Sendable () async -> Bool

    func add(to router: Router<ServerContext>) {
        router.get("/health/live") { _, _ in Response.json(Data("{\"status\":\"live\"}".utf8)) }
        for path in ["/health", "/health/ready"] {
            router.get(RouterPath(path)) { _, _ in
                await isReady()
                    ? Response.json(Data("{\"status\":\"ready\"}".utf8))
                    : Response.json(Data("{\"status\":\"not ready\"}".utf8), status: .serviceUnavailable)
            }
        }
    }
}

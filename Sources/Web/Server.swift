import Anatomy
public import Clinic
import Figures
import Foundation
public import Hummingbird
import Logging
import Mustache

/// The web server: the drawing page, its data and the answer to a drawing.
///
/// Nothing is stored.
public struct Server: Sendable {
    private let product: Product
    private let host: String
    private let port: Int

    /// Prepares the server.
    ///
    /// `product`: The loaded product.
    /// `host`: The address to listen on.
    /// `port`: 0 lets the system choose.
    public init(product: Product, host: String, port: Int) {
        self.product = product
        self.host = host
        self.port = port
    }

    /// Serves until the process is told to end.
    ///
    /// `onReady`: Called once with the port that is listened on.
    /// - Throws: When the assets are missing or the address cannot be bound.
    public func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
        let router = try Self.router(product: product)
        var logger = Logger(label: "tautband")
        logger.logLevel = .warning
        let application = Application(
            router: router,
            configuration: .init(address: .hostname(host, port: port), serverName: "tautband"),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        try await application.runService()
    }

    /// All routes, for the server and for tests.
    public static func router(product: Product) throws -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages())
        try PageRoutes(assets: Assets()).add(to: router)
        let libraries = try ChartRoutes.libraries()
        ChartRoutes(product: product, libraries: libraries).add(to: router)
        if let library = libraries[.average] {
            let templates = try MustacheLibrary.shipped()
            KnowledgeRoutes(product: product, library: library, templates: templates).add(to: router)
            ExaminationRoutes(product: product, library: library, templates: templates).add(to: router)
        }
        LocateRoutes(product: product).add(to: router)
        return router
    }
}

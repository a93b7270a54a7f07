public import Foundation

/// What the server is told from outside.
public struct ServerConfiguration: Sendable {
    public struct TLS: Sendable {
        /// Files in PEM.
        public let certificate: String
        public let privateKey: String

        public init(certificate: String, privateKey: String) {
            self.certificate = certificate
            self.privateKey = privateKey
        }
    }

    /// The state of audit, backups and keys, as the owner's pages show it.
    public struct Upkeep: Sendable {
        public let lastBackup: String?
        public let auditEntries: Int
        public let auditFault: String?
        /// When the chain was walked from its first entry.
        public let auditWalked: Date
        public let database: String
        public let schema: Int
        public let keyCreated: Date?
        public let dataFolder: String

        public init(
            lastBackup: String?, auditEntries: Int, auditFault: String?, auditWalked: Date, database: String,
            schema: Int, keyCreated: Date?, dataFolder: String
        ) {
            self.lastBackup = lastBackup
            self.auditEntries = auditEntries
            self.auditFault = auditFault
            self.auditWalked = auditWalked
            self.database = database
            self.schema = schema
            self.keyCreated = keyCreated
            self.dataFolder = dataFolder
        }
    }

    public var host: String
    /// 0 lets the system choose.
    public var port: Int
    public var tls: TLS?
    public var metrics: (host: String, port: Int)?
    /// Whether an address is a proxy whose forwarded headers are believed.
    public var isTrusted: @Sendable (String) -> Bool
    /// An address in one form, IPv6 by its network; `nil` for text that is none.
    public var subscriber: @Sendable (String) -> String?
    public var requestSeconds: Int
    public var largestRequest: Int
    /// 0 for no limit.
    public var requestsPerMinute: Int
    /// Whether browsers reach the pages by https, so that HSTS is sent.
    public var isSecure: Bool
    /// The origin of links; without one the request's own.
    public var publicURL: String?
    public var isDemo: Bool
    public var isReady: @Sendable () async -> Bool
    public var upkeep: @Sendable () async throws -> Upkeep

    public init(
        host: String, port: Int, tls: TLS?, metrics: (String, Int)?, isTrusted: @escaping @Sendable (String) -> Bool,
        subscriber: @escaping @Sendable (String) -> String?, requestSeconds: Int, largestRequest: Int,
        requestsPerMinute: Int, isSecure: Bool, publicURL: String?, isDemo: Bool,
        isReady: @escaping @Sendable () async -> Bool, upkeep: @escaping @Sendable () async throws -> Upkeep
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.metrics = metrics.map { (host: $0.0, port: $0.1) }
        self.isTrusted = isTrusted
        self.subscriber = subscriber
        self.requestSeconds = requestSeconds
        self.largestRequest = largestRequest
        self.requestsPerMinute = requestsPerMinute
        self.isSecure = isSecure
        self.publicURL = publicURL
        self.isDemo = isDemo
        self.isReady = isReady
        self.upkeep = upkeep
    }
}

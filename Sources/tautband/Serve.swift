import Access
import ArgumentParser
import CAllocator
import Clinic
import Foundation
import Logging
import Settings
import Storage
import Synchronization
import Web
import Workload

/// `tautband serve`: the pages and the record.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the pages and keep the record.",
        discussion:
            "The first start prints a link that works once, for setting the practice up. --demo shows made people instead."
    )

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        shareMemory()
        let given = try arguments.settings()
        do { try given.check() } catch { throw Failure("\(error)") }
        let demoFolder = given.demo ? NSTemporaryDirectory() + "tautband-demo-\(UUID().uuidString.prefix(8))" : nil
        let settings = demoFolder.map(given.demonstrating) ?? given
        defer { if let demoFolder { try? FileManager.default.removeItem(atPath: demoFolder) } }
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
        LoggingSystem.bootstrap { _ in LogLines(level: level) }
        let runtime = try await Runtime.open(settings)
        let demo = settings.demo ? try await Demonstration(runtime).fill() : nil
        let (host, base) = (settings.host, settings.publicURL.map { "\($0)" })
        let watch = AuditWatch(store: runtime.store)
        let upkeep = Task { await Upkeep(runtime: runtime, watch: watch).run() }
        let letters = Started()
        let server = Server(
            product: { try Product.load() }, office: runtime.office, reception: runtime.reception,
            configuration: .of(runtime, watch))
        do {
            try await server.run { port in
                let scheme = settings.tls == nil ? "http" : "https"
                let address = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
                print("Tautband is ready at \(address)  (Ctrl-C ends it)")
                if let demo {
                    print(demo)
                } else if let link = try? await runtime.office.setupLink() {
                    print("Set the practice up, once, within a day: \(base ?? address)/setup?t=\(link.token)")
                }
                fflush(nil)
                letters.start(Correspondence(runtime: runtime, base: base ?? address))
            }
        } catch let error as any CustomStringConvertible & Error where "\(error)".contains("ddress") {
            throw Failure("cannot listen on \(host):\(settings.port): \(error). Choose another port with PORT=8081.")
        }
        upkeep.cancel()
        await letters.end()
        await runtime.database.close()
    }
}

/// Work that begins once the server listens.
private final class Started: Sendable {
    private let task = Mutex<Task<Void, Never>?>(nil)

    func start(_ work: Correspondence) {
        task.withLock { task in if task == nil { task = Task { await work.run() } } }
    }

    /// Ends the work; a letter under way is finished.
    func end() async {
        let running = task.withLock(\.self)
        running?.cancel()
        await running?.value
    }
}

/// Lets threads share their pools of memory.
///
/// The allocator of Linux gives threads up to eight pools for each processor and keeps what was freed in one from the others.
private func shareMemory() {
    _ = mallopt(M_ARENA_MAX, 2)
}

extension ServerConfiguration {
    /// What the server is told of a running program.
    static func of(_ runtime: Runtime, _ watch: AuditWatch) -> ServerConfiguration {
        let settings = runtime.settings
        let database = runtime.database
        return ServerConfiguration(
            host: settings.host, port: settings.port,
            tls: settings.tls.map { ServerConfiguration.TLS(certificate: $0.certificate, privateKey: $0.privateKey) },
            metrics: settings.metricsPort > 0 ? (settings.metricsHost, settings.metricsPort) : nil,
            isTrusted: { settings.trusts(peer: $0) },
            subscriber: { IPAddress($0)?.subscriber.description }, requestSeconds: settings.requestSeconds,
            largestRequest: settings.largestRequest, requestsPerMinute: settings.requestsPerMinute,
            isSecure: settings.tls != nil || settings.publicURL?.isSecure == true || !settings.isLoopback,
            publicURL: settings.publicURL.map { "\($0)" }, isDemo: settings.demo,
            isReady: {
                // A database that is away is tried again for longer than whoever asks this wants to wait.
                await inTime(.seconds(2)) {
                    try await database.read(.system) { sql in try sql.row("SELECT 1 AS yes", []) != nil }
                } ?? false
            },
            upkeep: { try await UpkeepReport.make(runtime, watch) }
        )
    }
}

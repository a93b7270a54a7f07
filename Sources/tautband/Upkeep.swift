import Foundation
import Records
import Settings
import Storage
import Vault
import Web

/// What a running server does by itself: it looks for new keys every second, and every hour it walks the audit chain
/// and puts its signed head outside.
struct Upkeep: Sendable {
    let runtime: Runtime
    let watch: AuditWatch

    func run() async {
        var second = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            _ = try? runtime.keyFile.reloadIfChanged()
            if second % 3600 == 5 {
                await exportHead()
                _ = try? await watch.walkAll()
            }
            second += 1
        }
    }

    /// Appends the signed head to a file beside the data, for copying to where the store's owner cannot change it.
    func exportHead() async {
        guard let head = try? await runtime.store.auditHead(), let key = runtime.keyFile.keys.first else { return }
        let now = Date()
        let signature = Chain.signHead(
            Chain.Head(sequence: Int64(head.sequence), hash: head.hash, date: now), with: key)
        let line =
            "\(head.sequence) \(head.hash.map { String(format: "%02x", $0) }.joined()) \(Int(now.timeIntervalSince1970)) "
            + "\(signature.base64EncodedString())\n"
        let path = runtime.settings.dataFolder + "/audit-heads.txt"
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        _ = line.withCString { write(file, $0, strlen($0)) }
        fsync(file)
    }
}

/// Whether the audit chain is whole, without walking years of it for each look.
actor AuditWatch {
    /// Up to here the whole chain is walked for each look; it takes less than a tenth of a second.
    private static let short = 20_000

    private let store: RecordStore
    private var last: (report: AuditReport, at: Date)?

    init(store: RecordStore) { self.store = store }

    /// Walks all of the chain.
    func walkAll() async throws -> AuditReport {
        let report = try await store.verifyAudit()
        last = (report, Date())
        return report
    }

    /// The report of now, and when all of the chain was walked.
    func look() async throws -> (report: AuditReport, walked: Date) {
        guard let last, last.report.fault == nil, last.report.entries > Self.short else {
            return (try await walkAll(), Date())
        }
        return (try await store.verifyAudit(after: last.report), last.at)
    }
}

/// The state of audit, backups and keys, for the owner's pages.
enum UpkeepReport {
    static func make(_ runtime: Runtime, _ watch: AuditWatch) async throws -> ServerConfiguration.Upkeep {
        let last = try await runtime.store.lastBackup()
        let (report, walked) = try await watch.look()
        return ServerConfiguration.Upkeep(
            lastBackup: last, auditEntries: report.entries, auditFault: report.fault, auditWalked: walked,
            database: runtime.database.dialect == .sqlite ? "SQLite" : "PostgreSQL", schema: Migrations.known,
            keyCreated: runtime.keyFile.keys.first?.created, dataFolder: runtime.settings.dataFolder
        )
    }
}

public import Foundation
public import Records
import Vault

extension RecordStore: AuditRepository {
    public func entries(before sequence: Int?, limit: Int, for author: Author) async throws -> [AuditEntry] {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            let entries = try work.sql.rows(
                "SELECT \(Self.auditColumns) FROM audit WHERE practice = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
                [.text(practice.text), .integer(sequence ?? Int.max), .integer(min(max(limit, 1), 500))]
            ).map(Self.entry)
            try work.audit(AuditEvent(.auditRead, detail: "\(entries.count)"))
            return entries
        }
    }

    public func note(_ event: AuditEvent, by author: Author) async throws {
        try await work(author) { work in try work.audit(event) }
    }

    /// The chain's head: sequence and hash.
    public func auditHead() async throws -> (sequence: Int, hash: Data) {
        try await look { work in
            guard let head = try work.sql.row("SELECT sequence, hash FROM audit_head WHERE one = 1", []) else {
                throw StorageError.damaged("the audit trail has no head")
            }
            return (try head.integer("sequence"), try head.blob("hash"))
        }
    }

    /// Walks the chain: the whole of it, or what came after an entry that was found whole before.
    ///
    /// - Complexity: O(entries walked).
    public func verifyAudit(after known: AuditReport? = nil) async throws -> AuditReport {
        try await look { work in
            guard let head = try work.sql.row("SELECT sequence, hash FROM audit_head WHERE one = 1", []) else {
                return AuditReport(entries: 0, head: Data(), fault: "the audit trail has no head")
            }
            let last = try head.integer("sequence")
            var previous = known?.head ?? Data(repeating: 0, count: 32)
            var next = (known?.entries ?? 0) + 1
            while true {
                let rows = try work.sql.rows(
                    "SELECT \(Self.auditColumns) FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT 2000",
                    [.integer(next)]
                )
                guard !rows.isEmpty else { break }
                for row in rows {
                    let link = try AuditLink(row)
                    guard link.sequence == next else {
                        return AuditReport(entries: next - 1, head: previous, fault: "entry \(next) is missing")
                    }
                    let hash = link.hash(after: previous)
                    guard hash == (try row.blob("hash")) else {
                        return AuditReport(entries: next - 1, head: previous, fault: "entry \(next) was changed")
                    }
                    previous = hash
                    next += 1
                }
            }
            let isWhole = try next - 1 == last && previous == head.blob("hash")
            return AuditReport(
                entries: next - 1, head: previous,
                fault: isWhole ? nil : "the head names entry \(last), the chain ends with \(next - 1)"
            )
        }
    }

    private static let auditColumns = "sequence, at, practice, actor, role, action, object, detail, hash"

    private static func entry(_ row: SQLRow) throws -> AuditEntry {
        try AuditEntry(
            sequence: row.integer("sequence"), at: row.date("at"), practice: row.text("practice"),
            actor: row.text("actor"),
            role: row.text("role"), action: row.text("action"), object: row.text("object"), detail: row.text("detail"),
            hash: row.blob("hash")
        )
    }
}

/// Whether the audit chain is whole.
public struct AuditReport: Hashable, Sendable {
    /// Entries that hold together, from the first.
    public let entries: Int
    public let head: Data
    /// What is wrong; `nil` when nothing is.
    public let fault: String?
}

extension RecordStore {
    /// When the last backup was written, where, with how many rows; `nil` when there was none.
    public func lastBackup() async throws -> String? {
        try await look { work in
            try work.sql.row("SELECT value FROM installation WHERE name = 'last_backup'", [])?.text("value")
        }
    }
}

extension RecordStore {
    /// The hash of one entry; `nil` when it is not there.
    public func auditHash(at sequence: Int) async throws -> Data? {
        try await look { work in
            try work.sql.row("SELECT hash FROM audit WHERE sequence = ?", [.integer(sequence)])?.blob("hash")
        }
    }
}

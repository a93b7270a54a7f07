import Foundation
import Records
public import Vault

/// Looks whether the ground still holds: integrity, space, permissions, schema, time zones, audit, backups.
public struct Doctor: Sendable {
    public enum Verdict: String, Encodable, Sendable { case ok, warning, fault }

    public struct Finding: Encodable, Hashable, Sendable {
        public let check: String
        public let verdict: Verdict
        public let text: String
    }

    private let database: any Database
    private let keyFile: KeyFile
    private let folder: String

    public init(database: any Database, keyFile: KeyFile, folder: String) {
        self.database = database
        self.keyFile = keyFile
        self.folder = folder
    }

    /// Runs all checks; none changes anything.
    public func examine() async -> [Finding] {
        var findings: [Finding] = []
        func add(_ check: String, _ verdict: Verdict, _ text: String) {
            findings.append(Finding(check: check, verdict: verdict, text: text))
        }
        add("keys", .ok, "\(keyFile.keys.count) master key(s) in \(keyFile.path), readable by the owner alone")
        if keyFile.path.hasPrefix(folder + "/") {
            add(
                "keys", .warning,
                "the key file lies in the data folder: whoever copies the folder has both; set TAUTBAND_KEY_FILE")
        }
        findings += folderFindings()
        do {
            let found = try await Migrations(database).found()
            add(
                "schema", found == Migrations.known ? .ok : .fault,
                "schema \(found), this program knows \(Migrations.known)"
            )
        } catch { add("schema", .fault, "\(error)") }
        do {
            for text in try await database.read(.system, Self.integrity) { add("integrity", .fault, text) }
            if !findings.contains(where: { $0.check == "integrity" }) {
                add("integrity", .ok, "the database's own check finds nothing")
            }
        } catch { add("integrity", .fault, "\(error)") }
        do {
            let store = RecordStore(database: database, keyFile: keyFile)
            let report = try await store.verifyAudit()
            add(
                "audit", report.fault == nil ? .ok : .fault,
                report.fault ?? "\(report.entries) entries, the chain is whole"
            )
        } catch { add("audit", .fault, "\(error)") }
        do {
            let zones = try await database.read(.system) { sql in
                try sql.rows("SELECT time_zone FROM practice", []).map { try $0.text("time_zone") }
            }
            let unknown = zones.filter { TimeZone(identifier: $0) == nil }
            add(
                "time zones", unknown.isEmpty ? .ok : .fault,
                unknown.isEmpty
                    ? "all known to this machine" : "not known to this machine: \(unknown.joined(separator: ", "))"
            )
            let last = try await database.read(.system) { sql in
                try sql.row("SELECT value FROM installation WHERE name = 'last_backup'", [])?.text("value")
            }
            add(
                "backup", last == nil ? .warning : .ok,
                last.map { "last backup: \($0)" } ?? "no backup has been made: run tautband backup FILE"
            )
        } catch { add("database", .fault, "\(error)") }
        return findings
    }

    private func folderFindings() -> [Finding] {
        var status = stat()
        guard stat(folder, &status) == 0 else {
            return [Finding(check: "folder", verdict: .fault, text: "\(folder) is not there")]
        }
        let isOpen = status.st_mode & 0o077 != 0
        var findings = [
            Finding(
                check: "folder", verdict: isOpen ? .fault : .ok,
                text: isOpen
                    ? "\(folder) is open to other users: chmod 700 \(folder)" : "\(folder) is the owner's alone"
            )
        ]
        var space = statvfs()
        if statvfs(folder, &space) == 0 {
            let (free, _) = UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
            let megabytes = free / 1_000_000
            findings.append(
                Finding(
                    check: "space", verdict: megabytes < 100 ? .fault : megabytes < 1000 ? .warning : .ok,
                    text: "\(megabytes) MB free"
                )
            )
        }
        return findings
    }

    /// What the database says of itself; empty when all is well.
    @Sendable private static func integrity(_ sql: any SQLTransaction) throws -> [String] {
        switch sql.dialect {
        case .sqlite:
            let rows = try sql.rows("PRAGMA integrity_check", []).map { try $0.text("integrity_check") }
            let broken = try sql.rows("PRAGMA foreign_key_check", [])
            return rows.filter { $0 != "ok" }
                + (broken.isEmpty ? [] : ["\(broken.count) rows refer to rows that are not there"])
        case .postgres:
            var faults: [String] = []
            let walls = try sql.rows(
                "SELECT relname FROM pg_class WHERE relname IN ('account', 'client', 'session', 'audit', 'practice')"
                    + " AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)", []
            )
            faults += try walls.map { "table \(try $0.text("relname")) has no forced row-level security" }
            let role = try sql.row("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user", [])
            if let role, try role.flag("rolsuper") {
                faults.append("the application signs in as a superuser, for whom row-level security is off")
            }
            return faults
        }
    }
}

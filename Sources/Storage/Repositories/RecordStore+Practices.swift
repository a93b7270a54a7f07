public import Foundation
public import Records

extension RecordStore: PracticeRepository {
    public func isSetUp() async throws -> Bool {
        try await look { work in try work.sql.row("SELECT id FROM practice LIMIT 1", []) != nil }
    }

    public func setUp(_ practice: Practice, owner: Account, secrets: Secrets, ticket: Data) async throws {
        try await work(.system) { work in
            guard try work.use(ticket: ticket, purpose: .setup) != nil else { throw RecordsError.notFound }
            try work.sql.run(
                "INSERT INTO practice (id, name, time_zone, address, created, version) VALUES (?, ?, ?, ?, ?, 1)",
                [
                    .text(practice.id.text), .text(practice.name), .text(practice.timeZone), .text(practice.address),
                    .date(work.now),
                ]
            )
            try work.insert(owner, secrets)
            try work.audit(
                AuditEvent(.setUp, object: "practice:\(practice.id)"), practice: practice.id, actor: owner.id)
        }
    }

    public func practice(for author: Author) async throws -> Practice {
        try await work(author) { work in
            let practice = try work.ownPractice()
            try work.audit(AuditEvent(.practiceRead, object: "practice:\(practice.id)"))
            return practice
        }
    }

    public func change(_ practice: Practice, by author: Author) async throws -> Practice {
        try await work(author) { work in
            guard AccessRules.runsPractice(author, practice.id) else { throw RecordsError.notFound }
            let changed = try work.sql.run(
                """
                UPDATE practice SET name = ?, time_zone = ?, address = ?, version = version + 1
                WHERE id = ? AND version = ?
                """,
                [
                    .text(practice.name), .text(practice.timeZone), .text(practice.address), .text(practice.id.text),
                    .integer(practice.version),
                ]
            )
            let now = try work.ownPractice()
            guard changed == 1 else { throw RecordsError.stale(current: now.version) }
            try work.audit(
                AuditEvent(.practiceChanged, object: "practice:\(practice.id)", detail: "version \(now.version)")
            )
            return now
        }
    }
}

extension RecordTransaction {
    fileprivate func ownPractice() throws -> Practice {
        guard let id = author.practice,
            let row = try sql.row(
                "SELECT name, time_zone, address, version FROM practice WHERE id = ?", [.text(id.text)])
        else { throw RecordsError.notFound }
        return try Practice(
            id: id, name: row.text("name"), timeZone: row.text("time_zone"), address: row.text("address"),
            version: row.integer("version")
        )
    }
}

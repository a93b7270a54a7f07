public import Directory
public import Foundation
public import Records
import Vault

extension RecordStore: OutboxRepository {
    public func claimLetters(_ count: Int, now: Date, lease: Date) async throws -> [ClaimedLetter] {
        try await work(.system) { work in
            // Several instances may look at once: each takes other rows.
            let skip = work.sql.dialect == .postgres ? " FOR UPDATE SKIP LOCKED" : ""
            let rows = try work.sql.rows(
                "SELECT id, practice, event, kind, subject, recipient, due, expires, detail, claim, tries, doubts, sending"
                    + " FROM letter WHERE state = 'waiting' AND next <= ? AND lease <= ? ORDER BY next, id LIMIT ?\(skip)",
                [.date(now), .date(now), .integer(min(max(count, 1), 1_000))])
            return try rows.map { row in
                let letter = try work.letter(row)
                let number = try row.integer("claim") + 1
                try work.sql.run(
                    "UPDATE letter SET lease = ?, claim = ?, sending = 0 WHERE id = ?",
                    [.date(lease), .integer(number), .text(letter.id.text)])
                return try ClaimedLetter(
                    letter: letter, number: number, tries: row.integer("tries"), doubts: row.integer("doubts"),
                    isInterrupted: row.flag("sending"))
            }
        }
    }

    public func beginLetter(
        _ letter: OutgoingLetter.ID, number: Int, now: Date, lease: Date
    ) async throws -> Bool {
        try await work(.system) { work in
            try work.sql.run(
                "UPDATE letter SET sending = 1, lease = ? WHERE id = ? AND claim = ? AND state = 'waiting' AND sending = 0"
                    + " AND lease > ?", [.date(lease), .text(letter.text), .integer(number), .date(now)]) == 1
        }
    }

    public func settle(
        _ letter: OutgoingLetter.ID, number: Int, as outcome: LetterOutcome, now: Date
    ) async throws -> Bool {
        try await work(.system) { work in
            // Two workers that settle the same letter at once follow each other.
            let lock = work.sql.dialect == .postgres ? " FOR UPDATE" : ""
            guard
                let row = try work.sql.row(
                    "SELECT state, claim, lease, next FROM letter WHERE id = ?\(lock)", [.text(letter.text)])
            else { return false }
            let state = try row.text("state")
            let isHeld = try row.integer("claim") == number
            let (next, fault): (String, String)
            switch outcome {
            case .sent:
                // Noted even for a lost claim: whoever holds it now finds that it may not begin.
                if state == "sent" { return true }
                guard state == "waiting" else { return false }
                (next, fault) = ("sent", "")
            case .dropped: (next, fault) = ("dropped", "")
            case .failed(let why): (next, fault) = ("failed", why)
            case .later(let due, let why, let isDoubt):
                guard isHeld, state == "waiting" else { return false }
                // The same once more: it was noted, and the answer got lost.
                if try row.integer("lease") == 0 { return .integer(try row.integer("next")) == SQLValue.date(due) }
                return try work.sql.run(
                    "UPDATE letter SET next = ?, lease = 0, sending = 0, tries = tries + 1, doubts = doubts + ?, fault = ?"
                        + " WHERE id = ?",
                    [.date(due), .integer(isDoubt ? 1 : 0), .text(String(why.prefix(250))), .text(letter.text)]) == 1
            }
            guard isHeld || outcome == .sent else { return false }
            if state == next { return true }
            // What was given back, or put off, is nobody's.
            guard state == "waiting", try outcome == .sent || row.integer("lease") > 0 else { return false }
            return try work.sql.run(
                "UPDATE letter SET state = ?, settled = ?, fault = ?, sending = 0 WHERE id = ?",
                [.text(next), .date(now), .text(String(fault.prefix(250))), .text(letter.text)]) == 1
        }
    }

    public func release(_ letters: [(id: OutgoingLetter.ID, number: Int)]) async throws {
        try await work(.system) { work in
            for letter in letters {
                try work.sql.run(
                    "UPDATE letter SET lease = 0, sending = 0 WHERE id = ? AND claim = ? AND state = 'waiting'",
                    [.text(letter.id.text), .integer(letter.number)])
            }
        }
    }

    public func enqueue(_ letters: [OutgoingLetter]) async throws {
        guard !letters.isEmpty else { return }
        try await work(.system) { work in try work.enqueue(letters) }
    }

    public func letterCounts() async throws -> [String: Int] {
        try await look { work in
            Dictionary(
                uniqueKeysWithValues: try work.sql.rows(
                    "SELECT state, COUNT(*) AS count FROM letter GROUP BY state", []
                ).map { (try $0.text("state"), try $0.integer("count")) })
        }
    }
}

extension RecordTransaction {
    /// Puts letters in line in the transaction of what they tell of.
    func enqueue(_ letters: [OutgoingLetter]) throws {
        for letter in letters {
            guard let practice = letter.practice else { throw StorageError.damaged("a letter belongs to no practice") }
            let sealed = try cipher(practice).seal(letter.recipient, context: "letter.recipient:\(letter.id)")
            try sql.run(
                """
                INSERT INTO letter (id, practice, event, kind, subject, recipient, mail_index, due, next, expires, detail,
                  claim, lease, tries, doubts, sending, state, fault, created, settled)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 'waiting', '', ?, NULL)
                ON CONFLICT (event, kind, mail_index) DO NOTHING
                """,
                [
                    .text(letter.id.text), .text(practice.text), .text(letter.event), .text(letter.kind.rawValue),
                    .text(letter.subject.uuidString.lowercased()), .blob(sealed),
                    .blob(keys.mailIndex(letter.recipient, sql, now: now)), .date(letter.due), .date(letter.due),
                    .optional(letter.expires), .text(letter.detail), .date(now),
                ])
        }
    }

    fileprivate func letter(_ row: SQLRow) throws -> OutgoingLetter {
        let id = try row.identifier("id", of: OutgoingLetter.self)
        let practice = try row.identifier("practice", of: Practice.self)
        guard let kind = OutgoingLetter.Kind(rawValue: try row.text("kind")),
            let subject = UUID(uuidString: try row.text("subject"))
        else { throw StorageError.damaged("letter \(id) is of an unknown kind") }
        return try OutgoingLetter(
            id: id, event: row.text("event"), kind: kind, practice: practice, subject: subject,
            recipient: cipher(practice).open(row.blob("recipient"), context: "letter.recipient:\(id)"),
            due: row.date("due"), expires: row.optionalDate("expires"), detail: row.text("detail"))
    }
}

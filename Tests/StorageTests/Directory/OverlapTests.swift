import Directory
import Foundation
import Records
import Scheduling
import Storage
import Testing

@Suite struct OverlapTests {
    /// Puts an appointment into the table past all rules.
    private static func force(
        _ house: House, _ id: String, from: Int, minutes: Int, status: String = "booked", room: Bool = true,
        practitioner: Practitioner? = nil
    ) async throws {
        let values: [SQLValue] = [
            .text(id), .text(house.owner.practice.text), .text((practitioner ?? house.practitioner).id.text),
            .text(house.service.id.text), .text(house.place.id.text), room ? .text(house.place.id.text) : .null,
            .text(status), .integer(from), .integer(from + minutes * 60), .integer(from),
            .integer(from + minutes * 60), .blob(Data([1])), .blob(Data([1])),
        ]
        _ = try await house.test.database.write(.system) { sql in
            try sql.run(
                """
                INSERT INTO appointment (id, practice, practitioner, service, place, room, status, starts, ends,
                  blocked_from, blocked_until, contact, mail_index, hold_ends, created, sequence, asked, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 9, 0, 0, 0, 1)
                """, values)
        }
    }

    private static func expectOverlap(_ comment: Comment, _ body: () async throws -> Void) async {
        await #expect(comment) { try await body() } throws: {
            guard case .constraint(let rule)? = $0 as? StorageError else { return false }
            return rule.contains("appointment_overlap")
        }
    }

    @Test(arguments: Backend.allCases)
    func `the schema itself refuses an overlap, by insert and by update, for a person and for a room`(
        _ backend: Backend
    )
        async throws
    {
        let house = try await House(backend)
        let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Second", house.test)
        let start = try house.moment("2026-09-24", 9).seconds
        try await Self.force(house, "a", from: start, minutes: 60)
        for (offset, minutes) in [(0, 60), (-30, 60), (30, 60), (10, 10), (-60, 240), (59, 1), (-1, 2)] {
            await Self.expectOverlap("\(offset) \(minutes)") {
                try await Self.force(house, "b", from: start + offset * 60, minutes: minutes, room: false)
            }
            await Self.expectOverlap("room \(offset) \(minutes)") {
                try await Self.force(house, "b", from: start + offset * 60, minutes: minutes, practitioner: other)
            }
        }
        for status in ["held", "pending", "arrived", "completed"] {
            await Self.expectOverlap("\(status)") {
                try await Self.force(house, "b", from: start, minutes: 60, status: status)
            }
        }
        // The longest that can be blocked, from a day before.
        await Self.expectOverlap("long") {
            try await Self.force(house, "b", from: start - 149_000, minutes: 2_490)
        }
        // What only touches is free, as is what holds no time, and another person elsewhere.
        try await Self.force(house, "before", from: start - 3_600, minutes: 60)
        try await Self.force(house, "after", from: start + 3_600, minutes: 60)
        try await Self.force(house, "other", from: start, minutes: 60, room: false, practitioner: other)
        try await Self.force(house, "gone", from: start, minutes: 60, status: "cancelled")
        for statement in [
            "UPDATE appointment SET status = 'booked' WHERE id = 'gone'",
            "UPDATE appointment SET blocked_until = blocked_until + 60, ends = ends + 60 WHERE id = 'before'",
            "UPDATE appointment SET blocked_from = blocked_from - 60 WHERE id = 'after'",
            "UPDATE appointment SET room = place WHERE id = 'other'",
        ] {
            await Self.expectOverlap("\(statement)") {
                try await house.test.database.write(.system) { _ = try $0.run(statement, []) }
            }
        }
        await Self.expectOverlap("practitioner") {
            try await house.test.database.write(.system) { sql in
                _ = try sql.run(
                    "UPDATE appointment SET practitioner = ? WHERE id = 'other'", [.text(house.practitioner.id.text)])
            }
        }
        _ = try await house.test.database.write(.system) { sql in
            try sql.run("UPDATE appointment SET status = 'cancelled' WHERE id = 'a'", [])
            try sql.run("UPDATE appointment SET status = 'booked' WHERE id = 'gone'", [])
        }
        #expect(try await RaceTests.overlaps(house.test.database) == 0)
    }
}

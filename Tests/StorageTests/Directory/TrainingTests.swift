import Directory
import Foundation
import Reception
import Records
import Storage
import Testing

@Suite struct TrainingTests {
    private static func evidence(
        _ house: House, of practitioner: Practitioner? = nil, document: DocumentKind? = nil, expires: String? = nil
    ) throws -> TrainingRecord {
        let practitioner = practitioner ?? house.practitioner
        return try TrainingRecord(
            practice: practitioner.practice, practitioner: practitioner.id, issuer: "Institute", title: "Course",
            issued: "2025-01-01", expires: expires, document: document, submitted: house.test.clock.now)
    }

    @Test(arguments: Backend.allCases)
    func `nobody decides on the own training, and only stewards decide`(_ backend: Backend) async throws {
        let house = try await House(backend)
        try await house.store.setSteward(mail: house.owner.mail, true)
        let record = try Self.evidence(house)
        try await house.store.submit(record, document: nil, by: house.author)
        await #expect(throws: RecordsError.notFound) {
            try await house.store.decide(record.id, method: .issuer, note: "", by: house.author, mail: nil)
        }
        let colleague = Author(try await house.test.member(.therapist, "second@example.org", of: house.owner))
        await #expect(throws: RecordsError.notFound) {
            try await house.store.decide(record.id, method: .issuer, note: "", by: colleague, mail: nil)
        }
        await #expect(throws: RecordsError.notFound) { try await house.store.cases(for: colleague) }
        #expect(try await house.store.cases(for: house.judge).first?.record.id == record.id)
        try await house.store.decide(record.id, method: .register, note: "Found.", by: house.judge, mail: nil)
        // What is decided is decided.
        await #expect(throws: RecordsError.notFound) {
            try await house.store.decide(record.id, method: nil, note: "No.", by: house.judge, mail: nil)
        }
        try await house.store.setSteward(mail: house.steward.mail, false)
        #expect(try await house.store.stewards() == [house.owner.mail])
        await #expect(throws: RecordsError.notFound) { try await house.store.cases(for: house.judge) }
    }

    @Test(arguments: Backend.allCases)
    func `a revocation takes two stewards, and hides at once`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let second = try await house.test.owner(practice: "Third", mail: "third@example.org")
        try await house.store.setSteward(mail: second.mail, true)
        try await house.store.setSteward(mail: house.owner.mail, true)
        let id = house.training.id
        await #expect(throws: RecordsError.notFound) {
            try await house.store.answerRevocation(of: id, confirm: true, by: house.judge)
        }
        await #expect(throws: RecordsError.notFound) {
            try await house.store.proposeRevocation(of: id, reason: "Mine.", by: house.author)
        }
        await BookingTests.expectInvalid("note") {
            try await house.store.proposeRevocation(of: id, reason: " ", by: house.judge)
        }
        try await house.store.proposeRevocation(of: id, reason: "The issuer took it back.", by: house.judge)
        #expect(try await house.store.listing(of: house.practitioner.id) != nil)
        for author in [house.judge, house.author] {
            await #expect(throws: RecordsError.notFound) {
                try await house.store.answerRevocation(of: id, confirm: true, by: author)
            }
        }
        // The schema holds the rule by itself.
        for statement in [
            "UPDATE training SET status = 'revoked', revoke_confirmed = revoke_by WHERE id = ?",
            "UPDATE training SET status = 'revoked' WHERE id = ?",
        ] {
            await #expect(throws: StorageError.self) {
                try await house.test.database.write(.system) { _ = try $0.run(statement, [.text(id.text)]) }
            }
        }
        try await house.store.answerRevocation(of: id, confirm: false, by: house.judge)
        try await house.store.proposeRevocation(of: id, reason: "Again.", by: Author(second))
        try await house.store.answerRevocation(of: id, confirm: true, by: house.judge)
        #expect(try await house.store.listing(of: house.practitioner.id) == nil)
        #expect(try await house.store.listings(after: nil, limit: 9).isEmpty)
        #expect(try await house.store.search(.init(position: house.place.position, now: house.test.clock.now)) == [])
        let kept = try await house.store.training(of: house.practitioner.id, for: house.author)
        #expect(kept.first?.status == .revoked && kept.first?.revocation?.confirmed == house.steward.id)
    }

    @Test(arguments: Backend.allCases)
    func `a document is told by its content, sealed, and read only by whom it concerns`(_ backend: Backend) async throws
    {
        let house = try await House(backend)
        let secret = "certificate of Thea Rapist"
        let bytes = Data("%PDF-1.7\n\(secret)".utf8)
        let record = try Self.evidence(house, document: .pdf)
        try await house.store.submit(record, document: bytes, by: house.author)
        for author in [house.author, house.judge] {
            let found = try await house.store.document(of: record.id, for: author)
            #expect(found.kind == .pdf && found.bytes == bytes)
        }
        let others = [
            try await house.test.owner(practice: "Third", mail: "third@example.org"),
            try await house.test.member(.therapist, "second@example.org", of: house.owner),
            try await house.test.member(.assistant, "desk@example.org", of: house.owner),
        ]
        for other in others {
            await #expect(throws: RecordsError.notFound) {
                try await house.store.document(of: record.id, for: Author(other))
            }
        }
        let raw = try await house.test.database.read(.system) { sql in
            try sql.row("SELECT document FROM training WHERE id = ?", [.text(record.id.text)])?.blob("document")
        }
        #expect(try #require(raw).range(of: Data(secret.utf8)) == nil)
        #expect(try #require(raw).range(of: Data("%PDF".utf8)) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `a document of another type, or over 5 MB, is refused`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let page = Data("<html><script>alert(1)</script>".utf8)
        let large = Data("%PDF-1.7".utf8) + Data(count: DocumentKind.largest)
        for bytes in [page, large, Data(), Data([0xff, 0xd8])] {
            await #expect {
                try await house.store.submit(Self.evidence(house, document: .pdf), document: bytes, by: house.author)
            } throws: {
                guard case .invalid(field: "document", _, _)? = $0 as? RecordsError else { return false }
                return true
            }
        }
        // What the form says does not count against what the bytes say.
        let picture = Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])
        await #expect(throws: RecordsError.notFound) {
            try await house.store.submit(Self.evidence(house, document: .pdf), document: picture, by: house.author)
        }
        try await house.store.submit(Self.evidence(house, document: .png), document: picture, by: house.author)
        #expect(try await house.store.training(of: house.practitioner.id, for: house.author).count == 2)
    }

    @Test(arguments: Backend.allCases)
    func `a practitioner is told once that a training runs out`(_ backend: Backend) async throws {
        let house = try await House(backend, expires: "2026-11-15")
        for _ in 0..<2 { _ = await house.reception.tick() }
        #expect(try await house.letters()["training"] == nil)
        house.wait(until: try house.moment("2026-10-17", 12))
        let reception = house.reception
        _ = try await together(2) { _ in await reception.tick() }
        #expect(try await house.letters()["training"] == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a list is taken over row by row, with a report for each`(_ backend: Backend) async throws {
        let house = try await House(backend)
        func row(_ line: Int, _ name: String) throws -> ListedRow {
            let practitioner = try Practitioner(
                practice: house.owner.practice, account: nil, name: name, plan: .closed(zone: "Europe/Berlin"))
            let place = try ServicePlace(
                practice: house.owner.practice, kind: .site, name: name, town: "Potsdam", country: "DE",
                position: house.place.position)
            return ListedRow(
                line: line,
                content: .success(
                    .init(
                        practitioner: practitioner, place: place,
                        training: try TrainingRecord(
                            practice: house.owner.practice, practitioner: practitioner.id, issuer: "Institute",
                            title: "Course", number: "7", issued: "2025-01-01", submitted: house.test.clock.now))))
        }
        let broken = ListedRow(line: 3, content: .failure(.invalid(field: "issued", value: "x", reason: "is no date")))
        let reports = try await house.store.takeOver(
            [row(2, "Ada"), broken, row(4, "Bea"), row(5, "Ada")], by: house.author)
        #expect(reports.map(\.line) == [2, 3, 4, 5])
        #expect(
            reports.map(\.outcome) == [
                .added, .refused(field: "issued", value: "x", reason: "is no date"), .added, .known,
            ])
        #expect(try await house.store.takeOver([row(2, "Ada")], by: house.author).map(\.outcome) == [.known])
        #expect(try await house.store.practitioners(for: house.author).map(\.name) == ["Ada", "Bea", "Thea Rapist"])
        // Nobody is public by being on a list.
        #expect(try await house.store.listings(after: nil, limit: 9).count == 1)
        await #expect(throws: RecordsError.notFound) {
            try await house.store.takeOver([row(2, "Cea")], by: house.judge)
        }
    }
}

import Access
import Foundation
import Records
import Storage
import Testing
import Vault

@Suite struct EntryTests {
    /// A client with a complaint and a visit.
    struct Desk {
        let test: TestStore
        let owner: Account
        let client: Client
        let complaint = RecordEntry.ID()
        let visit = RecordEntry.ID()
        var author: Author { Author(owner) }

        init(_ backend: Backend) async throws {
            test = try await TestStore(backend)
            owner = try await test.owner()
            client = try await test.client(of: owner)
            try await add(.complaint(Complaint(title: "Right shoulder")), id: complaint, complaint: nil)
            try await add(
                .visit(Visit(started: test.clock.now, zone: "Europe/Berlin")), id: visit, complaint: complaint)
        }

        @discardableResult
        func add(
            _ body: EntryBody, id: RecordEntry.ID = .init(), version: Int = 1, complaint: RecordEntry.ID?,
            visit: RecordEntry.ID? = nil, reason: String = "", by account: Account? = nil
        ) async throws -> RecordEntry {
            let account = account ?? owner
            let entry = try RecordEntry(
                id: id, version: version, client: client.id, complaint: complaint, visit: visit, reason: reason,
                at: test.clock.now, author: account.id, body: body)
            return try await test.store.add([entry], to: client.id, by: Author(account))[0]
        }

        func note(_ text: String) -> EntryBody { .note(NoteSection(part: .plan, text: text)) }

        func record() async throws -> ClientRecord {
            ClientRecord(
                try await test.store.entries(EntryFilter(withHistory: true), of: client.id, for: author))
        }
    }

    @Test(arguments: Backend.allCases)
    func `an entry is kept with all its versions, and a second writer of a version is told`(_ backend: Backend)
        async throws
    {
        let desk = try await Desk(backend)
        let id = RecordEntry.ID()
        try await desk.add(desk.note("Rest."), id: id, complaint: desk.complaint, visit: desk.visit)
        // The same again is harmless.
        try await desk.add(desk.note("Rest."), id: id, complaint: desk.complaint, visit: desk.visit)
        try await desk.add(desk.note("Walk."), id: id, version: 2, complaint: desk.complaint, visit: desk.visit)
        await #expect(throws: RecordsError.stale(current: 2)) {
            try await desk.add(desk.note("Swim."), id: id, version: 2, complaint: desk.complaint, visit: desk.visit)
        }
        await #expect(throws: RecordsError.stale(current: 2)) {
            try await desk.add(desk.note("Swim."), id: id, version: 4, complaint: desk.complaint, visit: desk.visit)
        }
        let record = try await desk.record()
        #expect(record.history(of: id).map(\.version) == [1, 2])
        #expect(record.entry(id)?.body == desk.note("Walk."))
        let newest = try await desk.test.store.entries(
            EntryFilter(kinds: [.note]), of: desk.client.id, for: desk.author)
        #expect(newest.map(\.body) == [desk.note("Walk.")])
    }

    @Test(arguments: Backend.allCases)
    func `what was written cannot be changed or removed, whoever tries`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        for statement in ["UPDATE entry SET at = 1", "UPDATE entry SET kind = 'note'", "DELETE FROM entry"] {
            await #expect(throws: StorageError.self) {
                try await desk.test.database.write(.system) { _ = try $0.run(statement, []) }
            }
        }
        #expect(try await desk.record().complaints.count == 1)
    }

    @Test(arguments: Backend.allCases)
    func `after the signature every change is an amendment with a reason, and the signed text stays`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let id = RecordEntry.ID()
        try await desk.add(desk.note("Rest."), id: id, complaint: desk.complaint, visit: desk.visit)
        desk.test.clock.pass(seconds: 60)
        let signed = try await desk.test.store.sign(desk.visit, of: desk.client.id, name: "Olive", by: desk.author)
        guard case .signature(let signature) = signed.body else { throw RecordsError.notFound }
        #expect(signature.entries.contains("\(id).1") && signature.digest.count == 64)
        await #expect(throws: RecordsError.duplicate(field: "signature")) {
            try await desk.test.store.sign(desk.visit, of: desk.client.id, name: "Olive", by: desk.author)
        }
        desk.test.clock.pass(seconds: 60)
        await #expect(throws: RecordsError.self) {
            try await desk.add(desk.note("Walk."), id: id, version: 2, complaint: desk.complaint, visit: desk.visit)
        }
        try await desk.add(
            desk.note("Walk."), id: id, version: 2, complaint: desk.complaint, visit: desk.visit, reason: "wrong client"
        )
        let record = try await desk.record()
        #expect(record.amendments(of: desk.visit).map(\.reason) == ["wrong client"])
        let entry = try #require(record.entry(id))
        #expect(record.signedVersion(of: entry)?.body == desk.note("Rest."))
    }

    @Test(arguments: Backend.allCases)
    func `a hold keeps what two devices saw, whatever the order`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let (id, start) = (RecordEntry.ID(), desk.test.clock.now)
        func hold(_ moments: [PressureHold.Moment]) -> PressureHold {
            PressureHold(source: "muscle:infraspinatus", side: "right", moments: moments)
        }
        let begun = PressureHold.Moment(kind: .start, at: start)
        let ended = PressureHold.Moment(kind: .end, at: start.addingTimeInterval(72))
        let link = try await desk.test.office.holdLink(client: desk.client.id, visit: desk.visit, by: desk.author)
        await #expect(throws: RecordsError.notFound) {
            try await desk.test.office.tap([.init(kind: .less, at: start)], token: link.token)
        }
        _ = try await desk.test.store.merge(
            hold([begun]), id: id, visit: desk.visit, of: desk.client.id, by: desk.author)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for second in 1...6 {
                let tap = PressureHold.Moment(kind: .less, at: start.addingTimeInterval(Double(second)))
                group.addTask { try await desk.test.office.tap([tap], token: link.token) }
            }
            try await group.waitForAll()
        }
        _ = try await desk.test.store.merge(
            hold([begun, ended]), id: id, visit: desk.visit, of: desk.client.id, by: desk.author)
        let holds = try await desk.record().holds(of: desk.visit)
        #expect(holds.count == 1)
        #expect(holds[0].seconds == 72)
        #expect(holds[0].moments.filter { $0.kind == .less && $0.isClient }.count == 6)
        // Over: nobody's tap changes it any more.
        await #expect(throws: RecordsError.notFound) {
            try await desk.test.office.tap([.init(kind: .more, at: start)], token: link.token)
        }
    }

    @Test(arguments: Backend.allCases)
    func `only those who read the note read and write entries`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let stranger = try await desk.test.owner(practice: "Elsewhere", mail: "stranger@example.org")
        let colleague = try await desk.test.member(.therapist, "t@example.org", of: desk.owner)
        let assistant = try await desk.test.member(.assistant, "a@example.org", of: desk.owner)
        let own = try await desk.test.member(.client, "anna@example.org", of: desk.owner, client: desk.client.id)
        for reader in [stranger, colleague, assistant] {
            await #expect(throws: RecordsError.notFound) {
                try await desk.test.store.entries(EntryFilter(), of: desk.client.id, for: Author(reader))
            }
        }
        for writer in [stranger, colleague, assistant, own] {
            await #expect(throws: RecordsError.notFound) {
                try await desk.add(desk.note("x"), complaint: desk.complaint, visit: desk.visit, by: writer)
            }
            await #expect(throws: RecordsError.notFound) {
                try await desk.test.store.sign(desk.visit, of: desk.client.id, name: "x", by: Author(writer))
            }
            await #expect(throws: RecordsError.notFound) {
                try await desk.test.store.erase(desk.client.id, by: Author(writer))
            }
        }
        #expect(try await desk.test.store.entries(EntryFilter(), of: desk.client.id, for: Author(own)).count == 2)
        #expect(try await desk.test.store.open(for: Author(colleague)).visits.isEmpty)
        #expect(try await desk.test.store.open(for: desk.author).visits.map(\.id) == [desk.visit])
    }

    @Test(arguments: Backend.allCases)
    func `an entry stands only where its kind belongs`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let other = try await desk.test.client("Berta", of: desk.owner)
        await #expect(throws: RecordsError.self) { try await desk.add(desk.note("x"), complaint: desk.complaint) }
        await #expect(throws: RecordsError.self) {
            try await desk.add(desk.note("x"), complaint: nil, visit: desk.visit)
        }
        await #expect(throws: RecordsError.notFound) {
            try await desk.add(desk.note("x"), complaint: RecordEntry.ID(), visit: RecordEntry.ID())
        }
        // Another client's complaint.
        let entry = try RecordEntry(
            client: other.id, complaint: desk.complaint, at: desk.test.clock.now, author: desk.owner.id,
            body: .event(ClientEvent(kind: .other, day: "2026-05-31")))
        await #expect(throws: RecordsError.notFound) {
            try await desk.test.store.add([entry], to: other.id, by: desk.author)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a diary link works each day, keeps one text a day, and not for a day to come`(_ backend: Backend)
        async throws
    {
        let desk = try await Desk(backend)
        let link = try await desk.test.office.diaryLink(
            client: desk.client.id, complaint: desk.complaint, by: desk.author)
        let today = CalendarDay(desk.test.clock.now, in: .gmt).text
        try await desk.test.office.write(DiaryDay(day: today, pain: 4), token: link.token)
        try await desk.test.office.write(
            DiaryDay(day: today, pain: 5, exposures: ["desk_hours": 7]), token: link.token)
        await #expect(throws: RecordsError.self) {
            try await desk.test.office.write(DiaryDay(day: "2199-01-01", pain: 5), token: link.token)
        }
        desk.test.clock.pass(seconds: 86_400)
        let tomorrow = CalendarDay(desk.test.clock.now, in: .gmt).text
        try await desk.test.office.write(DiaryDay(day: tomorrow, pain: 0), token: link.token)
        let days = try await desk.record().diary(of: desk.complaint)
        #expect(days.map(\.pain) == [5, 0])
        #expect(days.first?.exposures == ["desk_hours": 7])
        desk.test.clock.pass(seconds: 121 * 86_400)
        let late = CalendarDay(desk.test.clock.now, in: .gmt).text
        await #expect(throws: RecordsError.notFound) {
            try await desk.test.office.write(DiaryDay(day: late, pain: 0), token: link.token)
        }
    }

    @Test(arguments: Backend.allCases)
    func `erasure leaves nothing readable but the mark that there was a record`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let own = try await desk.test.member(.client, "anna@example.org", of: desk.owner, client: desk.client.id)
        try await desk.test.store.erase(desk.client.id, by: desk.author)
        #expect(try await desk.record().current.isEmpty)
        #expect(try await desk.test.store.clients(matching: "anna", for: desk.author).isEmpty)
        let lines = try await desk.test.exported()
        #expect(!lines.contains { $0.contains("shoulder") || $0.contains("Müller") || $0.contains("1980-05-31") })
        #expect(lines.contains { $0.contains("tombstone") && $0.contains(desk.client.id.text) })
        #expect(try await desk.test.store.account(own.id, for: desk.author).status == .disabled)
        #expect(try await desk.test.store.verifyAudit().fault == nil)
    }

    @Test(arguments: Backend.allCases)
    func `sealed anew, entries read the same`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        try await desk.add(desk.note("Rest."), complaint: desk.complaint, visit: desk.visit)
        let before = try await desk.record().current
        _ = try await desk.test.store.rotateKeys()
        #expect(try await desk.record().current == before)
    }

    @Test(arguments: Backend.allCases)
    func `the time of a signed visit is amended with a reason alone, and the signed one stays`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        _ = try await desk.test.store.sign(desk.visit, of: desk.client.id, name: "Olive Owner", by: desk.author)
        desk.test.clock.pass(seconds: 60)
        let moved = EntryBody.visit(Visit(started: desk.test.clock.now.addingTimeInterval(-86_400), zone: "UTC"))
        await #expect(throws: RecordsError.self) {
            try await desk.add(moved, id: desk.visit, version: 2, complaint: desk.complaint)
        }
        try await desk.add(moved, id: desk.visit, version: 2, complaint: desk.complaint, reason: "wrong day")
        let record = try await desk.record()
        #expect(record.amendments(of: desk.visit).map(\.reason) == ["wrong day"])
        #expect(record.entry(desk.visit).flatMap(record.signedVersion)?.version == 1)
    }

    @Test(arguments: Backend.allCases)
    func `only who runs the practice counts across clients, own ones alone, and it leaves a trace`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        try await desk.add(.diary(DiaryDay(day: "2026-09-01", pain: 3)), complaint: desk.complaint)
        let silent = try await desk.test.client("Silent", of: desk.owner)
        let stranger = try await desk.test.owner(practice: "Elsewhere", mail: "other@example.org")
        #expect(try await desk.test.store.diarists(for: desk.author) == [desk.client.id])
        #expect(try await desk.test.store.diarists(for: Author(stranger)).isEmpty)
        let kinds: Set<EntryBody.Kind> = [.diary, .visit]
        let found = try await desk.test.store.entries(
            of: kinds, across: [desk.client.id, silent.id], for: desk.author)
        #expect(
            Set(found[desk.client.id]?.map(\.body.kind) ?? []) == [.visit, .diary] && found[silent.id]?.isEmpty == true)
        let elsewhere = try await desk.test.store.entries(of: kinds, across: [desk.client.id], for: Author(stranger))
        #expect(elsewhere.isEmpty)
        let therapist = try await desk.test.member(.therapist, "anna@example.org", of: desk.owner)
        await #expect(throws: RecordsError.notFound) { try await desk.test.store.diarists(for: Author(therapist)) }
        await #expect(throws: RecordsError.notFound) {
            try await desk.test.store.entries(of: kinds, across: [desk.client.id], for: Author(therapist))
        }
        let trail = try await desk.test.store.entries(before: nil, limit: 50, for: desk.author)
        #expect(trail.contains { $0.action == "entries_read" && $0.detail == "statistics 1" })
    }
}

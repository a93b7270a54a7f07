import Access
import Foundation
import Records
import Storage
import Testing

@Suite struct StrikeTests {
    typealias Desk = EntryTests.Desk

    static func pain(_ value: Double) -> EntryBody {
        .measurement(
            MeasuredValue(
                measure: .pain, phase: .before, target: "upper_limb/shoulder/anterior_deltoid", side: "right",
                values: [value]))
    }

    @Test(arguments: Backend.allCases)
    func `what is struck out counts nowhere, stays readable with who, when and why, and comes back`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let kept = try await desk.add(Self.pain(6), complaint: desk.complaint, visit: desk.visit)
        desk.test.clock.pass(seconds: 60)
        let strike = try Strike(.strike, reason: "Wrong side", seen: 1)
        let struck = try await desk.test.store.strike(kept.id, strike, of: desk.client.id, by: desk.author)
        #expect(struck.isStruck && struck.version == 2 && struck.body == Self.pain(6))
        #expect(struck.reason == "Wrong side" && struck.author == desk.owner.id && struck.at == desk.test.clock.now)
        var record = try await desk.record()
        #expect(record.measurements(of: desk.visit).isEmpty && record.entries(of: desk.visit).isEmpty)
        #expect(record.struck(of: desk.visit) == [struck])
        #expect(record.history(of: kept.id).map(\.isStruck) == [false, true])
        // Sent again, as a phone does whose answer was lost: nothing more is written.
        _ = try await desk.test.store.strike(kept.id, strike, of: desk.client.id, by: desk.author)
        #expect(try await desk.record().history(of: kept.id).count == 2)
        let back = try Strike(.restore, reason: "It was right", seen: 2)
        _ = try await desk.test.store.strike(kept.id, back, of: desk.client.id, by: desk.author)
        record = try await desk.record()
        #expect(record.measurements(of: desk.visit).map(\.figure) == [6] && record.struck.isEmpty)
        #expect(record.history(of: kept.id).map(\.reason) == ["", "Wrong side", "It was right"])
        let trail = try await desk.test.store.entries(before: nil, limit: 50, for: desk.author)
        #expect(trail.filter { $0.action == "entry_struck" }.map(\.detail).contains("entry:\(kept.id) measurement 2"))
        #expect(trail.contains { $0.action == "entry_restored" && $0.object == "client:\(desk.client.id)" })
        #expect(try await desk.test.store.verifyAudit().fault == nil)
    }

    @Test(arguments: Backend.allCases)
    func `after the signature a strike-out is an amendment, and the signed entry stays`(_ backend: Backend) async throws
    {
        let desk = try await Desk(backend)
        let kept = try await desk.add(Self.pain(6), complaint: desk.complaint, visit: desk.visit)
        let early = try await desk.add(Self.pain(2), complaint: desk.complaint, visit: desk.visit)
        _ = try await desk.test.store.strike(
            early.id, Strike(.strike, reason: "Entered twice"), of: desk.client.id, by: desk.author)
        desk.test.clock.pass(seconds: 60)
        let signed = try await desk.test.store.sign(desk.visit, of: desk.client.id, name: "Olive", by: desk.author)
        guard case .signature(let signature) = signed.body else { throw RecordsError.notFound }
        // The signature stands for the strike-out as well.
        #expect(signature.entries.contains("\(early.id).2") && signature.entries.contains("\(kept.id).1"))
        desk.test.clock.pass(seconds: 60)
        _ = try await desk.test.store.strike(
            kept.id, Strike(.strike, reason: "Wrong client"), of: desk.client.id, by: desk.author)
        let record = try await desk.record()
        #expect(record.amendments(of: desk.visit).map(\.reason) == ["Wrong client"])
        let now = try #require(record.entry(kept.id))
        #expect(record.signedVersion(of: now)?.isStruck == false)
        #expect(record.entry(early.id).flatMap(record.signedVersion)?.isStruck == true)
    }

    @Test(arguments: Backend.allCases)
    func `a strike-out needs a reason, a kind that can be, and the newest version`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let note = try await desk.add(desk.note("Rest."), complaint: desk.complaint, visit: desk.visit)
        let kept = try await desk.add(Self.pain(6), complaint: desk.complaint, visit: desk.visit)
        let place = (desk.complaint, desk.visit)
        try await desk.add(Self.pain(7), id: kept.id, version: 2, complaint: place.0, visit: place.1)
        func strike(_ id: RecordEntry.ID, seen: Int = 0) async throws {
            _ = try await desk.test.store.strike(
                id, Strike(.strike, reason: "Mistyped", seen: seen), of: desk.client.id, by: desk.author)
        }
        #expect(throws: RecordsError.self) { try Strike(.strike, reason: "  ") }
        for wrong in [note.id, desk.visit, desk.complaint] {
            await #expect(throws: RecordsError.self) { try await strike(wrong) }
        }
        await #expect(throws: RecordsError.notFound) { try await strike(RecordEntry.ID()) }
        await #expect(throws: RecordsError.stale(current: 2)) { try await strike(kept.id, seen: 1) }
        try await strike(kept.id, seen: 2)
        // What is struck out is not written over: it is brought back first.
        await #expect(throws: RecordsError.stale(current: 3)) {
            try await desk.add(Self.pain(8), id: kept.id, version: 4, complaint: place.0, visit: place.1)
        }
    }

    @Test(arguments: Backend.allCases)
    func `only who writes the record strikes out, and no client's entry through another client`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let kept = try await desk.add(Self.pain(6), complaint: desk.complaint, visit: desk.visit)
        let other = try await desk.test.client("Berta", of: desk.owner)
        let people = [
            try await desk.test.owner(practice: "Elsewhere", mail: "stranger@example.org"),
            try await desk.test.member(.therapist, "t@example.org", of: desk.owner),
            try await desk.test.member(.assistant, "a@example.org", of: desk.owner),
            try await desk.test.member(.client, "anna@example.org", of: desk.owner, client: desk.client.id),
        ]
        let strike = try Strike(.strike, reason: "Mistyped")
        for person in people {
            await #expect(throws: RecordsError.notFound) {
                try await desk.test.store.strike(kept.id, strike, of: desk.client.id, by: Author(person))
            }
        }
        await #expect(throws: RecordsError.notFound) {
            try await desk.test.store.strike(kept.id, strike, of: other.id, by: desk.author)
        }
        #expect(try await desk.record().struck.isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `a hold is struck out once it has ended, and what comes late stays struck out`(_ backend: Backend) async throws
    {
        let desk = try await Desk(backend)
        let (id, start) = (RecordEntry.ID(), desk.test.clock.now)
        func hold(_ moments: [PressureHold.Moment]) async throws {
            let hold = PressureHold(source: "muscle:infraspinatus", side: "right", moments: moments)
            _ = try await desk.test.store.merge(hold, id: id, visit: desk.visit, of: desk.client.id, by: desk.author)
        }
        let strike = try Strike(.strike, reason: "Wrong side", seen: 1)
        let begun = PressureHold.Moment(kind: .start, at: start)
        try await hold([begun])
        await #expect(throws: RecordsError.self) {
            try await desk.test.store.strike(id, strike, of: desk.client.id, by: desk.author)
        }
        try await hold([begun, .init(kind: .end, at: start.addingTimeInterval(70))])
        _ = try await desk.test.store.strike(id, strike, of: desk.client.id, by: desk.author)
        try await hold([.init(kind: .less, at: start.addingTimeInterval(30))])
        let record = try await desk.record()
        #expect(record.holds(of: desk.visit).isEmpty)
        guard case .hold(let late)? = record.struck(of: desk.visit).first?.body else { throw RecordsError.notFound }
        #expect(late.has(.less) && record.struck.first?.reason == "Wrong side")
    }

    @Test(arguments: Backend.allCases)
    func `a strike-out survives new keys and stands in the export`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let kept = try await desk.add(Self.pain(6), complaint: desk.complaint, visit: desk.visit)
        _ = try await desk.test.store.strike(
            kept.id, Strike(.strike, reason: "Wrong side"), of: desk.client.id, by: desk.author)
        let before = try await desk.record().struck
        _ = try await desk.test.store.rotateKeys()
        #expect(try await desk.record().struck == before)
        #expect(
            try await desk.test.exported().contains { $0.contains("\\u0018Wrong side") && $0.contains("\(kept.id).2") })
    }
}

import Directory
import Foundation
import Mail
import Records
import Storage
import Testing

@Suite struct LetterTests {
    private static func letter(
        _ house: House, _ event: String, to: String = "anna@example.org", kind: OutgoingLetter.Kind = .notice,
        due: Date? = nil
    ) -> OutgoingLetter {
        OutgoingLetter(
            event: event, kind: kind, practice: house.owner.practice, subject: UUID(), recipient: to,
            due: due ?? house.test.clock.now)
    }

    @Test(arguments: Backend.allCases)
    func `an event is told once to each, and addresses are sealed`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let (store, now) = (house.store, house.test.clock.now)
        _ = try await together(4) { _ in
            try await store.enqueue([Self.letter(house, "a"), Self.letter(house, "a", to: "berta@example.org")])
        }
        try await store.enqueue([
            Self.letter(house, "a"), Self.letter(house, "a", kind: .asked),
        ])
        let claimed = try await store.claimLetters(9, now: now, lease: now.addingTimeInterval(60))
        #expect(
            claimed.map { "\($0.letter.kind) \($0.letter.recipient)" }.sorted()
                == ["asked anna@example.org", "notice anna@example.org", "notice berta@example.org"])
        let raw = try await house.test.database.read(.system) { sql in
            try sql.rows("SELECT recipient, mail_index FROM letter", []).flatMap {
                [try $0.blob("recipient"), try $0.blob("mail_index")]
            }
        }
        #expect(raw.allSatisfy { $0.range(of: Data("anna".utf8)) == nil && $0.range(of: Data("berta".utf8)) == nil })
    }

    /// The store behind the protocol of the mail's own outbox, with letters that need no words.
    private struct Plain: Outbox {
        let store: RecordStore

        static func mail(_ id: String) throws -> ComposedMail {
            try MailComposer.compose(
                MailMessage(
                    id: MessageID(unique: id, host: "tautband.example"), from: MailAddress("office@tautband.example"),
                    to: MailAddress("anna@example.org"), subject: "Hello", text: "Hello.\n",
                    date: Date(timeIntervalSince1970: 1_790_000_000), zone: .gmt))
        }

        func claim(_ limit: Int, at now: Date, until lease: Date) async throws -> [OutboxEntry] {
            guard limit > 0 else { return [] }
            return try await store.claimLetters(limit, now: now, lease: lease).map { claimed in
                OutboxEntry(
                    claim: OutboxClaim(entry: "\(claimed.letter.id)@tautband.example", number: claimed.number),
                    mail: try Self.mail(claimed.letter.id.text), due: claimed.letter.due,
                    expires: claimed.letter.expires, tries: claimed.tries, doubts: claimed.doubts,
                    isInterrupted: claimed.isInterrupted)
            }
        }

        private func id(_ claim: OutboxClaim) throws -> OutgoingLetter.ID {
            try #require(OutgoingLetter.ID(text: String(claim.entry.prefix(36))))
        }

        func begin(_ claim: OutboxClaim, at now: Date, until lease: Date) async throws -> Bool {
            try await store.beginLetter(id(claim), number: claim.number, now: now, lease: lease)
        }

        func settle(_ claim: OutboxClaim, as result: OutboxResult, at now: Date) async throws -> Bool {
            let outcome: LetterOutcome =
                switch result {
                case .sent: .sent
                case .postponed(let until, let failure):
                    .later(until, fault: failure.text, isDoubt: failure.kind == .unknownOutcome)
                case .givenUp(let failure): .failed(failure.text)
                }
            return try await store.settle(id(claim), number: claim.number, as: outcome, now: now)
        }

        func release(_ claims: [OutboxClaim]) async throws {
            try await store.release(claims.map { (try id($0), $0.number) })
        }
    }

    private struct Seen: Equatable {
        let claim: OutboxClaim
        let due: Date
        let tries: Int
        let doubts: Int
        let isInterrupted: Bool

        init(_ entry: OutboxEntry) {
            (claim, due, tries, doubts) = (entry.claim, entry.due, entry.tries, entry.doubts)
            isInterrupted = entry.isInterrupted
        }
    }

    @Test(arguments: Backend.allCases)
    func `random claims, leases, settlements and releases do what the outbox in memory does`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        var random = SeededRandom(seed: 5)
        let store = Plain(store: house.store)
        let model = MemoryOutbox()
        let start = house.test.clock.now
        var now = start
        for number in 0..<12 {
            let letter = Self.letter(house, "e\(number)", due: start.addingTimeInterval(Double(number % 4) * 40))
            try await house.store.enqueue([letter])
            await model.add(try Plain.mail(letter.id.text), due: letter.due)
        }
        var claims: [OutboxClaim] = []
        var ended: Set<String> = []
        var refusals = 0
        for step in 0..<600 {
            let lease = now.addingTimeInterval(Double(Int.random(in: 1...60, using: &random)))
            let claim = claims.randomElement(using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1:
                let limit = Int.random(in: 0...4, using: &random)
                let expected = await model.claim(limit, at: now, until: lease)
                let found = try await store.claim(limit, at: now, until: lease)
                #expect(found.map(Seen.init) == expected.map(Seen.init), "step \(step)")
                claims += expected.map(\.claim)
            case 2, 3, 4:
                guard let claim else { continue }
                let expected = await model.begin(claim, at: now, until: lease)
                #expect(try await store.begin(claim, at: now, until: lease) == expected, "step \(step)")
                refusals += expected ? 0 : 1
            case 5, 6, 7:
                guard let claim, !ended.contains(claim.entry) else { continue }
                let failure = OutboxFailure(
                    kind: Int.random(in: 0..<2, using: &random) == 0 ? .temporary : .unknownOutcome, text: "no")
                let result: OutboxResult =
                    switch Int.random(in: 0..<8, using: &random) {
                    case 0: .sent
                    case 1: .givenUp(failure)
                    // Each moment once: the same once more counts as told again.
                    default:
                        .postponed(until: now.addingTimeInterval(Double(step % 50) + Double(step) / 1_000), failure)
                    }
                for _ in 0..<2 {
                    let expected = await model.settle(claim, as: result, at: now)
                    #expect(try await store.settle(claim, as: result, at: now) == expected, "step \(step) \(result)")
                    refusals += expected ? 0 : 1
                    if expected, case .postponed = result {} else if expected { ended.insert(claim.entry) }
                }
            case 8:
                guard let claim else { continue }
                await model.release([claim])
                try await store.release([claim])
            default: now += Double(Int.random(in: 1...30, using: &random))
            }
            if claims.count > 40 { claims.removeFirst(20) }
            if step % 150 == 149 {
                for number in 0..<6 {
                    let letter = Self.letter(house, "f\(step) \(number)", due: now)
                    try await house.store.enqueue([letter])
                    await model.add(try Plain.mail(letter.id.text), due: letter.due)
                }
            }
        }
        let counts = try await house.store.letterCounts()
        let (sent, givenUp, open) = (await model.sent, await model.givenUp, await model.open)
        #expect(counts["sent"] ?? 0 == sent && counts["failed"] ?? 0 == givenUp && counts["waiting"] ?? 0 == open)
        #expect(sent > 0 && givenUp > 0 && refusals > 20)
    }

    @Test(arguments: Backend.allCases)
    func `two instances that claim at once get different letters`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let stores = [house.store, try await house.test.anotherStore()]
        for number in 0..<60 { try await house.store.enqueue([Self.letter(house, "e\(number)")]) }
        let now = house.test.clock.now
        let claimed = try await together(2) { number in
            var found: [ClaimedLetter] = []
            while true {
                let more = try await stores[number].claimLetters(5, now: now, lease: now.addingTimeInterval(60))
                guard !more.isEmpty else { return found }
                found += more
            }
        }
        let ids = claimed.flatMap { $0 }.map(\.letter.id)
        #expect(ids.count == 60 && Set(ids).count == 60)
        #expect(claimed.flatMap { $0 }.allSatisfy { $0.number == 1 })
    }
}

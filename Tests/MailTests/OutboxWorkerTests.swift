import Foundation
import Mail
import Synchronization
import Testing

@Suite struct OutboxWorkerTests {
    private func worker(
        _ outbox: any Outbox, _ transport: any MailTransport, _ clock: HandClock, batch: Int = 20,
        report: @escaping @Sendable (OutboxEvent) -> Void = { _ in }
    ) throws -> OutboxWorker {
        OutboxWorker(
            outbox: outbox, transport: transport, rule: try RetryRule(), limits: try .init(batch: batch), clock: clock,
            random: { 0.5 }, report: report)
    }

    private func filled(_ count: Int) async throws -> MemoryOutbox {
        let outbox = MemoryOutbox()
        for number in 1...count { #expect(await outbox.add(try letter(number), due: noon)) }
        return outbox
    }

    /// Works until nothing is open.
    private func finish(_ worker: OutboxWorker, _ outbox: MemoryOutbox, _ clock: HandClock) async throws {
        for _ in 0..<10_000 {
            if await outbox.open == 0 { return }
            try await worker.round()
            try await clock.sleep(seconds: 15)
        }
        Issue.record("letters are still open")
    }

    @Test func `letters that are due are sent once, the earliest first`() async throws {
        let outbox = MemoryOutbox()
        for (number, wait) in [(1, 60.0), (2, 0), (3, -60), (4, 3600)] {
            await outbox.add(try letter(number), due: noon + wait)
        }
        #expect(await outbox.add(try letter(3), due: noon) == false)
        let clock = HandClock()
        let transport = MemoryTransport()
        let worker = try worker(outbox, transport, clock)
        #expect(try await worker.round().sent == 2)
        try await clock.sleep(seconds: 60)
        #expect(try await worker.round().sent == 1)
        #expect(try await worker.round() == OutboxRound(claimed: 0))
        #expect(await transport.sent.map(\.id.text) == [3, 2, 1].map { "letter.\($0)@tautband.example" })
        #expect(await outbox.open == 1)
    }

    @Test func `a letter that is put off is tried again with the same octets`() async throws {
        let outbox = try await filled(1)
        let transport = MemoryTransport { _, tries in
            tries < 2 ? .temporary(SMTPReply(code: 450, text: "later")) : nil
        }
        let clock = HandClock()
        let worker = try worker(outbox, transport, clock)
        let id = try letter(1).id
        try await worker.round()
        #expect(await outbox.next(of: id) == noon + 60)
        try await worker.round()
        #expect(await transport.tries == 1)
        try await finish(worker, outbox, clock)
        #expect(await transport.sent == [try letter(1)])
        #expect(await outbox.failures(of: id).map(\.kind) == [.temporary, .temporary])
        #expect(await outbox.failures(of: id).map(\.code) == [450, 450])
    }

    @Test func `a letter that is refused is given up at once, and others are sent`() async throws {
        let outbox = try await filled(3)
        let bad = try letter(2).id
        let transport = MemoryTransport { mail, _ in
            mail.id == bad ? .permanent(SMTPReply(code: 550, text: "5.1.1 unknown")) : nil
        }
        let diary = Diary<OutboxEvent>()
        let round = try await worker(outbox, transport, HandClock(), report: diary.add).round()
        #expect(round.sent == 2)
        #expect(round.givenUp == 1)
        #expect(await outbox.open == 0)
        let failure = OutboxFailure(kind: .permanent, code: 550, text: "5.1.1 unknown")
        #expect(diary.all.contains(.givenUp(bad, failure)))
    }

    @Test func `a letter that the server puts off for a day is given up`() async throws {
        let outbox = try await filled(1)
        let transport = MemoryTransport { _, _ in .temporary(SMTPReply(code: 451, text: "")) }
        let clock = HandClock()
        try await finish(try worker(outbox, transport, clock), outbox, clock)
        #expect(await outbox.givenUp == 1)
        #expect(await transport.tries == 13)
        #expect(clock.now.timeIntervalSince(noon) < 86_400)
    }

    @Test func `a letter that expires is not sent any more`() async throws {
        let outbox = MemoryOutbox()
        await outbox.add(try letter(1), due: noon, expires: noon + 100)
        await outbox.add(try letter(2), due: noon, expires: noon + 101)
        let clock = HandClock(noon + 100)
        let transport = MemoryTransport()
        let round = try await worker(outbox, transport, clock).round()
        #expect(round.sent == 1)
        #expect(round.givenUp == 1)
        #expect(await outbox.failures(of: try letter(1).id).map(\.kind) == [.expired])
    }

    @Test func `while the server is down one letter is tried, and none is given up`() async throws {
        let outbox = try await filled(50)
        let clock = HandClock()
        let transport = MemoryTransport { _, _ in
            clock.now < noon + 36 * 3600 ? .unreachable(reason: "refused") : nil
        }
        let worker = try worker(outbox, transport, clock)
        let round = try await worker.round()
        #expect(round.isServerInTrouble)
        #expect(await transport.tries == 1)
        try await finish(worker, outbox, clock)
        #expect(await outbox.givenUp == 0)
        #expect(Set(await transport.sent.map(\.id)).count == 50)
        #expect(await transport.sent.count == 50)
    }

    @Test(arguments: [
        MailTransportError.untrusted(reason: "certificate"), .refusedUs(SMTPReply(code: 535, text: "login")),
        .temporary(SMTPReply(code: 421, text: "closing")), .unknownOutcome(reason: "broken"),
    ])
    func `trouble with the server ends the batch`(error: MailTransportError) async throws {
        let outbox = try await filled(5)
        let transport = MemoryTransport { _, _ in error }
        let round = try await worker(outbox, transport, HandClock()).round()
        #expect(await transport.tries == 1)
        #expect(round.postponed == 1)
        #expect(await outbox.claim(10, at: noon, until: noon + 10).count == 4)
    }

    @Test func `an unknown outcome waits longer, is tried twice more and then given up`() async throws {
        let outbox = try await filled(1)
        let clock = HandClock()
        let transport = MemoryTransport { _, _ in .unknownOutcome(reason: "no answer") }
        let id = try letter(1).id
        let worker = try worker(outbox, transport, clock)
        try await worker.round()
        #expect(await outbox.next(of: id) == noon + 1800)
        try await finish(worker, outbox, clock)
        #expect(await transport.sent.count == 3)
        #expect(Set(await transport.sent).count == 1)
        #expect(await outbox.givenUp == 1)
    }

    @Test func `a worker that died while sending leaves doubt about that letter only`() async throws {
        let outbox = try await filled(3)
        let claims = await outbox.claim(3, at: noon, until: noon + 300)
        #expect(await outbox.begin(claims[0].claim, at: noon, until: noon + 300))
        let clock = HandClock(noon + 299)
        let transport = MemoryTransport()
        let worker = try worker(outbox, transport, clock)
        #expect(try await worker.round().claimed == 0)
        try await clock.sleep(seconds: 1)
        let round = try await worker.round()
        #expect(round.sent == 2)
        #expect(round.postponed == 1)
        #expect(await outbox.failures(of: claims[0].mail.id).map(\.kind) == [.unknownOutcome])
        #expect(await outbox.next(of: claims[0].mail.id) == noon + 2100)
        try await finish(worker, outbox, clock)
        #expect(await outbox.sent == 3)
    }

    @Test func `a worker that was too slow does not send what another has taken over`() async throws {
        let outbox = try await filled(1)
        let slow = await outbox.claim(1, at: noon, until: noon + 10)[0].claim
        let fast = await outbox.claim(1, at: noon + 10, until: noon + 20)[0].claim
        #expect(await outbox.begin(slow, at: noon + 11, until: noon + 30) == false)
        #expect(await outbox.settle(slow, as: .givenUp(OutboxFailure(kind: .expired, text: "")), at: noon) == false)
        #expect(await outbox.begin(fast, at: noon + 11, until: noon + 30))
        // The slow one did send before it lost its claim: that counts.
        #expect(await outbox.settle(slow, as: .sent, at: noon + 12))
        #expect(await outbox.settle(fast, as: .sent, at: noon + 12))
        #expect(await outbox.sent == 1)
        #expect(await outbox.begin(fast, at: noon + 12, until: noon + 30) == false)
    }

    @Test func `noting a result again changes nothing`() async throws {
        let outbox = try await filled(1)
        let claim = await outbox.claim(1, at: noon, until: noon + 10)[0].claim
        let failure = OutboxFailure(kind: .temporary, code: 450, text: "later")
        for _ in 0..<3 {
            #expect(await outbox.settle(claim, as: .postponed(until: noon + 60, failure), at: noon))
        }
        #expect(await outbox.failures(of: try letter(1).id).count == 1)
        #expect(await outbox.claim(1, at: noon + 60, until: noon + 70)[0].tries == 1)
        #expect(await outbox.settle(claim, as: .postponed(until: noon + 60, failure), at: noon + 61) == false)
    }

    @Test func `an outbox that fails right after the sending does not double the letter`() async throws {
        let memory = try await filled(30)
        let outbox = FailingOutbox(memory, failures: 4)
        let clock = HandClock()
        let transport = MemoryTransport()
        let diary = Diary<OutboxEvent>()
        let worker = try worker(outbox, transport, clock, report: diary.add)
        try await finish(worker, memory, clock)
        #expect(await transport.sent.count == 30)
        #expect(await memory.sent == 30)
        #expect(diary.all.contains(.outboxFailed("Broken")))
    }

    @Test func `several workers share an outbox without sending anything twice`() async throws {
        let outbox = try await filled(400)
        let transport = MemoryTransport { _, tries in
            tries % 7 == 3 ? .temporary(SMTPReply(code: 450, text: "")) : nil
        }
        let clock = HandClock()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let worker = try worker(outbox, transport, clock, batch: 7)
                group.addTask { try await self.finish(worker, outbox, clock) }
            }
            try await group.waitForAll()
        }
        #expect(await transport.sent.count == 400)
        #expect(Set(await transport.sent.map(\.id)).count == 400)
    }

    @Test func `a cancelled worker gives back what it has not begun`() async throws {
        let outbox = try await filled(10)
        let clock = HandClock()
        let gate = Gate()
        let transport = GatedTransport(gate)
        let task = Task { [worker = try worker(outbox, transport, clock)] in await worker.run() }
        await gate.waitUntilReached()
        task.cancel()
        await gate.open()
        await task.value
        #expect(await outbox.sent == 1)
        #expect(await outbox.claim(20, at: clock.now, until: clock.now + 10).count == 9)
    }

    @Test func `a running worker empties the outbox and pauses when the server is down`() async throws {
        let outbox = try await filled(45)
        let clock = HandClock()
        let transport = MemoryTransport { _, tries in tries < 3 ? .unreachable(reason: "down") : nil }
        let diary = Diary<OutboxEvent>()
        let task = Task { [worker = try worker(outbox, transport, clock, report: diary.add)] in await worker.run() }
        while await outbox.open > 0 { await Task.yield() }
        task.cancel()
        await task.value
        #expect(await transport.sent.count == 45)
        let pauses = diary.all.compactMap { if case .pausing(let seconds) = $0 { seconds } else { nil } }
        #expect(pauses == [15, 30, 60])
    }

    @Test func `limits outside their ranges are refused`() {
        #expect(throws: MailError.self) { try OutboxWorker.Limits(batch: 0) }
        #expect(throws: MailError.self) { try OutboxWorker.Limits(lease: 1) }
        #expect(throws: MailError.self) { try OutboxWorker.Limits(idle: .nan) }
    }
}

/// The error of a store that is not there.
private struct Broken: Error {}

/// Fails some calls that note a result.
private actor FailingOutbox: Outbox {
    private let outbox: MemoryOutbox
    private var failures: Int

    init(_ outbox: MemoryOutbox, failures: Int) {
        self.outbox = outbox
        self.failures = failures
    }

    func claim(_ limit: Int, at now: Date, until lease: Date) async throws -> [OutboxEntry] {
        await outbox.claim(limit, at: now, until: lease)
    }

    func begin(_ claim: OutboxClaim, at now: Date, until lease: Date) async throws -> Bool {
        await outbox.begin(claim, at: now, until: lease)
    }

    func settle(_ claim: OutboxClaim, as result: OutboxResult, at now: Date) async throws -> Bool {
        failures -= 1
        if failures >= 0 { throw Broken() }
        return await outbox.settle(claim, as: result, at: now)
    }

    func release(_ claims: [OutboxClaim]) async throws { await outbox.release(claims) }
}

/// A place where one side waits for the other.
private actor Gate {
    private var isOpen = false
    private var isReached = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watching: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }

    func pass() async {
        isReached = true
        for one in watching { one.resume() }
        watching = []
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    func waitUntilReached() async {
        if !isReached { await withCheckedContinuation { watching.append($0) } }
    }
}

private struct GatedTransport: MailTransport {
    let gate: Gate

    init(_ gate: Gate) { self.gate = gate }

    func send(_ mail: ComposedMail) async throws(MailTransportError) { await gate.pass() }
}

import Directory
import Foundation
import Mail
import Reception
import Records
import Storage
import Testing

/// The mail of a house: letters in words, handed to a transport that keeps them.
struct PostRoom: Sendable {
    let house: House
    let transport: MemoryTransport
    let worker: OutboxWorker

    /// The clock of the house; whoever sleeps moves it.
    struct Hands: MailClock {
        let clock: TestStore.Clock
        var now: Date { clock.now }
        func sleep(seconds: Double) async throws {
            try Task.checkCancellation()
            clock.pass(seconds: seconds)
        }
    }

    init(
        _ house: House, store: RecordStore? = nil, transport: MemoryTransport = MemoryTransport(), batch: Int = 20
    ) throws {
        self.house = house
        self.transport = transport
        let store = store ?? house.store
        let stationery = Stationery(
            base: "https://tautband.example", sender: try MailAddress("office@tautband.example"))
        let writer = LetterWriter(House.reception(house.test, store), stationery)
        worker = try OutboxWorker(
            outbox: LetterOutbox(store, writer), transport: transport, rule: RetryRule(),
            limits: OutboxWorker.Limits(batch: batch), clock: Hands(clock: house.test.clock), random: { 0.5 })
    }

    /// Sends until nothing is due.
    func empty() async throws {
        while try await worker.round().claimed > 0 {}
    }

    /// The letters to an address that arrived, as text with folded lines and encodings undone.
    func received(_ address: String = "anna@example.org") async -> [String] {
        await transport.sent.filter { $0.receiver.address == address }.map(Self.plain)
    }

    func subjects(_ address: String = "anna@example.org") async -> [String] {
        await received(address).compactMap { letter in
            letter.components(separatedBy: "\r\n").first { $0.hasPrefix("Subject: ") }.map { String($0.dropFirst(9)) }
        }
    }

    static func plain(_ mail: ComposedMail) -> String {
        let text = String(decoding: mail.octets, as: UTF8.self).replacing("=\r\n", with: "")
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), let pair = String(bytes: rest.prefix(2), encoding: .utf8),
                pair.utf8.count == 2, let value = UInt8(pair, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        // Folded lines of headers and calendars begin with a blank.
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
    }

    /// The token of the link to a page in a letter.
    static func token(_ letter: String, _ page: String) -> String? {
        guard let start = letter.range(of: "https://tautband.example\(page)?t=") else { return nil }
        return String(letter[start.upperBound...].prefix { $0.isLetter || $0.isNumber || "._-~%".contains($0) })
    }
}

import Foundation
import Mail
import Synchronization
import Testing

/// A moment: 26 November 2026, 10:25:20 UTC.
let noon = Date(timeIntervalSince1970: 1_795_688_720)

/// The zone of a name.
func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

/// A letter with a number as its identifier.
func letter(
    _ number: Int = 1, to: String = "kim@example.org", text: String = "Good morning.\n"
) throws -> ComposedMail {
    try MailComposer.compose(
        MailMessage(
            id: MessageID(unique: "letter.\(number)", host: "tautband.example"),
            from: MailAddress("office@tautband.example", name: "Office"), to: MailAddress(to),
            subject: "Number \(number)",
            text: text, date: noon, zone: try zone("Europe/Vienna")))
}

/// The letter as lines.
func lines(_ mail: ComposedMail) -> [String] {
    String(decoding: mail.octets, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        .map(String.init)
}

/// A clock whose hands are moved by whoever sleeps.
final class HandClock: MailClock {
    private let moment: Mutex<Date>

    init(_ start: Date = noon) { moment = Mutex(start) }

    var now: Date { moment.withLock { $0 } }

    func sleep(seconds: Double) async throws {
        try Task.checkCancellation()
        moment.withLock { $0 += max(seconds, 0) }
        await Task.yield()
    }
}

/// Notes what happens.
final class Diary<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])

    var all: [Entry] { entries.withLock { $0 } }

    func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }
}

/// A folder for one test that is gone afterwards.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// A small deterministic random generator (SplitMix64); the same seed gives the same numbers everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }
}

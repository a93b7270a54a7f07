import Access
import ArgumentParser
import Clinic
import Foundation
import Records
import Settings
import Storage
import Vault
import Web

/// `tautband routes`: every route and who it is for; the test of access is made from it.
struct Routes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every route and who it is for, as JSON.", shouldDisplay: false
    )

    func run() async throws {
        let folder = NSTemporaryDirectory() + "tautband-routes-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try Settings.resolve(environment: [:]).demonstrating(in: folder)
        let runtime = try await Runtime.open(settings)
        let routes = try Server.routes(
            product: try Product.load(), office: runtime.office, reception: runtime.reception,
            configuration: .of(runtime, AuditWatch(store: runtime.store))
        )
        await runtime.database.close()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(
            String(
                decoding: try encoder.encode(routes.sorted { ($0.path, $0.method) < ($1.path, $1.method) }),
                as: UTF8.self))
    }
}

/// `tautband bench-data`: a practice with many clients, for measuring.
struct BenchData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-data", abstract: "Fill an empty data folder for measuring and print a session.",
        shouldDisplay: false
    )

    @OptionGroup var arguments: SettingsArguments

    @Option(help: "How many clients.")
    var clients = 2000

    @Option(help: "How many days of a diary each client has kept, 0 to 3000.")
    var diaryDays = 0

    private struct Answer: Encodable {
        let cookie: String
        let csrf: String
        let ids: [String]
        /// The complaints that the diaries belong to, in the order of the clients; empty without diaries.
        let complaints: [String]
    }

    func validate() throws {
        guard (1...1_000_000).contains(clients) else {
            throw ValidationError("'--clients \(clients)' is outside 1 to 1000000.")
        }
        guard (0...3000).contains(diaryDays) else {
            throw ValidationError("'--diary-days \(diaryDays)' is outside 0 to 3000.")
        }
    }

    func run() async throws {
        let runtime = try await Runtime.open(try arguments.settings())
        guard let link = try await runtime.office.setupLink() else { throw Failure("the data folder is not empty") }
        let issued = try await runtime.office.setUp(
            token: link.token, practice: "Bench", timeZone: "UTC", name: "Bench Owner", mail: "owner@bench.example",
            password: "sixteen slow swans swim", agent: "bench"
        )
        let names = ["Anna", "Bruno", "Carla", "Dmitri", "Elif", "Farid", "Greta", "Hugo"]
        let store = runtime.store
        let author = Author(issued.account)
        var ids: [String] = []
        for start in stride(from: 0, to: clients, by: 100) {
            ids += try await withThrowingTaskGroup(of: String.self) { group in
                for number in start..<min(start + 100, clients) {
                    group.addTask {
                        let client = try Client(
                            practice: issued.account.practice, therapist: issued.account.id,
                            name: "\(names[number % names.count]) Number \(number)", born: "1980-01-01",
                            mail: "client\(number)@bench.example", phone: "+49 30 \(number)",
                            note: "Shoulder pain at night, number \(number).", created: Date()
                        )
                        let key = try IdempotencyKey(name: "bench-data-\(number)", request: Data())
                        return try await store.add(client, key: key, by: author).id.text
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        var complaints: [String] = []
        if diaryDays > 0 {
            for start in stride(from: 0, to: ids.count, by: 100) {
                complaints += try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for number in start..<min(start + 100, ids.count) {
                        guard let client = Client.ID(text: ids[number]) else { continue }
                        group.addTask { (number, try await diary(of: client, number, in: store, by: author)) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
                }
            }
        }
        await runtime.database.close()
        let answer = Answer(
            cookie: "__Host-tautband=\(issued.token)", csrf: Server.formToken(of: issued.token), ids: ids,
            complaints: complaints
        )
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }

    /// A complaint with a diary that comes and goes; every client's runs differently.
    private func diary(
        of client: Client.ID, _ number: Int, in store: RecordStore, by author: Author
    ) async throws -> String {
        let now = Date()
        let complaint = try RecordEntry(
            client: client, at: now, author: author.account,
            body: .complaint(Complaint(title: "Shoulder", began: "2026-01-01")).checked()
        )
        var entries = [complaint]
        for back in stride(from: diaryDays, to: 0, by: -1) {
            let day = CalendarDay(now.addingTimeInterval(Double(-back) * 86_400), in: .gmt)
            let wave = (back + 7 * number) % 45
            let body = try EntryBody.diary(
                DiaryDay(
                    day: day.text, pain: wave < 9 ? Double(3 + wave % 4) : Double(wave % 2),
                    exposures: [
                        "desk_hours": Double(4 + (back + number) % 6), "sleep_hours": Double(5 + (back * number) % 4),
                    ]
                )
            ).checked()
            entries.append(
                try RecordEntry(client: client, complaint: complaint.id, at: now, author: author.account, body: body)
            )
        }
        for start in stride(from: 0, to: entries.count, by: 500) {
            _ = try await store.add(
                Array(entries[start..<min(start + 500, entries.count)]), to: client, by: author
            )
        }
        return complaint.id.text
    }
}

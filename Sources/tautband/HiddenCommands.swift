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
            product: try Product.load(), office: runtime.office,
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

    private struct Answer: Encodable {
        let cookie: String
        let csrf: String
        let ids: [String]
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
        await runtime.database.close()
        let answer = Answer(
            cookie: "__Host-tautband=\(issued.token)", csrf: Server.formToken(of: issued.token), ids: ids
        )
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }
}

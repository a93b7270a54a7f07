import ArgumentParser
import Foundation
import Records
import Storage

/// `tautband stewards`: who checks trainings and reads experiences before they are published.
struct StewardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stewards", abstract: "Name or dismiss those who check trainings and read experiences.",
        discussion:
            "A steward works in a practice of this installation and decides on everybody's evidence but the own. Without options the stewards are listed."
    )

    @Option(help: "Address of mail of somebody to name.")
    var add: String?

    @Option(help: "Address of mail of somebody to dismiss.")
    var remove: String?

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let runtime = try await Runtime.open(try arguments.settings(), makes: false)
        defer { Task { await runtime.database.close() } }
        do {
            if let add { try await runtime.store.setSteward(mail: add.lowercased(), true) }
            if let remove { try await runtime.store.setSteward(mail: remove.lowercased(), false) }
        } catch RecordsError.invalid(_, let value, let reason) { throw Failure("\(value) \(reason)") }
        let all = try await runtime.store.stewards()
        print(all.isEmpty ? "nobody checks trainings; name somebody with --add" : all.joined(separator: "\n"))
    }
}

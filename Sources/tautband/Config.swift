import ArgumentParser
import Foundation
import Settings

/// `tautband config`: the effective settings.
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the effective settings and where each comes from; secrets are masked."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var arguments: SettingsArguments

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
        let settings = try arguments.settings()
        switch format {
        case .text: print(settings.tableText(), terminator: "")
        case .json: print(try settings.tableJSON())
        }
        do { try settings.check() } catch { throw Failure("\(error)") }
    }
}

import ArgumentParser
import Clinic
import Examination
import Foundation

/// `tautband simulate`: proofs on made clients.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove the method on synthetic clients.",
        subcommands: [SimulateClients.self, SimulateSteps.self, SimulatePool.self]
    )
}

/// `tautband simulate clients`: examine clients whose origins are known.
struct SimulateClients: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients",
        abstract: "Draw clients from the knowledge, examine them, and count what was found.",
        discussion: "Same count and seed, same figures. It proves the method on its own tables, not on people."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "How many clients, 1 to 100000.")
    var count = 200

    @Option(help: "Seed of the clients and of the examiner's errors.")
    var seed: UInt64 = 1

    @Option(help: "text or json.")
    var format: Format = .text

    @Flag(help: "Also show what each kind of evidence contributes; takes five times as long.")
    var ablation = false

    @Flag(help: "Leave out the fixed and the random order, which take most of the time.")
    var skipOrders = false

    @Option(help: "Write the reliability curves to this SVG file.")
    var figure: String?

    @Option(help: "Write every client to this file, one line of JSON each.")
    var details: String?

    func validate() throws {
        guard (1...100_000).contains(count) else { throw ValidationError("'--count \(count)' is outside 1 to 100000.") }
    }

    func run() throws {
        let product = try Product.load()
        let document = product.trial(clients: count, seed: seed, ablation: ablation, comparesOrders: !skipOrders)
        switch format {
        case .text: print(document.text())
        case .json: print(String(decoding: try document.json(), as: UTF8.self))
        }
        if let details { try document.details().write(to: URL(fileURLWithPath: details)) }
        if let figure { try Data(document.reliabilityFigure().utf8).write(to: URL(fileURLWithPath: figure)) }
    }
}

/// `tautband simulate steps`: how long it takes to choose the next step.
struct SimulateSteps: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps", abstract: "Time the choice of the next best step among 300 candidates.",
        shouldDisplay: false
    )

    @Option(help: "How many clients.")
    var count = 50

    func run() throws {
        let times = try Product.load().stepTimes(clients: count).sorted()
        guard let longest = times.last else { return }
        let median = times[times.count / 2]
        print("next best step among 300 candidates: median \(median) ms, longest \(longest) ms, n \(times.count)")
    }
}

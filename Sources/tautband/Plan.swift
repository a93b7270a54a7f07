import ArgumentParser
import Clinic
import Foundation

/// `tautband plan`: the examination for a case.
struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plan the examination of a case: as taught, or the shortest path.",
        discussion: "Takes the same input as locate. What the case already knows is left out of the plan."
    )

    enum Order: String, ExpressibleByArgument, CaseIterable { case teaching, shortest }
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var input: PresentationArguments

    @Option(help: "teaching (phase by phase) or shortest (by information per minute and discomfort).")
    var order: Order = .teaching

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
        let product = try Product.load()
        let document = try product.examination(
            try input.read(product), shortest: order == .shortest
        )
        switch format {
        case .text: print(document.text())
        case .json: print(String(decoding: try document.json(), as: UTF8.self))
        }
    }
}

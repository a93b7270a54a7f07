import ArgumentParser
import Clinic
import Foundation

/// `tautband letter`: the letter to a physician for a case.
struct Letter: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the letter to a physician: what was found, why it matters, how soon; no diagnosis.",
        discussion: "Takes the same input as locate. The page prints the same letter on A4."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var input: PresentationArguments

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
        let product = try Product.load()
        let letter = try product.letter(try input.read(product))
        switch format {
        case .text: print(letter.text())
        case .json: print(String(decoding: try letter.json(), as: UTF8.self))
        }
    }
}

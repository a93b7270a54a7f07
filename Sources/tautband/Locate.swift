import Anatomy
import ArgumentParser
import Clinic
import Foundation
import Reasoning

/// `tautband locate`: ranks the likely origins of a drawing.
struct Locate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rank the likely origins of a pain drawing, red flags first.",
        discussion: """
            Give a case file, or zones directly:
              tautband locate --case case.json --format json
              tautband locate --pain upper_limb/shoulder/anterior_deltoid:right=7,aching --finding weak:shoulder/abduction:right
            A zone is written by its full path or its last word, then :right, :left or :both, then =intensity (0 to 10)
            and qualities after commas.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, svg }

    @OptionGroup var input: PresentationArguments

    @Option(help: "text, json or svg.")
    var format: Format = .text

    func run() throws {
        let product = try Product.load()
        let presentation = try input.read(product)
        let assessment = try product.assess(presentation)
        switch format {
        case .json: print(String(decoding: try product.document(assessment).json(), as: UTF8.self))
        case .text:
            print(TextReport(wording: product.wording).text(assessment, presentation: presentation))
        case .svg:
            print(try product.figure(for: assessment, presentation: presentation))
        }
    }
}

import Anatomy
import ArgumentParser
import Clinic
import Figures
import Foundation
import Knowledge

/// `tautband knowledge`: looks at the knowledge itself.
struct KnowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge", abstract: "Check the knowledge or show a card.",
        subcommands: [Check.self, Show.self]
    )

    /// Prints counts, coverage and defects.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print counts, coverage and every defect; exit status 1 when there are errors."
        )

        enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

        @Option(help: "text or json.")
        var format: Format = .text

        @Option(help: "Another knowledge folder to check.", completion: .directory)
        var folder: String?

        func run() throws {
            let vocabulary = try Vocabulary()
            let knowledge =
                try folder.map {
                    try KnowledgeBase.load(
                        folder: ResourceFolder(path: $0), vocabulary: vocabulary, usingCache: false
                    )
                } ?? KnowledgeBase.load(vocabulary: vocabulary)
            let report = KnowledgeReport(knowledge: knowledge)
            switch format {
            case .json: print(String(decoding: try report.json(), as: UTF8.self))
            case .text: print(report.text())
            }
            if !knowledge.errors.isEmpty { throw ExitCode(1) }
        }
    }

    /// Prints one card.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the card of a source of pain.")

        enum Format: String, ExpressibleByArgument, CaseIterable { case text, svg }

        @Argument(help: "A name (infraspinatus) or a full identifier (nerve:root/c6).")
        var name: String

        @Option(help: "text or svg.")
        var format: Format = .text

        func run() throws {
            let knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
            let matches = knowledge.sources.filter {
                $0.id.description == name || $0.id.name == name || PainSourceID(text: name) == $0.id
            }
            guard let source = matches.first else {
                let near = suggestions(for: name, among: knowledge.sources.map(\.id.name))
                throw ValidationError(
                    "No card named '\(name)'."
                        + (near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?")
                )
            }
            switch format {
            case .text: print(CardText(wording: Wording(knowledge: knowledge)).text(source))
            case .svg:
                let chart = BodyChart(library: try ChartLibrary(), vocabulary: knowledge.vocabulary)
                let surface = try BodySurface(vocabulary: knowledge.vocabulary)
                print(SourceFigure(chart: chart, surface: surface).sheet(of: source, side: .right))
            }
        }
    }
}

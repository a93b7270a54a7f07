import Anatomy
import ArgumentParser
import Clinic
import Figures
import Foundation
import Knowledge
import Web

/// `tautband knowledge`: looks at the knowledge itself.
struct KnowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge", abstract: "Check the knowledge or show a card.",
        subcommands: [Check.self, Show.self, Export.self]
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
                        folder: ResourceFolder(path: $0), vocabulary: vocabulary, usingCache: false,
                        checksConsistency: true
                    )
                } ?? KnowledgeBase.load(vocabulary: vocabulary, checksConsistency: true)
            let report = KnowledgeReport(knowledge: knowledge)
            switch format {
            case .json: print(String(decoding: try report.json(), as: UTF8.self))
            case .text: print(report.text())
            }
            if !knowledge.errors.isEmpty { throw ExitCode(1) }
        }
    }

    /// Writes the whole data set.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the whole data set with licence, citation file and schema (CC BY 4.0).",
            discussion: "Without --output, json goes to standard output. csv needs a folder."
        )

        enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv }

        @Option(help: "json or csv.")
        var format: Format = .json

        @Option(help: "The folder to write into; made when missing, must be empty otherwise.", completion: .directory)
        var output: String?

        func run() throws {
            let knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
            let export = KnowledgeExport(knowledge: knowledge, documents: try KnowledgeDocuments())
            guard let output else {
                guard format == .json else { throw ValidationError("csv is several files: give --output FOLDER.") }
                print(String(decoding: try export.json(), as: UTF8.self))
                return
            }
            let files = FileManager.default
            if let old = try? files.contentsOfDirectory(atPath: output), !old.isEmpty {
                throw ValidationError("'\(output)' is not empty; nothing was written.")
            }
            try files.createDirectory(atPath: output, withIntermediateDirectories: true)
            for file in try export.files(format == .json ? .json : .csv) {
                try file.data.write(to: URL(fileURLWithPath: "\(output)/\(file.name)"), options: .atomic)
                print("\(output)/\(file.name)  \(file.data.count) bytes")
            }
        }
    }

    /// Prints one card.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the card of a source of pain.")

        enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, html, svg }

        @Argument(help: "A name (infraspinatus) or a full identifier (nerve:root/c6).")
        var name: String

        @Option(help: "text, json, html (one document with its pictures) or svg (the picture).")
        var format: Format = .text

        func run() throws {
            let knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
            let builder = CardBuilder(wording: Wording(knowledge: knowledge))
            guard let card = builder.card(name) else {
                let names = builder.identifiers.map { $0.split(separator: ":").last.map(String.init) ?? $0 }
                let near = suggestions(for: name, among: names)
                throw ValidationError(
                    "No card named '\(name)'."
                        + (near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?")
                )
            }
            switch format {
            case .text: print(CardText(card).text())
            case .json: print(String(decoding: try card.json(), as: UTF8.self))
            case .html:
                let product = try Product(surface: BodySurface(vocabulary: knowledge.vocabulary), knowledge: knowledge)
                print(try CardPages(product: product, library: ChartLibrary()).document(card.id) ?? "")
            case .svg: print(try figure(of: card, knowledge: knowledge))
            }
        }

        private func figure(of card: CardDocument, knowledge: KnowledgeBase) throws -> String {
            guard let source = PainSourceID(text: card.id).flatMap({ knowledge.source[$0] }) else {
                throw ValidationError("'\(name)' has no picture; muscles, nerves, joints and organs have one.")
            }
            let chart = BodyChart(library: try ChartLibrary(), vocabulary: knowledge.vocabulary)
            let surface = try BodySurface(vocabulary: knowledge.vocabulary)
            return SourceFigure(chart: chart, surface: surface).sheet(of: source, side: .right)
        }
    }
}

import ArgumentParser
import Foundation
import Reasoning

/// `tautband infer`: the engine alone, on any network in the BN2O format.
struct Infer: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute the posteriors of a noisy-OR network in the BN2O format.",
        subcommands: []
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "The network file.", completion: .file(extensions: ["bn2o"]))
    var network: String

    @Option(help: "text or json.")
    var format: Format = .text

    @Option(help: "Seed of whatever is sampled.")
    var seed: UInt64 = 20_261_124

    private struct Row: Encodable {
        let id: String
        let posterior: [Double]
        let bound: Double?
        let standardError: [Double]?
        let seconds: Double
        let method: String

        enum CodingKeys: String, CodingKey {
            case id, posterior, bound, seconds, method
            case standardError = "standard_error"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(posterior, forKey: .posterior)
            try container.encode(bound, forKey: .bound)
            try container.encode(standardError, forKey: .standardError)
            try container.encode(seconds, forKey: .seconds)
            try container.encode(method, forKey: .method)
        }
    }

    func run() throws {
        let file: BN2OFile
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: network))
            file = try BN2OFile(text: String(decoding: data, as: UTF8.self))
        } catch let error as BN2OFile.ReadingError {
            throw Failure("\(network): \(error)")
        } catch {
            throw Failure("\(network): cannot be read: \(error.localizedDescription)")
        }
        var options = PosteriorEngine.Options()
        options.seed = seed
        let engine = PosteriorEngine(options: options)
        var rows: [Row] = []
        for item in file.cases {
            let clock = ContinuousClock()
            let begin = clock.now
            let answer: NetworkPosterior
            do {
                answer = try engine.posterior(of: file.network, given: item.evidence)
            } catch {
                throw Failure("\(network): case \(item.id): \(error)")
            }
            let elapsed = clock.now - begin
            rows.append(
                Row(
                    id: item.id, posterior: answer.probabilities, bound: answer.bound,
                    standardError: answer.standardErrors,
                    seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
                    method: answer.method
                )
            )
        }
        switch format {
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            print(String(decoding: try encoder.encode(rows), as: UTF8.self))
        case .text:
            for row in rows {
                let top = row.posterior.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
                    .prefix(5)
                let list = top.map { String(format: "%d: %.4f", $0.offset, $0.element) }.joined(separator: "  ")
                let error = row.bound.map { String(format: "error <= %.0e", $0) } ?? "sampled, standard errors in JSON"
                print(
                    String(format: "case %@  %.1f ms  ", row.id, row.seconds * 1000)
                        + "\(row.method), \(error)  \(list)")
            }
        }
    }
}

/// `tautband generate-network`: a seeded network for measuring, hidden from the overview.
struct GenerateNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a seeded random network in the BN2O format.", shouldDisplay: false
    )

    @Option var causes = 600
    @Option var effects = 2000
    @Option var cases = 20
    @Option var seed: UInt64 = 1

    func run() throws {
        guard causes > 0, effects > 0, cases >= 0, causes <= 20_000, effects <= 50_000 else {
            throw ValidationError("causes and effects must be positive and of a sensible size.")
        }
        print(
            try RandomNetwork(
                causes: causes, effects: effects, cases: cases, painted: 22...176, seed: seed
            ).text(), terminator: ""
        )
    }
}

import Anatomy
import ArgumentParser
import Clinic
import Foundation
import Knowledge
import Reasoning

/// A case as it is given on the command line: a file, or zones and findings.
struct PresentationArguments: ParsableArguments {
    @Option(
        name: .customLong("case"), help: "A case file (JSON); - reads standard input.",
        completion: .file(extensions: ["json"]))
    var caseFile: String?

    @Option(help: "Painted zone: zone:side=intensity,quality,... Repeat for more.", completion: .custom(completeZones))
    var pain: [String] = []

    @Option(help: "A finding of the history or examination, for example limited:neck/rotation:right.")
    var finding: [String] = []

    @Option(help: "Age in years.")
    var age: Int?

    @Option(help: "female or male.")
    var sex: String?

    /// Reads the case.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read or is no case, `ValidationError` for wrong arguments.
    func read(_ product: Product) throws -> Presentation {
        var presentation = Presentation()
        if let caseFile {
            guard pain.isEmpty else { throw ValidationError("Give either --case or --pain, not both.") }
            let data: Data
            if caseFile == "-" {
                data = FileHandle.standardInput.readDataToEndOfFile()
            } else {
                do {
                    data = try Data(contentsOf: URL(fileURLWithPath: caseFile))
                } catch {
                    throw Failure("\(caseFile): cannot be read: \(error.localizedDescription)")
                }
            }
            do {
                presentation = try product.cases.presentation(from: data, origin: caseFile)
            } catch {
                throw Failure(error.description)
            }
        } else if pain.isEmpty, finding.isEmpty {
            throw ValidationError("Give a case file with --case, or zones with --pain.")
        }
        do {
            for text in pain {
                presentation.drawing += try PainArgument(text).zones(vocabulary: product.knowledge.vocabulary)
            }
            for text in finding {
                presentation.findings += try Finding.parse(text, vocabulary: product.knowledge.vocabulary)
            }
        } catch let error as PresentationError {
            throw ValidationError(error.description)
        }
        if let age {
            guard (0...130).contains(age) else { throw ValidationError("--age \(age) is outside 0 to 130.") }
            presentation.patient.age = age
        }
        if let sex {
            guard let known = Patient.Sex(rawValue: sex) else {
                throw ValidationError("--sex '\(sex)': write female or male, or leave it out.")
            }
            presentation.patient.sex = known
        }
        return presentation
    }
}

/// An error for the user: one line on standard error, exit status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// `zone:side=intensity,quality,...` as written after `--pain`.
struct PainArgument {
    let zone: String
    let side: String?
    let intensity: Double
    let qualities: [String]

    init(_ text: String) throws {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var place = halves.first ?? ""
        var side: String?
        if let colon = place.lastIndex(of: ":") {
            side = String(place[place.index(after: colon)...])
            place = String(place[..<colon])
        }
        zone = place
        self.side = side
        var intensity = 6.0
        var qualities: [String] = []
        if halves.count > 1 {
            for (index, word) in halves[1].split(separator: ",").map(String.init).enumerated() {
                if index == 0, word.first.map({ $0.isNumber || $0 == "-" || $0 == "." }) == true {
                    guard let value = Double(word), (0...10).contains(value) else {
                        throw ValidationError("--pain \(text): intensity \(word) is outside 0 to 10.")
                    }
                    intensity = value
                } else {
                    qualities.append(word)
                }
            }
        }
        self.intensity = intensity
        self.qualities = qualities
    }

    func zones(vocabulary: Vocabulary) throws -> [PaintedZone] {
        let known = try qualities.map { word in
            let aliases = ["ache": "aching", "numbness": "numb", "tingle": "tingling", "burn": "burning"]
            let id = Term.ID(aliases[word] ?? word)
            guard vocabulary.quality[id] != nil else {
                throw PresentationError.unknownQuality(
                    word, near: suggestions(for: word, among: vocabulary.qualities.map(\.id.text))
                )
            }
            return id
        }
        return try vocabulary.places(zone: zone, side: side).map {
            try PaintedZone(place: $0, intensity: intensity, qualities: known)
        }
    }
}

/// Zone names for the shell.
@Sendable private func completeZones(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    guard let vocabulary = try? Vocabulary() else { return [] }
    return vocabulary.leaves.flatMap { zone in zone.laterality.sides.map { "\(zone.id):\($0.rawValue)" } }
        .map { $0.replacing(":midline", with: "") }
}

import Anatomy
import ArgumentParser
import Clinic
import Foundation
import Reasoning

/// `tautband crosswalk`: between leaf zones and the region sets of other instruments.
struct Crosswalk: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Translate a drawing to CHOIR segments and WPI areas, or these to zones.",
        discussion: """
            tautband crosswalk --case case.json
            tautband crosswalk --choir 107,111
            tautband crosswalk --wpi neck,right_shoulder_girdle
            CHOIR numbers are those of the male figure; --female reads those of the female figure.
            """
    )

    @Option(name: .customLong("case"), help: "A case file to export.", completion: .file(extensions: ["json"]))
    var caseFile: String?

    @Option(help: "CHOIR segments, separated by commas, to import.")
    var choir: String?

    @Option(help: "WPI areas, separated by commas, to import.")
    var wpi: String?

    @Flag(help: "The CHOIR numbers are those of the female figure.")
    var female = false

    private struct Answer: Encodable {
        var zones: [String] = []
        var choir: [String] = []
        var wpi: [String] = []
    }

    func run() throws {
        let vocabulary = try Vocabulary()
        let crosswalk = vocabulary.crosswalk
        var zones: [SidedZone] = []
        if let caseFile {
            let data: Data
            do {
                data = try Data(contentsOf: URL(fileURLWithPath: caseFile))
            } catch {
                throw Failure("\(caseFile): cannot be read: \(error.localizedDescription)")
            }
            do {
                zones = try CaseFile(vocabulary: vocabulary, surface: BodySurface(vocabulary: vocabulary))
                    .presentation(from: data, origin: caseFile).drawing.map(\.place)
            } catch let error as CaseError {
                throw Failure(error.description)
            }
        }
        for word in (choir ?? "").split(separator: ",").map(String.init) {
            let segment = female ? ZoneCrosswalk.standardized(femaleSegment: word) : word
            let found = crosswalk.zones(ofChoirSegment: segment)
            guard !found.isEmpty else { throw ValidationError("--choir: there is no segment '\(word)'.") }
            zones += found
        }
        for word in (wpi ?? "").split(separator: ",").map(String.init) {
            let found = crosswalk.zones(ofWPIArea: word)
            guard !found.isEmpty else { throw ValidationError("--wpi: there is no area '\(word)'.") }
            zones += found
        }
        guard !zones.isEmpty else { throw ValidationError("Give --case, --choir or --wpi.") }
        let places = Set(zones).sorted()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let answer = Answer(
            zones: places.map(\.description), choir: crosswalk.choirSegments(of: places),
            wpi: crosswalk.wpiAreas(of: places)
        )
        print(String(decoding: try encoder.encode(answer), as: UTF8.self))
    }
}

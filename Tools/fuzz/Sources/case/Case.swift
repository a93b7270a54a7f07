import Anatomy
import Clinic
import Harness
import Reasoning

/// The JSON of a case, as the page, a file or a request sends it.
@main struct Entry {
    static func main() {
        let vocabulary = needed { try Vocabulary() }
        let surface = needed { try BodySurface(vocabulary: vocabulary) }
        let cases = CaseFile(vocabulary: vocabulary, surface: surface)
        fuzz { data in
            guard let read = described({ try cases.presentation(from: data, origin: "input") }) else { return }
            precondition(read.patient.age.map { (0...130).contains($0) } ?? true)
            for zone in read.drawing {
                precondition((0...10).contains(zone.intensity))
                precondition(zone.cells.allSatisfy(surface.cells.indices.contains))
                precondition(vocabulary.zone[zone.place.zone]?.isLeaf == true)
                precondition(zone.qualities.allSatisfy { vocabulary.quality[$0] != nil })
            }
        }
    }
}

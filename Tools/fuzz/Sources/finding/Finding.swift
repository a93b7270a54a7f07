import Anatomy
import Harness
import Reasoning

/// One finding in the grammar of the findings, with a side that may stand apart.
@main struct Entry {
    static func main() {
        let vocabulary = needed { try Vocabulary() }
        fuzz { data in
            var pieces = Pieces(data)
            let text = pieces.text()
            let side = pieces.isEmpty ? nil : pieces.text()
            let read = described { try Finding.parse(text, side: side, vocabulary: vocabulary) }
            for finding in read ?? [] {
                // What is written again reads as the same.
                let again = try? Finding.parse(
                    finding.text, side: finding.side?.rawValue, vocabulary: vocabulary)
                precondition(again == [finding], "\(finding) reads again as \(again ?? [])")
            }
        }
    }
}

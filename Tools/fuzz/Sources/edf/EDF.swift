import Foundation
import Harness
import RecordingsExercise

/// Recordings as EDF and EDF+: header, times, annotations, samples.
@main struct Entry {
    static func main() {
        fuzz { data in exerciseEDF(Array(data)) }
    }
}

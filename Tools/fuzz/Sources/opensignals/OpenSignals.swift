import Foundation
import Harness
import RecordingsExercise

/// Recordings as texts of the program OpenSignals.
@main struct Entry {
    static func main() {
        fuzz { data in exerciseOpenSignals(Array(data)) }
    }
}

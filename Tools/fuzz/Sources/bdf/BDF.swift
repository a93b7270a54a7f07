import Foundation
import Harness
import RecordingsExercise

/// Recordings as BDF and BDF+.
@main struct Entry {
    static func main() {
        fuzz { data in exerciseBDF(Array(data)) }
    }
}

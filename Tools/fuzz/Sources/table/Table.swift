import Foundation
import Harness
import RecordingsExercise

/// Recordings as tables of numbers.
@main struct Entry {
    static func main() {
        fuzz { data in exerciseTable(Array(data)) }
    }
}

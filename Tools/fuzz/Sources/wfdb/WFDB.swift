import Foundation
import Harness
import RecordingsExercise

/// WFDB records: a header up to the first zero octet, then the content of its signal files.
@main struct Entry {
    static func main() {
        fuzz { data in exerciseWFDB(Array(data)) }
    }
}

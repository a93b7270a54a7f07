import Access
public import Foundation
import Records

/// One file of a kept recording, to be read part by part in somebody's name.
public struct StoredFile: Sendable {
    let records: any Office.Repositories
    let recording: StoredRecording
    /// The number of the file in the recording, from 0.
    let number: Int
    let author: Author

    /// - Throws: ``RecordsError/notFound`` when the recording has no such file.
    init(
        _ number: Int, of recording: StoredRecording, in records: any Office.Repositories, for author: Author
    ) throws(RecordsError) {
        guard recording.files.indices.contains(number) else { throw .notFound }
        (self.records, self.recording, self.number, self.author) = (records, recording, number, author)
    }

    var file: StoredRecording.File { recording.files[number] }

    /// How many parts there are.
    public var parts: Int { file.parts }

    /// One part, counted from 0.
    ///
    /// - Throws: ``RecordsError/notFound`` when it is not there or not the author's to read.
    public func part(_ place: Int) async throws -> Data {
        try await records.part(
            file: number, place: place, of: recording.id, client: recording.client, for: author)
    }
}

/// Bytes at any offset of a file, of memory, or of wherever the caller keeps them.
public protocol ByteSource: Sendable {
    /// The name for errors, without folders.
    var name: String { get }

    /// The number of bytes.
    var count: Int { get }

    /// Copies bytes from an offset on, and returns how many; less than asked for at the end, negative for a refusal
    /// of the system.
    func copy(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int
}

extension ByteSource {
    /// The bytes of a range.
    ///
    /// - Throws: ``RecordingError`` of kind `unreadable` when the system does not give all of them.
    func bytes(_ range: Range<Int>) throws(RecordingError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw error(
                .unreadable, at: .byte(max(0, range.lowerBound)), "length", "\(count)", "is less than was promised")
        }
        var copied = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
            copied = copy(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
            initialized = max(0, min(copied, buffer.count))
        }
        guard copied == range.count else {
            throw error(
                .unreadable, at: .byte(range.lowerBound + max(0, copied)), "content", "",
                "can't be read; the file has changed or the system refuses")
        }
        return bytes
    }

    /// The first bytes, fewer when there are fewer.
    func head(_ length: Int) throws(RecordingError) -> [UInt8] { try bytes(0..<min(length, count)) }

    /// An error about this file.
    func error(
        _ kind: RecordingError.Kind, at place: RecordingError.Place? = nil, _ field: String, _ value: String,
        _ reason: String
    ) -> RecordingError {
        RecordingError(kind, file: name, at: place, field: field, value: value, reason: reason)
    }
}

/// Bytes in memory.
struct MemoryBytes: ByteSource {
    let name: String
    let content: [UInt8]

    var count: Int { content.count }

    func copy(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard offset >= 0, offset < content.count else { return 0 }
        let length = min(buffer.count, content.count - offset)
        content.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)]))
        }
        return length
    }
}

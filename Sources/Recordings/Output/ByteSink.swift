import Glibc

/// Takes the bytes of a file that is written from its beginning to its end.
protocol ByteSink {
    /// The name for errors, without folders.
    var name: String { get }

    mutating func write(_ bytes: [UInt8]) throws(RecordingError)
}

/// Collects bytes in memory.
struct MemorySink: ByteSink {
    let name: String
    private(set) var content: [UInt8] = []

    init(name: String) { self.name = name }

    mutating func write(_ bytes: [UInt8]) { content += bytes }
}

/// A new file that its owner alone may read; an existing one is never overwritten.
///
/// What was written is removed again unless ``finish()`` is reached.
final class FileSink: ByteSink {
    let name: String
    private let path: String
    private let descriptor: Int32
    private var isFinished = false

    init(path: String) throws(RecordingError) {
        name = FileBytes.name(of: path)
        self.path = path
        guard !path.utf8.contains(0) else {
            throw RecordingError(.notWritable, file: name, field: "file", value: "", reason: "has no proper name")
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw RecordingError(
                .notWritable, file: name, field: "file", value: "",
                reason: "can't be made: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(path) }
    }

    func write(_ bytes: [UInt8]) throws(RecordingError) {
        let failure = bytes.withUnsafeBytes { buffer -> Int32 in
            var done = 0
            while done < buffer.count {
                guard let base = buffer.baseAddress else { return 0 }
                let step = Glibc.write(descriptor, base + done, buffer.count - done)
                if step < 0 && errno == EINTR { continue }
                if step <= 0 { return errno }
                done += step
            }
            return 0
        }
        guard failure == 0 else {
            throw RecordingError(
                .notWritable, file: name, field: "content", value: "", reason: String(cString: strerror(failure)))
        }
    }

    /// Waits until the bytes are on the disk, and keeps the file.
    func finish() throws(RecordingError) {
        guard fsync(descriptor) == 0 else {
            throw RecordingError(
                .notWritable, file: name, field: "content", value: "", reason: String(cString: strerror(errno)))
        }
        isFinished = true
    }
}

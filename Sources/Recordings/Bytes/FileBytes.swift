import Glibc

/// A regular file that is open for reading alone.
///
/// Read with `pread` and never mapped into memory, so that a file that another program shortens is an error and does
/// not end the process.
final class FileBytes: ByteSource {
    let name: String
    let count: Int
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: ``RecordingError`` of kind `unreadable`.
    init(path: String) throws(RecordingError) {
        let name = Self.name(of: path)
        func refused(_ reason: String) -> RecordingError {
            RecordingError(.unreadable, file: name, field: "file", value: "", reason: reason)
        }
        guard !path.utf8.contains(0) else { throw refused("has no proper name") }
        // Without O_NONBLOCK a pipe would keep the caller waiting for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw refused("can't be opened: \(String(cString: strerror(errno)))") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw refused("is no regular file")
        }
        self.name = name
        self.count = Int(status.st_size)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func copy(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var done = 0
        while done < buffer.count {
            let step = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
            if step < 0 && errno == EINTR { continue }
            if step <= 0 { return step < 0 && done == 0 ? -1 : done }
            done += step
        }
        return done
    }

    /// The last part of a path.
    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

import Foundation

/// An open file descriptor that closes itself; names the operation in every error.
struct Descriptor: ~Copyable {
    let number: Int32
    let path: String

    /// - Throws: ``VaultError/file(path:operation:code:)``
    init(opening path: String, flags: Int32, mode: mode_t = 0) throws(VaultError) {
        number = open(path, flags | O_CLOEXEC, mode)
        self.path = path
        guard number >= 0 else { throw .file(path: path, operation: "open", code: errno) }
    }

    deinit { if number >= 0 { close(number) } }

    func status() throws(VaultError) -> stat {
        var status = stat()
        try check(fstat(number, &status), "fstat")
        return status
    }

    /// Reads to the end; `nil` above `limit` bytes.
    func read(upTo limit: Int) throws(VaultError) -> Data? {
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = Foundation.read(number, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, operation: "read", code: errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        return nil
    }

    func write(_ bytes: Data) throws(VaultError) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(number, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .file(path: path, operation: "write", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until the content, or for a folder its entries, are on the disk.
    func sync() throws(VaultError) { try check(fsync(number), "fsync") }

    /// Keeps others that also ask out until the descriptor closes.
    func lock() throws(VaultError) { try check(flock(number, LOCK_EX), "flock") }

    func setMode(_ mode: mode_t) throws(VaultError) { try check(fchmod(number, mode), "fchmod") }

    func setOwner(_ status: stat) throws(VaultError) {
        try check(fchown(number, status.st_uid, status.st_gid), "fchown")
    }

    private func check(_ result: Int32, _ operation: String) throws(VaultError) {
        guard result == 0 else { throw .file(path: path, operation: operation, code: errno) }
    }

    /// The folder of a file, opened for ``sync()`` and ``lock()``.
    static func folder(of path: String) throws(VaultError) -> Descriptor {
        let folder = (path as NSString).deletingLastPathComponent
        return try Descriptor(opening: folder.isEmpty ? "." : folder, flags: O_RDONLY | O_DIRECTORY)
    }
}

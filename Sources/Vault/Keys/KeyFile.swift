public import Foundation
import Synchronization

/// The file that holds the master keys; losing it loses the record.
///
/// JSON, `[{"id": 1, "created": "2026-01-31T08:00:00Z", "key": "<base64 of 32 bytes>"}]`, readable by its owner alone.
/// Every change is on the disk, file and folder, before the call returns; a reader sees the old or the new keys, never
/// a part. Changes lock the folder, so that two of them at once both last.
public final class KeyFile: Sendable {
    private struct State {
        var keys: [MasterKey]
        var version: FileVersion
    }

    public let path: String
    private let state: Mutex<State>

    /// Opens the file.
    ///
    /// - Throws: ``VaultError/file(path:operation:code:)``, ``VaultError/openToOthers(path:)``,
    ///   ``VaultError/badKeyFile(path:problem:)``.
    public init(path: String) throws(VaultError) {
        self.path = path
        let (keys, version) = try KeyFileContent.read(path)
        state = Mutex(State(keys: keys, version: version))
    }

    /// Makes the file with one fresh key.
    ///
    /// - Throws: ``VaultError/file(path:operation:code:)``, with `EEXIST` where there is a file already: it is never
    ///   written over.
    public static func create(at path: String, now: Date = Date()) throws(VaultError) -> KeyFile {
        let bytes = try KeyFileContent.encode([KeyFileContent.freshKey(id: 1, now: now)], path: path)
        do {
            let file = try Descriptor(opening: path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            try file.setMode(0o600)
            try file.write(bytes)
            try file.sync()
        }
        try Descriptor.folder(of: path).sync()
        return try KeyFile(path: path)
    }

    /// All keys, newest first; never empty.
    public var keys: [MasterKey] { state.withLock { $0.keys } }

    /// Reads the file again when its time, size or inode changed; one `stat` when not, so it may be called each second.
    ///
    /// After an error the keys stay as they were.
    ///
    /// - Returns: Whether the keys were read anew.
    /// - Throws: As ``init(path:)``.
    @discardableResult
    public func reloadIfChanged() throws(VaultError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(path: path, operation: "stat", code: errno) }
        let seen = FileVersion(status)
        guard state.withLock({ $0.version != seen }) else { return false }
        let (keys, version) = try KeyFileContent.read(path)
        state.withLock { $0 = State(keys: keys, version: version) }
        return true
    }

    /// Adds a fresh key, which becomes the active one; the older ones stay for what they wrapped.
    ///
    /// - Returns: The new key's number.
    /// - Throws: As ``init(path:)``.
    @discardableResult
    public func addKey(now: Date = Date()) throws(VaultError) -> UInt32 {
        let target = Self.resolved(path)
        let folder = try Descriptor.folder(of: target)
        try folder.lock()
        let (keys, _) = try KeyFileContent.read(target)
        let (id, isOver) = (keys.first?.id ?? 0).addingReportingOverflow(1)
        guard !isOver else { throw .badKeyFile(path: path, problem: "it has no numbers left for new keys") }
        let bytes = try KeyFileContent.encode([KeyFileContent.freshKey(id: id, now: now)] + keys, path: path)
        try Self.replace(target, with: bytes)
        try folder.sync()
        try reloadIfChanged()
        return id
    }

    /// Writes beside the file and renames; the owner stays the same when root does it.
    private static func replace(_ path: String, with bytes: Data) throws(VaultError) {
        let draft = "\(path).new-\(Base64URL.encode(Randomness.bytes(9)))"
        do throws(VaultError) {
            let old = try Descriptor(opening: path, flags: O_RDONLY).status()
            let file = try Descriptor(opening: draft, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            try file.setMode(0o600)
            if old.st_uid != geteuid() { try file.setOwner(old) }
            try file.write(bytes)
            try file.sync()
            guard rename(draft, path) == 0 else { throw VaultError.file(path: path, operation: "rename", code: errno) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// The file behind links, so that a rename replaces the file and not the link.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

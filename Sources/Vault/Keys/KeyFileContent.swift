import Crypto
import Foundation

/// What tells one state of a file from another without reading it.
struct FileVersion: Equatable {
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int
    private let inode: UInt64
    private let device: UInt64

    init(_ status: stat) {
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
    }
}

/// Reading and writing the key file's form.
enum KeyFileContent {
    private struct Entry: Codable {
        let id: UInt32
        let created: Date
        let key: Data
    }

    private static let longest = 1 << 20

    static func freshKey(id: UInt32, now: Date) -> MasterKey {
        MasterKey(id: id, created: now, key: SymmetricKey(size: .bits256))
    }

    static func encode(_ keys: [MasterKey], path: String) throws(VaultError) -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let entries = keys.newestFirst.map { key in
            Entry(id: key.id, created: key.created, key: key.key.withUnsafeBytes { Data($0) })
        }
        do {
            return try encoder.encode(entries) + Data("\n".utf8)
        } catch {
            throw .badKeyFile(path: path, problem: "the keys can't be written")
        }
    }

    /// Reads the keys, newest first, and the version that was read.
    static func read(_ path: String) throws(VaultError) -> (keys: [MasterKey], version: FileVersion) {
        // Without waiting, so that a pipe under this name doesn't hang the start.
        let file = try Descriptor(opening: path, flags: O_RDONLY | O_NONBLOCK)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw .badKeyFile(path: path, problem: "it isn't a file") }
        let isOwnerTrusted = geteuid() == 0 || status.st_uid == geteuid() || status.st_uid == 0
        guard status.st_mode & 0o077 == 0, isOwnerTrusted else { throw .openToOthers(path: path) }
        guard let bytes = try file.read(upTo: longest) else { throw .badKeyFile(path: path, problem: "it is too long") }
        return (try decode(bytes, path: path), FileVersion(status))
    }

    private static func decode(_ bytes: Data, path: String) throws(VaultError) -> [MasterKey] {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        // The decoder's own error may quote the content, so it is not passed on.
        // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
        guard let entries = try? decoder.decode([Entry].self, from: bytes + Data("\n".utf8)) else {
            throw .badKeyFile(path: path, problem: "it isn't a JSON list of keys with id, created and key")
        }
        guard !entries.isEmpty else { throw .badKeyFile(path: path, problem: "it holds no key") }
        guard entries.allSatisfy({ $0.key.count == 32 }) else {
            throw .badKeyFile(path: path, problem: "a key isn't 32 bytes long")
        }
        guard Set(entries.map(\.id)).count == entries.count else {
            throw .badKeyFile(path: path, problem: "two keys have the same id")
        }
        return entries.map { MasterKey(id: $0.id, created: $0.created, key: SymmetricKey(data: $0.key)) }.newestFirst
    }
}

import Foundation
import Vault

/// A folder of its own for one test, gone afterwards.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "vault-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file with the given permissions.
    @discardableResult
    func write(_ bytes: Data, to name: String, mode: Int = 0o600) throws -> String {
        try bytes.write(to: URL(filePath: file(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
        return file(name)
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// Copies of the bytes with one byte changed, for each place.
func altered(_ bytes: Data, by mask: UInt8 = 0x01) -> [Data] {
    bytes.indices.map { index in
        var copy = bytes
        copy[index] ^= mask
        return copy
    }
}

/// A key file with one known key, the bytes from 0 to 31, under the number 7.
///
/// For comparing with what an independent implementation computes.
func knownKeys(_ folder: TemporaryFolder) throws -> KeyFile {
    let json = """
        [{"id": 7, "created": "2026-01-31T08:00:00Z", "key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}]
        """
    return try KeyFile(path: folder.write(Data(json.utf8), to: "known.json"))
}

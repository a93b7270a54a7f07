import Foundation
import Testing
import Vault

@Suite struct KeyFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a new file has one key and is its owner's alone`() throws {
        let file = try KeyFile.create(at: folder.file("keys.json"))
        #expect(file.keys.map(\.id) == [1])
        #expect(try mode(file.path) == 0o600)
        #expect(try KeyFile(path: file.path).keys.map(\.id) == [1])
    }

    @Test func `an existing file is never written over`() throws {
        let path = try folder.write(Data("precious".utf8), to: "keys.json")
        #expect(throws: VaultError.file(path: path, operation: "open", code: EEXIST)) { try KeyFile.create(at: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])
    func `a file that others can reach is refused`(mode: Int) throws {
        let file = try KeyFile.create(at: folder.file("keys.json"))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        #expect(throws: VaultError.openToOthers(path: file.path)) { try KeyFile(path: file.path) }
        #expect(throws: VaultError.openToOthers(path: file.path)) { try file.addKey() }
    }

    @Test func `a running program sees a key that another one added`() throws {
        let running = try KeyFile.create(at: folder.file("keys.json"))
        let operated = try KeyFile(path: running.path)
        #expect(try !running.reloadIfChanged())
        #expect(try operated.addKey() == 2)
        #expect(running.keys.map(\.id) == [1])
        #expect(try running.reloadIfChanged())
        #expect(running.keys.map(\.id) == [2, 1])
        #expect(try !running.reloadIfChanged())
        #expect(try mode(running.path) == 0o600)
        #expect(try folder.names == ["keys.json"])
    }

    @Test func `keys added at once are all kept`() async throws {
        let path = try KeyFile.create(at: folder.file("keys.json")).path
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try? KeyFile(path: path).addKey() } }
        }
        #expect(try KeyFile(path: path).keys.map(\.id) == [9, 8, 7, 6, 5, 4, 3, 2, 1])
    }

    @Test func `after a broken change the old keys stay`() throws {
        let file = try KeyFile.create(at: folder.file("keys.json"))
        try folder.write(Data("[]".utf8), to: "keys.json")
        #expect(throws: VaultError.badKeyFile(path: file.path, problem: "it holds no key")) {
            try file.reloadIfChanged()
        }
        #expect(file.keys.map(\.id) == [1])
        try FileManager.default.removeItem(atPath: file.path)
        #expect(throws: VaultError.file(path: file.path, operation: "stat", code: ENOENT)) {
            try file.reloadIfChanged()
        }
        #expect(file.keys.map(\.id) == [1])
    }

    @Test func `a link to the file stays a link`() throws {
        let file = try KeyFile.create(at: folder.file("real.json"))
        try FileManager.default.createSymbolicLink(atPath: folder.file("keys.json"), withDestinationPath: file.path)
        try KeyFile(path: folder.file("keys.json")).addKey()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("keys.json")) == file.path)
        #expect(try KeyFile(path: file.path).keys.map(\.id) == [2, 1])
    }

    @Test(arguments: [
        "", "{}", "[{}]", "null", "[{\"id\": -1, \"created\": \"2026-01-31T08:00:00Z\", \"key\": \"\"}]",
        "[{\"id\": 1, \"created\": \"2026-01-31T08:00:00Z\", \"key\": \"AAAA\"}]",
        "[{\"id\": 4294967296, \"created\": \"2026-01-31T08:00:00Z\", \"key\": \"AAAA\"}]",
    ])
    func `a file without usable keys is refused`(text: String) throws {
        let path = try folder.write(Data(text.utf8), to: "keys.json")
        let error = #expect(throws: VaultError.self) { try KeyFile(path: path) }
        guard case .badKeyFile = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a folder, a missing file, a huge file and numbers at their end are errors`() throws {
        #expect(throws: VaultError.badKeyFile(path: folder.path, problem: "it isn't a file")) {
            try KeyFile(path: folder.path)
        }
        let missing = folder.file("missing.json")
        #expect(throws: VaultError.file(path: missing, operation: "open", code: ENOENT)) { try KeyFile(path: missing) }
        let huge = try folder.write(Data(repeating: 0x20, count: 2_000_000), to: "huge.json")
        #expect(throws: VaultError.badKeyFile(path: huge, problem: "it is too long")) { try KeyFile(path: huge) }
        let key = Data(repeating: 1, count: 32).base64EncodedString()
        let last = "[{\"id\": 4294967295, \"created\": \"2026-01-31T08:00:00Z\", \"key\": \"\(key)\"}]"
        let full = try KeyFile(path: folder.write(Data(last.utf8), to: "full.json"))
        #expect(throws: VaultError.badKeyFile(path: full.path, problem: "it has no numbers left for new keys")) {
            try full.addKey()
        }
    }
}

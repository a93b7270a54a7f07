import Foundation
import Testing
import Vault

@Suite struct SealedArchiveTests {
    let folder: TemporaryFolder
    let passphrase = "a passphrase for the test"
    let headerBytes = 41
    let fullChunk = 4 + 65_536 + 16

    init() throws { folder = try TemporaryFolder() }

    private func seal(_ content: Data, pieces: Int = 1_000_000) throws -> Data {
        let path = try folder.write(Data(), to: UUID().uuidString)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        let writer = try SealedArchive.Writer(to: handle, passphrase: passphrase, cost: .forTests)
        var rest = content
        while !rest.isEmpty {
            try writer.write(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        try writer.finish()
        try writer.finish()
        try handle.close()
        return try Data(contentsOf: URL(filePath: path))
    }

    private func open(_ sealed: Data, passphrase: String? = nil) throws -> Data {
        let path = try folder.write(sealed, to: UUID().uuidString)
        let handle = try #require(FileHandle(forReadingAtPath: path))
        defer { try? handle.close() }
        let reader = try SealedArchive.Reader(from: handle, passphrase: passphrase ?? self.passphrase)
        var content = Data()
        while let piece = try reader.next() { content.append(piece) }
        #expect(try reader.next() == nil)
        return content
    }

    private func pattern(_ count: Int) -> Data {
        Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
    }

    private func fault(_ sealed: Data) -> SealedArchive.Fault? {
        do {
            _ = try open(sealed)
            return nil
        } catch {
            return error as? SealedArchive.Fault
        }
    }

    @Test func `what Python sealed opens`() throws {
        let known = "VEFVVEJBTkQxAAAAQAAAAAEAAAABAAECAwQFBgcICQoLDA0OD6q7zN2AAAAGmE+cq7JTdZbtnkSW9YUO8bigVmuXVQ=="
        #expect(try open(#require(Data(base64Encoded: known))) == Data("backup".utf8))
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func `every length comes back, written in any pieces`(count: Int) throws {
        let content = pattern(count)
        #expect(try open(seal(content)) == content)
        #expect(try open(seal(content, pieces: 9_973)) == content)
    }

    @Test func `the same content never looks the same`() throws {
        #expect(try seal(pattern(10)) != seal(pattern(10)))
    }

    @Test func `a wrong passphrase is told`() throws {
        let sealed = try seal(pattern(10))
        #expect(throws: SealedArchive.Fault.wrongPassphrase) { try open(sealed, passphrase: "another") }
        #expect(throws: SealedArchive.Fault.wrongPassphrase) { try open(sealed, passphrase: "") }
    }

    @Test func `no archive with one byte changed opens`() throws {
        for wrong in altered(try seal(Data("short".utf8))) { #expect(fault(wrong) != nil) }
    }

    @Test func `a costly header isn't believed`() throws {
        let sealed = try seal(Data("short".utf8))
        for place in [9, 13, 17] {
            var wrong = sealed
            wrong.replaceSubrange(place..<place + 4, with: [0xFF, 0xFF, 0xFF, 0xFF])
            #expect(fault(wrong) == .notABackup)
        }
    }

    @Test func `damage names its chunk`() throws {
        var sealed = try seal(pattern(200_000))
        sealed[headerBytes + fullChunk + 1_000] ^= 1
        #expect(fault(sealed) == .damaged(chunk: 1))
    }

    @Test func `a missing end is told wherever it is`() throws {
        let short = try seal(Data("short".utf8))
        for length in 9..<short.count { #expect(fault(short.prefix(length)) == .truncated, "\(length)") }
        for length in 0..<9 { #expect(fault(short.prefix(length)) == .notABackup, "\(length)") }
        let long = try seal(pattern(200_000))
        for chunks in 0...3 { #expect(fault(long.prefix(headerBytes + chunks * fullChunk)) == .truncated) }
        #expect(fault(long.prefix(headerBytes + fullChunk + 5_000)) == .truncated)
        #expect(fault(long.dropLast()) == .truncated)
    }

    @Test func `an archive without its finish has no end`() throws {
        let path = try folder.write(Data(), to: "unfinished")
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try SealedArchive.Writer(to: handle, passphrase: passphrase, cost: .forTests).write(pattern(100_000))
        try handle.close()
        #expect(fault(try Data(contentsOf: URL(filePath: path))) == .truncated)
    }

    @Test func `something after the end, and chunks swapped, repeated or left out are damage`() throws {
        #expect(fault(try seal(pattern(10)) + [0]) == .damaged(chunk: 0))
        let sealed = try seal(pattern(200_000))
        #expect(fault(sealed + sealed.suffix(100)) == .damaged(chunk: 3))
        let header = sealed.prefix(headerBytes)
        let chunks = (0..<3).map { sealed.dropFirst(headerBytes + $0 * fullChunk).prefix(fullChunk) }
        let end = sealed.dropFirst(headerBytes + 3 * fullChunk)
        #expect(fault(header + chunks[0] + chunks[1] + chunks[2] + end) == nil)
        #expect(fault(header + chunks[0] + chunks[2] + chunks[1] + end) == .damaged(chunk: 1))
        #expect(fault(header + chunks[0] + chunks[1] + chunks[1] + chunks[2] + end) == .damaged(chunk: 2))
        #expect(fault(header + chunks[0] + chunks[1] + end) == .damaged(chunk: 2))
        #expect(fault(header + end) == .wrongPassphrase)
    }

    @Test func `a chunk of another archive under the same passphrase is damage`() throws {
        let (one, other) = (try seal(pattern(200_000)), try seal(pattern(200_000)))
        let cut = headerBytes + fullChunk
        #expect(fault(one.prefix(cut) + other.dropFirst(cut)) == .damaged(chunk: 1))
    }

    @Test(arguments: [
        Data(), Data("SQLite format 3\u{0}".utf8), Data("TAUTBAND2".utf8), Data(repeating: 0, count: 500),
    ])
    func `another file is no backup`(bytes: Data) {
        #expect(fault(bytes) == .notABackup)
    }

    @Test func `a file is sealed and opened into files of its owner alone`() throws {
        let source = try folder.write(pattern(150_000), to: "record.db")
        let (sealed, opened) = (folder.file("record.tautband"), folder.file("restored.db"))
        try SealedArchive.seal(fileAt: source, to: sealed, passphrase: passphrase, cost: .forTests)
        try SealedArchive.open(fileAt: sealed, to: opened, passphrase: passphrase)
        #expect(try Data(contentsOf: URL(filePath: opened)) == pattern(150_000))
        for path in [sealed, opened] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(throws: VaultError.file(path: sealed, operation: "open", code: EEXIST)) {
            try SealedArchive.seal(fileAt: source, to: sealed, passphrase: passphrase, cost: .forTests)
        }
        #expect(try folder.names == ["record.db", "record.tautband", "restored.db"])
    }

    @Test func `of a damaged backup nothing appears`() throws {
        let sealed = try folder.write(try seal(pattern(200_000)).dropLast(10), to: "cut")
        let before = try folder.names
        #expect(throws: SealedArchive.Fault.truncated) {
            try SealedArchive.open(fileAt: sealed, to: folder.file("restored.db"), passphrase: passphrase)
        }
        #expect(try folder.names == before)
    }
}

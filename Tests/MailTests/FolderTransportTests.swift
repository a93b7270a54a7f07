import Foundation
import Mail
import Testing

@Suite struct FolderTransportTests {
    @Test func `a letter becomes a file that only the owner reads, and a second try replaces it`() async throws {
        try await withFolder { folder in
            let transport = FolderTransport(folder: folder.appendingPathComponent("letters"))
            let mail = try letter(7)
            try await transport.send(mail)
            try await transport.send(mail)
            try await transport.send(try letter(8))
            let file = transport.file(for: mail.id)
            #expect(try Data(contentsOf: file) == Data(mail.octets))
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("letters").path)
            #expect(names.count == 2)
            #expect(names.allSatisfy { $0.hasPrefix("letter.") && $0.hasSuffix(".eml") })
        }
    }

    @Test func `identifiers can't leave the folder, and different ones have different files`() throws {
        let transport = FolderTransport(folder: URL(fileURLWithPath: "/letters"))
        let ids = try ["a/b", "a_b", "a=b", "a/../b".replacingOccurrences(of: "..", with: "!")].map {
            try MessageID(unique: $0, host: "example.org")
        }
        let files = ids.map { transport.file(for: $0) }
        #expect(Set(files).count == 4)
        #expect(files.allSatisfy { $0.deletingLastPathComponent().path == "/letters" })
    }

    @Test func `a folder that can't be made is trouble with the way, not with the letter`() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("file")
            try Data().write(to: file)
            let transport = FolderTransport(folder: file)
            let error = await #expect(throws: MailTransportError.self) { try await transport.send(try letter()) }
            #expect(error?.isAboutServer == true)
        }
    }
}

public import Foundation

/// Writes letters as `.eml` files into a folder: the way for development, where nothing may leave the machine.
///
/// The file is named after the letter's identifier, so that a second try replaces the first one. It appears complete or
/// not at all, and only the owner may read it.
public struct FolderTransport: MailTransport {
    private let folder: URL

    /// Creates a transport; the folder is made with the first letter.
    public init(folder: URL) { self.folder = folder }

    /// The file for a letter.
    public func file(for id: MessageID) -> URL {
        let name = id.text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "@.-_+".contains($0)) ? $0 : "_" }
        // Two identifiers may differ only in what was replaced.
        return folder.appendingPathComponent(
            "\(String(name).prefix(120))-\(Fingerprint.hexadecimal(id.text)).eml", isDirectory: false)
    }

    public func send(_ mail: ComposedMail) async throws(MailTransportError) {
        let target = file(for: mail.id)
        let draft = folder.appendingPathComponent(".\(UUID().uuidString).part", isDirectory: false)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard
                FileManager.default.createFile(
                    atPath: draft.path, contents: Data(mail.octets), attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            // POSIX renames over an existing file in one step.
            guard rename(draft.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw .unreachable(reason: "the folder for letters can't be written")
        }
    }
}

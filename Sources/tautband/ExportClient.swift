import ArgumentParser
import Clinic
import Foundation
import Records
import Storage
import Web

/// `tautband export client`: everything of one client as a folder of files.
struct ExportClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract:
            "Write everything of one client into a folder: JSON, pages, drawings, and PDF where Chromium is installed.",
        discussion: "The client's number stands on the client's page. The export is noted in the audit trail."
    )

    @Argument(help: "The client's number, 36 characters.")
    var id: String

    @Option(help: "The folder to make; it must not exist yet.")
    var to: String

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        guard let client = Client.ID(text: id) else { throw Failure("\(id) is no client number") }
        let place = URL(fileURLWithPath: to)
        guard !FileManager.default.fileExists(atPath: place.path) else { throw Failure("\(to) is there already") }
        let runtime = try await Runtime.open(try arguments.settings(), makes: false)
        let product = try Product.load()
        try await failing {
            let author = try await runtime.store.programAuthor(of: client)
            let folder = try await ClientFolder(of: client, from: runtime.store, for: author, product: product)
            try FileManager.default.createDirectory(
                at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for file in folder.files {
                try file.bytes.write(to: place.appendingPathComponent(file.path))
                print(file.path)
                if file.path.hasPrefix("visit-"), let pdf = Self.pdf(of: place.appendingPathComponent(file.path)) {
                    print(pdf.lastPathComponent)
                }
            }
            for attachment in folder.attachments {
                let target = place.appendingPathComponent(attachment.path)
                guard FileManager.default.createFile(atPath: target.path, contents: nil) else {
                    throw Failure("\(target.path) cannot be written")
                }
                let handle = try FileHandle(forWritingTo: target)
                defer { try? handle.close() }
                for part in 0..<attachment.file.parts {
                    try handle.write(contentsOf: try await attachment.file.part(part))
                }
                print(attachment.path)
            }
        }
        if Self.chromium == nil {
            print("No PDF: Chromium is not installed here. Every page prints to PDF from a browser.")
        }
        await runtime.database.close()
    }

    private static let chromium = ["chromium", "chromium-browser", "google-chrome"].lazy
        .flatMap { name in ["/usr/bin/\(name)", "/usr/local/bin/\(name)"] }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Prints a page; `nil` without Chromium or when it fails.
    private static func pdf(of page: URL) -> URL? {
        guard let chromium else { return nil }
        let target = page.deletingPathExtension().appendingPathExtension("pdf")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: chromium)
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=\(target.path)",
            page.absoluteString,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0 && FileManager.default.fileExists(atPath: target.path) ? target : nil
    }
}

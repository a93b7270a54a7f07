import Foundation
import Mail
import Testing

/// A real mail server for one test; see `smtp_server.py`.
final class PostOffice {
    /// What goes wrong; see `smtp_server.py`.
    typealias Trouble = [String: Any]

    /// A letter as the server kept it.
    struct Kept: Decodable {
        let from: String
        let to: [String]
        let tls: Bool
        let name: String
        let login: Bool
        let connection: Int
        var octets: [UInt8] = []

        private enum CodingKeys: String, CodingKey { case from, to, tls, name, login, connection }
    }

    /// The port on 127.0.0.1.
    let port: Int

    private let folder: URL
    private let process: Process
    private let input: Pipe

    private init(port: Int, folder: URL, process: Process, input: Pipe) {
        self.port = port
        self.folder = folder
        self.process = process
        self.input = input
    }

    /// Opens one that keeps letters in a folder, on any free port or the one given.
    static func open(
        _ folder: URL, port: Int = 0, tls: String = "none", certificate: Certificates? = nil,
        login: SMTPServer.Login? = nil, trouble: Trouble = [:]
    ) async throws -> PostOffice {
        var given: [String: Any] = ["folder": folder.path, "port": port, "tls": tls, "trouble": trouble]
        if let certificate {
            given["certificate"] = certificate.certificate
            given["key"] = certificate.key
        }
        if let login { given["login"] = ["user": login.user, "password": login.password] }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(TestTools.python))
        let json = try JSONSerialization.data(withJSONObject: given)
        process.arguments = ["-W", "ignore", TestTools.file("smtp_server.py"), String(decoding: json, as: UTF8.self)]
        let output = Pipe()
        let input = Pipe()
        process.standardOutput = output
        process.standardInput = input
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try process.run()
        let line = await TestTools.blocking { output.fileHandleForReading.availableData }
        let digits = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let actual = try #require(Int(digits), "the mail server did not start")
        return PostOffice(port: actual, folder: folder, process: process, input: input)
    }

    /// Closes it, with all its connections.
    func close() async {
        process.terminate()
        let process = process
        await TestTools.blocking { process.waitUntilExit() }
        try? input.fileHandleForWriting.close()
    }

    /// The letters kept, in order.
    func letters() throws -> [Kept] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".eml") }.sorted().map { name in
            let file = folder.appendingPathComponent(name)
            let facts = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("json"))
            var kept = try JSONDecoder().decode(Kept.self, from: facts)
            kept.octets = Array(try Data(contentsOf: file))
            return kept
        }
    }

    /// A transport to it.
    func transport(
        _ security: SMTPServer.Security = .none, host: String = "127.0.0.1", login: SMTPServer.Login? = nil,
        authorities: String? = nil, totalTimeout: Int = 30
    ) throws -> SMTPTransport {
        SMTPTransport(
            try SMTPServer(
                host: host, port: port, security: security, login: login, authorities: authorities,
                ownName: "tautband.example", connectTimeout: 10, totalTimeout: totalTimeout))
    }
}

/// The error with which a letter is not sent; `nil` when it is.
func failure(_ transport: SMTPTransport, _ mail: ComposedMail) async -> MailTransportError? {
    do throws(MailTransportError) { try await transport.send(mail) } catch { return error }
    return nil
}

/// Opens a server for a test and closes it afterwards.
func withPostOffice<Result>(
    tls: String = "none", certificate: Certificates? = nil, login: SMTPServer.Login? = nil,
    trouble: PostOffice.Trouble = [:], _ body: (PostOffice) async throws -> Result
) async throws -> Result {
    try await withFolder { folder in
        let office = try await PostOffice.open(
            folder, tls: tls, certificate: certificate, login: login, trouble: trouble)
        do {
            let result = try await body(office)
            await office.close()
            return result
        } catch {
            await office.close()
            throw error
        }
    }
}

/// A certificate for 127.0.0.1 under an authority of its own, made with `openssl`.
struct Certificates {
    /// The authority, as PEM.
    let authority: String

    /// The server's certificate, as PEM.
    let certificate: String

    /// Its key.
    let key: String

    /// Makes them in a folder.
    init(_ folder: URL) async throws {
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        func openssl(_ arguments: String...) async throws {
            let result = try await TestTools.run("openssl", arguments)
            #expect(result.status == 0, "\(result.output)")
        }
        try await openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=Test authority", "-keyout", path("ca.key"), "-out", path("ca.pem"))
        try await openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=Test server",
            "-keyout", path("server.key"), "-out", path("server.csr"))
        try Data("subjectAltName=IP:127.0.0.1\n".utf8).write(to: folder.appendingPathComponent("server.ext"))
        try await openssl(
            "x509", "-req", "-in", path("server.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-CAcreateserial", "-days", "2", "-extfile", path("server.ext"), "-out", path("server.pem"))
        authority = path("ca.pem")
        certificate = path("server.pem")
        key = path("server.key")
    }
}

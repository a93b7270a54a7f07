import Access
import ArgumentParser
import Foundation
import Records
import Settings
import Storage
import Vault

/// A passphrase from a file, the environment or the keyboard; never from an argument, which others on the machine can read.
struct PassphraseArguments: ParsableArguments {
    @Option(
        help:
            "File whose first line is the passphrase. Else the environment's TAUTBAND_PASSPHRASE, else it is asked for."
    )
    var passphraseFile: String?

    func passphrase(_ settings: Settings, twice: Bool) throws -> String {
        if let file = passphraseFile ?? settings.backupPassphraseFile {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Failure("cannot read the passphrase file \(file)")
            }
            return try checked(text.split(separator: "\n").first.map(String.init) ?? "")
        }
        if let text = ProcessInfo.processInfo.environment["TAUTBAND_PASSPHRASE"] { return try checked(text) }
        guard isatty(0) == 1 else { throw Failure("no passphrase: give --passphrase-file FILE or TAUTBAND_PASSPHRASE") }
        let first = asked("Passphrase: ")
        if twice, asked("Again: ") != first { throw Failure("the two passphrases differ") }
        return try checked(first)
    }

    private func checked(_ text: String) throws -> String {
        guard text.unicodeScalars.count >= 12 else { throw Failure("the passphrase needs 12 characters or more") }
        return text
    }

    private func asked(_ prompt: String) -> String {
        guard let answer = getpass(prompt) else { return "" }
        return String(cString: answer)
    }
}

/// `tautband backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a verified, encrypted backup while the server runs.",
        discussion: "It holds every record and the keys. Copying the database's main file is no backup."
    )

    @Argument(help: "The new file.")
    var file: String

    @OptionGroup var arguments: SettingsArguments
    @OptionGroup var secret: PassphraseArguments

    func run() async throws {
        let settings = try arguments.settings()
        let passphrase = try secret.passphrase(settings, twice: true)
        let runtime = try await Runtime.open(settings, makes: false)
        let summary = try await failing {
            try await Backup(database: runtime.database, keyFile: runtime.keyFile).write(
                to: file, passphrase: passphrase)
        }
        await runtime.database.close()
        print(
            "\(file): \(summary.total) rows, schema \(summary.schema), read back and whole. Keep the passphrase apart.")
    }
}

/// `tautband restore`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Fill an empty data folder or database from a backup.",
        discussion: "Nothing is changed unless the whole backup is sound. --check only looks."
    )

    @Argument(help: "The backup.")
    var file: String

    @Flag(help: "Only look whether the backup is whole.")
    var check = false

    @OptionGroup var arguments: SettingsArguments
    @OptionGroup var secret: PassphraseArguments

    func run() async throws {
        let settings = try arguments.settings()
        let passphrase = try secret.passphrase(settings, twice: false)
        let found = try await failing { try Backup.check(file, passphrase: passphrase) }
        guard !check else { return print("\(file): \(found.total) rows, schema \(found.schema), whole.") }
        guard !FileManager.default.fileExists(atPath: settings.keyFile) else {
            throw Failure("there is a key file already: \(settings.keyFile); restore into an empty folder")
        }
        try FileManager.default.createDirectory(
            atPath: settings.dataFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        let keys = try await failing { try Backup.keys(file, passphrase: passphrase) }
        guard
            FileManager.default.createFile(
                atPath: settings.keyFile, contents: keys, attributes: [.posixPermissions: 0o600])
        else { throw Failure("cannot write the key file \(settings.keyFile)") }
        do {
            let runtime = try await Runtime.open(settings)
            let summary = try await failing {
                try await Backup(database: runtime.database, keyFile: runtime.keyFile)
                    .restore(from: file, passphrase: passphrase)
            }
            await runtime.database.close()
            print("restored \(summary.total) rows into \(settings.dataFolder); everybody signs in again")
        } catch {
            // The key file of a restore that failed would only be in the way of the next.
            try? FileManager.default.removeItem(atPath: settings.keyFile)
            throw error
        }
    }
}

/// Turns errors of storage and keys into words.
func failing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as StorageError {
        throw Failure(Runtime.words(of: error))
    } catch let error as any Error & CustomStringConvertible {
        throw Failure(error.description)
    } catch {
        throw Failure("\(error)")
    }
}

/// `tautband doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check integrity, space, permissions, schema, time zones, audit and backups."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var arguments: SettingsArguments

    @Option(help: "text or json.")
    var format: Format = .text

    func run() async throws {
        let settings = try arguments.settings()
        let runtime = try await Runtime.open(settings, makes: false)
        let findings = await Doctor(
            database: runtime.database, keyFile: runtime.keyFile, folder: settings.dataFolder
        ).examine()
        await runtime.database.close()
        switch format {
        case .text:
            for finding in findings {
                let mark = finding.verdict == .ok ? "ok     " : finding.verdict == .warning ? "warning" : "FAULT  "
                print("\(mark)  \(finding.check): \(finding.text)")
            }
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(findings), as: UTF8.self))
        }
        if findings.contains(where: { $0.verdict == .fault }) { throw ExitCode(1) }
    }
}

/// `tautband keys rotate`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys that the record is encrypted with.", subcommands: [Rotate.self]
    )

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace all keys and seal every field anew, while the server runs."
        )

        @OptionGroup var arguments: SettingsArguments

        func run() async throws {
            let runtime = try await Runtime.open(try arguments.settings(), makes: false)
            let rotation = try await failing { try await runtime.store.rotateKeys() }
            await runtime.database.close()
            print(
                "master key \(rotation.masterKey) is new; \(rotation.wrapped) data keys wrapped anew, \(rotation.made) made,"
                    + " \(rotation.sealed) rows sealed anew. Back the key file up: \(runtime.keyFile.path)"
            )
        }
    }
}

/// `tautband audit verify`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail.", subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Walk the whole chain and compare it with the signed heads.",
            discussion:
                "--heads names a copy of audit-heads.txt that was kept elsewhere: it shows a tail that was cut off."
        )

        @Option(help: "File of signed heads. Default audit-heads.txt in the data folder.")
        var heads: String?

        @OptionGroup var arguments: SettingsArguments

        func run() async throws {
            let runtime = try await Runtime.open(try arguments.settings(), makes: false)
            let report = try await failing { try await runtime.store.verifyAudit() }
            if let fault = report.fault { throw Failure("the audit trail is not whole: \(fault)") }
            let path = heads ?? runtime.settings.dataFolder + "/audit-heads.txt"
            var compared = 0
            for line in ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n") {
                guard let head = SignedHead(String(line)) else {
                    throw Failure("\(path): a line is not readable: \(line.prefix(40))")
                }
                guard Chain.isSigned(head.head, signature: head.signature, by: runtime.keyFile.keys) else {
                    throw Failure("\(path): the head of entry \(head.head.sequence) is not signed by our keys")
                }
                guard let hash = try await runtime.store.auditHash(at: Int(head.head.sequence)), hash == head.head.hash
                else {
                    throw Failure(
                        "entry \(head.head.sequence) is not the one whose head was signed: the trail was cut or rewritten"
                    )
                }
                compared += 1
            }
            await runtime.database.close()
            print("\(report.entries) entries, the chain is whole; \(compared) signed heads agree")
        }
    }
}

/// A line of `audit-heads.txt`.
private struct SignedHead {
    let head: Chain.Head
    let signature: Data

    init?(_ line: String) {
        let parts = line.split(separator: " ")
        guard parts.count == 4, let sequence = Int64(parts[0]), let seconds = Double(parts[2]),
            let signature = Data(base64Encoded: String(parts[3])), parts[1].utf8.count == 64
        else { return nil }
        var hash = Data()
        var rest = parts[1][...]
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            hash.append(byte)
            rest = rest.dropFirst(2)
        }
        head = Chain.Head(sequence: sequence, hash: hash, date: Date(timeIntervalSince1970: seconds))
        self.signature = signature
    }
}

/// `tautband export`: every record in plain text, for moving away and for comparing.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Take records out, readable without the program. Handle with care.",
        subcommands: [ExportAll.self, ExportClient.self], defaultSubcommand: ExportAll.self
    )
}

/// `tautband export`: every record as lines of JSON.
struct ExportAll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Print every record decrypted, one JSON object a line."
    )

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let runtime = try await Runtime.open(try arguments.settings(), makes: false)
        try await failing {
            try await runtime.store.export { line in print(line) }
        }
        await runtime.database.close()
    }
}

/// `tautband link`: for when nobody can sign in any more.
struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Print a link that works once: for the set-up, or for a new password.",
        discussion: "Whoever may run this on the server may sign in: it is noted in the audit trail."
    )

    @Option(help: "The address of mail whose password is to be chosen anew.")
    var password: String?

    @Flag(help: "A set-up link for a further practice; practices never see each other.")
    var anotherPractice = false

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let settings = try arguments.settings()
        let runtime = try await Runtime.open(settings, makes: false)
        let base = settings.publicURL.map { "\($0)" } ?? "http://\(settings.host):\(settings.port)"
        if let password {
            guard let found = try await runtime.store.credentials(mail: password.lowercased()) else {
                throw Failure("no account has the address \(password)")
            }
            let link = try await runtime.office.passwordLink(for: found.account, by: .system)
            print("\(base)/password?t=\(link.token)")
        } else if let link = try await runtime.office.setupLink(another: anotherPractice) {
            print("\(base)/setup?t=\(link.token)")
        } else {
            throw Failure(
                "the practice is set up; --password MAIL makes a link for a new password, --another-practice one for a further practice"
            )
        }
        await runtime.database.close()
    }
}

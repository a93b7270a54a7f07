import Directory
import Fetching
import Foundation
import Logging
import Mail
import Reception
import Settings
import Storage

/// The work that time brings: reminders, offers, free times, and the mail.
struct Correspondence: Sendable {
    let runtime: Runtime
    /// Where pages begin, as links in letters say.
    let base: String

    /// Works until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await tick() }
            if let worker = mailWorker() { group.addTask { await worker.run() } }
        }
    }

    private func tick() async {
        let logger = Logger(label: "tautband.reception")
        var second = 0
        var round = ClockRound()
        while !Task.isCancelled {
            if second % 60 == 0 { await readCalendars(logger) }
            if second % 3_600 == 0 { await clearRecordings(logger) }
            second += 3
            for fault in await runtime.reception.tick(&round) {
                logger.warning("\(fault.step) failed: \(type(of: fault.error))")
            }
            // A few seconds: what was given back or became free is seen soon; each look costs some milliseconds.
            try? await Task.sleep(for: .seconds(3))
        }
    }

    /// Files of recordings that were begun a day ago and never finished.
    private func clearRecordings(_ logger: Logger) async {
        do {
            let count = try await runtime.store.clearAbandoned(before: Date().addingTimeInterval(-86_400))
            if count > 0 { logger.info("\(count) recordings that never arrived whole were removed") }
        } catch { logger.warning("unfinished recordings were not removed: \(type(of: error))") }
    }

    /// Busy times of calendars elsewhere.
    private func readCalendars(_ logger: Logger) async {
        let fetcher = Fetcher()
        do {
            try await runtime.reception.readCalendars { address in
                do throws(Fetcher.Failure) { return .success(try await fetcher.fetch(address)) } catch {
                    return .failure(ImportProblem(error.reason))
                }
            }
        } catch { logger.warning("calendars were not read: \(type(of: error))") }
    }

    /// Who sends; `nil` without a sender, when letters stay in line.
    private func mailWorker() -> OutboxWorker? {
        let logger = Logger(label: "tautband.mail")
        let settings = runtime.settings.mail
        guard let text = settings.sender else {
            logger.notice("no mail is sent: set mail_sender, and mail_server to send it to the world")
            return nil
        }
        do {
            let writer = LetterWriter(runtime.reception, Stationery(base: base, sender: try MailAddress(text)))
            return OutboxWorker(
                outbox: LetterOutbox(runtime.store, writer), transport: try transport(settings), rule: try RetryRule(),
                limits: try OutboxWorker.Limits(idle: 1), clock: SystemMailClock(),
                report: { event in
                    switch event {
                    case .sent(let id): logger.debug("sent \(id.text)")
                    case .postponed(let id, let until, let failure):
                        logger.notice("\(id.text) waits until \(until): \(failure.kind.rawValue) \(failure.text)")
                    case .givenUp(let id, let failure):
                        logger.error("\(id.text) was not sent: \(failure.kind.rawValue) \(failure.text)")
                    case .notNoted(let id, _): logger.warning("what became of \(id.text) could not be noted")
                    case .pausing(let seconds): logger.notice("the mail server is left alone for \(Int(seconds)) s")
                    case .outboxFailed(let what): logger.warning("the line of letters could not be read: \(what)")
                    }
                })
        } catch {
            logger.error("no mail is sent: \(error)")
            return nil
        }
    }

    private func transport(_ settings: MailSettings) throws -> any MailTransport {
        guard let host = settings.host else {
            let folder = URL(fileURLWithPath: runtime.settings.dataFolder).appendingPathComponent("mail")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return FolderTransport(folder: folder)
        }
        var login: SMTPServer.Login?
        if let user = settings.user, let file = settings.passwordFile {
            let password = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
            login = SMTPServer.Login(user: user, password: password)
        }
        let security: SMTPServer.Security =
            switch settings.security {
            case .startTLS: .startTLS
            case .tls: .tls
            case .none: .none
            }
        return SMTPTransport(
            try SMTPServer(
                host: host, port: settings.port, security: security, login: login, authorities: settings.authorities))
    }
}

import Dispatch

/// Sends letters to a mail server (RFC 5321) through libcurl, one after the other over a connection that is kept.
///
/// libcurl's calls block, so they run on a thread of their own and never hold one of the cooperative pool. Cancelling
/// the task ends the sending within about a second; when the letter was complete by then, the outcome is unknown.
public final class SMTPTransport: MailTransport {
    private nonisolated(unsafe) var session: SMTPSession?  // used on the serial queue alone
    private let server: SMTPServer
    private let queue = DispatchQueue(label: "tautband.mail.smtp")

    /// Creates a transport; the connection is made with the first letter.
    public init(_ server: SMTPServer) { self.server = server }

    deinit {
        guard let session else { return }
        // Saying goodbye blocks.
        nonisolated(unsafe) let last = session  // the last reference: nobody else can use it any more
        queue.async { last.close() }
    }

    public func send(_ mail: ComposedMail) async throws(MailTransportError) {
        let exchange = SMTPExchange(mail.octets)
        let error = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: self.attempt(mail, exchange)) }
            }
        } onCancel: {
            exchange.cancel()
        }
        if let error { throw error }
    }

    private func attempt(_ mail: ComposedMail, _ exchange: SMTPExchange) -> MailTransportError? {
        if exchange.isCancelled { return .cancelled }
        let session = session ?? SMTPSession(server)
        self.session = session
        let error = session.send(mail, exchange)
        // A server may close a connection that stood unused. The letter had not begun; a new connection tells more.
        guard case .unreachable? = error, session.isReused, !exchange.isCancelled else { return error }
        session.close()
        let fresh = SMTPSession(server)
        self.session = fresh
        exchange.rewind()
        return fresh.send(mail, exchange)
    }
}

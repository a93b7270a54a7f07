/// A way on which letters leave.
public protocol MailTransport: Sendable {
    /// Hands one letter over.
    ///
    /// Returns when the other side has taken the responsibility for it, such as a server with its `250` after the final
    /// dot.
    /// - Parameter mail: The letter.
    /// - Throws: ``MailTransportError``: why it was not, or that nobody can know.
    func send(_ mail: ComposedMail) async throws(MailTransportError)
}

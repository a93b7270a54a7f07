/// Keeps letters instead of sending them; for tests.
public actor MemoryTransport: MailTransport {
    /// The letters taken, in order.
    public private(set) var sent: [ComposedMail] = []

    /// How many letters were offered, taken or not.
    public private(set) var tries = 0

    private let answer: @Sendable (ComposedMail, Int) -> MailTransportError?

    /// Creates a transport.
    ///
    /// - Parameter answer: What happens to a letter, given with the number of letters offered before it: an error, or
    ///   `nil` to take it. After ``MailTransportError/unknownOutcome(reason:)`` the letter counts as taken.
    public init(answer: @escaping @Sendable (ComposedMail, Int) -> MailTransportError? = { _, _ in nil }) {
        self.answer = answer
    }

    public func send(_ mail: ComposedMail) async throws(MailTransportError) {
        let error = answer(mail, tries)
        tries += 1
        switch error {
        case nil: sent.append(mail)
        case .unknownOutcome?:
            sent.append(mail)
            fallthrough
        case .some: if let error { throw error }
        }
    }
}

/// A free time offered to one entry of a wait list.
public struct WaitListOffer<ID: Hashable & Sendable>: Hashable, Sendable {
    /// What the client said.
    public enum Answer: String, CaseIterable, Sendable {
        /// Nothing yet.
        case none

        /// Takes the time.
        case accepted

        /// Doesn't want the time.
        case declined
    }

    /// The entry of the list.
    public let entry: ID

    /// The time offered.
    public let slot: Period

    /// The moment at which the offer ends.
    public let expires: Moment

    /// What the client said.
    public let answer: Answer

    /// An offer.
    public init(entry: ID, slot: Period, expires: Moment, answer: Answer = .none) {
        self.entry = entry
        self.slot = slot
        self.expires = expires
        self.answer = answer
    }

    /// Whether the client can still take the time.
    public func isOpen(at now: Moment) -> Bool { answer == .none && now < expires }
}

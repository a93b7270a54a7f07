import Foundation
public import Mail

/// What all letters share: who sends them, and where the pages are.
public struct Stationery: Sendable {
    /// Where pages begin, without a slash at the end: `https://tautband.example`.
    public let base: String
    public let sender: MailAddress

    public init(base: String, sender: MailAddress) {
        self.base = base
        self.sender = sender
    }

    /// The address of a page with a link's token.
    func page(_ path: String, _ token: String) -> String { "\(base)\(path)?t=\(token)" }
}

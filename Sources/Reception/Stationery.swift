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

    /// The host in the identifiers of calendars: that of the pages, so that a letter, a page and a feed name one
    /// appointment alike.
    public static func calendarHost(of base: String) -> String {
        let host = URLComponents(string: base)?.host ?? ""
        return host.isEmpty ? "localhost" : host
    }

    /// The address of a page with a link's token.
    func page(_ path: String, _ token: String) -> String { "\(base)\(path)?t=\(token)" }
}

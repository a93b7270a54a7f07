public import Foundation

/// That an entry is struck out, or brought back: a dated version of it with the reason and nothing else changed.
public struct Strike: Hashable, Sendable {
    public enum Act: String, CaseIterable, Hashable, Sendable { case strike, restore }

    public let act: Act
    /// Never empty.
    public let reason: String
    /// The version that was looked at; 0 when it is not known, as with a hold that two devices write to.
    public let seen: Int

    /// Reasons that come up most, offered as one tap each.
    public static let reasons = ["Wrong client", "Wrong side", "Entered twice", "Mistyped"]

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` when the reason is empty or longer than 300 characters.
    public init(_ act: Act, reason: String, seen: Int = 0) throws(RecordsError) {
        self.act = act
        let line = try Text.optionalLine(reason, field: "reason", longest: 300)
        guard !line.isEmpty else {
            throw .invalid(field: "reason", value: "", reason: "is needed: what was wrong with it")
        }
        self.reason = line
        self.seen = max(seen, 0)
    }

    /// The version that follows the newest one; `nil` when that says so already.
    ///
    /// A hold takes it whatever version was seen: its moments only grow, so that none of them can be lost by it.
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for a kind that cannot be struck out or a hold that runs,
    ///   and ``RecordsError/stale(current:)`` when somebody else wrote meanwhile.
    public func version(
        after newest: RecordEntry, at moment: Date, by author: Account.ID?
    ) throws(RecordsError) -> RecordEntry? {
        guard newest.body.kind.canBeStruck else {
            throw .invalid(
                field: "kind", value: newest.body.kind.rawValue,
                reason: "Only findings, measurements, holds and recordings can be struck out")
        }
        guard newest.isStruck != (act == .strike) else { return nil }
        if case .hold(let hold) = newest.body {
            if act == .strike, hold.start != nil, hold.seconds == nil {
                throw .invalid(
                    field: "kind", value: "hold", reason: "A hold that runs cannot be struck out: stop it first")
            }
        } else if seen > 0, seen != newest.version {
            throw .stale(current: newest.version)
        }
        return try RecordEntry(
            id: newest.id, version: newest.version + 1, client: newest.client, complaint: newest.complaint,
            visit: newest.visit, reason: reason, isStruck: act == .strike, at: moment, author: author, body: newest.body
        )
    }
}

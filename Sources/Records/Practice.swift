import Foundation

/// A practice: the walls between tenants; nothing crosses them.
public struct Practice: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Practice>
    public let id: ID
    public var name: String
    /// IANA name of the time zone that times are shown in.
    public var timeZone: String
    public var address: String
    /// Counts edits from 1; a stale edit is refused.
    public var version: Int

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for an empty or long name or an unknown time zone.
    public init(id: ID = ID(), name: String, timeZone: String, address: String = "", version: Int = 1)
        throws(RecordsError)
    {
        self.id = id
        self.name = try Text.line(name, field: "practice_name", longest: 120)
        self.address = try Text.block(address, field: "address", longest: 500)
        let timeZone = try Text.line(timeZone, field: "time_zone", longest: 64)
        guard TimeZone(identifier: timeZone) != nil else {
            throw .invalid(
                field: "time_zone", value: timeZone, reason: "is no time zone of the IANA list, such as Europe/Berlin")
        }
        self.timeZone = timeZone
        self.version = version
    }
}

/// A span of time in a recording, from its start, in seconds; the end lies outside.
public struct TimeSpan: Hashable, Sendable {
    public let start: Double
    public let end: Double

    /// In seconds.
    public var duration: Double { end - start }

    /// Creates a span.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 0 ≤ start < end ≤ 10,000,000.
    public init(start: Double, end: Double) throws(SignalError) {
        self.start = try SignalError.checked(start, "start", in: 0...10_000_000)
        self.end = try SignalError.checked(end, "end", in: 0...10_000_000)
        guard start < end else {
            throw .invalid(field: "end", value: "\(end)", reason: "is not after the start \(start)")
        }
    }

    /// True when the spans share more than a border.
    public func overlaps(_ other: TimeSpan) -> Bool { start < other.end && other.start < end }
}

/// What is wrong with a value of a schedule.
public enum SchedulingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A value that is not accepted, with the field it was given for.
    case invalid(field: String, value: String, reason: String)

    /// A question over more days than one answer covers.
    case tooManyDays(asked: Int, limit: Int)

    /// One sentence that names the field, the value and the rule.
    public var description: String {
        switch self {
        case .invalid(let field, let value, let reason): "\(field) '\(value)' \(reason)."
        case .tooManyDays(let asked, let limit): "The period of \(asked) days is longer than \(limit) days."
        }
    }

    /// The value itself when it lies in the range.
    ///
    /// - Throws: ``invalid(field:value:reason:)`` otherwise.
    static func checked(_ value: Int, _ field: String, in range: ClosedRange<Int>) throws(SchedulingError) -> Int {
        guard range.contains(value) else {
            throw .invalid(
                field: field, value: String(value), reason: "is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

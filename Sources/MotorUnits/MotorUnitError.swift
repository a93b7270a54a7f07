/// What is wrong with a value given to the motor-unit model or to a decomposition.
public enum MotorUnitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A value that is not accepted, with the field it was given for.
    case invalid(field: String, value: String, reason: String)

    /// A signal or a simulation that needs more samples than one call works on.
    case tooLong(samples: Int, limit: Int)

    /// A sample that is not a finite number.
    case notFinite(channel: Int, sample: Int)

    /// One sentence that names the field, the value and the rule.
    public var description: String {
        switch self {
        case .invalid(let field, let value, let reason): "\(field) '\(value)' \(reason)."
        case .tooLong(let samples, let limit): "The signal of \(samples) samples is longer than \(limit) samples."
        case .notFinite(let channel, let sample): "Channel \(channel), sample \(sample) is not a finite number."
        }
    }

    /// The value itself when it lies in the range.
    ///
    /// - Throws: ``invalid(field:value:reason:)`` otherwise, also for a value that is not a number.
    static func checked(
        _ value: Double, _ field: String, in range: ClosedRange<Double>
    ) throws(MotorUnitError) -> Double {
        guard range.contains(value) else {
            throw .invalid(
                field: field, value: String(value), reason: "is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The value itself when it lies in the range.
    ///
    /// - Throws: ``invalid(field:value:reason:)`` otherwise.
    static func checked(_ value: Int, _ field: String, in range: ClosedRange<Int>) throws(MotorUnitError) -> Int {
        guard range.contains(value) else {
            throw .invalid(
                field: field, value: String(value), reason: "is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

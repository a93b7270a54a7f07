/// What is wrong with a value given for a measurement.
public enum SignalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A value that is not accepted, with the field it was given for.
    case invalid(field: String, value: String, reason: String)

    /// Fewer samples than the step needs.
    case tooShort(field: String, samples: Int, needed: Int)

    /// A sample that is not a finite number.
    case notFinite(field: String, index: Int)

    /// One sentence that names the field, the value and the rule.
    public var description: String {
        switch self {
        case .invalid(let field, let value, let reason): "\(field) '\(value)' \(reason)."
        case .tooShort(let field, let samples, let needed):
            "\(field) has \(samples) samples; this step needs at least \(needed)."
        case .notFinite(let field, let index): "\(field) has no finite number at sample \(index)."
        }
    }
}

extension SignalError {
    /// The value itself when it is a finite number in the range.
    static func checked(
        _ value: Double, _ field: String, in range: ClosedRange<Double>
    ) throws(SignalError) -> Double {
        guard range.contains(value) else {
            throw .invalid(
                field: field, value: "\(value)", reason: "is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The count itself when it lies in the range.
    static func checked(_ value: Int, _ field: String, in range: ClosedRange<Int>) throws(SignalError) -> Int {
        guard range.contains(value) else {
            throw .invalid(
                field: field, value: "\(value)", reason: "is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Refuses samples that are not finite: one would spread over everything a recursive filter gives after it.
    static func requireFinite(_ samples: [Double], _ field: String) throws(SignalError) {
        // The exponent of what is no number has all bits set: one more turns the sign bit on. No branch, no waiting.
        let exponent: UInt64 = 0x7FF0_0000_0000_0000
        var signs: UInt64 = 0
        for sample in samples { signs |= (sample.bitPattern & exponent) &+ 0x0010_0000_0000_0000 }
        guard signs >> 63 != 0 else { return }
        if let index = samples.firstIndex(where: { !$0.isFinite }) { throw .notFinite(field: field, index: index) }
    }
}

import Foundation
public import MotorUnits

/// What somebody asks the model of a held point, as typed into a form or an address.
///
/// What is wrong takes its standard value and is named in ``problems``; whatever is typed, there is a scenario.
public struct HeldPointQuestion: Hashable, Sendable {
    /// A field of the form; the raw values are those of the address.
    public enum Field: String, CaseIterable, Sendable {
        /// Seconds of the hold.
        case hold

        /// Pressure on the client's scale.
        case pressure

        /// Days that are followed.
        case days

        /// `stays` or `treated`.
        case cause
    }

    /// What a field of numbers takes.
    public struct Limits: Hashable, Sendable {
        /// The smallest and the largest value.
        public let range: ClosedRange<Double>

        /// What is typed is rounded to a multiple of this.
        public let step: Double

        /// The value when nothing is typed.
        public let standard: Double

        /// What is counted.
        public let unit: String
    }

    /// The scenario; always one that can be drawn.
    public let scenario: PoolScenario

    /// What is wrong with what was typed, by field; empty when all is well.
    public let problems: [Field: String]

    /// What a field takes; `nil` for one that takes words.
    ///
    /// - Parameter field: The field.
    /// - Returns: Its range and step.
    public static func limits(of field: Field) -> Limits? {
        switch field {
        case .hold: Limits(range: 0...300, step: 1, standard: 60, unit: "seconds")
        case .pressure: Limits(range: 0...10, step: 0.5, standard: 6, unit: "discomfort")
        case .days: Limits(range: 1...90, step: 1, standard: 14, unit: "days")
        case .cause: nil
        }
    }

    /// Reads what was typed.
    ///
    /// - Parameter typed: The text of each field; an absent field takes its standard value without a problem.
    /// - Throws: ``MotorUnitError`` never; the scenario's own checks are passed on.
    public init(_ typed: [Field: String]) throws(MotorUnitError) {
        var problems: [Field: String] = [:]
        func number(_ field: Field) -> Double {
            guard let limits = Self.limits(of: field) else { return 0 }
            guard let text = typed[field] else { return limits.standard }
            guard let value = Self.number(text), limits.range.contains(value) else {
                problems[field] = Self.problem(text, limits)
                return limits.standard
            }
            // Adding 0 turns a negative zero into zero.
            return (value / limits.step).rounded() * limits.step + 0
        }
        let (hold, pressure, days) = (number(.hold), number(.pressure), number(.days))
        var isTreated = false
        switch typed[.cause] {
        case nil, "stays": break
        case "treated": isTreated = true
        default: problems[.cause] = "Choose one of the two. The picture shows the cause that stays."
        }
        scenario = try PoolScenario(
            holdSeconds: hold, pressure: pressure, causeTreated: isTreated, days: Int(days))
        self.problems = problems
    }

    /// A plain decimal number; a comma stands for a point.
    private static func number(_ text: String) -> Double? {
        let plain = text.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
        guard (1...12).contains(plain.count), plain.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.".contains($0)) })
        else { return nil }
        return Double(plain)
    }

    private static func problem(_ text: String, _ limits: Limits) -> String {
        let range = "\(SVGParts.number(limits.range.lowerBound)) to \(SVGParts.number(limits.range.upperBound))"
        let shown = text.trimmingCharacters(in: .whitespaces).prefix(20)
        let what = shown.isEmpty ? "Nothing is typed here." : "“\(shown)” cannot be used."
        return "\(what) Type a number from \(range). The picture shows \(SVGParts.number(limits.standard))."
    }
}

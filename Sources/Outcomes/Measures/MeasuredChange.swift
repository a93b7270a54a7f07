/// Whether a measure really changed between two visits, and whether the change matters.
///
/// The parts of a sentence, not the sentence: values, thresholds and their sources.
public struct MeasuredChange: Hashable, Sendable {
    /// How a change stands against the error of measurement.
    public enum Reality: String, CaseIterable, Sendable {
        case realBetter
        case realWorse
        /// Smaller than the measure can tell from its own error.
        case withinError
    }

    /// Why two values can't be compared.
    public enum Failure: Error, Hashable, Sendable {
        /// A value is not a number on the scale of the measure.
        case outOfScale(value: Double, scale: ClosedRange<Double>)
    }

    public let measure: Measure
    public let before: Double
    public let after: Double
    /// The step that is judged as real or not, or `nil` when none is known.
    public let detectable: ChangeThreshold?
    /// The step that is judged as important, or `nil` when none is known.
    public let important: ChangeThreshold?

    // A change that equals a threshold reaches it, whatever the last bits say.
    private static let tolerance = 1e-9

    /// Compares two values, with the first published threshold of the measure unless others are given.
    ///
    /// - Throws: ``Failure/outOfScale(value:scale:)``.
    public init(
        _ measure: Measure, from before: Double, to after: Double, detectable: ChangeThreshold? = nil,
        important: ChangeThreshold? = nil
    ) throws(Failure) {
        for value in [before, after] where !measure.scale.contains(value) {
            throw .outOfScale(value: value, scale: measure.scale)
        }
        self.measure = measure
        self.before = before
        self.after = after
        self.detectable = detectable ?? measure.detectable.first
        self.important = important ?? measure.important.first
    }

    /// The change in the unit of the measure; positive is better.
    public var improvement: Double { measure.better == .higher ? after - before : before - after }

    /// How the change stands against the error, or `nil` when the error is not known.
    public var reality: Reality? {
        guard let detectable else { return nil }
        guard abs(improvement) >= detectable.value - Self.tolerance else { return .withinError }
        return improvement > 0 ? .realBetter : .realWorse
    }

    /// True when the change, for better or worse, is at least the minimal important one; `nil` when that is unknown.
    public var isImportant: Bool? {
        important.map { abs(improvement) >= $0.value - Self.tolerance }
    }
}

/// A recursive filter as second-order sections, one after the other.
///
/// Sections keep a filter of high order exact where a single polynomial would lose it to rounding.
public struct SectionCascade: Hashable, Sendable {
    /// 1 to 64 stable sections, in the order in which samples pass them.
    public let sections: [Biquad]

    /// Creates a cascade.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` without sections, with more than 64, or with one that
    ///   is not stable.
    public init(sections: [Biquad]) throws(SignalError) {
        _ = try SignalError.checked(sections.count, "sections", in: 1...64)
        for (place, section) in sections.enumerated() {
            guard section.isStable, (section.b0 + section.b1 + section.b2).isFinite else {
                throw .invalid(field: "section", value: "\(place)", reason: "is not a stable filter")
            }
        }
        self.sections = sections
    }

    /// The cascade followed by another.
    ///
    /// - Parameter other: The sections that come after.
    /// - Returns: One cascade.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when there are more than 64 sections together.
    public func followed(by other: SectionCascade) throws(SignalError) -> SectionCascade {
        try SectionCascade(sections: sections + other.sections)
    }

    /// The states in which a constant 1 passes without a transient; `scipy.signal.sosfilt_zi`.
    public var steadyState: [BiquadState] {
        var level = 1.0
        return sections.map { section in
            defer { level *= section.gainAtZero }
            return section.steadyState * level
        }
    }

    /// The share of power that passes once.
    ///
    /// - Parameters:
    ///   - frequency: In hertz.
    ///   - rate: The sampling rate.
    /// - Returns: 0 to about 1; squared for a filter applied forward and backward.
    public func power(at frequency: Double, rate: SamplingRate) -> Double {
        sections.reduce(1) { $0 * $1.power(at: frequency, rate: rate) }
    }

    /// The samples by which each end is prolonged before filtering forward and backward.
    ///
    /// Three times the length of the filter's difference equation, less the delays that no section uses, as in
    /// `scipy.signal.sosfiltfilt`.
    public var padding: Int {
        let unused = min(sections.count { $0.b2 == 0 }, sections.count { $0.a2 == 0 })
        return 3 * (2 * sections.count + 1 - unused)
    }

    /// Filters samples in the order of time; `scipy.signal.sosfilt`.
    ///
    /// A recording can come in pieces: the states left by one piece are the states to begin the next with.
    ///
    /// - Parameters:
    ///   - samples: Samples of any unit.
    ///   - states: One per section, or none to begin at rest; left as the last sample leaves them.
    /// - Returns: As many samples.
    /// - Throws: ``SignalError`` when a sample is not finite or there are neither no states nor one per section.
    /// - Complexity: O(*n* · sections).
    public func filter(_ samples: [Double], states: inout [BiquadState]) throws(SignalError) -> [Double] {
        try SignalError.requireFinite(samples, "samples")
        if states.isEmpty { states = [BiquadState](repeating: BiquadState(), count: sections.count) }
        guard states.count == sections.count else {
            throw .invalid(
                field: "states", value: "\(states.count)", reason: "are not as many as sections (\(sections.count))")
        }
        var output = samples
        var delays = states.flatMap { [$0.first, $0.second] }
        output.withUnsafeMutableBufferPointer { data in
            delays.withUnsafeMutableBufferPointer { delays in
                run(data, width: 1, delays: delays, reversed: false)
            }
        }
        states = states.indices.map { BiquadState(first: delays[2 * $0], second: delays[2 * $0 + 1]) }
        return output
    }

    /// Filters forward and backward, so that nothing is shifted in time; `scipy.signal.sosfiltfilt`.
    ///
    /// Each end is prolonged by its own odd mirror image, and each pass begins in the steady state of its first
    /// sample. The power response is the square of one pass: a corner of half power becomes one of a quarter.
    /// Gustafsson F. *IEEE Trans Signal Process* 1996;44:988-992, doi 10.1109/78.492552 discusses the ends.
    ///
    /// - Parameter samples: More than ``padding`` samples of any unit.
    /// - Returns: As many samples.
    /// - Throws: ``SignalError`` when there are too few samples or one is not finite.
    /// - Complexity: O(*n* · sections).
    public func zeroPhase(_ samples: [Double]) throws(SignalError) -> [Double] {
        let padding = padding
        guard samples.count > padding else {
            throw .tooShort(field: "samples", samples: samples.count, needed: padding + 1)
        }
        try SignalError.requireFinite(samples, "samples")
        let scratch = UnsafeMutableBufferPointer<Double>.allocate(capacity: samples.count + 2 * padding)
        defer { scratch.deallocate() }
        samples.withUnsafeBufferPointer { source in
            for index in source.indices { scratch[padding + index] = source[index] }
        }
        runForwardAndBackward(scratch, width: 1, padding: padding)
        return Array(scratch[padding..<(padding + samples.count)])
    }
}

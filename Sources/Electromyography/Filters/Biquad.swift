import Foundation

/// One second-order section, `(b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²)`.
public struct Biquad: Hashable, Sendable {
    public var b0: Double
    public var b1: Double
    public var b2: Double
    public var a1: Double
    public var a2: Double

    /// Creates a section from its coefficients, with the leading denominator coefficient 1.
    public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
        self.b0 = b0
        self.b1 = b1
        self.b2 = b2
        self.a1 = a1
        self.a2 = a2
    }

    /// Creates a section from two zeros and two poles, each pair real or conjugate.
    init(zeros: (ComplexNumber, ComplexNumber), poles: (ComplexNumber, ComplexNumber)) {
        self.init(
            b0: 1, b1: -(zeros.0 + zeros.1).real, b2: (zeros.0 * zeros.1).real, a1: -(poles.0 + poles.1).real,
            a2: (poles.0 * poles.1).real)
    }

    func scaled(by gain: Double) -> Biquad {
        Biquad(b0: b0 * gain, b1: b1 * gain, b2: b2 * gain, a1: a1, a2: a2)
    }

    /// Both poles lie inside the unit circle (the triangle of stability).
    public var isStable: Bool { abs(a2) < 1 && abs(a1) < 1 + a2 }

    /// What the section leaves of a constant.
    var gainAtZero: Double { (b0 + b1 + b2) / (1 + a1 + a2) }

    /// The state in which a constant 1 passes without a transient.
    var steadyState: BiquadState {
        let first = (b1 + b2 - (a1 + a2) * b0) / (1 + a1 + a2)
        return BiquadState(first: first, second: (1 + a1) * first - (b1 - a1 * b0))
    }

    /// The squared magnitude of the response.
    ///
    /// - Parameters:
    ///   - frequency: In hertz.
    ///   - rate: The sampling rate.
    /// - Returns: The share of power that passes.
    public func power(at frequency: Double, rate: SamplingRate) -> Double {
        let angle = 2 * Double.pi * frequency / rate.hertz
        let (c1, s1, c2, s2) = (cos(angle), sin(angle), cos(2 * angle), sin(2 * angle))
        let above = pow(b0 + b1 * c1 + b2 * c2, 2) + pow(b1 * s1 + b2 * s2, 2)
        let below = pow(1 + a1 * c1 + a2 * c2, 2) + pow(a1 * s1 + a2 * s2, 2)
        return above / below
    }
}

/// The two delays of a section in the transposed direct form II.
public struct BiquadState: Hashable, Sendable {
    public var first: Double
    public var second: Double

    /// Creates a state; at rest unless told otherwise.
    public init(first: Double = 0, second: Double = 0) {
        self.first = first
        self.second = second
    }

    static func * (state: BiquadState, level: Double) -> BiquadState {
        BiquadState(first: state.first * level, second: state.second * level)
    }
}

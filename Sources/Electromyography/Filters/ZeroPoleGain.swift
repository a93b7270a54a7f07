import Foundation

/// A filter as its zeros, poles and gain.
///
/// The transforms are those of Oppenheim and Schafer, *Discrete-Time Signal Processing*, chapter 7.
struct ZeroPoleGain: Sendable {
    var zeros: [ComplexNumber]
    var poles: [ComplexNumber]
    var gain: Double

    private var excess: Int { poles.count - zeros.count }

    /// The analogue Butterworth low-pass of corner 1 rad/s.
    static func butterworth(order: Int) -> ZeroPoleGain {
        let poles = stride(from: 1 - order, to: order, by: 2).map { place in
            let angle = Double.pi * Double(place) / Double(2 * order)
            // The middle pole of an odd order is real exactly.
            return place == 0 ? ComplexNumber(-1) : ComplexNumber(-cos(angle), -sin(angle))
        }
        return ZeroPoleGain(zeros: [], poles: poles, gain: 1)
    }

    /// Moves the corner of a low-pass to `corner` rad/s.
    func lowPass(corner: Double) -> ZeroPoleGain {
        let scale = ComplexNumber(corner)
        return ZeroPoleGain(
            zeros: zeros.map { $0 * scale }, poles: poles.map { $0 * scale }, gain: gain * pow(corner, Double(excess)))
    }

    /// Turns a low-pass into a high-pass with corner `corner` rad/s.
    func highPass(corner: Double) -> ZeroPoleGain {
        let scale = ComplexNumber(corner)
        let ratio = Self.product(zeros.map { -$0 }) / Self.product(poles.map { -$0 })
        return ZeroPoleGain(
            zeros: zeros.map { scale / $0 } + [ComplexNumber](repeating: ComplexNumber(0), count: excess),
            poles: poles.map { scale / $0 }, gain: gain * ratio.real)
    }

    /// Turns a low-pass into a band-pass around `centre` rad/s.
    func bandPass(centre: Double, width: Double) -> ZeroPoleGain {
        func split(_ values: [ComplexNumber]) -> [ComplexNumber] {
            let scaled = values.map { $0 * ComplexNumber(width / 2) }
            let roots = scaled.map { ($0 * $0 - ComplexNumber(centre * centre)).squareRoot }
            return zip(scaled, roots).map { $0 + $1 } + zip(scaled, roots).map { $0 - $1 }
        }
        return ZeroPoleGain(
            zeros: split(zeros) + [ComplexNumber](repeating: ComplexNumber(0), count: excess), poles: split(poles),
            gain: gain * pow(width, Double(excess)))
    }

    /// The bilinear transform at a rate of 2 per second; zeros at infinity go to half the rate.
    var digital: ZeroPoleGain {
        let double = ComplexNumber(4)
        let ratio = Self.product(zeros.map { double - $0 }) / Self.product(poles.map { double - $0 })
        return ZeroPoleGain(
            zeros: zeros.map { (double + $0) / (double - $0) }
                + [ComplexNumber](repeating: ComplexNumber(-1), count: excess),
            poles: poles.map { (double + $0) / (double - $0) }, gain: gain * ratio.real)
    }

    private static func product(_ values: [ComplexNumber]) -> ComplexNumber {
        values.reduce(ComplexNumber(1)) { $0 * $1 }
    }
}

import Foundation

/// The Fourier transform of real samples; `scipy.fft.rfft`.
public struct RealTransform: Sendable {
    /// Half a spectrum: `count / 2 + 1` values, from frequency 0 upwards.
    public struct Values: Hashable, Sendable {
        public var real: [Double]
        public var imaginary: [Double]
    }

    /// How many samples go in.
    public let count: Int
    private let plan: FourierPlan
    private let cosine: [Double]
    private let sine: [Double]

    /// Plans a length.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 1 ≤ `count` ≤ 16,777,216.
    public init(count: Int) throws(SignalError) {
        self.count = try SignalError.checked(count, "length of a transform", in: 1...(1 << 24))
        // An even length goes through a transform of half the length, even samples as real and odd ones as imaginary.
        let half = count.isMultiple(of: 2) ? count / 2 : 0
        plan = FourierPlan(count: half > 0 ? half : count)
        let angles = (0..<half).map { 2 * Double.pi * Double($0) / Double(count) }
        cosine = angles.map { cos($0) }
        sine = angles.map { -sin($0) }
    }

    /// Transforms samples.
    ///
    /// - Parameter samples: Exactly ``count``.
    /// - Returns: The half spectrum; the other half is its mirror image.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` for another number of samples.
    /// - Complexity: O(*n* log *n*).
    public func forward(_ samples: [Double]) throws(SignalError) -> Values {
        guard samples.count == count else {
            throw .invalid(field: "samples", value: "\(samples.count)", reason: "are not \(count), as planned")
        }
        let isEven = count.isMultiple(of: 2)
        var real = isEven ? (0..<plan.count).map { samples[2 * $0] } : samples
        var imaginary = isEven ? (0..<plan.count).map { samples[2 * $0 + 1] } : samples.map { _ in 0 }
        var scratch = [Double](repeating: 0, count: plan.scratchCount)
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                scratch.withUnsafeMutableBufferPointer { scratch in
                    plan.transform(real, imaginary, scratch: scratch)
                }
            }
        }
        let bins = count / 2 + 1
        guard isEven else { return Values(real: Array(real[..<bins]), imaginary: Array(imaginary[..<bins])) }
        var values = Values(
            real: [Double](repeating: 0, count: bins), imaginary: [Double](repeating: 0, count: bins))
        let half = plan.count
        for k in 0..<half {
            let mirror = (half - k) % half
            let even = ((real[k] + real[mirror]) / 2, (imaginary[k] - imaginary[mirror]) / 2)
            let odd = ((imaginary[k] + imaginary[mirror]) / 2, (real[mirror] - real[k]) / 2)
            values.real[k] = even.0 + odd.0 * cosine[k] - odd.1 * sine[k]
            values.imaginary[k] = even.1 + odd.0 * sine[k] + odd.1 * cosine[k]
        }
        values.real[half] = real[0] - imaginary[0]
        return values
    }
}

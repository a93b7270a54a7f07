import Foundation

/// The discrete Fourier transform of one length, planned once.
///
/// Lengths whose prime factors are at most 31 go through Stockham's self-sorting form of the mixed-radix algorithm;
/// other lengths through Bluestein's chirp, which turns them into convolutions of a length that is a power of two.
/// Cooley JW, Tukey JW. *Math Comput* 1965;19:297-301, doi 10.1090/S0025-5718-1965-0178586-1; Bluestein LI. *IEEE
/// Trans Audio Electroacoust* 1970;18:451-455, doi 10.1109/TAU.1970.1162132.
struct FourierPlan: Sendable {
    /// One factor of the length.
    struct Stage: Sendable {
        let radix: Int
        /// Butterflies of different twiddles, and of the same.
        let groups: Int
        let stride: Int
        /// Where the stage's twiddles begin: `radix - 1` for each group.
        let twiddles: Int
    }

    /// The transform by a convolution.
    struct Chirp: Sendable {
        let length: Int
        let stages: [Stage]
        /// exp(-iπn²/N).
        let cosine: [Double]
        let sine: [Double]
        /// The transform of the conjugate chirp, divided by the length.
        let real: [Double]
        let imaginary: [Double]
    }

    let count: Int
    let stages: [Stage]
    let chirp: Chirp?
    /// exp(-2πi·place/N) in the order in which the stages ask for them.
    let cosine: [Double]
    let sine: [Double]

    /// Places of scratch memory for one transform.
    var scratchCount: Int { chirp.map { 4 * $0.length } ?? 2 * count }

    /// Plans a length.
    ///
    /// - Precondition: 1 ≤ `count` ≤ 2²⁴.
    init(count: Int) {
        precondition((1...(1 << 24)).contains(count), "length of a transform")
        self.count = count
        if let factors = Self.factors(of: count) {
            (stages, cosine, sine) = Self.plan(count, factors)
            chirp = nil
            return
        }
        var length = 1
        while length < 2 * count - 1 { length *= 2 }
        let planned = Self.plan(length, Self.factors(of: length) ?? [])
        (cosine, sine) = (planned.cosine, planned.sine)
        stages = []
        let angles = (0..<count).map { Double.pi * Double(($0 * $0) % (2 * count)) / Double(count) }
        var real = [Double](repeating: 0, count: length)
        var imaginary = real
        for (place, angle) in angles.enumerated() {
            for mirror in [place, (length - place) % length] {
                real[mirror] = cos(angle) / Double(length)
                imaginary[mirror] = sin(angle) / Double(length)
            }
        }
        var scratch = [Double](repeating: 0, count: 2 * length)
        let twiddles = (planned.cosine, planned.sine)
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                scratch.withUnsafeMutableBufferPointer { scratch in
                    Self.run(planned.stages, twiddles, length, real, imaginary, scratch)
                }
            }
        }
        chirp = Chirp(
            length: length, stages: planned.stages, cosine: angles.map { cos($0) }, sine: angles.map { -sin($0) },
            real: real, imaginary: imaginary)
    }

    /// The radices, largest work first, or `nil` when a prime factor is too large for a butterfly.
    private static func factors(of count: Int) -> [Int]? {
        var rest = count
        var factors: [Int] = []
        for radix in [4, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31] {
            while rest.isMultiple(of: radix) {
                factors.append(radix)
                rest /= radix
            }
        }
        return rest == 1 ? factors : nil
    }

    private static func plan(_ count: Int, _ factors: [Int]) -> (stages: [Stage], cosine: [Double], sine: [Double]) {
        var stages: [Stage] = []
        var cosine: [Double] = []
        var sine: [Double] = []
        var (length, stride) = (count, 1)
        for radix in factors {
            let groups = length / radix
            stages.append(Stage(radix: radix, groups: groups, stride: stride, twiddles: cosine.count))
            for group in 0..<groups {
                for leg in 1..<radix {
                    let angle = 2 * Double.pi * Double((group * leg * stride) % count) / Double(count)
                    cosine.append(cos(angle))
                    sine.append(-sin(angle))
                }
            }
            (length, stride) = (groups, stride * radix)
        }
        return (stages, cosine, sine)
    }
}

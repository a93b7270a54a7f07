import Glibc

/// The discrete Fourier transform of a power of two of real samples (Cooley & Tukey 1965,
/// doi:10.1090/S0025-5718-1965-0178586-1).
struct FourierTransform {
    let size: Int
    private let cosines: [Double]
    private let sines: [Double]

    /// Creates the transform.
    ///
    /// - Precondition: `size` is a power of two, 2 at least.
    init(size: Int) {
        precondition(size >= 2 && size & (size - 1) == 0)
        self.size = size
        cosines = (0..<(size / 2)).map { cos(2 * .pi * Double($0) / Double(size)) }
        sines = (0..<(size / 2)).map { -sin(2 * .pi * Double($0) / Double(size)) }
    }

    /// The squared size of each component up to half the rate.
    ///
    /// - Precondition: As many samples as ``size``.
    /// - Complexity: O(*n* log *n*).
    func power(_ samples: [Double]) -> [Double] {
        precondition(samples.count == size)
        var real = [Double](repeating: 0, count: size)
        var imaginary = [Double](repeating: 0, count: size)
        // Samples in the order of their reversed bits: the place is counted up from the highest bit.
        var place = 0
        for sample in samples {
            real[place] = sample
            var bit = size / 2
            while bit > 0, place & bit != 0 {
                place ^= bit
                bit /= 2
            }
            place |= bit
        }
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                var half = 1
                while half < size {
                    let stride = size / (2 * half)
                    for group in Swift.stride(from: 0, to: size, by: 2 * half) {
                        for one in 0..<half {
                            let (c, s) = (cosines[one * stride], sines[one * stride])
                            let (low, high) = (group + one, group + one + half)
                            let r = real[high] * c - imaginary[high] * s
                            let i = real[high] * s + imaginary[high] * c
                            real[high] = real[low] - r
                            imaginary[high] = imaginary[low] - i
                            real[low] += r
                            imaginary[low] += i
                        }
                    }
                    half *= 2
                }
            }
        }
        return (0...(size / 2)).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
    }
}

import Foundation

/// The exponential, here so that one file of tests needs Foundation.
func exponential(_ x: Double) -> Double { exp(x) }

/// The root mean square.
func rootMeanSquare(_ values: some Collection<Double>) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}

/// The frequency that halves the power of a signal, from a plain Fourier sum over blocks; slow and independent.
func medianFrequency(_ signal: [Double], sampleRate: Double, block: Int = 400) -> Double {
    var power = [Double](repeating: 0, count: block / 2)
    for start in stride(from: 0, through: signal.count - block, by: block) {
        for bin in 1..<block / 2 {
            var (real, imaginary) = (0.0, 0.0)
            let pace = 2 * Double.pi * Double(bin) / Double(block)
            for at in 0..<block {
                let window = 1 - cos(2 * Double.pi * Double(at) / Double(block))
                real += window * signal[start + at] * cos(pace * Double(at))
                imaginary += window * signal[start + at] * sin(pace * Double(at))
            }
            power[bin] += real * real + imaginary * imaginary
        }
    }
    let half = power.reduce(0, +) / 2
    var sum = 0.0
    for (bin, value) in power.enumerated() {
        if value > 0, sum + value >= half {
            return (Double(bin) - 0.5 + (half - sum) / value) * sampleRate / Double(block)
        }
        sum += value
    }
    return 0
}

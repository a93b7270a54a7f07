import Foundation

/// exp(−x) for x ≥ 0 from a table and a short series, in parts that a loop over many values can take apart.
///
/// exp(−x) is an entry of the table times a series in the rest that the entry leaves, which is at most 1/32. The series
/// has seven terms, so its relative error is below 1e-14.
struct FallingExponential {
    private static let scale = 16.0
    private static let limit = 44.0
    private static let shared = (0...Int(limit * scale)).map { exp(-Double($0) / scale) }

    private let table = Self.shared

    /// The number whose last bits are the place of x in the table; from x = 44 on that of the last entry, below 1e-19.
    @inline(__always)
    static func place(_ x: Double) -> Double {
        // Adding 2⁵² leaves the nearest whole number in the last bits.
        clamped(x) * scale + 0x1p52
    }

    /// The series that belongs to the entry at a place.
    @inline(__always)
    static func series(_ x: Double, at place: Double) -> Double {
        let rest = clamped(x) - (place - 0x1p52) * (1 / scale)
        let square = rest * rest
        let even = 1 + square * (0.5 + square * (1.0 / 24 + square * (1.0 / 720)))
        let odd = 1 + square * (1.0 / 6 + square * (1.0 / 120))
        return even - rest * odd
    }

    /// The entry at a place.
    @inline(__always)
    func entry(_ place: Double) -> Double { table[Int(truncatingIfNeeded: place.bitPattern & 0xFFFF)] }

    /// exp(−x).
    @inline(__always)
    func value(_ x: Double) -> Double {
        let place = Self.place(x)
        return entry(place) * Self.series(x, at: place)
    }

    /// exp(−x) for 0 ≤ x ≤ 1/16 without the table, to the same error.
    @inline(__always)
    static func short(_ x: Double) -> Double {
        let square = x * x
        let even = 1 + square * (0.5 + square * (1.0 / 24 + square * (1.0 / 720)))
        let odd = 1 + square * (1.0 / 6 + square * (1.0 / 120 + square * (1.0 / 5040)))
        return even - x * odd
    }

    @inline(__always)
    private static func clamped(_ x: Double) -> Double { x < limit ? x : limit }
}

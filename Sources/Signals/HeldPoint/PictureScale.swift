import Foundation

/// An even scale from values to places in a picture.
struct PictureScale {
    /// The values at both ends; never empty.
    let values: ClosedRange<Double>

    /// The places of both ends; the second may lie before the first, as it does on an axis that points up.
    let places: (first: Double, last: Double)

    /// Where a value lies; one outside the scale, or that is no number, lies at its nearer end.
    func place(_ value: Double) -> Double {
        guard value.isFinite else { return places.first }
        let share = (value - values.lowerBound) / (values.upperBound - values.lowerBound)
        return places.first + min(max(share, 0), 1) * (places.last - places.first)
    }

    /// Creates a scale; a range without extent becomes one of 1.
    init(_ values: ClosedRange<Double>, first: Double, last: Double) {
        let isEmpty = !(values.upperBound - values.lowerBound > 0)
        self.values = isEmpty ? values.lowerBound...values.lowerBound + 1 : values
        places = (first, last)
    }

    /// The least of 1, 2, 2.5, 3, 4, 5, 6 and 8 times a power of ten that is not below a value; 1 for nothing.
    static func roundLimit(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return 1 }
        let power = pow(10, log10(value).rounded(.down))
        let multiples = [1.0, 2, 2.5, 3, 4, 5, 6, 8, 10]
        return (multiples.first { $0 * power >= value * (1 - 1e-12) } ?? 10) * power
    }

    /// Round values on the scale, so many at the most.
    ///
    /// - Parameters:
    ///   - most: How many there may be; at least 2.
    ///   - steps: The distances to choose from, rising; the last one is taken when none is wide enough.
    /// - Returns: The multiples of the first distance that is wide enough.
    func ticks(most: Int, steps: [Double]) -> [Double] {
        let span = values.upperBound - values.lowerBound
        guard let step = steps.first(where: { span / $0 <= Double(max(most, 2) - 1) }) ?? steps.last, step > 0,
            span / step < 1000
        else { return [] }
        let first = Int((values.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((values.upperBound / step + 1e-9).rounded(.down))
        return first <= last ? (first...last).map { Double($0) * step } : []
    }
}

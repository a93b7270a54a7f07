/// A one-sided power spectrum over equally wide bins, the first at 0 hertz.
public struct PowerSpectrum: Hashable, Sendable {
    /// How the middle of the power is found.
    public enum MedianRule: String, CaseIterable, Sendable {
        /// The power of a bin lies evenly over its width, half a bin to each side of its frequency.
        case interpolated
        /// The frequency of the first bin at which at least half of the power is reached.
        case firstBin = "first_bin"
    }

    /// The distance of two bins in hertz.
    public let binWidth: Double

    /// Power per bin: unit² per hertz, or unit², as the estimator scaled it.
    public let power: [Double]

    /// Creates a spectrum.
    ///
    /// - Throws: ``SignalError`` when the bin width isn't positive or a power is negative or not finite.
    public init(binWidth: Double, power: [Double]) throws(SignalError) {
        guard binWidth > 0, binWidth.isFinite else {
            throw .invalid(field: "bin width", value: "\(binWidth)", reason: "is not a positive number")
        }
        if let index = power.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
            throw .notFinite(field: "power", index: index)
        }
        (self.binWidth, self.power) = (binWidth, power)
    }

    init(checked power: [Double], binWidth: Double) { (self.power, self.binWidth) = (power, binWidth) }

    /// The bins' frequencies in hertz.
    public var frequencies: [Double] { power.indices.map { Double($0) * binWidth } }

    /// The bins whose frequency lies in a band.
    ///
    /// - Parameter band: In hertz, both ends included; `nil` takes all bins.
    /// - Returns: Places in ``power``, perhaps none.
    public func bins(in band: ClosedRange<Double>?) -> Range<Int> {
        guard let band else { return power.indices }
        return Self.bins(in: band, width: binWidth, count: power.count)
    }

    static func bins(in band: ClosedRange<Double>, width: Double, count: Int) -> Range<Int> {
        // A corner that is a multiple of the width but for rounding counts as that bin.
        let first = (band.lowerBound / width * (1 - 1e-12)).rounded(.up)
        let last = (band.upperBound / width * (1 + 1e-12)).rounded(.down)
        let lower = Int(max(first, 0).clamped(to: Double(count)))
        let upper = Int((last + 1).clamped(to: Double(count)))
        return lower..<max(lower, upper)
    }

    /// The power in a band: the sum of its bins times their width.
    ///
    /// - Parameter band: In hertz; `nil` takes all bins.
    /// - Returns: In unit², for a spectrum in unit² per hertz.
    public func total(in band: ClosedRange<Double>? = nil) -> Double {
        power[bins(in: band)].reduce(0, +) * binWidth
    }

    /// The mean frequency, `Σ f·P / Σ P`, in hertz.
    ///
    /// Stulen FB, De Luca CJ. *IEEE Trans Biomed Eng* 1981;28:515-523, doi 10.1109/TBME.1981.324738.
    ///
    /// - Parameter band: In hertz; `nil` takes all bins.
    /// - Returns: `nil` when the band holds no power.
    public func meanFrequency(in band: ClosedRange<Double>? = nil) -> Double? {
        var (total, moment) = (0.0, 0.0)
        for bin in bins(in: band) {
            total += power[bin]
            moment += power[bin] * Double(bin)
        }
        return total > 0 ? moment / total * binWidth : nil
    }

    /// The median frequency: as much power below it as above, in hertz.
    ///
    /// Stulen FB, De Luca CJ. *IEEE Trans Biomed Eng* 1981;28:515-523, doi 10.1109/TBME.1981.324738.
    ///
    /// - Parameters:
    ///   - band: In hertz; `nil` takes all bins.
    ///   - rule: What is done inside the bin where half is passed.
    /// - Returns: `nil` when the band holds no power.
    public func medianFrequency(
        in band: ClosedRange<Double>? = nil, rule: MedianRule = .interpolated
    ) -> Double? {
        let bins = bins(in: band)
        let half = power[bins].reduce(0, +) / 2
        guard half > 0 else { return nil }
        var below = 0.0
        for bin in bins {
            let sum = below + power[bin]
            if sum >= half {
                let place = rule == .firstBin ? 0 : (half - below) / power[bin] - 0.5
                return (Double(bin) + place) * binWidth
            }
            below = sum
        }
        return nil
    }
}

extension Double {
    /// At least 0 and at most the limit; 0 for what is not a number.
    func clamped(to limit: Double) -> Double { self > 0 ? Swift.min(self, limit) : 0 }
}

/// How far two discharge trains agree.
///
/// The rate of agreement is common ÷ (common + only in one + only in the other), after the constant delay between the
/// trains is taken out and with a tolerance in time (Holobar, Minetto, Botter, Negro & Farina, IEEE Trans Neural Syst
/// Rehabil Eng 2010;18:221–229, doi:10.1109/TNSRE.2010.2041593).
public struct RateOfAgreement: Hashable, Sendable {
    /// Discharges found in both.
    public let common: Int

    /// Discharges found only in the first train.
    public let onlyFirst: Int

    /// Discharges found only in the second train.
    public let onlySecond: Int

    /// How much later the second train is, in seconds.
    public let lag: Double

    /// The rate of agreement, 0...1; 0 for two empty trains.
    public var value: Double {
        let all = common + onlyFirst + onlySecond
        return all > 0 ? Double(common) / Double(all) : 0
    }

    /// Compares two trains.
    ///
    /// - Parameters:
    ///   - first: Rising times, in seconds.
    ///   - second: Rising times, in seconds.
    ///   - tolerance: How far two times may differ and still be one discharge, in seconds.
    ///   - longestLag: The longest delay looked for, in seconds.
    /// - Complexity: O(*n* + pairs within the longest lag).
    public init(_ first: [Double], _ second: [Double], tolerance: Double = 0.0005, longestLag: Double = 0.05) {
        let lag = Self.lag(first, second, tolerance: tolerance, longest: longestLag)
        var common = 0
        var other = 0
        // A hair more than the tolerance, so that times on a grid of samples don't fail by rounding.
        let border = tolerance * (1 + 1e-6) + 1e-9
        for time in first {
            while other < second.count, second[other] - lag < time - border { other += 1 }
            if other < second.count, second[other] - lag <= time + border {
                common += 1
                other += 1
            }
        }
        self.common = common
        self.lag = lag
        onlyFirst = first.count - common
        onlySecond = second.count - common
    }

    // Far more than two trains of one recording have; a guard against trains that are none.
    private static let mostDifferences = 2_000_000

    // The delay with most pairs within the tolerance: a window over the sorted differences, then their median.
    private static func lag(_ first: [Double], _ second: [Double], tolerance: Double, longest: Double) -> Double {
        var differences: [Double] = []
        var begin = 0
        for time in first where differences.count < mostDifferences {
            while begin < second.count, second[begin] < time - longest { begin += 1 }
            var at = begin
            while at < second.count, second[at] <= time + longest, differences.count < mostDifferences {
                differences.append(second[at] - time)
                at += 1
            }
        }
        guard !differences.isEmpty else { return 0 }
        differences.sort()
        var best = (start: 0, count: 0)
        var end = 0
        for start in differences.indices {
            while end < differences.count, differences[end] <= differences[start] + 2 * tolerance { end += 1 }
            if end - start > best.count { best = (start, end - start) }
        }
        return differences[best.start + best.count / 2]
    }
}

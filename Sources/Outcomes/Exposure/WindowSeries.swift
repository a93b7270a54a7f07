/// One exposure in one window: for each day a bin, for each bin a scaled value.
///
/// Binning makes the sums over days at risk cheap enough to repeat for every shift of the permutation test.
struct WindowSeries {
    let window: ExposureWindow
    let contrast: ExposureContrast
    /// The weights before looking at the data, as far as too much and too little of the exposure go.
    ///
    /// Over all series of an exposure each risk has the same sum.
    private(set) var priorWeights: [ExposureRisk: Double]
    /// The bin of each day.
    let bins: [UInt8]
    /// The scaled exposure of each bin, with the mean of all days as 0.
    let levels: [Double]

    private static let maximumLevels = 64

    /// The forms in which an exposure can act in a window: evenly from low to high, only on high days (too much), and
    /// only on low days (too little).
    ///
    /// Days of the circle beyond the diary count as missing. There is no form when the exposure is constant in this
    /// window.
    static func forms(of values: [Double?], window: ExposureWindow, length: Int) -> [WindowSeries] {
        let means = window.means(of: values)
        let known = means.compactMap(\.self)
        let high = ExposureContrast(highDaysOf: known)
        let low = ExposureContrast(lowDaysOf: known)
        // Half of the weight of a risk goes to its threshold, where there is one.
        func weight(_ risk: ExposureRisk, _ threshold: ExposureContrast?) -> Double {
            window.priorWeight(of: risk) * (threshold == nil ? 1 : 0.5)
        }
        let forms: [(ExposureContrast?, [ExposureRisk: Double])] = [
            (ExposureContrast(known), [.excess: weight(.excess, high), .lack: weight(.lack, low)]),
            (high, [.excess: weight(.excess, high)]), (low, [.lack: weight(.lack, low)]),
        ]
        return forms.compactMap { contrast, weights in
            contrast.flatMap {
                WindowSeries(
                    means, window: window, contrast: $0, priorWeights: weights.filter { $0.value > 0 }, length: length)
            }
        }
    }

    /// The series with weights that sum to 1 for each risk.
    static func normalized(_ series: [WindowSeries]) -> [WindowSeries] {
        let totals = ExposureRisk.allCases.map { risk in
            (risk, series.reduce(0) { $0 + ($1.priorWeights[risk] ?? 0) })
        }
        return series.map { one in
            var copy = one
            for (risk, total) in totals where total > 0 {
                copy.priorWeights[risk] = one.priorWeights[risk].map { $0 / total }
            }
            return copy
        }
    }

    private init?(
        _ means: [Double?], window: ExposureWindow, contrast: ExposureContrast, priorWeights: [ExposureRisk: Double],
        length: Int
    ) {
        let scaled = means.map { $0.map(contrast.scaled) }
        let known = scaled.compactMap(\.self)
        guard let center = mean(known), let least = known.min(), let largest = known.max(), least < largest else {
            return nil
        }
        let binning = Binning(known: known, least: least, largest: largest, maximum: Self.maximumLevels)
        self.window = window
        self.contrast = contrast
        self.priorWeights = priorWeights
        // A missing day gets the mean, which takes no side.
        let missing = UInt8(binning.levels.count)
        bins = (0..<length).map { day in
            guard day < scaled.count, let value = scaled[day] else { return missing }
            return UInt8(binning.bin(of: value))
        }
        levels = binning.levels.map { $0 - center } + [0]
    }
}

/// Exact levels where there are few, else the means of even bins.
private struct Binning {
    let levels: [Double]
    private let exact: [Double: Int]
    private let least: Double
    private let width: Double

    init(known: [Double], least: Double, largest: Double, maximum: Int) {
        self.least = least
        width = (largest - least) / Double(maximum)
        let distinct = Set(known).sorted()
        if distinct.count <= maximum {
            levels = distinct
            exact = Dictionary(zip(distinct, distinct.indices)) { first, _ in first }
        } else {
            exact = [:]
            levels = Self.means(known, least: least, width: width, count: maximum)
        }
    }

    func bin(of value: Double) -> Int {
        exact[value] ?? min(max(Int((value - least) / width), 0), levels.count - 1)
    }

    private static func means(_ known: [Double], least: Double, width: Double, count: Int) -> [Double] {
        var sums = Array(repeating: 0.0, count: count)
        var counts = Array(repeating: 0, count: count)
        for value in known {
            let bin = min(max(Int((value - least) / width), 0), count - 1)
            sums[bin] += value
            counts[bin] += 1
        }
        return sums.indices.map {
            counts[$0] > 0 ? sums[$0] / Double(counts[$0]) : least + (Double($0) + 0.5) * width
        }
    }
}

/// The likelihood of an exposure's log ratio given on which days the returns began.
///
/// A daily hazard with log link, `log h(t) = a + trend + b·x(t)`, conditioned on the number of returns: the intercept
/// drops out, and the days of returns are drawn from the days at risk with probability proportional to the hazard.
/// This is the self-controlled case series of Farrington (1995, doi 10.2307/2533328); at daily hazards of a few per
/// cent it agrees with the logistic and complementary log-log hazards to the order of the hazard itself.
struct HazardLikelihood {
    private let timeline: RiskTimeline
    private let length: Int

    init(timeline: RiskTimeline, length: Int) {
        self.timeline = timeline
        self.length = length
    }

    /// What a shift of an exposure leaves of the data: the sum over returns, and the weight of each bin.
    struct Summary {
        var returnSum = 0.0
        var histogram: [Double]
    }

    /// Sums up the data with the exposure moved by `shift` days, 0..<length, round the circle of days.
    ///
    /// - Complexity: O(days at risk).
    func summary(of series: WindowSeries, shift: Int) -> Summary {
        var result = Summary(histogram: Array(repeating: 0, count: series.levels.count))
        for place in timeline.days.indices {
            result.histogram[Int(series.bins[moved(timeline.days[place], shift)])] += timeline.weights[place]
        }
        for day in timeline.returns { result.returnSum += series.levels[Int(series.bins[moved(day, shift)])] }
        return result
    }

    /// The log likelihood ratio of each effect against none; a tilt holds exp(effect × level) of each bin.
    ///
    /// - Complexity: O(effects × bins).
    func logRatios(_ summary: Summary, effects: ArraySlice<Double>, tilts: ArraySlice<[Double]>) -> [Double] {
        let count = Double(timeline.returns.count)
        return zip(effects, tilts).map { effect, tilt in
            var sum = 0.0
            for bin in summary.histogram.indices { sum += summary.histogram[bin] * tilt[bin] }
            return effect * summary.returnSum - count * logarithm(sum)
        }
    }

    private func moved(_ day: Int, _ shift: Int) -> Int {
        let sum = day + shift
        return sum < length ? sum : sum - length
    }
}

import Electromyography

/// Measures discharge rates in stretches of time, with intervals from blocks.
///
/// A rate is a ratio of sums over blocks: the intervals that count over their duration. How far each block pulls the
/// ratio, to first order, is its influence, as for the other measures of a report on holds.
struct DischargeMeasurer {
    /// Intervals longer than this, in seconds, are pauses and not part of a rate.
    static let pause = 0.25

    /// The fewest intervals between discharges that make a rate.
    static let leastIntervals = 8

    let trains: [[Double]]

    /// The rate of one unit in one stretch, and what each block does to it.
    private struct Measured {
        var discharges = 0
        var rate: Double?
        var influences: [Double] = []
    }

    /// Measures the units around a hold.
    ///
    /// - Parameters:
    ///   - hold: The hold.
    ///   - spans: The stretches.
    /// - Returns: Rates of each unit and of all together.
    func measure(_ hold: TimeSpan, _ spans: [HoldPhase: TimeSpan]) -> MotorUnitReport.Hold {
        let measured = spans.mapValues { span in trains.map { Self.measured($0, span) } }
        let both = trains.indices.filter { unit in
            [HoldPhase.before, .after].allSatisfy { measured[$0]?[unit].rate != nil }
        }
        let before = Self.pooled(both.compactMap { measured[.before]?[$0] })
        let after = Self.pooled(both.compactMap { measured[.after]?[$0] })
        var change: Estimate?
        if let before, let after {
            let reach = after.error.combined(with: before.error).reach
            let value = after.rate - before.rate
            change = Estimate(value: value, low: value - reach, high: value + reach)
        }
        return MotorUnitReport.Hold(
            hold: hold,
            units: trains.indices.map { unit in measured.mapValues { Self.rate([$0[unit]]) } },
            pooled: measured.mapValues(Self.rate), paired: change == nil ? 0 : both.count, change: change)
    }

    private static func rate(_ units: [Measured]) -> MotorUnitReport.Rate {
        let active = units.filter { $0.rate != nil }
        let estimate = pooled(active).map { pooled in
            let reach = pooled.error.reach
            // No rate lies below zero.
            return Estimate(value: pooled.rate, low: max(pooled.rate - reach, 0), high: pooled.rate + reach)
        }
        return MotorUnitReport.Rate(
            discharges: units.reduce(0) { $0 + $1.discharges }, units: active.count, rate: estimate)
    }

    // The mean over units; their influences add up block by block, so that what they have in common is not averaged out.
    private static func pooled(_ units: [Measured]) -> (rate: Double, error: BlockError)? {
        guard let blocks = units.first?.influences.count else { return nil }
        var influences = [Double](repeating: 0, count: blocks)
        var sum = 0.0
        for unit in units {
            sum += unit.rate ?? 0
            for (block, influence) in unit.influences.enumerated() {
                influences[block] += influence / Double(units.count)
            }
        }
        guard let error = BlockError(influences: influences) else { return nil }
        return (sum / Double(units.count), error)
    }

    private static func measured(_ train: [Double], _ span: TimeSpan) -> Measured {
        let times = train.filter { $0 >= span.start && $0 < span.end }
        let blocks = blocks(span)
        var (counts, lengths) = ([Double](repeating: 0, count: blocks), [Double](repeating: 0, count: blocks))
        for (later, earlier) in zip(times.dropFirst(), times) {
            let interval = later - earlier
            guard interval > 0, interval <= pause else { continue }
            let place = (later - span.start) / span.duration * Double(blocks)
            let block = min(max(Int(place), 0), blocks - 1)
            counts[block] += 1
            lengths[block] += interval
        }
        let (count, length) = (counts.reduce(0, +), lengths.reduce(0, +))
        let filled = counts.filter { $0 > 0 }.count
        guard count >= Double(leastIntervals), filled >= 4, length > 0 else {
            return Measured(discharges: times.count)
        }
        let rate = count / length
        let influences = zip(counts, lengths).map { ($0 - rate * $1) / length * Double(blocks) }
        return Measured(discharges: times.count, rate: rate, influences: influences)
    }

    // Blocks of half a second, or a tenth of a short stretch but not less than 0.1 s.
    private static func blocks(_ span: TimeSpan) -> Int {
        let wanted = min(0.5, max(span.duration / 10, 0.1))
        return max(Int((min(span.duration / wanted, 1e6)).rounded(.down)), 1)
    }
}

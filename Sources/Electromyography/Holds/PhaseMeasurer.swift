import Foundation

/// Measures stretches of a prepared channel, with intervals from blocks.
///
/// The mean square, the mean absolute value and the spectrum are ratios of sums over blocks of half a second (shorter
/// for short stretches). How far each block pulls a ratio, to first order, is its influence; ``BlockError`` turns the
/// influences into a standard error. Amplitudes get their interval on the logarithmic scale.
struct PhaseMeasurer {
    private let estimator: WelchEstimator
    private let bins: Range<Int>
    /// What undoes the band-pass in each bin of the band, which at a corner leaves a quarter of the power.
    private let corrections: [Double]
    /// Bins that the mains reach, as ranges of places in the band.
    private let humming: [Range<Int>]
    /// What the notches leave of the power in each bin, on average over its width; all of it without notches.
    private let passing: [Double]
    private let rate: SamplingRate

    /// Plans the spectra: segments of a quarter second, which fit between heartbeats.
    init(
        band: ClosedRange<Double>, bandPass: SectionCascade, notches: SectionCascade?, hum: [Double], rate: SamplingRate
    ) throws(SignalError) {
        let segment = max(rate.samples(0.25), 16)
        var transform = 32
        while transform < 2 * segment { transform *= 2 }
        let estimator = try WelchEstimator(segment: segment, transform: transform, rate: rate)
        let bins = PowerSpectrum.bins(in: band, width: estimator.binWidth, count: estimator.bins)
        corrections = bins.map { bin in
            let share = bandPass.power(at: Double(bin) * estimator.binWidth, rate: rate)
            return 1 / (share * share)
        }
        // The main lobe of the window reaches two divided by the length of a segment to each side.
        let reach = 2 * rate.hertz / Double(segment)
        humming = hum.map { line in
            let range = PowerSpectrum.bins(
                in: (line - reach)...(line + reach), width: estimator.binWidth, count: estimator.bins
            ).clamped(to: bins)
            return (range.lowerBound - bins.lowerBound)..<(range.upperBound - bins.lowerBound)
        }
        passing = bins.map { bin in
            guard let notches else { return 1 }
            let steps = 32
            return (0..<steps).reduce(0) { sum, step in
                let place = Double(bin) - 0.5 + (Double(step) + 0.5) / Double(steps)
                let share = notches.power(at: place * estimator.binWidth, rate: rate)
                return sum + share * share / Double(steps)
            }
        }
        (self.estimator, self.bins, self.rate) = (estimator, bins, rate)
    }

    /// Measures one stretch.
    func measures(_ channel: PreparedChannel, _ span: TimeSpan, reference: ReferenceContraction?) -> PhaseMeasures {
        let start = min(rate.samples(span.start), channel.amplitude.count)
        let range = start..<min(rate.samples(span.end, atLeast: start), channel.amplitude.count)
        let runs = channel.clean.map { $0.clamped(to: range) }.filter { !$0.isEmpty }
        let used = runs.reduce(0) { $0 + $1.count }
        let grid = BlockGrid(range, rate: rate)
        let rms = Self.amplitude(channel, runs, grid) { $0 * $0 }
        let mav = Self.amplitude(channel, runs, grid) { abs($0) }
        let spectra = spectra(channel, runs, grid)
        let restored = restoration(spectra)
        let median = median(spectra)
        let mean = mean(spectra)
        let rmsEstimate = rms.map { Self.estimate($0.value.squareRoot() * restored, $0.error, power: 0.5) }
        return PhaseMeasures(
            span: span, rms: rmsEstimate, mav: mav.map { Self.estimate($0.value * restored, $0.error, power: 1) },
            meanFrequency: mean.map { Self.estimate($0.value, $0.error) },
            medianFrequency: median.map { Self.estimate($0.value, $0.error) },
            percentOfReference: reference.flatMap { reference in rmsEstimate?.scaled(by: 100 / reference.rms) },
            excluded: Double(range.count - used) / rate.hertz, blocks: rms?.blocks ?? 0,
            rmsError: rms.map {
                BlockError(standardError: $0.error.standardError / 2, freedom: $0.error.freedom)
            }, medianError: median?.error)
    }

    private typealias Measured = (value: Double, error: BlockError, blocks: Int)

    private static func estimate(_ value: Double, _ error: BlockError) -> Estimate {
        Estimate(value: value, low: value - error.reach, high: value + error.reach)
    }

    /// On the logarithmic scale, for a power of what the error belongs to.
    private static func estimate(_ value: Double, _ error: BlockError, power: Double) -> Estimate {
        let reach = power * error.reach
        return Estimate(value: value, low: value * exp(-reach), high: value * exp(reach))
    }

    /// The mean of a function of the samples; its error is relative to it.
    private static func amplitude(
        _ channel: PreparedChannel, _ runs: [Range<Int>], _ grid: BlockGrid, _ function: (Double) -> Double
    ) -> Measured? {
        var (sums, counts) = (grid.zeros, grid.zeros)
        for run in runs {
            for place in run {
                let block = grid.block(of: place)
                sums[block] += function(channel.amplitude[place])
                counts[block] += 1
            }
        }
        let used = counts.indices.filter { counts[$0] > 0 }
        let (total, count) = (sums.reduce(0, +), counts.reduce(0, +))
        guard count > 0, total > 0 else { return nil }
        let mean = total / count
        let share = total / Double(used.count)
        let influences = used.map { (sums[$0] - mean * counts[$0]) / share }
        guard let error = BlockError(influences: influences) else { return nil }
        return (mean, error, used.count)
    }

    /// The summed spectrum of each block that has whole clean segments, over the bins of the band.
    private func spectra(_ channel: PreparedChannel, _ runs: [Range<Int>], _ grid: BlockGrid) -> [[Double]] {
        var frames: [(block: Int, start: Int, count: Int)] = []
        for run in runs {
            for segment in 0..<estimator.segments(in: run.count) {
                let start = run.lowerBound + segment * estimator.hop
                let block = grid.block(of: start + estimator.segment / 2)
                if let last = frames.last, segment > 0, last.block == block {
                    frames[frames.count - 1].count += 1
                } else {
                    frames.append((block, start, 1))
                }
            }
        }
        var spectra = [[Double]](repeating: [], count: grid.count)
        channel.spectral.withUnsafeBufferPointer { samples in
            WelchWorkspace.using(estimator) { work in
                for first in stride(from: 0, to: frames.count, by: 4) {
                    let group = frames[first..<min(first + 4, frames.count)]
                    let lanes = group.map { (start: $0.start, count: $0.count) }
                    work.sum(samples, lanes: lanes + Array(repeating: (start: 0, count: 0), count: 4 - lanes.count))
                    for (lane, frame) in group.enumerated() {
                        add(work, lane, to: &spectra[frame.block])
                    }
                }
            }
        }
        return spectra.filter { !$0.isEmpty }
    }

    private func add(_ work: borrowing WelchWorkspace, _ lane: Int, to spectrum: inout [Double]) {
        let sums = work.sums
        var band = bins.indices.map { sums[$0][lane] * corrections[$0 - bins.lowerBound] }
        for range in humming where !range.isEmpty {
            let left = range.lowerBound > 0 ? band[range.lowerBound - 1] : nil
            let right = range.upperBound < band.count ? band[range.upperBound] : nil
            guard let from = left ?? right, let to = right ?? left else { continue }
            for place in range {
                let share = Double(place - range.lowerBound + 1) / Double(range.count + 1)
                band[place] = from + (to - from) * share
            }
        }
        if spectrum.isEmpty { spectrum = [Double](repeating: 0, count: band.count) }
        for place in band.indices { spectrum[place] += band[place] }
    }

    /// What makes up for the part of the muscle's amplitude that the notches took, from the spectrum beside them.
    private func restoration(_ spectra: [[Double]]) -> Double {
        let sum = total(spectra)
        var (whole, left) = (0.0, 0.0)
        for (place, power) in sum.enumerated() {
            whole += power / corrections[place]
            left += power / corrections[place] * passing[place]
        }
        return left > 0 ? (whole / left).squareRoot() : 1
    }

    private func total(_ spectra: [[Double]]) -> [Double] {
        guard var total = spectra.first else { return [] }
        for spectrum in spectra.dropFirst() {
            for place in total.indices { total[place] += spectrum[place] }
        }
        return total
    }

    private func mean(_ spectra: [[Double]]) -> Measured? {
        let sum = total(spectra)
        let power = sum.reduce(0, +)
        guard power > 0 else { return nil }
        let mean = moment(sum) / power
        let influences = spectra.map {
            (moment($0) - mean * $0.reduce(0, +)) / power * Double(spectra.count)
        }
        guard let error = BlockError(influences: influences) else { return nil }
        return (mean, error, spectra.count)
    }

    private func moment(_ spectrum: [Double]) -> Double {
        zip(bins, spectrum).reduce(0) { $0 + Double($1.0) * $1.1 } * estimator.binWidth
    }

    private func median(_ spectra: [[Double]]) -> Measured? {
        let sum = total(spectra)
        let power = sum.reduce(0, +)
        let first = Double(bins.lowerBound) * estimator.binWidth
        guard power > 0,
            let inBand = PowerSpectrum(checked: sum, binWidth: estimator.binWidth).medianFrequency()
        else { return nil }
        // The density of power around the median, over a stretch wide enough not to follow single bins.
        let reach = 10.0
        let density = (below(inBand + reach, sum) - below(inBand - reach, sum)) / (2 * reach)
        guard density > 0 else { return nil }
        let influences = spectra.map {
            ($0.reduce(0, +) / 2 - below(inBand, $0)) / density * Double(spectra.count)
        }
        guard let error = BlockError(influences: influences) else { return nil }
        return (first + inBand, error, spectra.count)
    }

    /// The power below a frequency counted from the first bin of the band; each bin's lies evenly over its width.
    private func below(_ frequency: Double, _ spectrum: [Double]) -> Double {
        let place = frequency / estimator.binWidth + 0.5
        var sum = 0.0
        for (bin, power) in spectrum.enumerated() {
            let share = place - Double(bin)
            guard share > 0 else { break }
            sum += min(share, 1) * power
        }
        return sum
    }
}

/// The blocks of a stretch.
struct BlockGrid {
    private let start: Int
    private let length: Int
    let count: Int

    var zeros: [Double] { [Double](repeating: 0, count: count) }

    /// Parts a stretch into blocks of half a second, or a tenth of a short stretch but not less than 0.1 s.
    init(_ range: Range<Int>, rate: SamplingRate) {
        let wanted = min(0.5, max(Double(range.count) / rate.hertz / 10, 0.1))
        start = range.lowerBound
        count = max(Int((Double(range.count) / (wanted * rate.hertz)).rounded(.down)), 1)
        length = max(range.count / count, 1)
    }

    /// The block of a place in the stretch; what is left over at the end belongs to the last.
    func block(of place: Int) -> Int { min(max((place - start) / length, 0), count - 1) }
}

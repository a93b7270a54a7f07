import Foundation

/// The search for units in one prepared signal.
struct SeparationSearch {
    let signal: ExtendedSignal
    let correlation: CorrelationMatrix
    let settings: SeparationSettings
    let sampleRate: Double
    private let detector: PulseDetector
    // The signal without the units found so far: where new ones are looked for.
    private var residual: ExtendedSignal
    private var activity: [Double]
    private var silent: [Bool]

    // Accepted directions u and their products R·u, for the deflation.
    private var directions: [(vector: [Double], product: [Double])] = []
    private var found: [Candidate] = []

    private struct Candidate {
        var pulses: PulseDetector.Pulses
        var vector: [Double]
        var times: [Double]
        var statistics: DischargeStatistics
    }

    init(
        signal: ExtendedSignal, correlation: CorrelationMatrix, settings: SeparationSettings, sampleRate: Double
    ) {
        self.signal = signal
        self.correlation = correlation
        self.settings = settings
        self.sampleRate = sampleRate
        detector = PulseDetector(deadTime: max(Int((settings.deadTime * sampleRate).rounded()), 1))
        residual = signal
        activity = signal.activity(reach: Int(0.5 * sampleRate))
        silent = [Bool](repeating: false, count: signal.count)
    }

    mutating func run(progress: (Double) -> Bool) -> [FoundUnit] {
        for number in 0..<settings.attempts {
            guard progress(Double(number) / Double(settings.attempts)) else { break }
            guard let start = activity.indices.max(by: { activity[$0] < activity[$1] }), activity[start] > 0 else {
                break
            }
            attempt(from: start)
        }
        return found.sorted { $0.pulses.silhouette > $1.pulses.silhouette }.map {
            FoundUnit(times: $0.times, silhouette: $0.pulses.silhouette, statistics: $0.statistics)
        }
    }

    private mutating func attempt(from start: Int) {
        silence(around: [start])
        let middle = start + settings.extensionFactor / 2
        guard let first = normalized(correlation.solved(residual.sum(at: [middle]))) else { return }
        guard let direction = fixedPoint(from: first, window: window(around: start)) else { return }
        guard let candidate = improved(direction) else { return }
        guard isPlausible(candidate) else { return }
        if let twin = found.firstIndex(where: { isSame($0.times, candidate.times) }) {
            if candidate.pulses.silhouette > found[twin].pulses.silhouette { found[twin] = candidate }
            return
        }
        found.append(candidate)
        if let unit = normalized(candidate.vector) { directions.append((unit, correlation.product(unit))) }
        residual.peelOff(at: candidate.pulses.samples, reach: Int(0.025 * sampleRate))
        activity = residual.activity(reach: Int(0.5 * sampleRate))
        for index in activity.indices where silent[index] { activity[index] = 0 }
    }

    // The part of the signal the fixed-point iteration works on.
    private func window(around start: Int) -> Range<Int> {
        let length = min(max(Int(settings.searchSeconds * sampleRate), 1), signal.count)
        let first = min(max(start - length / 2, 0), signal.count - length)
        return first..<first + length
    }

    // The fixed-point iteration of independent component analysis with deflation.
    private func fixedPoint(from start: [Double], window: Range<Int>) -> [Double]? {
        guard var vector = normalized(deflated(start)) else { return nil }
        for _ in 0..<settings.steps {
            let source = residual.source(vector, over: window)
            let slopes: [Float]
            switch settings.contrast {
            case .skewness: slopes = source.map { $0 * $0 }
            case .kurtosis: slopes = source.map { $0 * $0 * $0 }
            }
            var next = correlation.solved(residual.correlation(with: slopes, from: window.lowerBound))
            if settings.contrast == .kurtosis {
                let scale = 3 * Double(window.count)
                for index in next.indices { next[index] -= scale * vector[index] }
            }
            guard let unit = normalized(deflated(next)) else { return nil }
            let agreement = abs(dot(correlation.product(unit), vector))
            vector = unit
            if agreement > 1 - 1e-4 { break }
        }
        return vector
    }

    // Alternates pulses and the mean of the samples at them, and keeps the clearest and most regular train.
    private func improved(_ direction: [Double]) -> Candidate? {
        var vector = direction
        var best: (candidate: Candidate, score: Double)?
        var worse = 0
        for _ in 0..<15 {
            var source = signal.source(vector)
            if source.reduce(0, { $0 + Double($1) * Double($1) * Double($1) }) < 0 {
                for index in source.indices { source[index] = -source[index] }
                for index in vector.indices { vector[index] = -vector[index] }
            }
            let pulses = detector.pulses(in: source)
            guard pulses.samples.count > 4 else { break }
            let times = pulses.samples.map { Double($0) / sampleRate }
            let statistics = DischargeStatistics(times: times)
            let variation = statistics.intervalVariation ?? 2
            let score = variation + 2 * (1 - pulses.silhouette)
            if let best, score >= best.score {
                worse += 1
                if worse == 2 { break }
            } else {
                let candidate = Candidate(pulses: pulses, vector: vector, times: times, statistics: statistics)
                best = (candidate, score)
                worse = 0
            }
            let leading = variation > settings.largestVariation ? likeHighest(pulses.samples, source) : pulses.samples
            guard let next = normalized(correlation.solved(signal.sum(at: leading))) else { break }
            vector = next
        }
        return best?.candidate
    }

    // A train too irregular for one unit is taken for two. The pulses most like the highest one lead on.
    private func likeHighest(_ samples: [Int], _ source: [Float]) -> [Int] {
        guard let highest = samples.max(by: { source[$0] < source[$1] }) else { return samples }
        let likeness = signal.source(correlation.solved(signal.sum(at: [highest])))
        let border = samples.map { likeness[$0] }.sorted()[samples.count * 6 / 10]
        return samples.filter { likeness[$0] >= border }
    }

    private func isPlausible(_ candidate: Candidate) -> Bool {
        guard candidate.pulses.silhouette >= settings.leastSilhouette else { return false }
        guard let rate = candidate.statistics.meanRate, settings.rates.contains(rate) else { return false }
        guard let variation = candidate.statistics.intervalVariation else { return false }
        return variation <= settings.largestVariation && candidate.statistics.pauses * 4 <= candidate.times.count
    }

    private func isSame(_ first: [Double], _ second: [Double]) -> Bool {
        RateOfAgreement(first, second, tolerance: 0.001).value >= settings.duplicateAgreement
    }

    private mutating func silence(around samples: [Int]) {
        let reach = settings.extensionFactor / 2
        for sample in samples {
            for place in max(sample - reach, 0)..<max(min(sample + reach + 1, activity.count), max(sample - reach, 0)) {
                activity[place] = 0
                silent[place] = true
            }
        }
    }

    private func deflated(_ vector: [Double]) -> [Double] {
        var result = vector
        for direction in directions {
            let share = dot(direction.product, result)
            for index in result.indices { result[index] -= share * direction.vector[index] }
        }
        return result
    }

    // Scales a vector so that its source has the power 1.
    private func normalized(_ vector: [Double]) -> [Double]? {
        let power = dot(vector, correlation.product(vector))
        guard power > 0, power.isFinite else { return nil }
        let scale = 1 / power.squareRoot()
        return vector.map { $0 * scale }
    }
}

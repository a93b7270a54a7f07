import Foundation

/// The search for units in one prepared signal.
struct SeparationSearch {
    let signal: ExtendedSignal
    let settings: SeparationSettings
    let sampleRate: Double
    private let detector: PulseDetector
    // The signal without the units found so far: where new ones are looked for.
    var residual: ExtendedSignal
    var correlation: CorrelationMatrix
    var activity: [Double]
    var silent: [Bool]

    // Directions u that are closed to the search and their products R·u, for the deflation.
    var directions: [(vector: [Double], product: [Double])] = []
    var found: [SeparatedTrain] = []

    /// Prepares a search; `nil` when the signal has no power.
    init?(signal: ExtendedSignal, settings: SeparationSettings, sampleRate: Double) {
        guard let correlation = Self.correlation(of: signal) else { return nil }
        self.signal = signal
        self.correlation = correlation
        self.settings = settings
        self.sampleRate = sampleRate
        detector = PulseDetector(deadTime: max(Int((settings.deadTime * sampleRate).rounded()), 1))
        residual = signal
        activity = signal.activity(reach: Int(0.5 * sampleRate))
        silent = [Bool](repeating: false, count: signal.count)
    }

    // The ridge keeps directions that hold nothing but rounding from being blown up.
    static func correlation(of signal: ExtendedSignal) -> CorrelationMatrix? {
        let matrix = signal.correlationMatrix()
        let size = signal.size
        let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
        guard trace > 0 else { return nil }
        return CorrelationMatrix(matrix, size: size, ridge: 1e-5 * trace / Double(size))
    }

    /// Searches in rounds, until a round finds nothing new or the attempts are used up.
    ///
    /// - Parameter progress: Told the share of the attempts made; `false` ends the search with what was found.
    /// - Returns: The units, clearest first.
    mutating func run(progress: (Double) -> Bool) -> [FoundUnit] {
        var (tried, known) = (0, 0)
        rounds: while tried < settings.attempts {
            var failures = 0
            while tried < settings.attempts, failures < settings.patience {
                guard progress(Double(tried) / Double(settings.attempts)) else { break rounds }
                guard let start = activity.indices.max(by: { activity[$0] < activity[$1] }), activity[start] > 0 else {
                    break
                }
                tried += 1
                let outcome = attempt(from: start)
                // A unit that comes back shows that the search still leans on a signal that holds it.
                if outcome == .twin, found.count > known { break }
                failures = outcome == .new ? 0 : failures + 1
            }
            let share = Double(tried) / Double(settings.attempts)
            guard found.count > known, renew(while: { progress(share) }) else { break }
            known = found.count
        }
        return found.sorted { $0.pulses.silhouette > $1.pulses.silhouette }.map {
            FoundUnit(times: $0.times, silhouette: $0.pulses.silhouette, statistics: $0.statistics)
        }
    }

    var waveReach: Int { Int(0.025 * sampleRate) }

    private enum Outcome { case nothing, twin, new }

    private mutating func attempt(from start: Int) -> Outcome {
        silence(around: [start])
        let middle = start + settings.extensionFactor / 2
        guard let first = normalized(correlation.solved(residual.sum(at: [middle]))),
            let direction = fixedPoint(from: first, window: window(around: start)),
            let candidate = improved(direction)
        else { return .nothing }
        if candidate.isPlausible(settings) { return accept(candidate) }
        guard candidate.isIrregular(settings) else { return .nothing }
        var outcomes: [Outcome] = []
        for part in parts(of: candidate) {
            guard let single = improved(part), single.isPlausible(settings) else { continue }
            outcomes.append(accept(single))
        }
        if outcomes.contains(.new) { return .new }
        // What can't be divided would draw every later attempt to itself.
        setAside(candidate)
        return outcomes.contains(.twin) ? .twin : .nothing
    }

    private mutating func accept(_ candidate: SeparatedTrain) -> Outcome {
        if found.contains(where: { $0.isSame(as: candidate, settings) }) {
            setAside(candidate)
            deflateDelays(of: candidate)
            return .twin
        }
        found.append(candidate)
        deflate(candidate.vector)
        residual.peelOff(at: candidate.pulses.samples, reach: waveReach)
        activity = residual.activity(reach: Int(0.5 * sampleRate))
        for index in activity.indices where silent[index] { activity[index] = 0 }
        return .new
    }

    // Keeps later attempts of this round away from a source.
    private mutating func setAside(_ candidate: SeparatedTrain) {
        deflate(candidate.vector)
        silence(around: candidate.pulses.samples)
    }

    private mutating func deflate(_ vector: [Double]) {
        guard let unit = normalized(deflated(vector)) else { return }
        directions.append((unit, correlation.product(unit)))
    }

    // A unit that comes back although it was taken out has a wave that changes; all its delays are closed to the
    // search.
    private mutating func deflateDelays(of candidate: SeparatedTrain) {
        for delay in -settings.extensionFactor...settings.extensionFactor {
            deflate(correlation.solved(residual.sum(at: candidate.pulses.samples.map { $0 + delay })))
        }
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
    func improved(_ direction: [Double]) -> SeparatedTrain? {
        var vector = direction
        var best: (candidate: SeparatedTrain, score: Double)?
        var worse = 0
        for _ in 0..<15 {
            var source = residual.source(vector)
            if source.reduce(0, { $0 + Double($1) * Double($1) * Double($1) }) < 0 {
                for index in source.indices { source[index] = -source[index] }
                for index in vector.indices { vector[index] = -vector[index] }
            }
            let pulses = detector.pulses(in: source)
            guard pulses.samples.count > 4 else { break }
            let times = pulses.samples.map { Double($0) / sampleRate }
            let statistics = DischargeStatistics(times: times)
            let variation = DischargeStatistics.localVariation(times: times) ?? 2
            let score = variation + 2 * (1 - pulses.silhouette)
            if let best, score >= best.score {
                worse += 1
                if worse == 2 { break }
            } else {
                let candidate = SeparatedTrain(
                    pulses: pulses, vector: vector, times: times, statistics: statistics, variation: variation)
                best = (candidate, score)
                worse = 0
            }
            guard let next = normalized(correlation.solved(residual.sum(at: pulses.samples))) else { break }
            vector = next
        }
        return best?.candidate
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
    func normalized(_ vector: [Double]) -> [Double]? {
        let power = dot(vector, correlation.product(vector))
        guard power > 0, power.isFinite else { return nil }
        let scale = 1 / power.squareRoot()
        return vector.map { $0 * scale }
    }
}

extension SeparationSearch {
    /// Takes all found units out of the signal anew, improves each without the others, and leaves what is left.
    ///
    /// What no unit explains is also the background that each is best told from, so its correlation serves both.
    ///
    /// - Parameter goesOn: Asked before each unit; `false` ends the work.
    /// - Returns: Whether there is something left to search in.
    mutating func renew(while goesOn: () -> Bool) -> Bool {
        residual = signal
        var waves = [[Float]](repeating: [], count: found.count)
        // The second pass mends what overlaps spoilt in the waves of the first.
        for _ in 0..<2 {
            for (index, unit) in found.enumerated() {
                let wave = residual.peelOff(at: unit.pulses.samples, reach: waveReach)
                waves[index] = waves[index].isEmpty ? wave : zip(waves[index], wave).map { $0 + $1 }
            }
        }
        guard let cleared = Self.correlation(of: residual) else { return false }
        correlation = cleared
        for index in found.indices {
            guard goesOn() else { return false }
            residual.add(waves[index], times: 1, at: found[index].pulses.samples, reach: waveReach)
            if let start = normalized(correlation.solved(residual.sum(at: found[index].pulses.samples))),
                let better = improved(start), better.isPlausible(settings), better.isSame(as: found[index], settings)
            {
                found[index] = better
            }
            residual.peelOff(at: found[index].pulses.samples, reach: waveReach)
        }
        dropTwins()
        directions = []
        silent = [Bool](repeating: false, count: signal.count)
        activity = residual.activity(reach: Int(0.5 * sampleRate))
        return true
    }

    // Of two units that improvement has made one, the clearer stays.
    private mutating func dropTwins() {
        var kept: [SeparatedTrain] = []
        for unit in found.sorted(by: { $0.pulses.silhouette > $1.pulses.silhouette })
        where !kept.contains(where: { $0.isSame(as: unit, settings) }) {
            kept.append(unit)
        }
        found = kept
    }

    /// Divides the pulses of a source in two, along the direction in which the samples at them differ most.
    ///
    /// The direction is the leading one of their covariance against that of the whole signal, by power iteration.
    ///
    /// - Returns: The direction of each part's mean.
    func parts(of candidate: SeparatedTrain) -> [[Double]] {
        let places = candidate.pulses.samples
        guard places.count >= 8 else { return [] }
        var values = places.indices.map { $0 % 2 == 0 ? 1.0 : -1 }
        let source = residual.source(candidate.vector)
        let middle = places.map { source[$0] }.sorted()[places.count / 2]
        for (index, place) in places.enumerated() { values[index] += source[place] > middle ? 1 : -1 }
        for _ in 0..<20 {
            let mean = values.reduce(0, +) / Double(values.count)
            let vector = correlation.solved(residual.sum(at: places, weights: values.map { $0 - mean }))
            values = residual.values(of: vector, at: places)
            let largest = values.map { abs($0) }.max() ?? 0
            guard largest > 0, largest.isFinite else { return [] }
            for index in values.indices { values[index] /= largest }
        }
        guard let border = PulseDetector.border(of: values) else { return [] }
        return [true, false].compactMap { high in
            let part = zip(places, values).filter { ($0.1 > border) == high }.map(\.0)
            return part.count > 4 ? normalized(correlation.solved(residual.sum(at: part))) : nil
        }
    }
}

/// One unit as a source of impulses.
struct TwitchSource {
    // Discharges worked on in one go, loop by loop, so that none waits for the one before it.
    private static let batch = 64

    private let contractionTime: Double
    private let scale: Double
    private let sampleRate: Double
    private let fall: [Double]
    private let rise: [Double]
    private let falling = FallingExponential()
    private var next = 0
    private var previous = -Double.infinity

    init(unit: MotorUnit, basis: TwitchBasis, sampleRate: Double) {
        contractionTime = unit.contractionTime
        scale = unit.twitchForce * ForceGain.e
        self.sampleRate = sampleRate
        (fall, rise) = basis.weights(contractionTime: unit.contractionTime)
    }

    /// Puts the impulses of the discharges that belong to a block of samples.
    mutating func deposit(_ times: [Double], samples: Range<Int>, into impulses: UnsafeMutableRawBufferPointer) {
        precondition(
            impulses.count >= TwitchBasis.size * 8 * samples.count, "one row of impulses for each sample")
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * Self.batch) { memory in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.batch) { rows in
                guard let base = memory.baseAddress, let rows = rows.baseAddress else { return }
                let batch = Batch(
                    rows: rows, intervals: base, ages: base + Self.batch, series: base + 2 * Self.batch,
                    places: base + 3 * Self.batch)
                var count: Int
                repeat {
                    count = take(times, samples, into: batch)
                    compute(batch, count)
                    deposit(batch, count, into: impulses)
                } while count == Self.batch
            }
        }
    }

    /// What is known of some discharges.
    private struct Batch {
        /// Where the rows of their samples begin, in bytes.
        let rows: UnsafeMutablePointer<Int>
        /// Since the discharge before, in seconds; then the weight of the twitch without its gain's exponential.
        let intervals: UnsafeMutablePointer<Double>
        /// At the sample, in contraction times.
        let ages: UnsafeMutablePointer<Double>
        /// The exponential of the gain: a series, and a place in the table.
        let series: UnsafeMutablePointer<Double>
        let places: UnsafeMutablePointer<Double>
    }

    /// Takes the next discharges.
    ///
    /// - Returns: How many; fewer than a batch when no more belong to the block.
    @inline(__always)
    private mutating func take(_ times: [Double], _ samples: Range<Int>, into batch: Batch) -> Int {
        let (step, pace) = (1 / sampleRate, 1 / contractionTime)
        let most = min(Self.batch, times.count - next)
        var before = previous
        var count = 0
        while count < most {
            let time = times[next + count]
            let place = time * sampleRate
            let floor = Int(place)
            let sample = Double(floor) < place ? floor + 1 : floor
            guard sample < samples.upperBound else { break }
            batch.rows[count] = (sample &- samples.lowerBound) &* (TwitchBasis.size * 8)
            batch.intervals[count] = time - before
            batch.ages[count] = max((Double(sample) * step - time) * pace, 0)
            before = time
            count += 1
        }
        next += count
        previous = before
        return count
    }

    @inline(__always)
    private func compute(_ batch: Batch, _ count: Int) {
        let share = scale / (contractionTime * ForceGain.reference)
        for index in 0..<count {
            let interval = batch.intervals[index]
            // The first discharge has an endless interval before it: ratio 0, gain 1.
            let ratio = contractionTime / interval
            let exponent = ForceGain.exponent(ratio)
            let place = FallingExponential.place(exponent)
            let series = FallingExponential.series(exponent, at: place)
            batch.places[index] = place
            batch.series[index] = ratio > ForceGain.linearLimit ? series : 0
            batch.intervals[index] = ratio > ForceGain.linearLimit ? interval * share : scale
        }
        if 16 <= contractionTime * sampleRate {
            for index in 0..<count { batch.intervals[index] *= FallingExponential.short(batch.ages[index]) }
        } else {
            for index in 0..<count { batch.intervals[index] *= falling.value(batch.ages[index]) }
        }
    }

    @inline(__always)
    private func deposit(_ batch: Batch, _ count: Int, into impulses: UnsafeMutableRawBufferPointer) {
        guard let impulses = impulses.baseAddress else { return }
        fall.withUnsafeBytes { fall in
            rise.withUnsafeBytes { rise in
                for index in 0..<count {
                    let gain = 1 - falling.entry(batch.places[index]) * batch.series[index]
                    let level = gain * batch.intervals[index]
                    let slope = level * batch.ages[index]
                    let row = impulses + batch.rows[index]
                    for part in stride(from: 0, to: TwitchBasis.size * 8, by: 32) {
                        let sum =
                            row.loadUnaligned(fromByteOffset: part, as: SIMD4<Double>.self)
                            + slope * fall.loadUnaligned(fromByteOffset: part, as: SIMD4<Double>.self)
                            + level * rise.loadUnaligned(fromByteOffset: part, as: SIMD4<Double>.self)
                        row.storeBytes(of: sum, toByteOffset: part, as: SIMD4<Double>.self)
                    }
                }
            }
        }
    }
}

/// Makes the discharges of the units of a pool under one drive.
///
/// Each interval is normal about the inverse of the rate at the time of the discharge that begins it, with the
/// variation of the pool and cut at ±3.9 standard deviations: a renewal process (Fuglevand 1993). A unit whose drive is
/// below threshold when its next discharge is due falls silent until the drive crosses the threshold again.
///
/// The units take their steps in turn, because one unit's next step waits for its last one and another's doesn't.
struct DischargeGenerator {
    let variation: Double
    let first: FirstDischarge
    let sampleRate: Double
    private let deviates = NormalDeviates()

    init(variation: Double, first: FirstDischarge, sampleRate: Double) {
        self.variation = variation
        self.first = first
        self.sampleRate = sampleRate
    }

    // Discharges of a unit that wait in a page before its list takes them in one go.
    private static let page = 32

    private struct Cursor {
        let unit: MotorUnit
        var random: PoolRandom
        var time: Double
        var times: [Double] = []
        /// How many wait.
        var waiting = 0
    }

    /// The times of the discharges of each unit, in seconds, rising.
    ///
    /// - Parameters:
    ///   - units: The units.
    ///   - excitation: The excitation at each sample, on the scale of the pool.
    ///   - seed: The seed; each unit draws from its own stream.
    /// - Returns: One list of times within the duration for each unit.
    func times(units: [MotorUnit], excitation: [Double], seed: UInt64) -> [[Double]] {
        let end = Double(excitation.count) / sampleRate
        return excitation.withUnsafeBufferPointer { excitation in
            let drive = Drive(excitation)
            var cursors = units.enumerated().map { index, unit in
                var cursor = Cursor(unit: unit, random: PoolRandom(seed: seed, stream: UInt64(index)), time: .infinity)
                resume(&cursor, from: 0, drive)
                if cursor.time < end { cursor.times.reserveCapacity(Int((end - cursor.time) * unit.peakRate) + 8) }
                return cursor
            }
            var running = cursors.indices.filter { cursors[$0].time < end }
            cursors.withUnsafeMutableBufferPointer { cursors in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.page * cursors.count) { pages in
                    while !running.isEmpty {
                        for _ in 0..<Self.page {
                            for index in running where cursors[index].time < end {
                                step(&cursors[index], pages, Self.page * index, drive)
                            }
                        }
                        for index in running { take(&cursors[index], pages, Self.page * index) }
                        running.removeAll { cursors[$0].time >= end }
                    }
                }
            }
            return cursors.map(\.times)
        }
    }

    @inline(__always)
    private func step(
        _ cursor: inout Cursor, _ pages: UnsafeMutableBufferPointer<Double>, _ page: Int, _ drive: Drive
    ) {
        let here = min(Int(cursor.time * sampleRate), drive.excitation.count - 1)
        let rate = cursor.unit.rate(at: drive.excitation[here])
        guard rate > 0 else { return resume(&cursor, from: here + 1, drive) }
        pages[page + cursor.waiting] = cursor.time
        cursor.waiting += 1
        var deviate = variation > 0 ? deviates.next(&cursor.random) : 0
        while abs(deviate) > 3.9 { deviate = deviates.next(&cursor.random) }
        cursor.time += (1 + variation * deviate) / rate
    }

    private func take(_ cursor: inout Cursor, _ pages: UnsafeMutableBufferPointer<Double>, _ page: Int) {
        cursor.times.append(contentsOf: pages[page..<(page + cursor.waiting)])
        cursor.waiting = 0
    }

    // Goes to the next crossing of the threshold; to no time at all when there is none.
    private func resume(_ cursor: inout Cursor, from start: Int, _ drive: Drive) {
        cursor.time = .infinity
        guard let crossing = drive.crossing(of: cursor.unit.threshold, from: start) else { return }
        cursor.time = Double(crossing) / sampleRate
        if first == .scattered {
            cursor.time += cursor.random.uniform() / cursor.unit.rate(at: drive.excitation[crossing])
        }
    }
}

/// The excitation at each sample, with the highest one of each block of samples, to find crossings fast.
private struct Drive {
    private static let block = 64

    let excitation: UnsafeBufferPointer<Double>
    private let peaks: [Double]

    init(_ excitation: UnsafeBufferPointer<Double>) {
        self.excitation = excitation
        peaks = stride(from: 0, to: excitation.count, by: Self.block).map { start in
            excitation[start..<min(start + Self.block, excitation.count)].reduce(0, max)
        }
    }

    /// The first sample from `start` on that reaches the threshold.
    func crossing(of threshold: Double, from start: Int) -> Int? {
        var sample = start
        while sample < excitation.count {
            if sample.isMultiple(of: Self.block), peaks[sample / Self.block] < threshold {
                sample += Self.block
            } else if excitation[sample] >= threshold {
                return sample
            } else {
                sample += 1
            }
        }
        return nil
    }
}

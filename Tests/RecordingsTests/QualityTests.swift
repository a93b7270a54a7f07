import Foundation
import Recordings
import Testing

@Suite struct QualityTests {
    private func quality(
        _ samples: [Double], rate: Double = 1_000, range: ClosedRange<Double>? = nil,
        gaps: [(after: Double, length: Double)] = []
    ) throws -> ChannelQuality {
        var signal = MemorySignal(label: "EMG", unit: .microvolts, rate: rate, samples: samples)
        signal.range = range
        let report = try Recording(signals: [signal], gaps: gaps).quality()
        #expect(report.gaps.count == gaps.count)
        return try #require(report.channels.first)
    }

    private func wave(_ count: Int, rate: Double, frequency: Double, size: Double) -> [Double] {
        (0..<count).map { size * sin(2 * .pi * frequency * Double($0) / rate) }
    }

    @Test(arguments: 0..<8) func `a clean signal shows nothing`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let rate = [1_000.0, 2_000, 2_048, 4_000][seed % 4]
        // In steps of a microvolt, as a converter gives them.
        let samples = random.muscle(Int(60 * rate), size: 60).map { $0.rounded() }
        let found = try quality(samples, rate: rate, range: -5_000...5_000)
        #expect(found.missing.isEmpty && found.clipping.isEmpty && found.flat.isEmpty)
        #expect(found.mains.isEmpty && found.mainsExamined, "\(found.mains)")
        #expect(found.heartbeat == nil && found.heartbeatExamined, "\(String(describing: found.heartbeat))")
    }

    @Test func `samples at the limit of the converter are clipping, with their times`() throws {
        var random = SeededRandom(seed: 1)
        var samples = random.muscle(5_000, size: 200).map { min(900, max(-900, $0.rounded())) }
        for place in 2_000..<2_010 { samples[place] = 1_000 }
        for place in 3_000..<3_002 { samples[place] = -1_000 }
        samples[4_000] = 1_000
        let found = try quality(samples, range: -1_000...1_000)
        #expect(found.clipping.spans == [2..<2.01, 3..<3.002] && found.flat.isEmpty)
    }

    @Test func `a signal that is cut off below the limit is clipping, a smooth top is not`() throws {
        var random = SeededRandom(seed: 2)
        let cut = random.muscle(20_000, size: 2_000).map { min(300, max(-300, $0.rounded())) }
        let found = try quality(cut, range: -5_000...5_000)
        #expect(found.clipping.count > 20)
        // Slow waves in coarse steps stay at their top for several samples.
        for size in [20.0, 100, 500, 2_000] {
            for frequency in [0.5, 3, 20] {
                let smooth = wave(20_000, rate: 2_000, frequency: frequency, size: size).map { $0.rounded() }
                #expect(try quality(smooth, rate: 2_000).clipping.isEmpty)
            }
        }
    }

    @Test func `a value that does not change is a flat line, and missing samples are counted`() throws {
        var random = SeededRandom(seed: 3)
        var samples = random.muscle(10_000, size: 50)
        for place in 4_000..<4_250 { samples[place] = 17 }
        for place in 7_000..<7_010 { samples[place] = .nan }
        samples[8_000] = .infinity
        let found = try quality(samples)
        #expect(found.flat.spans == [4..<4.25])
        #expect(found.missingSamples == 11 && found.missing.count == 2)
        #expect(abs(found.missing.seconds - 0.011) < 1e-9)
        #expect(abs((found.missing.spans.first?.lowerBound ?? 0) - 7) < 1e-9)
        let dead = try quality([Double](repeating: 3, count: 5_000))
        #expect(dead.flat.spans == [0..<5] && dead.clipping.isEmpty && dead.mains.isEmpty)
    }

    @Test(arguments: [50.0, 60], [1_000.0, 2_048]) func `hum of the mains is found with its size and its times`(
        mains: Double, rate: Double
    ) throws {
        var random = SeededRandom(seed: 4)
        var samples = random.muscle(Int(60 * rate), size: 50)
        // From 20 s to 40 s; the mains is a little off.
        for (multiple, size) in [(1.0, 30.0), (3, 20), (5, 10)] {
            for place in Int(20 * rate)..<Int(40 * rate) {
                samples[place] += size * sin(2 * .pi * multiple * mains * 1.0008 * Double(place) / rate)
            }
        }
        let found = try quality(samples, rate: rate)
        #expect(found.mains.map(\.frequency) == [mains])
        let hum = try #require(found.mains.first)
        #expect(Set(hum.lines.map(\.frequency)).isSuperset(of: [mains, 3 * mains]))
        // A third of the time: the mean square is a third.
        let expected = ((900.0 + 400 + 100) / 2 / 3).squareRoot()
        #expect(abs(hum.rms / expected - 1) < 0.1, "\(hum.rms) \(expected)")
        #expect(hum.share > 0.05 && hum.share < 0.15)
        let first = try #require(hum.spans.spans.first)
        #expect(abs(first.lowerBound - 20) < 2.5 && abs((hum.spans.spans.last?.upperBound ?? 0) - 40) < 2.5)
        #expect(hum.spans.seconds > 15 && hum.spans.seconds < 25)
    }

    /// Spikes of a heart: Q, R and S as three bells.
    private func addHeart(_ samples: inout [Double], rate: Double, perMinute: Double, size: Double, seed: UInt64) -> Int
    {
        var random = SeededRandom(seed: seed)
        var time = 0.4
        var beats = 0
        while time < Double(samples.count) / rate - 0.2 {
            for (shift, height, width) in [(-0.025, -0.15, 0.008), (0, 1, 0.011), (0.028, -0.25, 0.01)] {
                for place in Int((time - 0.1) * rate)..<Int((time + 0.1) * rate) {
                    let distance = (Double(place) / rate - time - shift) / width
                    samples[place] += size * height * exp(-distance * distance / 2)
                }
            }
            beats += 1
            time += 60 / perMinute * (1 + 0.03 * random.normal())
        }
        return beats
    }

    @Test(arguments: [45.0, 72, 120, 170], [100.0, 300]) func `spikes of a heart are found with their rate`(
        perMinute: Double, size: Double
    ) throws {
        var random = SeededRandom(seed: 5)
        var samples = random.muscle(120_000, size: 20)
        let beats = addHeart(&samples, rate: 2_000, perMinute: perMinute, size: size, seed: 6)
        let found = try quality(samples, rate: 2_000)
        let heart = try #require(found.heartbeat)
        #expect(abs(heart.rate / perMinute - 1) < 0.03)
        #expect(Double(heart.beats) > 0.8 * Double(beats) && heart.beats <= beats)
        #expect(heart.spans.seconds > 40)
        #expect(heart.size > 0.5 * size && heart.size < 2 * size)
    }

    @Test(arguments: 0..<6) func `bursts of a walking muscle are no heart`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) + 100)
        var samples = random.muscle(120_000, size: 100)
        for place in samples.indices {
            let phase = (Double(place) / 2_000 * (0.8 + 0.2 * Double(seed))).truncatingRemainder(dividingBy: 1)
            samples[place] *= phase < 0.35 ? 1 : 0.05
        }
        #expect(try quality(samples, rate: 2_000).heartbeat == nil)
    }

    @Test func `a gap ends what reaches over it, and times go on behind it`() throws {
        var samples = [Double](repeating: 5, count: 300)
        for place in samples.indices where place < 100 || place >= 200 { samples[place] = Double(place % 7) }
        let found = try quality(samples, gaps: [(0.15, 10)])
        #expect(found.flat.spans.isEmpty)
        for place in 100..<260 { samples[place] = 5 }
        let longer = try quality(samples, gaps: [(0.15, 10)])
        #expect(longer.flat.count == 1)
        #expect(abs((longer.flat.spans.first?.lowerBound ?? 0) - 10.15) < 1e-9)
    }

    @Test func `slow channels are not examined for hum and hearts`() throws {
        let found = try quality((0..<2_000).map { Double($0 % 13) }, rate: 100)
        #expect(!found.mainsExamined && !found.heartbeatExamined)
    }
}

import Electromyography
import Testing

@Suite struct ChannelTests {
    private let pipeline: ChannelPipeline

    init() throws {
        let rate = try SamplingRate(hertz: 2_000)
        pipeline = try ChannelPipeline(
            filter: bandAndNotches(), envelope: Envelope(.rootMeanSquare, window: 100),
            frames: FrameSpectra(
                estimator: WelchEstimator(segment: 256, rate: rate), length: 500, band: 20...450),
            threshold: DoubleThreshold(), baseline: 0..<1_000, rate: rate)
    }

    private func channels(_ number: Int) -> [[Double]] {
        (0..<number).map { channel in
            var samples = noise(6_000, seed: UInt64(channel + 1))
            for place in (3_000 + 50 * channel)..<5_000 { samples[place] *= 10 }
            return samples
        }
    }

    @Test(arguments: [0, 1, 2, 3, 8, 9, 19], [1, 2, 3])
    func `a channel measured in company is the channel measured alone, to the bit`(number: Int, workers: Int)
        async throws
    {
        let channels = channels(number)
        let together = try await pipeline.measures(of: channels, workers: workers)
        #expect(together == (try channels.map { try pipeline.measures(of: $0) }))
    }

    @Test(arguments: [1, 2, 7, 100, 2_048, 5_000], Envelope.Kind.allCases)
    func `any window gives the same in company, to the bit`(window: Int, kind: Envelope.Kind) async throws {
        let rate = try SamplingRate(hertz: 2_000)
        // One to nine sections, more than go through at once.
        for order in [1, 2, 4, 9] {
            let pipeline = try ChannelPipeline(
                filter: SectionCascade.butterworth(order: order, .bandPass(20, 450), rate: rate),
                envelope: Envelope(kind, window: window), frames: self.pipeline.frames, threshold: DoubleThreshold(),
                baseline: 0..<1_000, rate: rate)
            let channels = channels(5)
            let together = try await pipeline.measures(of: channels)
            #expect(together == (try channels.map { try pipeline.measures(of: $0) }))
            for measures in together {
                #expect(measures.envelope == (try pipeline.envelope.values(of: measures.filtered)))
            }
        }
    }

    @Test(arguments: [0, 0.001, 0.0125, 0.1])
    func `bursts are those that a walk from place to place finds`(duration: Double) throws {
        let threshold = try DoubleThreshold(deviations: 0.7, duration: duration)
        for seed in 1...20 {
            let values = noise(3_000 + 37 * seed, seed: UInt64(seed)).enumerated().map { place, value in
                abs(value) + (place / 200 % 2 == 0 ? 0.2 : 0)
            }
            let rest = values[..<500]
            let mean = rest.reduce(0, +) / 500
            let spread = (rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 499).squareRoot()
            let (level, least) = (mean + 0.7 * spread, max(Int((duration * 2_000).rounded()), 1))
            var (expected, start, run): ([Range<Int>], Int?, Int) = ([], nil, 0)
            for (place, value) in values.enumerated() {
                run = (value > level) == (start == nil) ? run + 1 : 0
                guard run == least else { continue }
                if let begin = start { expected.append(begin..<(place - least + 1)) }
                start = start == nil ? place - least + 1 : nil
                run = 0
            }
            if let begin = start { expected.append(begin..<values.count) }
            #expect(try threshold.bursts(in: values, baseline: 0..<500, rate: SamplingRate(hertz: 2_000)) == expected)
        }
    }

    @Test func `the parts of a measure are what each step gives`() throws {
        let samples = channels(1)[0]
        let measures = try pipeline.measures(of: samples)
        #expect(measures.filtered == (try pipeline.filter.zeroPhase(samples)))
        #expect(measures.envelope == (try pipeline.envelope.values(of: measures.filtered)))
        #expect(measures.frames == (try pipeline.frames.frames(of: measures.filtered)))
        #expect(measures.frames.count == 12)
        let burst = try #require(measures.bursts.first)
        #expect(abs(burst.lowerBound - 3_000) < 100)
    }

    @Test func `channels that can't be measured are refused by name`() async throws {
        var channels = channels(3)
        channels[2][17] = .nan
        await #expect(throws: SignalError.notFinite(field: "channel 2", index: 17)) {
            try await pipeline.measures(of: channels)
        }
        channels[2] = [1, 2, 3]
        await #expect(throws: SignalError.tooShort(field: "channel 2", samples: 3, needed: 1_000)) {
            try await pipeline.measures(of: channels)
        }
        channels[2] = noise(5_999, seed: 1)
        await #expect(throws: SignalError.self) { try await pipeline.measures(of: channels) }
        await #expect(throws: SignalError.self) { try await pipeline.measures(of: channels, workers: 0) }
    }

    @Test func `cancelled work ends with an error, not with half of the channels`() async throws {
        let channels = channels(24)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await pipeline.measures(of: channels)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

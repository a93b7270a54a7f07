import Electromyography
import Foundation

/// Band-pass, notches, envelope, spectra of 250 ms and onsets of all channels, timed.
///
/// Prints the median wall time, the median processor time and the number of workers. The output holds filtered samples
/// and envelopes, then power, mean and median frequency of each frame, then onsets as pairs of places, each channel
/// ended by -1.
enum SpeedRun {
    static func run(
        samples: String, channels count: String, rate: String, rounds: String, _ output: String
    ) async throws {
        let channels = try EMGPeer.channels(samples, count)
        let pipeline = try pipeline(try SamplingRate(hertz: try EMGPeer.number(rate)))
        let workers = channels.count > 1 ? min(ProcessInfo.processInfo.activeProcessorCount, 64) : 1
        var (spans, costs): ([Double], [Double]) = ([], [])
        var results: [ChannelMeasures] = []
        for _ in 0..<max(Int(rounds) ?? 1, 1) {
            results = []
            let (start, used) = (DispatchTime.now().uptimeNanoseconds, processorSeconds)
            if channels.count == 1 {
                results = [try pipeline.measures(of: channels[0])]
            } else {
                results = try await pipeline.measures(of: channels, workers: workers)
            }
            spans.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
            costs.append(processorSeconds - used)
        }
        try write(results, to: output)
        print("\(spans.sorted()[spans.count / 2]) \(costs.sorted()[costs.count / 2]) \(workers)")
    }

    private static func pipeline(_ rate: SamplingRate) throws -> ChannelPipeline {
        let filter = try SectionCascade.butterworth(order: 4, .surfaceEMG, rate: rate)
            .followed(by: .notches(at: [50, 100, 150], rate: rate))
        return try ChannelPipeline(
            filter: filter, envelope: Envelope(.rootMeanSquare, window: Int(rate.hertz / 10)),
            frames: FrameSpectra(
                estimator: WelchEstimator(segment: 256, rate: rate), length: Int(rate.hertz / 4), band: 20...450),
            threshold: DoubleThreshold(deviations: 3, duration: 0.025), baseline: 0..<Int(rate.hertz), rate: rate)
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func write(_ results: [ChannelMeasures], to path: String) throws {
        var numbers: [Double] = []
        for result in results { numbers += result.filtered }
        for result in results { numbers += result.envelope }
        for result in results {
            for frame in result.frames {
                numbers += [frame.power, frame.meanFrequency ?? .nan, frame.medianFrequency ?? .nan]
            }
        }
        for result in results {
            for burst in result.bursts { numbers += [Double(burst.lowerBound), Double(burst.upperBound)] }
            numbers.append(-1)
        }
        try EMGPeer.write(numbers, to: path)
    }
}

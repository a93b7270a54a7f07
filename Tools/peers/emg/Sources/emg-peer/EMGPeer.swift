import Electromyography
import Foundation

/// Measures raw channels as `emg_scipy.py` does, and writes results and times for it to compare.
///
///     emg-peer SAMPLES CHANNELS RATE ROUNDS OUTPUT
///
/// SAMPLES holds channel after channel as 64-bit numbers; OUTPUT gets filtered samples and envelopes in the same form,
/// then power, mean and median frequency of each frame, then onsets as pairs of places, each channel ended by -1.
@main
struct EMGPeer {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 6, let count = Int(words[2]), let hertz = Double(words[3]), let rounds = Int(words[4]),
            count > 0, rounds > 0
        else {
            FileHandle.standardError.write(Data("emg-peer SAMPLES CHANNELS RATE ROUNDS OUTPUT\n".utf8))
            exit(2)
        }
        let channels = try read(words[1], count)
        let rate = try SamplingRate(hertz: hertz)
        let pipeline = try pipeline(rate)
        var (fastest, cheapest) = (Double.infinity, Double.infinity)
        var results: [ChannelMeasures] = []
        for _ in 0..<rounds {
            let (start, used) = (DispatchTime.now().uptimeNanoseconds, processorSeconds)
            if channels.count == 1 {
                results = [try pipeline.measures(of: channels[0])]
            } else {
                results = try await pipeline.measures(of: channels, workers: 2)
            }
            fastest = min(fastest, Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
            cheapest = min(cheapest, processorSeconds - used)
        }
        try write(results, to: words[5])
        print("\(fastest) \(cheapest)")
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

    private static func read(_ path: String, _ count: Int) throws -> [[Double]] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let numbers = data.withUnsafeBytes { bytes in
            (0..<(bytes.count / 8)).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
        }
        let length = numbers.count / count
        return (0..<count).map { Array(numbers[($0 * length)..<(($0 + 1) * length)]) }
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
        try numbers.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
    }
}

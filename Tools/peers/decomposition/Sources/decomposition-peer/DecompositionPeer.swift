import Electromyography
import Foundation
import MotorUnits

/// Scores the separation of motor units on simulation, and on a recording with a published decomposition.
///
///     decomposition-peer simulated SEED...
///     decomposition-peer recording SAMPLES CHANNELS RATE TRAINS
///
/// SAMPLES holds the channels one after the other as 64-bit numbers, TRAINS one line of times in seconds for each
/// published unit.
@main
struct DecompositionPeer {
    /// What every seed must reach: the mean rate of agreement of the accepted units.
    static let bar = 0.9

    struct Usage: Error {}

    static func main() throws {
        var arguments = CommandLine.arguments.dropFirst()
        let good: Bool
        switch arguments.popFirst() {
        case "simulated":
            let seeds = arguments.compactMap { UInt64($0) }
            guard !seeds.isEmpty, seeds.count == arguments.count else { throw Usage() }
            print("simulation: 8 by 8 electrodes, 20 s, 20 dB, drive 0.1")
            good = try seeds.map(simulated).allSatisfy { $0 }
            print(good ? "bar met: agreement of at least \(bar) at every seed" : "bar MISSED: agreement below \(bar)")
        case "recording":
            guard arguments.count == 4, let count = Int(arguments[arguments.startIndex + 1]),
                let rate = Double(arguments[arguments.startIndex + 2]), let samples = arguments.first,
                let trains = arguments.last
            else { throw Usage() }
            try recording(samples, channels: count, rate: rate, trains: trains)
            good = true
        default: throw Usage()
        }
        if !good { exit(1) }
    }

    private static func simulated(seed: UInt64) throws -> Bool {
        let pool = MotorUnitPool()
        let activity = try pool.simulate(.constant(0.1, seconds: 20), sampleRate: 2_000, seed: seed)
        let grid = try ElectrodeArray(rows: 8, columns: 8, spacing: 8, along: 30)
        let potentials = try ActionPotentials(
            pool: pool, units: activity.activeUnits, array: grid, sampleRate: 2_000, seed: seed)
        let made = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: 20, signalToNoise: 20, seed: seed)
        let (units, seconds) = try separated(made.channels, rate: 2_000)
        let score = DecompositionScore(found: units.map(\.times), truth: activity.discharges)
        let matched = score.matches.filter { $0.agreement >= bar }.count
        print(
            "seed \(seed): \(activity.activeUnits.count) active, \(units.count) accepted, \(matched) agree by \(bar) "
                + "or more; mean \(text(score.meanAgreement)), lowest \(text(score.lowestAgreement)); \(text(seconds)) s"
        )
        return !units.isEmpty && score.meanAgreement >= bar
    }

    private static func recording(_ samples: String, channels: Int, rate: Double, trains: String) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: samples))
        let values = bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
        }
        guard channels > 0, values.count % channels == 0 else { throw Usage() }
        let length = values.count / channels
        let filter = try SectionCascade.butterworth(
            order: 4, .bandPass(20, min(500, 0.45 * rate)), rate: SamplingRate(hertz: rate))
        let filtered = try (0..<channels).map { try filter.zeroPhase(Array(values[$0 * length..<($0 + 1) * length])) }
        let published = try String(contentsOfFile: trains, encoding: .utf8).split(separator: "\n").map { line in
            line.split(separator: " ").compactMap { Double($0) }
        }
        let (units, seconds) = try separated(filtered, rate: rate)
        let score = DecompositionScore(found: units.map(\.times), truth: published)
        print("recording: \(channels) channels, \(units.count) accepted, \(text(seconds)) s")
        for (place, train) in published.enumerated() {
            let match = score.matches.first { $0.truth == place }
            let found = match.map { "agreement \(text($0.agreement)), silhouette \(text(units[$0.found].silhouette))" }
            print("published unit \(place + 1), \(train.count) discharges: \(found ?? "not found")")
        }
        let agreed = score.matches.filter { $0.truth != nil && $0.agreement >= bar }
        let mean = agreed.reduce(0) { $0 + $1.agreement } / Double(max(agreed.count, 1))
        print(
            "\(agreed.count) of \(published.count) published units agree by \(bar) or more (mean \(text(mean))); "
                + "\(units.count - score.matches.filter { $0.truth != nil }.count) accepted units are not among them")
    }

    private static func separated(_ channels: [[Double]], rate: Double) throws -> ([FoundUnit], seconds: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let units = try SourceSeparator(.grid(channels: channels.count)).units(in: channels, sampleRate: rate)
        return (units, (clock.now - start) / .seconds(1))
    }

    private static func text(_ value: Double) -> String { String(format: "%.3f", value) }
}

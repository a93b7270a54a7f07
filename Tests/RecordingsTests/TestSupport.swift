import Foundation
import Recordings
import Testing

/// The content of a file in `Fixtures`.
func fixture(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
}

/// The path of a file in `Fixtures`.
func fixturePath(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
}

/// A recording from the text of a table.
func table(
    _ text: String, rate: Double? = nil, unit: SignalUnit? = nil, _ change: (inout RecordingOptions) -> Void = { _ in }
) throws(RecordingError) -> Recording {
    var options = RecordingOptions()
    options.rate = rate
    options.unit = unit
    change(&options)
    return try Recording(bytes: Array(text.utf8), name: "table.csv", options: options)
}

/// All samples of a channel.
func all(_ recording: Recording, _ channel: Int = 0) throws(RecordingError) -> [Double] {
    try recording.samples(channel: channel, range: 0..<recording.channels[channel].sampleCount)
}

/// The words of the error that opening gives; empty when it opens.
func refusal(_ open: () throws(RecordingError) -> Recording) -> String {
    do throws(RecordingError) {
        _ = try open()
        return ""
    } catch {
        return error.description
    }
}

/// Random numbers that repeat: SplitMix64 (doi:10.1145/2660193.2660195).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to the limit.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// A number of the normal distribution with mean 0 and variance 1.
    mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &self))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }

    /// Noise with the spectrum of a muscle's signal, roughly: white noise through two smoothing steps and a difference.
    mutating func muscle(_ count: Int, size: Double) -> [Double] {
        var (low, last) = (0.0, 0.0)
        return (0..<count).map { _ in
            low += 0.35 * (normal() - low)
            defer { last = low }
            return size * 2.2 * (low - 0.85 * last)
        }
    }
}

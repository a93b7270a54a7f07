import Foundation
import Recordings

/// The samples of a file, channel after channel; prints how many each has, as JSON.
enum ReadingRun {
    static func run(file: String, output: String, declared: [String]) throws {
        var options = RecordingOptions()
        options.missing = .keep
        if declared.count == 2 {
            options.rate = try EMGPeer.number(declared[0])
            options.unit = SignalUnit(declared[1])
        }
        let recording = try Recording(path: file, options: options)
        var numbers: [Double] = []
        for (place, channel) in recording.channels.enumerated() {
            for start in stride(from: 0, to: channel.sampleCount, by: 1 << 20) {
                numbers += try recording.samples(
                    channel: place, range: start..<min(start + (1 << 20), channel.sampleCount))
            }
        }
        try EMGPeer.write(numbers, to: output)
        let counts = recording.channels.map { "\($0.sampleCount)" }.joined(separator: ", ")
        let gaps = recording.gaps.map { "[\($0.lowerBound), \($0.upperBound)]" }.joined(separator: ", ")
        let rates = recording.channels.map { "\($0.rate)" }.joined(separator: ", ")
        print("{\"samples\": [\(counts)], \"rates\": [\(rates)], \"gaps\": [\(gaps)]}")
    }
}

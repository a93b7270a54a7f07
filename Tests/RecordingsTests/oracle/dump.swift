import Foundation
import Recordings

/// Shows recordings to the scripts beside this file: `dump COMMAND FILE [...]`.
@main struct Dump {
    static func main() {
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
            print("error: \(error)")
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        guard arguments.count >= 2 else {
            print("usage: dump info|samples|blocks|apart|quality|edf|csv FILE [OUTPUT] [--rate HZ] [--unit UNIT]")
            exit(2)
        }
        var options = RecordingOptions()
        options.missing = .keep
        var places: [String] = []
        var index = 1
        while index < arguments.count {
            switch arguments[index] {
            case "--rate": options.rate = Double(arguments[index + 1])
            case "--unit": options.unit = SignalUnit(arguments[index + 1])
            default:
                places.append(arguments[index])
                index -= 1
            }
            index += 2
        }
        let recording = try Recording(path: places[0], options: options)
        switch arguments[0] {
        case "info": try info(recording)
        case "samples": try samples(recording, to: places[1])
        case "blocks": try blocks(recording)
        case "apart": try apart(recording)
        case "quality": try quality(recording)
        case "edf": try EDFPlusWriter.write(recording, to: places[1])
        case "csv": try CSVWriter.write(recording, to: places[1])
        default: exit(2)
        }
    }

    private static func info(_ recording: Recording) throws {
        let channels = recording.channels.map { channel -> [String: Any] in
            [
                "label": channel.label, "unit": channel.unit.description, "rate": channel.rate,
                "samples": channel.sampleCount, "prefiltering": channel.prefiltering, "transducer": channel.transducer,
            ]
        }
        let remarks = recording.annotations.map { [$0.onset, $0.duration ?? -1, $0.text] as [Any] }
        let all: [String: Any] = [
            "format": recording.format?.rawValue ?? "", "start": recording.start?.description ?? "",
            "duration": recording.duration, "channels": channels, "annotations": remarks,
            "segments": recording.segments.map { [$0.start, $0.duration] }, "notes": recording.notes.map(\.description),
        ]
        print(String(decoding: try JSONSerialization.data(withJSONObject: all, options: .sortedKeys), as: UTF8.self))
    }

    /// All samples as doubles, channel after channel.
    private static func samples(_ recording: Recording, to path: String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        for channel in recording.channels.indices {
            try recording.forEachBlock(channels: [channel]) { block in
                try block.signals[0].samples.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
            }
        }
        try file.close()
    }

    /// Reads all channels together.
    private static func blocks(_ recording: Recording) throws {
        var (count, sum) = (0, 0.0)
        try recording.forEachBlock { block in
            for signal in block.signals {
                count += signal.samples.count
                sum += signal.samples.last ?? 0
            }
        }
        print("\(count) samples, \(sum), \(mostMemory) MB at most")
    }

    /// Reads channel after channel.
    private static func apart(_ recording: Recording) throws {
        var (count, sum) = (0, 0.0)
        for (place, channel) in recording.channels.enumerated() {
            for first in stride(from: 0, to: channel.sampleCount, by: 1 << 20) {
                let range = first..<min(first + 1 << 20, channel.sampleCount)
                sum += try recording.samples(channel: place, range: range).last ?? 0
                count += range.count
            }
        }
        print("\(count) samples, \(sum), \(mostMemory) MB at most")
    }

    /// The most memory that this process ever held, in megabytes.
    private static var mostMemory: String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        let kilobytes = line.split(separator: " ").compactMap { Double($0) }.first ?? 0
        return "\((kilobytes / 1_024).rounded())"
    }

    private static func quality(_ recording: Recording) throws {
        let report = try recording.quality()
        print("gaps \(report.gaps.count)")
        for channel in report.channels {
            print(
                channel.label, "missing", channel.missingSamples, "clipping", channel.clipping.count, "flat",
                channel.flat.count, channel.flat.seconds, "heart",
                channel.heartbeat.map { "\($0.beats) at \($0.rate), \($0.size), \($0.spans.count)" } ?? "none")
            for hum in channel.mains {
                print("   \(hum.frequency) Hz share \(hum.share) rms \(hum.rms) lines \(hum.lines.map(\.frequency))")
            }
        }
        print("\(mostMemory) MB at most")
    }
}

import Electromyography
import Foundation

/// Measures raw channels as the scripts beside this package do with scipy, for them to compare.
///
///     emg-peer speed SAMPLES CHANNELS RATE ROUNDS OUTPUT
///     emg-peer measures SAMPLES CHANNELS RATE FOLDER
///     emg-peer read FILE OUTPUT [RATE UNIT]
///
/// SAMPLES holds channel after channel as 64-bit numbers, and so does whatever is written.
@main
struct EMGPeer {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ words: [String]) async throws {
        switch words.first {
        case "speed" where words.count == 6:
            try await SpeedRun.run(samples: words[1], channels: words[2], rate: words[3], rounds: words[4], words[5])
        case "measures" where words.count == 5:
            try MeasureRun(try channels(words[1], words[2]), rate: try number(words[3])).write(to: words[4])
        case "read" where words.count == 3 || words.count == 5:
            try ReadingRun.run(file: words[1], output: words[2], declared: Array(words[3...]))
        default:
            FileHandle.standardError.write(Data("emg-peer speed|measures|read ...; see the head of its source\n".utf8))
            exit(2)
        }
    }

    static func number(_ word: String) throws -> Double {
        guard let value = Double(word) else { throw PeerError(description: "'\(word)' is no number") }
        return value
    }

    /// Channels of equal length from a file.
    static func channels(_ path: String, _ count: String) throws -> [[Double]] {
        guard let count = Int(count), count > 0 else { throw PeerError(description: "'\(count)' channels") }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let numbers = data.withUnsafeBytes { bytes in
            (0..<(bytes.count / 8)).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
        }
        let length = numbers.count / count
        return (0..<count).map { Array(numbers[($0 * length)..<(($0 + 1) * length)]) }
    }

    static func write(_ numbers: [Double], to path: String) throws {
        try numbers.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
    }
}

struct PeerError: Error, CustomStringConvertible {
    let description: String
}

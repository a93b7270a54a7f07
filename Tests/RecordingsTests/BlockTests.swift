import Foundation
import Recordings
import Testing

@Suite struct BlockTests {
    @Test(arguments: ["plain.edf", "gaps.edf", "continuous.bdf", "wskew.hea"], [nil, 0.01, 0.3, 1, 100])
    func `blocks together are the whole recording`(name: String, seconds: Double?) throws {
        let recording = try Recording(path: fixturePath(name))
        var together = recording.channels.map { _ in [Double]() }
        var last = -1.0
        try recording.forEachBlock(seconds: seconds) { block in
            #expect(block.time > last && block.progress > 0 && block.progress <= 1)
            last = block.time
            for signal in block.signals {
                #expect(signal.first == together[signal.channel].count)
                together[signal.channel] += signal.samples
                // A block lies within one piece.
                if let first = signal.samples.indices.first {
                    let piece = recording.segments[block.segment].samples(of: recording.channels[signal.channel])
                    #expect(
                        piece.contains(signal.first + first) && signal.first + signal.samples.count <= piece.upperBound)
                }
            }
        }
        for channel in recording.channels.indices {
            #expect(together[channel].map(\.bitPattern) == (try all(recording, channel)).map(\.bitPattern))
        }
    }

    @Test func `a table is read in blocks as it is read at once`() throws {
        let rows = (0..<9_000).map { "\($0),\($0 * 2)\n" }.joined()
        let recording = try table("a (mV),b (mV)\n" + rows, rate: 1_000)
        var together: [Double] = []
        try recording.forEachBlock(channels: [1, 0, 1], seconds: 0.777) { block in
            #expect(block.signals[0].samples == block.signals[2].samples)
            #expect(block.signals[1].samples.map { $0 * 2 } == block.signals[0].samples)
            together += block.signals[0].samples
        }
        #expect(together == (0..<9_000).map { Double($0 * 2) })
        for range in [0..<1, 2_047..<2_049, 4_096..<4_097, 8_999..<9_000] {
            #expect(try recording.samples(channel: 0, range: range) == range.map(Double.init))
        }
    }

    @Test func `what is not there is refused`() throws {
        let recording = try Recording(path: fixturePath("plain.edf"))
        for (channel, range) in [(3, 0..<1), (-1, 0..<1), (0, 400..<401), (0, -1..<2)] {
            #expect(throws: RecordingError.self) { try recording.samples(channel: channel, range: range) }
        }
        #expect(throws: RecordingError.self) { try recording.forEachBlock(channels: [9]) { _ in } }
        #expect(throws: RecordingError.self) { try recording.forEachBlock(seconds: .nan) { _ in } }
        #expect(throws: RecordingError.self) { try recording.time(ofSample: 400, channel: 0) }
        #expect(throws: RecordingError.self) { try Recording(path: "/dev/null") }
        #expect(throws: RecordingError.self) { try Recording(path: "no such file") }
        #expect(try recording.samples(channel: 0, range: 7..<7).isEmpty)
    }

    @Test func `a cancelled task ends between two blocks`() async throws {
        let recording = try Recording(path: fixturePath("plain.edf"))
        let task = Task {
            var blocks = 0
            do {
                try recording.forEachBlock(seconds: 0.1) { _ in
                    blocks += 1
                    withUnsafeCurrentTask { $0?.cancel() }
                }
                return -1
            } catch is CancellationError {
                return blocks
            }
        }
        #expect(try await task.value == 1)
    }

    @Test func `a long recording is read in blocks of about a million samples, whatever its length`() throws {
        // A header and a hole in the file: zeros that take no room on the disk.
        let template = try Recording(
            signals: (0..<8).map {
                MemorySignal(
                    label: "EMG \($0)", unit: .microvolts, rate: 2_000, samples: (0..<2_000).map { Double($0 % 200) })
            })
        var bytes = try EDFPlusWriter.bytes(of: template)
        // Plain EDF has no times in its records, so all of them may be zero.
        bytes.replaceSubrange(192..<197, with: Array("     ".utf8))
        bytes.replaceSubrange(236..<244, with: Array("1200    ".utf8))
        let header = 256 * 10
        let record = bytes.count - header
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(header + 1_200 * record))
        try file.close()
        let recording = try Recording(path: path)
        #expect(recording.duration == 1_200 && recording.channels.count == 8)
        var count = 0
        var most = 0
        try recording.forEachBlock { block in
            let samples = block.signals.reduce(0) { $0 + $1.samples.count }
            count += samples
            most = max(most, samples)
        }
        #expect(count == 8 * 2_400_000)
        #expect(most <= 1_048_576 + 8 * 2_000, "\(most) samples in one block")
    }
}

import Foundation
import Recordings
import Testing

@Suite struct WriterTests {
    private func recording(
        _ count: Int, rate: Double = 1_000, size: Double = 400, unit: SignalUnit = .microvolts,
        gaps: [(after: Double, length: Double)] = [], annotations: [RecordingAnnotation] = []
    ) throws -> Recording {
        var random = SeededRandom(seed: UInt64(count))
        let signals = ["EMG left", "EMG r\u{e9}chts"].map { label in
            MemorySignal(label: label, unit: unit, rate: rate, samples: random.muscle(count, size: size))
        }
        return try Recording(
            signals: signals, start: LocalTime(year: 2026, month: 11, day: 26, hour: 9, minute: 30, second: 15.25),
            gaps: gaps, annotations: annotations)
    }

    private func step(_ samples: [Double]) -> Double {
        ((samples.max() ?? 0) - (samples.min() ?? 0)) / 65_535
    }

    @Test(
        arguments: [
            (1, 1_000, 400), (7, 1_000, 400), (5_000, 1_000, 400), (4_999, 1_000, 0.0123), (12_345, 2_048, 1e6),
            (2_000, 250.5, 400), (5_200, 52_000 / 27, 30), (600, 0.5, 3), (40_000, 20_000, 1e-4),
        ] as [(Int, Double, Double)])
    func `EDF+ gives each sample back within half a step`(count: Int, rate: Double, size: Double) throws {
        let original = try recording(count, rate: rate, size: size)
        let again = try Recording(bytes: EDFPlusWriter.bytes(of: original))
        #expect(again.format == .edfPlus && again.notes.isEmpty)
        #expect(again.channels.map(\.label) == ["EMG left", "EMG r_chts"])
        for channel in 0..<2 {
            let samples = try all(original, channel)
            let read = try all(again, channel)
            #expect(abs(again.channels[channel].rate - rate) <= 1e-6 * rate)
            #expect(again.channels[channel].unit == .microvolts && read.count >= count)
            let half = (again.channels[channel].step ?? 0) / 2
            // The limits in the header have 8 characters, so a step may be a little larger than it has to be.
            #expect(half <= step(samples) || size < 1e-3 || count == 1)
            for (sample, value) in zip(samples, read) { #expect(abs(sample - value) <= half * (1 + 1e-9)) }
        }
    }

    @Test(arguments: ["plain.edf", "continuous.edf", "gaps.edf", "continuous.bdf"])
    func `what came from EDF comes back the same`(name: String) throws {
        let original = try Recording(path: fixturePath(name))
        let bytes = try EDFPlusWriter.bytes(of: original)
        let again = try Recording(bytes: bytes)
        #expect(again.segments == original.segments && again.annotations == original.annotations)
        #expect(again.start == original.start)
        for channel in original.channels.indices {
            let (one, other) = (original.channels[channel], again.channels[channel])
            #expect(one.label == other.label && one.unit == other.unit && one.rate == other.rate)
            #expect(one.prefiltering == other.prefiltering && one.transducer == other.transducer)
            let tolerance = name.hasSuffix(".bdf") ? (other.step ?? 0) / 2 : 0
            for (sample, value) in zip(try all(original, channel), try all(again, channel)) {
                #expect(abs(sample - value) <= abs(tolerance) * (1 + 1e-9))
            }
        }
    }

    @Test func `gaps and remarks are kept, and a part of a second at the start`() throws {
        let remarks = (0..<50).map {
            RecordingAnnotation(
                onset: Double($0) / 7, duration: $0 % 2 == 0 ? nil : 0.5, text: "hold \($0) \u{e4}\u{14}!")
        }
        let original = try recording(3_000, gaps: [(1, 2.5), (2, 0.125)], annotations: remarks)
        let again = try Recording(bytes: EDFPlusWriter.bytes(of: original))
        #expect(again.segments.map(\.start) == [0.25, 3.75, 4.875])
        #expect(again.start?.description == "2026-11-26T09:30:15")
        #expect(again.annotations.count == 50)
        for (one, other) in zip(again.annotations, remarks) {
            #expect(abs(one.onset - other.onset - 0.25) < 1e-8 && one.duration == other.duration)
            #expect(one.text == other.text.replacing("\u{14}", with: " "))
        }
    }

    @Test func `a length that fills no record is filled up, and a remark says so`() throws {
        // 1,009 and 1,013 are prime numbers, so that no record divides both pieces.
        let original = try recording(2_022, gaps: [(1.009, 5)])
        let again = try Recording(bytes: EDFPlusWriter.bytes(of: original))
        #expect(again.channels[0].sampleCount == 4_000)
        #expect(again.annotations.map(\.text) == ["Filled up, not recorded", "Filled up, not recorded"])
        #expect(abs((again.annotations.first?.onset ?? 0) - 1.259) < 1e-9)
        #expect(abs((again.annotations.last?.duration ?? 0) - 0.987) < 1e-9)
        let filled = try all(again)[3_012...]
        #expect(Set(filled).count == 1)
    }

    @Test func `what EDF+ can't hold is refused`() throws {
        let missing = try Recording(signals: [
            MemorySignal(label: "a", unit: .microvolts, rate: 10, samples: [1, .nan, 3, 4, 5, 6, 7, 8, 9, 10])
        ])
        #expect(throws: RecordingError.self) { try EDFPlusWriter.bytes(of: missing) }
        let large = try Recording(signals: [
            MemorySignal(label: "a", unit: .microvolts, rate: 10, samples: [Double](repeating: 1e9, count: 10))
        ])
        #expect(throws: RecordingError.self) { try EDFPlusWriter.bytes(of: large) }
        #expect(throws: RecordingError.self) { try EDFPlusWriter.bytes(of: recording(10), channels: [2]) }
    }

    @Test func `a table gives each sample and each gap back exactly`() throws {
        let original = try recording(3_000, gaps: [(1, 2.5)])
        let again = try Recording(bytes: CSVWriter.bytes(of: original), name: "a.csv")
        #expect(again.format == .delimited)
        #expect(again.channels.map(\.label) == original.channels.map(\.label))
        #expect(again.channels.map(\.unit) == original.channels.map(\.unit))
        #expect(again.channels[0].rate == 1_000 && again.segments.map(\.start) == [0, 3.5])
        for channel in 0..<2 { #expect(try all(again, channel) == all(original, channel)) }
        let mixed = try Recording(path: fixturePath("plain.edf"))
        #expect(throws: RecordingError.self) { try CSVWriter.bytes(of: mixed) }
        #expect(try CSVWriter.bytes(of: mixed, channels: [1]).isEmpty == false)
    }

    @Test func `files are new, private and whole, or not there`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("a.edf").path
        let original = try recording(2_000)
        try EDFPlusWriter.write(original, to: path)
        #expect(try Recording(path: path).channels[0].sampleCount == 2_000)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: RecordingError.self) { try EDFPlusWriter.write(original, to: path) }
        let other = folder.appendingPathComponent("b.csv").path
        let missing = try Recording(signals: [MemorySignal(label: "a", unit: .volts, rate: 10, samples: [1, .nan])])
        #expect(throws: RecordingError.self) { try CSVWriter.write(missing, to: other) }
        #expect(!FileManager.default.fileExists(atPath: other))
        try CSVWriter.write(original, to: other)
        #expect(try Recording(path: other).channels.count == 2)
    }
}

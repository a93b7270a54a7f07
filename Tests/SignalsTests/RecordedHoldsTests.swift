import Electromyography
import Foundation
import MotorUnits
import Recordings
import Signals
import Testing

@Suite("Holds in a recording")
struct RecordedHoldsTests {
    /// A simulated hold as a file of text: 40 s before, 60 s held, 40 s after.
    private func recording(change: Double) throws -> Recording {
        let rate = 1_000.0
        var random = Xorshift(state: 7)
        var lines = ["emg"]
        for index in 0..<140_000 {
            let level = (40_000..<100_000).contains(index) ? 20.0 : index < 40_000 ? 20.0 : 20.0 * change
            lines.append(String(format: "%.4f", level * random.normal()))
        }
        var options = RecordingOptions()
        options.rate = rate
        options.unit = .microvolts
        return try Recording(bytes: Array(lines.joined(separator: "\n").utf8), name: "made.csv", options: options)
    }

    @Test("a signal that is halved after the hold is a real change, one that stays is none")
    func change() throws {
        let halved = try RecordedHolds(
            recording(change: 0.5), holds: [40...100], settings: HoldReportSettings())
        let same = try RecordedHolds(recording(change: 1), holds: [40...100], settings: HoldReportSettings())
        #expect(HoldReportDocument(halved.report).holds.map(\.realChange.rms) == [true])
        #expect(HoldReportDocument(same.report).holds.map(\.realChange.rms) == [false])
        let ratio = try #require(halved.report.holds.first?.after?.rms?.value) / 20
        #expect(abs(ratio - 0.5) < 0.1)
    }

    @Test(
        "holds are read as typed, and the part that is wrong is named",
        arguments: ["30", "90-30", "a-b", "-5-3", "", "1-2,x"])
    func holds(_ text: String) throws {
        #expect(try HoldList.read("30-90, 150-240") == [30...90, 150...240])
        #expect(throws: SignalError.self) { try HoldList.read(text) }
    }

    @Test("a channel that does not exist, or is no voltage, is refused")
    func channels() throws {
        let made = try recording(change: 1)
        #expect(throws: SignalError.self) {
            try RecordedHolds(made, channel: 3, holds: [40...100], settings: HoldReportSettings())
        }
        #expect(try RecordingInfo(made).channels.map(\.label) == ["emg"])
    }
}

/// A small generator of normal numbers, the same at every run.
private struct Xorshift {
    var state: UInt64

    mutating func uniform() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / 9_007_199_254_740_992
    }

    mutating func normal() -> Double {
        (-2 * log(max(uniform(), 1e-300))).squareRoot() * cos(2 * .pi * uniform())
    }
}

import Electromyography
import Foundation
import MotorUnits
import Recordings
import Signals
import Testing

@Suite struct MotorUnitHoldTests {
    // A small muscle under a grid of 5 by 4 channels, driven less after the hold than before it.
    private static func grid(after drive: Double, noisy: Bool = false) throws -> (
        recording: Recording, truth: [[Double]]
    ) {
        let pool = MotorUnitPool(try PoolParameters(unitCount: 12, recruitmentRange: 8, twitchRange: 6))
        let drives = (0..<48_000).map { $0 < 32_000 ? 0.35 : drive }
        let activity = try pool.simulate(.samples(drives), sampleRate: 2_000, seed: 2)
        let array = try ElectrodeArray(rows: 5, columns: 4, spacing: 10, along: 25)
        let potentials = try ActionPotentials(
            pool: pool, units: activity.activeUnits, array: array,
            anatomy: MuscleAnatomy(depths: 4...12, fibersPerForce: 100), sampleRate: 2_000, seed: 2)
        let made = try SurfaceRecording(
            discharges: noisy ? [] : activity.discharges, potentials: potentials, seconds: 24,
            signalToNoise: noisy ? nil : 20, seed: 2)
        var channels = made.channels
        if noisy {
            for channel in channels.indices {
                var random = PoolRandom(seed: 9, stream: UInt64(channel))
                channels[channel] = channels[channel].map { _ in 10 * random.normal() }
            }
        }
        let signals = channels.enumerated().map { place, samples in
            MemorySignal(label: "grid \(place + 1)", unit: .microvolts, rate: 2_000, samples: samples)
        }
        return (try Recording(signals: signals), activity.discharges)
    }

    private func held(
        _ recording: Recording, _ source: MotorUnitRequest.Source, progress: (Double) throws -> Void = { _ in }
    ) throws -> RecordedHolds {
        try RecordedHolds(
            recording, channel: 0, holds: [8...16], settings: HoldReportSettings(),
            motorUnits: MotorUnitRequest(source), progress: progress)
    }

    @Test func `units of a grid are separated, and a lower drive after the hold is beyond its interval`() throws {
        let made = try Self.grid(after: 0.2)
        var shares: [Double] = []
        let found = try held(made.recording, .grid(nil)) { shares.append($0) }
        let report = try #require(found.motorUnits)
        let score = DecompositionScore(found: report.units.map(\.times), truth: made.truth)
        #expect(report.units.count >= 3 && score.lowestAgreement >= 0.9)
        #expect(report.method == .grid && report.channels == Array(0..<20) && report.leftOut.isEmpty)
        let hold = try #require(report.holds.first)
        let change = try #require(hold.change)
        #expect(hold.isBeyondInterval && change.high < 0 && hold.paired >= 1)
        // Each unit's rate is that of its true discharges in the same stretch, and its interval holds it.
        let span = try #require(found.report.holds.first?.before?.span)
        for (unit, match) in score.matches.enumerated() {
            let truth = made.truth[try #require(match.truth)].filter { $0 >= span.start && $0 < span.end }
            let actual = try #require(DischargeStatistics(times: truth).meanRate)
            let rate = try #require(hold.units[unit][.before]?.rate)
            #expect(abs(rate.value - actual) < 0.5 && rate.low <= rate.value && rate.value <= rate.high)
        }
        #expect(shares.last == 1 && zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
        let text = found.lines.joined(separator: "\n")
        #expect(text.contains("Motor units, from 20 channels") && text.contains("beyond its interval"))
        let document = try #require(HoldReportDocument(found).motorUnits)
        #expect(document.holds.first?.changeUnits == hold.paired && document.channels.first == 1)
        #expect(document.silhouettes.count == report.units.count)
    }

    @Test func `the same drive before and after is not beyond its interval`() throws {
        let report = try #require(try held(Self.grid(after: 0.35).recording, .grid(Array(0..<20))).motorUnits)
        #expect(!report.units.isEmpty && report.holds.first?.isBeyondInterval == false)
    }

    @Test func `where no unit can be separated the report says so and gives no number`() throws {
        let found = try held(Self.grid(after: 0.35, noisy: true).recording, .grid(Array(0..<8)))
        let report = try #require(found.motorUnits)
        #expect(report.units.isEmpty && report.absence != nil)
        #expect(report.holds.first?.change == nil && report.holds.first?.pooled[.before]?.rate == nil)
        #expect(found.lines.joined().contains("No motor unit could be separated"))
        #expect(HoldReportDocument(found).motorUnits?.notice == report.absence)
    }

    @Test func `the document has no member for motor units unless they are asked for`() throws {
        let recording = try Self.grid(after: 0.35, noisy: true).recording
        let found = try RecordedHolds(recording, channel: 0, holds: [8...16], settings: HoldReportSettings())
        #expect(found.motorUnits == nil && found.lines == found.report.lines)
        let data = try JSONEncoder().encode(HoldReportDocument(found))
        #expect(!String(decoding: data, as: UTF8.self).contains("motor_units"))
    }

    @Test func `work that is called off ends`() throws {
        struct CalledOff: Error {}
        let recording = try Self.grid(after: 0.35).recording
        #expect(throws: CalledOff.self) { _ = try held(recording, .grid(nil)) { _ in throw CalledOff() } }
    }

    @Test func `channels that don't fit are refused with a reason`() throws {
        let noise = try Self.grid(after: 0.35, noisy: true).recording
        #expect(throws: SignalError.self) { try held(noise, .grid(Array(0..<7))) }
        #expect(throws: SignalError.self) { try held(noise, .grid(Array(0..<8) + [20])) }
        #expect(throws: SignalError.self) { try held(noise, .grid([0, 0, 1, 2, 3, 4, 5, 6])) }
        #expect(throws: SignalError.self) { try held(noise, .needle(3)) }
        let flat = [Double](repeating: 1, count: 48_000)
        let mostlyFlat = try Recording(
            signals: (0..<9).map { place in
                MemorySignal(
                    label: "\(place)", unit: .microvolts, rate: 2_000,
                    samples: place < 7 ? flat.enumerated().map { $0.element * sin(Double($0.offset)) } : flat)
            })
        #expect(throws: SignalError.self) { try held(mostlyFlat, .grid(nil)) }
    }

    @Test func `a grid that is too long is refused`() throws {
        let long = [Double](repeating: 1, count: 4_000_000)
        let recording = try Recording(
            signals: (0..<8).map { MemorySignal(label: "\($0)", unit: .microvolts, rate: 20_000, samples: long) })
        #expect(throws: SignalError.self) {
            try RecordedHolds(
                recording, channel: 0, holds: [40...160], settings: HoldReportSettings(),
                motorUnits: MotorUnitRequest(.grid(nil)))
        }
    }

    @Test func `units of a needle are separated by their shapes`() throws {
        let pool = MotorUnitPool(try PoolParameters(unitCount: 4, recruitmentRange: 6, twitchRange: 5))
        let activity = try pool.simulate(.constant(0.3, seconds: 24), sampleRate: 10_000, seed: 2)
        let needle = try ElectrodeArray(
            plus: ElectrodePosition(along: 25, depth: 10), minus: ElectrodePosition(along: 27, depth: 10))
        let potentials = try ActionPotentials(
            pool: pool, array: needle,
            anatomy: MuscleAnatomy(
                depths: 8...12, halfWidth: 2.5, fibersPerForce: 40, territory: 1.5...2, sampledFibers: 60),
            sampleRate: 10_000, seed: 2)
        let made = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: 24, signalToNoise: 20, seed: 2)
        let recording = try Recording(
            signals: [MemorySignal(label: "needle", unit: .microvolts, rate: 10_000, samples: made.channels[0])])
        let report = try #require(try held(recording, .needle(nil)).motorUnits)
        let score = DecompositionScore(found: report.units.map(\.times), truth: activity.discharges)
        #expect(report.method == .needle && score.matches.filter { $0.agreement >= 0.9 }.count >= 2)
        #expect(report.units.allSatisfy { $0.silhouette == nil })
    }

    @Test func `lists of channels are read as typed`() throws {
        #expect(try ChannelList.read("1-3, 7") == [0, 1, 2, 6])
    }

    @Test(arguments: ["", "0", "3-1", "a", "1-", "1-2-3", "1,1", "1-5000", "-1", "1,,2"])
    func `a list of channels that is wrong is refused`(text: String) {
        #expect(throws: SignalError.self) { try ChannelList.read(text) }
    }
}

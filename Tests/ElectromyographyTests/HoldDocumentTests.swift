import Electromyography
import Foundation
import Testing

@Suite struct HoldDocumentTests {
    private let report: HoldReport

    init() throws {
        let rate = try SamplingRate(hertz: 1_000)
        var random = Gaussian(seed: 4)
        let model = try NoiseModel(low: 40, high: 160, rate: rate)
        report = try HoldReporter(settings: HoldReportSettings(), rate: rate).report(
            on: try model.samples(50_000, &random), otherSide: try model.samples(50_000, &random), unit: .millivolts,
            holds: [TimeSpan(start: 0, end: 10), TimeSpan(start: 20, end: 30)],
            reference: ReferenceContraction(rms: 500))
    }

    @Test func `the document has exactly the keys that were promised`() throws {
        let data = try JSONEncoder().encode(HoldReportDocument(report))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["holds"])
        let holds = try #require(object["holds"] as? [[String: Any]])
        #expect(holds.count == 2)
        for hold in holds { #expect(Set(hold.keys) == ["start", "end", "before", "during", "after", "real_change"]) }
        #expect(holds[0]["before"] is NSNull)
        let phase = try #require(holds[1]["during"] as? [String: Any])
        #expect(Set(phase.keys) == ["rms_uv", "mav_uv", "mnf_hz", "mdf_hz", "excluded_s"])
        for key in ["rms_uv", "mav_uv", "mnf_hz", "mdf_hz"] {
            let value = try #require(phase[key] as? [String: Double])
            #expect(Set(value.keys) == ["value", "low", "high"])
        }
        let change = try #require(holds[1]["real_change"] as? [String: Bool])
        #expect(Set(change.keys) == ["rms", "mdf"])
        #expect(try JSONDecoder().decode(HoldReportDocument.self, from: data) == HoldReportDocument(report))
    }

    @Test func `details carry the notice, the sources with their level, and the traps`() throws {
        let details = try #require(HoldReportDocument(report, withDetails: true).details)
        #expect(details.notice.contains("0.04") && details.notice.contains("-0.09"))
        #expect(details.retest.map(\.measure) == ["rms", "mdf"])
        #expect(details.retest.allSatisfy { SignalSource.Level(rawValue: $0.level) != nil && !$0.identifier.isEmpty })
        #expect(details.holds[0].traps == ["missing"])
        #expect(Set(details.holds[1].percentOfReference.keys) == ["before", "during", "after"])
        #expect(Set(details.holds[1].sideRatio.keys) == ["before", "during", "after"])
        let data = try JSONEncoder().encode(HoldReportDocument(report, withDetails: true))
        #expect(try JSONDecoder().decode(HoldReportDocument.self, from: data).details == details)
    }

    @Test func `the text says what was measured, what to beware of, and what EMG can't do`() {
        let text = report.lines.joined(separator: "\n")
        for part in [
            "Hold 1, 0.0 to 10.0 s", "before  no time for it", "median frequency", "µV", "% of reference",
            "Beware: there is no time before the hold.", "Surface EMG does not find a trigger point",
            "10.1097/AJP.0000000000000373", "This side against the other",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("nan") && !text.contains("inf "))
    }

    @Test func `each trap has a sentence of its own`() {
        let traps: [Trap] = [
            .normalisedToItself, .rectified, .narrowBand(low: 60, high: 200), .rateTooLow(rate: 500, upper: 225),
            .mainsHum(frequency: 50, times: 40), .tooShort(phase: .after, seconds: 1), .missing(phase: .before),
            .mostlyExcluded(phase: .during), .shortHold(seconds: 2),
        ]
        #expect(Set(traps.map(\.text)).count == traps.count)
        #expect(Set(traps.map(\.code)).count == traps.count)
    }
}

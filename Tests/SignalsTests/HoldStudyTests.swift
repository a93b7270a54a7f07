import Electromyography
import Foundation
import FoundationXML
import Recordings
import Signals
import Testing

@Suite("Studies of holds, and what is drawn of a recording")
struct HoldStudyTests {
    static let rate = 1_000.0

    /// Two channels of noise; the first is halved after 100 s.
    static func recording(seconds: Int = 140, gap: Bool = false) throws -> Recording {
        var state: UInt64 = 42
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
        func noise() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
        let count = seconds * Int(rate)
        let one = (0..<count).map { (Double($0) < 100 * rate ? 20 : 10) * noise() }
        let two = (0..<count).map { _ in 0.02 * noise() }
        return try Recording(
            signals: [
                MemorySignal(label: "trapezius right", unit: .microvolts, rate: rate, samples: one),
                MemorySignal(label: "trapezius left", unit: .millivolts, rate: rate, samples: two),
            ], gaps: gap ? [(after: 50, length: 10)] : [])
    }

    @Test("a study holds report, other side, reference and spectra, and reads back as it was written")
    func whole() throws {
        var shares: [Double] = []
        let study = try HoldStudy(
            Self.recording(),
            HoldStudyRequest(channel: 0, otherChannel: 1, holds: [40...100], reference: 2...8, mains: .hertz50)
        ) { shares.append($0) }
        let hold = try #require(study.report.holds.first)
        #expect(hold.realChange.rms && !hold.realChange.mdf)
        let (before, after) = (try #require(hold.before?.rmsUV?.value), try #require(hold.after?.rmsUV?.value))
        let ratio = after / before
        #expect(abs(ratio - 0.5) < 0.05)
        // The other side does not change, and is as large as this one before.
        let other = try #require(study.otherSide?.holds.first)
        #expect(!other.realChange.rms)
        let sides = try #require(study.report.details?.holds.first?.sideRatio["before"]?.value)
        #expect(abs(sides - 1) < 0.1)
        let percent = try #require(study.report.details?.holds.first?.percentOfReference["before"]?.value)
        #expect(abs(percent - 100) < 10)
        #expect(study.spectra.first?.map(\.phase) == ["before", "during", "after"])
        #expect(study.spectra.first?.first?.frequencies.count ?? 0 > 50)
        #expect(study.channel == "trapezius right" && study.otherChannel == "trapezius left")
        #expect(shares == shares.sorted() && shares.last == 1)
        let json = try JSONEncoder().encode(study)
        #expect(try JSONDecoder().decode(HoldStudy.self, from: json) == study)
    }

    @Test("the study's report is the report of the command line")
    func same() throws {
        let recording = try Self.recording()
        let study = try HoldStudy(recording, HoldStudyRequest(channel: 0, holds: [40...100]))
        let held = try RecordedHolds(
            recording, channel: 0, holds: [40...100], settings: HoldReportSettings())
        #expect(study.report.holds == HoldReportDocument(held.report).holds)
    }

    @Test("work is given up where its progress says so")
    func cancelled() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            _ = try HoldStudy(Self.recording(), HoldStudyRequest(channel: 0, holds: [40...100])) { share in
                if share > 0.3 { throw Stop() }
            }
        }
    }

    @Test(
        "wrong channels, holds behind the end and a reference without signal are named",
        arguments: [
            HoldStudyRequest(channel: 9, holds: [40...100]), HoldStudyRequest(channel: 0, holds: [40...900]),
            HoldStudyRequest(channel: 0, otherChannel: 0, holds: [40...100]), HoldStudyRequest(channel: 0, holds: []),
            HoldStudyRequest(channel: 0, holds: [40...100], reference: 2...2.1),
            HoldStudyRequest(channel: 0, holds: [40...60, 50...70]),
        ])
    func refused(_ request: HoldStudyRequest) throws {
        #expect(throws: SignalError.self) { try HoldStudy(Self.recording(), request) }
    }

    @Test("a hold that ends less than a sample before the recording does is measured, with nothing after it")
    func atTheEnd() throws {
        for rest in [0.2504, 0.2506, 0.2509, 0.251] {
            let study = try HoldStudy(
                Self.recording(), HoldStudyRequest(channel: 0, holds: [40...(140 - rest)]))
            #expect(study.report.holds.first?.during?.rmsUV != nil)
            #expect(study.spectra.first?.contains { $0.phase == "after" } == false)
        }
    }

    @Test("an overview keeps every peak, reads back from its bytes, and is nothing but itself")
    func overview() throws {
        let recording = try Self.recording(gap: true)
        let overview = try TraceOverview(recording)
        let samples = try recording.samples(channel: 0, range: 0..<recording.channels[0].sampleCount)
        let highest = overview.channels[0].highest.filter(\.isFinite).max()
        #expect(highest == samples.max().map(Float.init))
        // The gap from 50 to 60 s is empty.
        let width = overview.channels[0].width
        let inside = overview.channels[0].lowest[Int(51 / width)...Int(59 / width)]
        #expect(inside.allSatisfy { $0.isNaN })
        let data = overview.data
        let back = try #require(TraceOverview(data))
        #expect(back.data == data)
        for wrong in [Data(), Data("TBO1".utf8), data.dropLast(), data + Data([0]), Data(repeating: 255, count: 40)] {
            #expect(TraceOverview(Data(wrong)) == nil)
        }
    }

    @Test("a view from afar and one close by show the extremes of their stretch, in microvolts, with gaps left out")
    func view() throws {
        let recording = try Self.recording(gap: true)
        let overview = try TraceOverview(recording)
        let afar = try TraceView(recording, overview, channel: 0, span: 0...150, pixels: 150)
        #expect(afar.lowest.count == 150 && afar.unit == "µV")
        #expect(afar.lowest[52...58].allSatisfy { $0 == nil })
        let close = try TraceView(recording, overview, channel: 1, span: 10...10.1, pixels: 50)
        let samples = try recording.samples(channel: 1, range: 10_000..<10_100).map { 1_000 * $0 }
        let highest = try #require(close.highest.compactMap(\.self).max())
        #expect(abs(Double(highest) - (samples.max() ?? 0)) < 0.01 * abs(samples.max() ?? 0))
        for (span, pixels) in [(0.0...1.0, 0), (0.0...1.0, 5_000)] {
            #expect(throws: SignalError.self) {
                try TraceView(recording, overview, channel: 0, span: span, pixels: pixels)
            }
        }
        #expect(throws: SignalError.self) {
            try TraceView(recording, overview, channel: 7, span: 0...1, pixels: 10)
        }
    }

    @Test("the pictures are well-formed and hold no text that was not escaped")
    func pictures() throws {
        let recording = try Self.recording()
        let study = try HoldStudy(recording, HoldStudyRequest(channel: 0, holds: [40...100]))
        let view = try TraceView(recording, TraceOverview(recording), channel: 0, span: 0...140, pixels: 300)
        let pictures = [
            HoldPicture(study.report).svg(width: 340), SpectrumPicture(study.spectra[0], title: "Hold <1>").svg(),
            TracePicture(view, holds: [40...100], label: "a & \"b\" <c>").svg(width: 900),
        ]
        for picture in pictures {
            let parser = XMLParser(data: Data(picture.utf8))
            #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
            #expect(picture.contains("<title>"))
        }
    }
}

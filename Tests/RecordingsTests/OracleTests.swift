import Foundation
import Recordings
import Testing

/// What `pyedflib` and `wfdb` read from the files in `Fixtures`; `oracle/fixtures.py` made both.
@Suite struct OracleTests {
    private struct Expected: Decodable {
        struct Channel: Decodable {
            let label: String
            let unit: String
            let rate: Double
            let samples: [Double?]
        }

        struct Annotation: Decodable, Equatable {
            let onset: Double
            let duration: Double
            let text: String

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                onset = try values.decode(Double.self)
                duration = try values.decode(Double.self)
                text = try values.decode(String.self)
            }
        }

        let start: String
        let annotations: [Annotation]
        let channels: [Channel]
    }

    private let expected: [String: Expected]

    init() throws {
        expected = try JSONDecoder().decode([String: Expected].self, from: Data(fixture("expected.json")))
    }

    @Test(arguments: [
        "plain.edf", "continuous.edf", "gaps.edf", "plain.bdf", "continuous.bdf", "w16.hea", "w24.hea", "w32.hea",
        "w212.hea", "wskew.hea",
    ])
    func `each sample is what the reference library reads`(name: String) throws {
        let recording = try Recording(path: fixturePath(name))
        let wanted = try #require(expected[name])
        #expect(recording.channels.count == wanted.channels.count)
        #expect((recording.start?.description ?? "") == wanted.start)
        for (place, channel) in wanted.channels.enumerated() {
            let found = recording.channels[place]
            #expect(found.label == channel.label && found.unit == SignalUnit(channel.unit))
            #expect(found.rate == channel.rate)
            let samples = try all(recording, place)
            // The library fills a signal that comes late with NaN at its end; here it is shorter.
            #expect(channel.samples.dropFirst(samples.count).allSatisfy { $0 == nil })
            for (sample, value) in zip(samples, channel.samples) {
                if let value {
                    #expect(abs(sample - value) <= 1e-13 * max(1, abs(value)), "\(name) \(sample) \(value)")
                } else {
                    #expect(sample.isNaN)
                }
            }
        }
        let remarks = recording.annotations
        #expect(remarks.map(\.text) == wanted.annotations.map(\.text))
        #expect(remarks.map(\.onset) == wanted.annotations.map(\.onset))
        #expect(remarks.map { $0.duration ?? -1 } == wanted.annotations.map(\.duration))
    }

    @Test(arguments: ["plain.edf", "continuous.bdf", "gaps.edf"])
    func `a file and the same bytes in memory are the same recording`(name: String) throws {
        let file = try Recording(path: fixturePath(name))
        let memory = try Recording(bytes: fixture(name), name: name)
        #expect(file.channels == memory.channels && file.segments == memory.segments)
        for channel in file.channels.indices { #expect(try all(file, channel) == all(memory, channel)) }
    }

    @Test(arguments: ["plain.edf", "continuous.bdf", "w212.hea", "wskew.hea", "w24.hea"])
    func `any part of a channel is that part of the whole`(name: String) throws {
        let recording = try Recording(path: fixturePath(name))
        var random = SeededRandom(seed: 5)
        for channel in recording.channels.indices {
            let whole = try all(recording, channel)
            for _ in 0..<40 {
                let ends = [random.below(whole.count + 1), random.below(whole.count + 1)].sorted()
                let part = try recording.samples(channel: channel, range: ends[0]..<ends[1])
                #expect(part.map(\.bitPattern) == whole[ends[0]..<ends[1]].map(\.bitPattern))
            }
        }
        #expect(try recording.singlePrecisionSamples(channel: 0, range: 3..<5).count == 2)
    }
}

import Foundation
import Scheduling
import Testing

@Suite struct SmartLinksTests {
    private func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

    @Test func `the manifest names its files`() throws {
        let manifest = try SmartLinks.Manifest(
            transactionTime: moment("2026-03-01T12:00:00Z"), request: "https://t.example/scheduling/$bulk-publish",
            output: [
                SmartLinks.Manifest.Output(type: .location, url: "https://t.example/scheduling/locations.ndjson"),
                SmartLinks.Manifest.Output(type: .slot, url: "https://t.example/s.ndjson", states: ["MA"]),
            ])
        #expect(
            text(manifest.file)
                == #"{"error":[],"output":[{"type":"Location","url":"https://t.example/scheduling/locations.ndjson"},"#
                + #"{"extension":{"state":["MA"]},"type":"Slot","url":"https://t.example/s.ndjson"}],"#
                + #""request":"https://t.example/scheduling/$bulk-publish","transactionTime":"2026-03-01T12:00:00Z"}"#)
        #expect(try JSONDecoder().decode(SmartLinks.Manifest.self, from: manifest.file) == manifest)
    }

    @Test func `a slot carries its link and its number`() throws {
        let slot = try SmartLinks.Slot(
            id: "789", schedule: "456", status: .free,
            time: period("2026-03-10T15:00:00Z", "2026-03-10T15:20:00Z"),
            bookingLink: "https://t.example/book/first?slot=1", bookingPhone: "+49 30 1234567")
        #expect(
            text(try SmartLinks.file([slot]))
                == #"{"end":"2026-03-10T15:20:00Z","extension":["#
                + #"{"url":"http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link","#
                + #""valueUrl":"https://t.example/book/first?slot=1"},"#
                + #"{"url":"http://fhir-registry.smarthealthit.org/StructureDefinition/booking-phone","#
                + #""valueString":"+49 30 1234567"}],"id":"789","resourceType":"Slot","#
                + #""schedule":{"reference":"Schedule/456"},"start":"2026-03-10T15:00:00Z","status":"free"}"# + "\n")
    }

    @Test func `a place and its schedule are written without empty parts`() throws {
        let location = try SmartLinks.Location(
            id: "l-1", name: "Praxis \"Süd\"\nHof", telecom: [.init(.phone, "+49 30 1")],
            address: SmartLinks.Address(line: ["Weg 1"], city: "Berlin", postalCode: "10115", country: "DE"),
            position: SmartLinks.Position(latitude: 52.5, longitude: 13.25))
        #expect(
            text(try SmartLinks.file([location]))
                == #"{"address":{"city":"Berlin","country":"DE","line":["Weg 1"],"postalCode":"10115"},"id":"l-1","#
                + #""name":"Praxis \"Süd\"\nHof","position":{"latitude":52.5,"longitude":13.25},"#
                + #""resourceType":"Location","telecom":[{"system":"phone","value":"+49 30 1"}]}"# + "\n")
        let schedule = try SmartLinks.Schedule(
            id: "s", serviceType: [.init(coding: [.init(system: "https://t.example/services", code: "first")])],
            location: "l-1")
        #expect(
            text(try SmartLinks.file([schedule]))
                == #"{"actor":[{"reference":"Location/l-1"}],"id":"s","resourceType":"Schedule","#
                + #""serviceType":[{"coding":[{"code":"first","system":"https://t.example/services"}]}]}"# + "\n")
    }

    @Test func `the bytes of a file don't depend on the order of its resources`() throws {
        let time = try period("2026-03-10T15:00:00Z", "2026-03-10T15:20:00Z")
        var slots = try (0..<40).map { try SmartLinks.Slot(id: "s\($0)", schedule: "a", status: .busy, time: time) }
        let file = try SmartLinks.file(slots)
        var random = SeededRandom(seed: 2)
        slots.shuffle(using: &random)
        #expect(try SmartLinks.file(slots) == file)
        let lines = text(file).split(separator: "\n")
        #expect(lines.count == 40)
        let read = try lines.map { try JSONDecoder().decode(SmartLinks.Slot.self, from: Data($0.utf8)) }
        #expect(Set(read) == Set(slots))
        #expect(throws: SchedulingError.invalid(field: "id", value: "s3", reason: "is there twice")) {
            try SmartLinks.file(slots + slots.filter { $0.id == "s3" })
        }
        #expect(try SmartLinks.file([SmartLinks.Slot]()).isEmpty)
    }

    @Test func `what the format doesn't allow is refused`() throws {
        let time = try period("2026-03-10T15:00:00Z", "2026-03-10T15:20:00Z")
        for id in ["", "a_b", "a/b", "ä", String(repeating: "x", count: 65)] {
            #expect(throws: SchedulingError.self) {
                try SmartLinks.Slot(id: id, schedule: "a", status: .free, time: time)
            }
            #expect(throws: SchedulingError.self) {
                try SmartLinks.Slot(id: "a", schedule: id, status: .free, time: time)
            }
        }
        for link in ["", "javascript:alert(1)", "/book", "https://a b"] {
            #expect(throws: SchedulingError.self) {
                try SmartLinks.Slot(id: "a", schedule: "a", status: .free, time: time, bookingLink: link)
            }
        }
        #expect(throws: SchedulingError.self) { try SmartLinks.Position(latitude: .nan, longitude: 0) }
        #expect(throws: SchedulingError.self) { try SmartLinks.Position(latitude: 0, longitude: 180.1) }
        #expect(throws: SchedulingError.self) { try SmartLinks.Concept() }
        #expect(throws: SchedulingError.self) { try SmartLinks.Contact(.phone, " ") }
        #expect(throws: SchedulingError.self) {
            try SmartLinks.Manifest(transactionTime: time.start, request: "https://t.example/x", output: [])
        }
    }
}

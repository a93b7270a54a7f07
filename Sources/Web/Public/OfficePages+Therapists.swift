import Access
import Clinic
import Directory
import Foundation
import Hummingbird
import Reception
import Records
import Scheduling

/// `/therapists/{id}`: one practitioner, with what was checked.
extension OfficePages {
    func addTherapists(to router: OfficeRouter) {
        router.on(.get, "/therapists/{id}", .open) { call in
            let id = try call.identifier(of: Practitioner.self)
            guard let listing = try await reception.records.listing(of: id) else { throw RecordsError.notFound }
            return try answer(try await therapist(listing), to: call)
        }
    }

    private func therapist(_ listing: Listing) async throws -> OfficePage {
        let practitioner = listing.practitioner
        let names = try conditions.value()
        let zone = TimeZone(identifier: practitioner.plan.zone) ?? .gmt
        var page = OfficePage(practitioner.name, lead: [listing.practiceName], width: "public", [])
        page.styles = ["public.css"]
        if !practitioner.about.isEmpty { page.blocks.append(.init(text: .init(pre: practitioner.about))) }
        page.blocks.append(
            .init(
                table: .init(
                    "Checked training", caption: "Checked training",
                    headers: ["Training", "Issued by", "Checked"],
                    rows: listing.training.map { record in
                        [
                            .init(
                                record.title + (record.hours > 0 ? ", \(record.hours) hours" : "")
                                    + (record.number.isEmpty ? "" : ", no. \(record.number)")),
                            .init("\(record.issuer), \(record.issued)"),
                            .init(Self.check(record, zone: practitioner.plan.zone)),
                        ]
                    })))
        let services = try await listing.services.asyncMap { service -> OfficePage.Cards.Card in
            let place = listing.places.first { $0.id == service.place }
            var lines = [
                "\(service.terms.durationMinutes) minutes" + (service.price.isEmpty ? "" : ", \(service.price)")
            ]
            if !service.about.isEmpty { lines.append(service.about) }
            if let place { lines.append(Self.place(place)) }
            let next = practitioner.mode == .view ? nil : try await nextTime(of: service)
            return .init(
                name: service.name, href: practitioner.mode == .view ? nil : "/book/\(service.id)", badges: [],
                lines: lines + (next.map { ["Next free time: \(PublicWords.short($0.start.date, in: zone))"] } ?? []),
                action: practitioner.mode == .view
                    ? nil
                    : .init(
                        name: practitioner.mode == .request ? "Ask for a time" : "Choose a time",
                        href: "/book/\(service.id)"))
        }
        if !services.isEmpty { page.blocks.append(.init(cards: .init("Appointments", count: "", services))) }
        if practitioner.mode == .view {
            page.blocks.append(
                .init(text: .init(paragraphs: ["Appointments are made with the practice directly, not here."])))
        }
        let treated = practitioner.conditions.map { id in
            names.first { $0.id == id }?.name ?? id
        }
        let reachable = practitioner.accessibility.map(PublicWords.accessibility).sorted()
        let facts: [(String, String)] = [
            ("Places", listing.places.map(Self.place).joined(separator: "; ")),
            ("Languages", practitioner.languages.map(PublicWords.language).joined(separator: ", ")),
            ("Experience with", treated.joined(separator: ", ")),
            ("Accessibility", reachable.joined(separator: ", ")),
        ]
        page.blocks.append(.init(facts: .init("More", facts)))
        if !listing.experiences.isEmpty {
            page.blocks.append(
                .init(cards: .init("Experiences", count: "", listing.experiences.compactMap(Self.experience))))
        }
        page.blocks.append(
            .init(
                text: .init(
                    paragraphs: [
                        "Experiences come from people who had an appointment here and agreed that they are shown; somebody else than the therapist reads each first."
                    ], link: .init(name: "Newsletter of this practice", href: "/newsletter/\(practitioner.practice)"))))
        return page
    }

    private func nextTime(of service: OfferedService) async throws -> Period? {
        let times = try await reception.times(of: service.id, from: nil, days: 14)
        return times.days.first?.slots.first ?? times.next
    }

    private static func check(_ record: TrainingRecord, zone: String) -> String {
        guard let check = record.check else { return "" }
        let day = CalendarDay(check.at, in: TimeZone(identifier: zone) ?? .gmt).text
        let until = record.expires.map { "; counts until \($0)" } ?? ""
        return "on \(day) by \(check.name), \(PublicWords.method(check.method))\(until)"
    }

    static func place(_ place: ServicePlace) -> String {
        switch place.kind {
        case .area: "\(place.town) and \(place.radiusKilometres) km around: the therapist comes to you"
        case .room, .site:
            [place.name, place.address.replacing("\n", with: ", "), place.town].filter { !$0.isEmpty }
                .joined(separator: ", ")
        }
    }

    private static func experience(_ experience: Experience) -> OfficePage.Cards.Card? {
        guard let telling = experience.telling else { return nil }
        let stars = String(repeating: "★", count: telling.rating) + String(repeating: "☆", count: 5 - telling.rating)
        var lines = telling.text.isEmpty ? [] : [telling.text]
        if let progress = telling.progress { lines.append("How it is now: \(PublicWords.progress(progress))") }
        if !telling.shoutOut.isEmpty { lines.append("Thanks: “\(telling.shoutOut)”") }
        lines.append(telling.name.isEmpty ? "A client" : telling.name)
        if let reply = experience.reply { lines.append("Answer: \(reply.words)") }
        return .init(
            name: "\(stars) \(telling.rating) of 5", href: nil, badges: [], lines: lines, action: nil)
    }
}

extension Array {
    /// The results of some work on each, one after the other.
    func asyncMap<Value>(_ work: (Element) async throws -> Value) async throws -> [Value] {
        var results: [Value] = []
        results.reserveCapacity(count)
        for element in self { results.append(try await work(element)) }
        return results
    }
}

import Access
import Clinic
import Directory
import Foundation
import Hummingbird
import Places
import Reception
import Records

/// `/find`: who is near, with a verified training.
extension OfficePages {
    func addFind(to router: OfficeRouter) {
        router.on(.get, "/find", .open) { call in
            try await found(FindForm(place: call.query("place")), to: call)
        }
        // What somebody suffers from never stands in an address: the question is sent, not linked.
        router.on(.post, "/find", .open) { call in
            try await found(FindForm(try await Form(open: call)), to: call)
        }
        router.on(.get, "/api/places", .open) { call in
            let places = try await gazetteer(call)
            let matches = places.search(String(call.query("q").prefix(120)), limit: 8)
            let rows = matches.map { PlaceRow(id: $0.place.id.number, label: $0.label) }
            return Response.json(try JSONEncoder().encode(rows), cache: "public, max-age=3600")
        }
    }

    private struct PlaceRow: Encodable {
        let id: Int
        let label: String
    }

    /// The places of the world; loaded when first asked for.
    func gazetteer(_ call: OfficeRouter.Call) async throws -> Gazetteer {
        try await computing.run { try gazetteerFile.get() }
    }

    private func found(_ form: FindForm, to call: OfficeRouter.Call) async throws -> Response {
        let gazetteer = try await gazetteer(call)
        let conditions = try conditions.value().map { ($0.id, $0.name) }
        var page = OfficePage(
            "Find a therapist",
            lead: [
                "Everybody here has a training in neuromuscular therapy that somebody has checked; the page of each says who checked it, how and when."
            ], width: "wide", [.init(form: form.block(conditions: conditions))])
        page.modules = ["find.js"]
        page.styles = ["public.css"]
        guard form.isAsked else { return try answer(page, to: call) }
        guard let (position, label, others) = Self.position(form, gazetteer) else {
            var block = form.block(conditions: conditions)
            block.fields = block.fields.with(
                .invalid(
                    field: "place", value: form.place,
                    reason: "is no place we know; try the next larger town, with the country"))
            page.blocks = [.init(form: block)]
            return try answer(page, to: call, status: .unprocessableContent)
        }
        var question = DirectoryQuestion(
            position: position, radiusKilometres: form.radius, condition: form.condition, language: form.language,
            accessibility: form.accessibility, freeBefore: form.freeBefore(reception.clock()),
            soonestFirst: form.order == "soonest", now: reception.clock(), limit: 30)
        var hits = try await reception.records.search(question)
        var widened = ""
        if hits.isEmpty, form.radius < 200 {
            question.radiusKilometres = 200
            hits = try await reception.records.search(question)
            if !hits.isEmpty { widened = " Nobody is within \(form.radius) km; these are the nearest." }
        }
        page.blocks.append(
            .init(
                cards: .init(
                    "Near \(label)", count: hits.isEmpty ? "Nobody was found." : "\(hits.count) found.\(widened)",
                    try hits.map { try card($0, gazetteer) })))
        if hits.isEmpty {
            page.blocks.append(
                .init(
                    text: .init(paragraphs: [
                        "Nobody with a checked training is known near there yet. A wider distance, fewer wishes or another town may help."
                    ])))
        }
        // What was found comes first: on a phone the form is a page long.
        page.blocks.append(page.blocks.removeFirst())
        if others.count > 1 {
            page.blocks.append(
                .init(
                    choices: .init(
                        "Another place of this name?",
                        others.prefix(8).map {
                            .init(
                                name: "place_id", value: "\($0.id.number)", text: $0.label, action: "/find",
                                hidden: form.hidden)
                        })))
        }
        return try answer(page, to: call)
    }

    /// Where to look: the browser's position, a chosen place, or the best place of a name.
    private static func position(
        _ form: FindForm, _ gazetteer: Gazetteer
    ) -> (position: ServicePlace.Position, label: String, others: [Place])? {
        if let point = form.point, let position = ServicePlace.Position(degrees: point.latitude, point.longitude) {
            let name = gazetteer.nearest(to: point, minimumPopulation: 1_000)?.place.name
            return (position, name ?? "your position", [])
        }
        let matches = gazetteer.search(form.place, limit: 10).map(\.place)
        let chosen = form.placeID.flatMap { gazetteer.place(Place.ID($0)) } ?? matches.first
        guard let chosen,
            let position = ServicePlace.Position(degrees: chosen.point.latitude, chosen.point.longitude)
        else { return nil }
        let same = matches.filter { $0.name == chosen.name && $0.id != chosen.id }
        return (position, chosen.label, same.isEmpty ? [] : [chosen] + same)
    }

    private func card(_ hit: DirectoryHit, _ gazetteer: Gazetteer) throws -> OfficePage.Cards.Card {
        var lines = [PublicWords.place(of: hit)]
        if !hit.languages.isEmpty {
            lines.append("Speaks " + hit.languages.map(PublicWords.language).joined(separator: ", "))
        }
        if !hit.accessibility.isEmpty {
            lines.append(
                hit.accessibility.map(PublicWords.accessibility).sorted().joined(separator: ", "))
        }
        return OfficePage.Cards.Card(
            name: hit.name, href: "/therapists/\(hit.practitioner)", badges: hit.trainings.map { "✓ \($0)" },
            lines: lines,
            action: hit.next.map { next in
                .init(
                    name:
                        "Next free time: \(PublicWords.short(next.start, in: TimeZone(identifier: hit.zone) ?? .gmt))",
                    href: "/book/\(next.service)")
            })
    }
}

/// The question of `/find` as it was sent.
struct FindForm {
    var place = ""
    var placeID: Int?
    var point: GeoPoint?
    var radius = 25
    var condition: String?
    var language: String?
    var accessibility: Set<Accessibility> = []
    var within = ""
    var order = "nearest"

    init(place: String) { self.place = String(place.prefix(120)) }

    init(_ form: Form) {
        place = String(form["place"].prefix(120))
        placeID = Int(form["place_id"])
        if let latitude = Double(form["latitude"]), let longitude = Double(form["longitude"]) {
            // About a kilometre is enough, and all that is used.
            point = (try? GeoPoint(latitude: latitude, longitude: longitude))?.rounded(toKilometres: 1)
        }
        radius = Self.radii.contains(Int(form["radius"]) ?? 0) ? Int(form["radius"]) ?? 25 : 25
        condition = form["condition"].isEmpty ? nil : form["condition"]
        language = form["language"].isEmpty ? nil : form["language"]
        accessibility = Set(form.fields(beginning: "a_").compactMap { Accessibility(rawValue: $0.name) })
        within = form["within"]
        order = form["order"] == "soonest" ? "soonest" : "nearest"
    }

    static let radii = [5, 10, 25, 50, 100, 200]
    private static let languages = [
        "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hr", "hu", "it", "ja", "ko", "nl", "no",
        "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "zh",
    ]

    var isAsked: Bool { !place.isEmpty || placeID != nil || point != nil }

    func freeBefore(_ now: Date) -> Date? {
        Int(within).flatMap { (1...60).contains($0) ? now.addingTimeInterval(Double($0) * 86_400) : nil }
    }

    /// The fields besides the place, for asking again with another one.
    var hidden: [String: String] {
        var fields = ["place": place, "radius": "\(radius)", "within": within, "order": order]
        if let condition { fields["condition"] = condition }
        if let language { fields["language"] = language }
        for one in accessibility { fields["a_\(one.rawValue)"] = "yes" }
        return fields
    }

    func block(conditions: [(String, String)]) -> OfficePage.FormBlock {
        let spoken = Self.languages.map { ($0, PublicWords.language($0)) }.sorted { $0.1 < $1.1 }
        var form = OfficePage.FormBlock(
            action: "/find", button: "Search",
            [
                OfficePage.Field(
                    name: "place", label: "Town", value: place, hint: "For example: Graz, or Springfield, Illinois.",
                    required: true, autocomplete: "address-level2"),
                .select(
                    "radius", "Within", "\(radius)", Self.radii.map { ("\($0)", "\($0) km") }),
                .select("condition", "For", condition ?? "", [("", "anything")] + conditions),
                .select("language", "Language", language ?? "", [("", "any")] + spoken),
                .select(
                    "within", "With a free time", within,
                    [("", "at any time"), ("3", "within 3 days"), ("7", "within a week"), ("14", "within two weeks")]),
                .select(
                    "order", "Order", order, [("nearest", "nearest first"), ("soonest", "soonest free time first")]),
            ])
        form.checks = .init(
            "Has to have",
            Accessibility.allCases.map {
                .init(
                    name: "a_\($0.rawValue)", text: PublicWords.accessibility($0), isOn: accessibility.contains($0))
            })
        form.role = "search"
        form.layout = "find"
        return form
    }
}

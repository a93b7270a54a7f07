import Access
import Directory
import Foundation
import Hummingbird
import Places
import Records

/// Places: a room, an address, or a town and how far the therapist goes.
extension OfficePages {
    func addPlaces(to router: OfficeRouter) {
        router.on(.get, "/desk/places/new", .staff) { call in
            try answer(Self.placePage(nil, PlaceForm()), to: call)
        }
        router.on(.get, "/desk/places/{id}", .staff) { call in
            let place = try await place(call)
            return try answer(Self.placePage(place, PlaceForm(place)), to: call)
        }
        router.on(.post, "/desk/places", .staff) { call in
            let form = PlaceForm(try await Form(call))
            return try await savePlace(call, form, nil)
        }
        router.on(.post, "/desk/places/{id}", .staff) { call in
            let sent = try await Form(call)
            return try await savePlace(call, PlaceForm(sent), try await place(call), version: sent.version)
        }
    }

    private func place(_ call: OfficeRouter.Call) async throws -> ServicePlace {
        let id = try call.identifier(of: ServicePlace.self)
        guard let found = try await office.records.places(for: call.signedIn().author).first(where: { $0.id == id })
        else { throw RecordsError.notFound }
        return found
    }

    private func savePlace(
        _ call: OfficeRouter.Call, _ form: PlaceForm, _ before: ServicePlace?, version: Int = 1
    ) async throws -> Response {
        let identity = try call.signedIn()
        let gazetteer = try await gazetteer(call)
        return try await trying {
            let saved = try form.place(
                before, practice: identity.account.practice, gazetteer: gazetteer, version: version)
            _ = try await office.records.save(saved, isNew: before == nil, by: identity.author)
            return .see("/desk")
        } orElse: { error in
            try answer(Self.placePage(before, form, error), to: call, status: .unprocessableContent)
        }
    }

    private static func placePage(
        _ before: ServicePlace?, _ form: PlaceForm, _ error: RecordsError? = nil
    ) -> OfficePage {
        var fields: [OfficePage.Field] = [
            .line("place_name", "Name", form.name, hint: "As clients know it.", required: true)
        ]
        if before == nil {
            fields.append(
                .select(
                    "kind", "What it is", form.kind,
                    [
                        ("room", "one room: one appointment at a time"), ("site", "an address with several rooms"),
                        ("area", "I come to the client"),
                    ]))
        }
        // Of a place that is there the kind is known; for a new one the page's script leaves those of the chosen kind.
        let kind = before?.kind
        if kind != .area {
            fields.append(
                .text(
                    "address", "Street and number", form.address,
                    hint: kind == nil
                        ? "Empty when you come to the client: no home address is published." : nil, longest: 300,
                    rows: 2))
        }
        fields.append(
            .line(
                "town", "Town", form.town, hint: "With the country where there are several: Graz, Austria.",
                required: true))
        if kind == nil || kind == .area {
            fields.append(
                .line(
                    "radius", "How far you go, in km", form.radius,
                    hint: kind == nil ? "Only when you come to the client: 1 to 200." : "1 to 200.", type: "number",
                    longest: 3))
        }
        if kind != .area {
            fields.append(
                .line(
                    "position", "Exact position, if you like", form.position,
                    hint:
                        "Latitude and longitude of the entrance, such as 47.0707, 15.4395. The town's middle otherwise."
                ))
        }
        fields.append(.text("place_note", "How to get in", form.note, longest: 500, rows: 2))
        var page = OfficePage(
            before == nil ? "New place" : before?.name ?? "",
            [
                .init(
                    form: .init(
                        action: before.map { "/desk/places/\($0.id)" } ?? "/desk/places",
                        hidden: ["version": "\(before?.version ?? 1)"], button: "Save", cancel: "/desk",
                        fields.with(error)))
            ])
        page.modules = before == nil ? ["place.js"] : []
        return page
    }
}

/// The form of a place as it was typed.
struct PlaceForm {
    var name = ""
    var kind = "room"
    var address = ""
    var town = ""
    var radius = ""
    var position = ""
    var note = ""

    init() {}

    init(_ form: Form) {
        (name, kind, address) = (form["place_name"], form["kind"], form["address"])
        (town, radius, position, note) = (form["town"], form["radius"], form["position"], form["place_note"])
    }

    init(_ place: ServicePlace) {
        (name, kind, address) = (place.name, place.kind.rawValue, place.address)
        town = "\(place.town), \(place.country)"
        radius = place.radiusKilometres > 0 ? "\(place.radiusKilometres)" : ""
        if place.kind != .area { position = "\(place.position.degrees.latitude), \(place.position.degrees.longitude)" }
        note = place.note
    }

    func place(
        _ before: ServicePlace?, practice: Practice.ID, gazetteer: Gazetteer, version: Int
    ) throws -> ServicePlace {
        guard let kind = before?.kind ?? ServicePlace.Kind(rawValue: kind) else {
            throw RecordsError.invalid(field: "kind", value: kind, reason: "is none of those offered")
        }
        guard let found = gazetteer.search(town, limit: 1).first?.place else {
            throw RecordsError.invalid(
                field: "town", value: String(town.prefix(60)), reason: "is no place we know; try the next larger town")
        }
        // Who travels is found at the town, never at home.
        let typed = kind == .area ? nil : try Self.degrees(position)
        guard
            let position = ServicePlace.Position(
                degrees: typed?.0 ?? found.point.latitude, typed?.1 ?? found.point.longitude)
        else { throw RecordsError.invalid(field: "position", value: position, reason: "is not on the globe") }
        return try ServicePlace(
            id: before?.id ?? ServicePlace.ID(), practice: practice, kind: kind, name: name, address: address,
            town: found.name, country: found.country.code, position: position,
            radiusKilometres: kind == .area ? Int(radius) ?? 0 : 0, note: note, version: version)
    }

    private static func degrees(_ text: String) throws -> (Double, Double)? {
        let plain = text.trimmingCharacters(in: .whitespaces)
        if plain.isEmpty { return nil }
        let parts = plain.split(whereSeparator: { ", ;".contains($0) })
        guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]) else {
            throw RecordsError.invalid(
                field: "position", value: String(plain.prefix(40)), reason: "is not two numbers such as 47.07, 15.44")
        }
        return (latitude, longitude)
    }
}

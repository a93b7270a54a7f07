import Access
import Clinic
import Foundation
import Hummingbird
import Mustache
import Records

/// Letters to physicians: written from a drawing with its findings, and kept with the complaint as they were.
extension OfficePages {
    func addLetters(to router: OfficeRouter) {
        router.on(.post, "/api/clients/{id}/complaints/{complaint}/letters", .staff) { call in
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            let product = try await product()
            let presentation = try product.cases.presentation(
                from: try await call.request.whole(call.context.limits), origin: "request")
            let letter = try await computing.run { try product.letter(presentation) }
            let practice = try await office.records.practice(for: author)
            let day = CalendarDay(Date(), in: TimeZone(identifier: practice.timeZone) ?? .gmt)
            let body = try EntryBody.event(ClientEvent(kind: .referred, day: day.text, text: letter.text())).checked()
            let entry = try RecordEntry(
                client: client, complaint: complaint, at: Date(), author: author.account, body: body)
            _ = try await office.records.add([entry], to: client, by: author)
            let path = "/clients/\(client)/complaints/\(complaint)/letters/\(entry.id)"
            return Response.json(try JSONEncoder().encode(["path": path]), status: .created)
        }
        router.on(.get, "/clients/{id}/complaints/{complaint}/letters/{letter}", .staff) { call in
            let author = try call.signedIn().author
            let client = try await office.records.client(call.identifier(of: Client.self), for: author)
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            let id = try call.identifier(of: RecordEntry.self, "letter")
            let record = ClientRecord(
                try await office.records.entries(
                    EntryFilter(kinds: [.event], complaint: complaint), of: client.id, for: author))
            guard let letter = record.letters(of: complaint).first(where: { $0.id == id }) else {
                throw RecordsError.notFound
            }
            let team = try await office.records.team(for: author)
            let practice = try await office.records.practice(for: author)
            let sheet = LetterSheet(
                letter, client: client, practice: practice,
                therapist: team.first { $0.id == letter.entry.author }?.name ?? "a colleague",
                back: "/clients/\(client.id)/complaints/\(complaint)")
            return try Self.drawn(sheet, by: "kept-letter", templates: templates)
        }
    }

    /// The letters of a complaint; empty without any.
    func letters(_ record: ClientRecord, _ complaint: RecordEntry.ID, _ path: String) -> [OfficePage.Block] {
        let letters = record.letters(of: complaint)
        guard !letters.isEmpty else { return [] }
        let rows = letters.map { letter -> [OfficePage.Table.Cell] in
            let urgency =
                letter.value.text.split(separator: "\n").first.map { String($0.replacing("REFERRAL  ", with: "")) }
                ?? ""
            return [.init(letter.value.day, href: "\(path)/letters/\(letter.id)"), .init(urgency)]
        }
        return [
            .init(
                table: .init(
                    "Letters to physicians", caption: "Letters, newest first", headers: ["Written", "How soon"],
                    rows: rows))
        ]
    }
}

/// What the template of a kept letter shows.
struct LetterSheet {
    let practice: String
    let address: String?
    let client: String
    /// `nil` when it is not known.
    let born: String?
    let day: String
    let therapist: String
    let text: String
    let path: String

    init(
        _ letter: ClientRecord.Opened<ClientEvent>, client: Client, practice: Practice, therapist: String, back: String
    ) {
        self.practice = practice.name
        address = practice.address.isEmpty ? nil : practice.address
        self.client = client.name
        born = client.born.isEmpty ? nil : client.born
        day = letter.value.day
        self.therapist = therapist
        text = letter.value.text
        path = back
    }
}

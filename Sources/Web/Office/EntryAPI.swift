import Access
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// Entries of clients' records as JSON: read, write, hold, sign.
struct EntryAPI: Sendable {
    let office: Office
    let configuration: ServerConfiguration

    func add(to router: OfficeRouter) {
        let (office, configuration) = (office, configuration)
        router.on(.get, "/api/clients/{id}/entries", .signedIn) { call in
            let author = try call.signedIn().author
            let found = try await office.records.entries(
                try Self.filter(call), of: call.identifier(of: Client.self), for: author)
            return try Self.answer(found)
        }
        router.on(.post, "/api/clients/{id}/entries", .staff) { call in
            let author = try call.signedIn().author
            let client = try call.identifier(of: Client.self)
            let wire = try EntryWire.list(try await call.request.whole(call.context.limits))
            let entries = try wire.map { try $0.entry(client: client, author: author.account) }
            return try Self.answer(try await office.records.add(entries, to: client, by: author), status: .created)
        }
        router.on(.post, "/api/clients/{id}/entries/{entry}/strike", .staff) { call in
            let strike = try StrikeWire.read(try await call.request.whole(call.context.limits))
            let entry = try await office.records.strike(
                call.identifier(of: RecordEntry.self, "entry"), strike, of: call.identifier(of: Client.self),
                by: call.signedIn().author)
            return try Self.answer([entry])
        }
        router.on(.put, "/api/clients/{id}/visits/{visit}/holds/{hold}", .staff) { call in
            let author = try call.signedIn().author
            let body = try EntryBody(.hold, json: try await call.request.whole(call.context.limits))
            guard case .hold(let hold) = body else { throw RecordsError.notFound }
            let entry = try await office.records.merge(
                hold, id: call.identifier(of: RecordEntry.self, "hold"),
                visit: call.identifier(of: RecordEntry.self, "visit"), of: call.identifier(of: Client.self), by: author)
            return try Self.answer([entry])
        }
        router.on(.post, "/api/clients/{id}/visits/{visit}/signature", .staff) { call in
            let identity = try call.signedIn()
            let entry = try await office.records.sign(
                call.identifier(of: RecordEntry.self, "visit"), of: call.identifier(of: Client.self),
                name: identity.account.name, by: identity.author)
            return try Self.answer([entry], status: .created)
        }
        router.on(.post, "/api/clients/{id}/visits/{visit}/tap-link", .staff) { call in
            let link = try await office.holdLink(
                client: call.identifier(of: Client.self), visit: call.identifier(of: RecordEntry.self, "visit"),
                by: call.signedIn().author)
            let path = "/hold?t=\(link.token)"
            let code =
                QRCode.svg("\(configuration.base(call))\(path)", label: "QR code of the link for the client's phone")
                ?? ""
            let data = try JSONEncoder().encode(["path": path, "qr": code])
            return Response.json(data, status: .created)
        }
        router.on(.post, "/api/hold", .link) { call in
            let wire = try TapWire(try await call.request.whole(call.context.limits))
            try await office.tap(wire.moments, token: wire.token)
            return Response.json(Data("{\"kept\":\(wire.moments.count)}".utf8))
        }
    }

    private static func filter(_ call: OfficeRouter.Call) throws -> EntryFilter {
        func id(_ name: String) throws -> RecordEntry.ID? {
            let text = call.query(name)
            if text.isEmpty { return nil }
            guard let id = RecordEntry.ID(text: text) else {
                throw RecordsError.invalid(field: name, value: String(text.prefix(40)), reason: "is no identifier")
            }
            return id
        }
        var filter = EntryFilter(
            complaint: try id("complaint"), visit: try id("visit"), withHistory: call.query("history") == "all")
        let kinds = call.query("kinds").split(separator: ",").map(String.init)
        if !kinds.isEmpty {
            filter.kinds = Set(
                try kinds.map { name in
                    guard let kind = EntryBody.Kind(rawValue: name) else {
                        throw RecordsError.invalid(
                            field: "kinds", value: String(name.prefix(40)), reason: "is no kind of entry")
                    }
                    return kind
                })
        }
        let from = call.query("from")
        if !from.isEmpty {
            guard let day = CalendarDay(from) else {
                throw RecordsError.invalid(
                    field: "from", value: String(from.prefix(20)), reason: "is no date such as 2026-05-31")
            }
            filter.fromDay = day.text
        }
        return filter
    }

    private static func answer(_ entries: [RecordEntry], status: HTTPResponse.Status = .ok) throws -> Response {
        var text = "{\"entries\":["
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += "," }
            text += try EntryWire.json(entry)
        }
        return Response.json(Data((text + "]}").utf8), status: status)
    }
}

/// An entry on the wire.
struct EntryWire {
    let id: RecordEntry.ID
    let version: Int
    let kind: EntryBody.Kind
    let complaint: RecordEntry.ID?
    let visit: RecordEntry.ID?
    let reason: String
    let body: Data

    /// The entries of `{"entries": [...]}`.
    static func list(_ data: Data) throws -> [EntryWire] {
        // A line feed behind it: the reader traps when its bound on depth is broken at the very end of the data.
        let parsed = try? JSONSerialization.jsonObject(with: data + Data("\n".utf8))
        guard let object = parsed as? [String: Any], let items = object["entries"] as? [[String: Any]] else {
            throw RecordsError.invalid(field: "entries", value: "", reason: "is no list of objects")
        }
        guard items.count <= 500 else {
            throw RecordsError.invalid(field: "entries", value: "\(items.count)", reason: "are more than 500 at once")
        }
        return try items.map(EntryWire.init)
    }

    private init(_ item: [String: Any]) throws(RecordsError) {
        func identifier(_ name: String) throws(RecordsError) -> RecordEntry.ID? {
            guard let text = item[name] as? String else {
                if item[name] == nil || item[name] is NSNull { return nil }
                throw .invalid(field: name, value: "", reason: "is of the wrong kind")
            }
            guard let id = RecordEntry.ID(text: text) else {
                throw .invalid(field: name, value: String(text.prefix(40)), reason: "is no identifier")
            }
            return id
        }
        guard let id = try identifier("id") else {
            throw .invalid(field: "id", value: "", reason: "is missing: make a new one for each entry")
        }
        self.id = id
        version = item["version"] as? Int ?? 1
        guard (1...1_000_000).contains(version) else {
            throw .invalid(field: "version", value: "\(version)", reason: "is not a count from 1")
        }
        let name = item["kind"] as? String ?? ""
        guard let kind = EntryBody.Kind(rawValue: name) else {
            throw .invalid(field: "kind", value: String(name.prefix(40)), reason: "is no kind of entry")
        }
        self.kind = kind
        complaint = try identifier("complaint")
        visit = try identifier("visit")
        reason = item["reason"] as? String ?? ""
        guard let body = item["body"] as? [String: Any],
            let data = try? JSONSerialization.data(withJSONObject: body)
        else { throw .invalid(field: "body", value: "", reason: "is no object") }
        self.body = data
    }

    func entry(client: Client.ID, author: Account.ID?) throws(RecordsError) -> RecordEntry {
        try RecordEntry(
            id: id, version: version, client: client, complaint: complaint, visit: visit, reason: reason, at: Date(),
            author: author, body: EntryBody(kind, json: body)
        )
    }

    /// One entry as a JSON object.
    static func json(_ entry: RecordEntry) throws -> String {
        let reason = String(decoding: try JSONEncoder().encode(entry.reason), as: UTF8.self)
        func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
        return "{\"id\":\"\(entry.id)\",\"version\":\(entry.version),\"kind\":\"\(entry.body.kind.rawValue)\","
            + "\"complaint\":\(quoted(entry.complaint?.text)),\"visit\":\(quoted(entry.visit?.text)),"
            + "\"reason\":\(reason),\"struck\":\(entry.isStruck),\"at\":\(Int((entry.at.timeIntervalSince1970 * 1000).rounded())),"
            + "\"author\":\(quoted(entry.author?.text)),\"body\":\(String(decoding: try entry.body.json(), as: UTF8.self))}"
    }
}

/// A strike-out on the wire: `{"struck": true, "reason": "Wrong side", "seen": 1}`.
private enum StrikeWire {
    static func read(_ data: Data) throws -> Strike {
        struct Document: Decodable {
            let struck: Bool
            let reason: String?
            let seen: Int?
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: data + Data("\n".utf8)) else {
            throw RecordsError.invalid(field: "struck", value: "", reason: "is missing or not readable")
        }
        return try Strike(
            document.struck ? .strike : .restore, reason: document.reason ?? "", seen: document.seen ?? 0)
    }
}

/// What a client's phone sends while pressure is held.
private struct TapWire {
    let token: String
    let moments: [PressureHold.Moment]

    init(_ data: Data) throws {
        struct Document: Decodable {
            let t: String
            let moments: [PressureHold.Moment]
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        guard let document = try? decoder.decode(Document.self, from: data + Data("\n".utf8)) else {
            throw RecordsError.invalid(field: "moments", value: "", reason: "is not readable")
        }
        guard document.moments.count <= 200 else {
            throw RecordsError.invalid(field: "moments", value: "", reason: "are more than 200 at once")
        }
        for moment in document.moments {
            let value = moment.value ?? 0
            guard value.isFinite, (0...10).contains(value) else {
                throw RecordsError.invalid(field: "value", value: "\(value)", reason: "is not within 0 and 10")
            }
            guard (0...7_258_118_400).contains(moment.at.timeIntervalSince1970) else {
                throw RecordsError.invalid(field: "at", value: "", reason: "is no moment")
            }
        }
        token = document.t
        moments = document.moments
    }
}

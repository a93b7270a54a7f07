import Access
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Reception
import Records
import Scheduling
import Vault

/// Free times for other programs: SMART Scheduling Links, and the private calendar feed.
extension OfficePages {
    func addOpenSlots(to router: OfficeRouter) {
        router.on(.get, "/scheduling/$bulk-publish", .open) { call in
            Self.file(try reception.manifest(base: base(call)), type: "application/json", call)
        }
        for kind in ["locations", "schedules", "slots"] {
            router.on(.get, "/scheduling/\(kind).ndjson", .open) { call in
                Self.file(try await openSlots(kind, call), type: "application/fhir+ndjson", call)
            }
        }
        router.on(.get, "/feeds/{token}", .link) { call in
            guard let text = call.context.parameters.get("token"), text.hasSuffix(".ics"),
                let token = Token(text: String(text.dropLast(4))), let now = Moment(reception.clock()),
                let period = Period(start: now.adding(seconds: -90 * 86_400), end: now.adding(seconds: 400 * 86_400)),
                let found = try await reception.records.feed(token: token.hash, in: period)
            else { throw RecordsError.notFound }
            return Self.calendar(
                try reception.feed(found.practitioner, found.appointments, host: configuration.calendarHost(call)),
                name: "appointments.ics")
        }
    }

    /// A file with a tag, so that nobody fetches it twice.
    private static func file(_ data: Data, type: String, _ call: OfficeRouter.Call) -> Response {
        let tag =
            "\"\(Fingerprint.of(String(decoding: data, as: UTF8.self)).prefix(12).map { String($0, radix: 16) }.joined())\""
        var headers: HTTPFields = [.contentType: type, .eTag: tag, .cacheControl: "public, max-age=60"]
        if let name = HTTPField.Name("Access-Control-Allow-Origin") { headers[name] = "*" }
        if call.request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    private func openSlots(_ kind: String, _ call: OfficeRouter.Call) async throws -> Data {
        var data = Data()
        var last: Practitioner.ID?
        while true {
            let listings = try await reception.records.listings(after: last, limit: 500)
            for listing in listings {
                data.append(try await reception.openSlots(of: listing, kind: kind, base: base(call)))
            }
            guard listings.count == 500, let end = listings.last?.practitioner.id else { return data }
            last = end
        }
    }
}

import Access
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// Clients as JSON: list, read, add, change.
struct ClientAPI: Sendable {
    let office: Office

    /// A client on the wire.
    struct Document: Codable {
        var id: String?
        var therapist: String?
        var status: String?
        var name: String?
        var born: String?
        var mail: String?
        var phone: String?
        /// Missing where the reader may not see it; on a change, missing leaves it as it is.
        var note: String?
        var version: Int?

        init(_ client: Client) {
            id = client.id.text
            therapist = client.therapist.text
            status = client.status.rawValue
            name = client.name
            born = client.born
            mail = client.mail
            phone = client.phone
            note = client.note
            version = client.version
        }
    }

    private struct List: Encodable {
        let clients: [Document]
    }

    func add(to router: OfficeRouter) {
        let office = office
        router.on(.get, "/api/clients", .staff) { call in
            let found = try await office.records.clients(matching: call.query("q"), for: call.signedIn().author)
            return try answer(List(clients: found.map(Document.init)))
        }
        router.on(.get, "/api/clients/{id}", .signedIn) { call in
            let client = try await office.records.client(call.identifier(of: Client.self), for: call.signedIn().author)
            let tag = "\"\(client.version)\""
            if call.request.headers[.ifNoneMatch] == tag {
                return Response(status: .notModified, headers: [.eTag: tag, .cacheControl: "no-store"])
            }
            return try answer(Document(client), tag: tag)
        }
        router.on(.post, "/api/clients", .staff) { call in
            let identity = try call.signedIn()
            let body = try await call.request.whole(call.context.limits)
            guard let name = HTTPField.Name("Idempotency-Key"), let key = call.request.headers[name] else {
                throw RecordsError.invalid(
                    field: "Idempotency-Key", value: "", reason: "is missing: send a new one with every new client"
                )
            }
            let document = try Self.document(body)
            let therapist = try document.therapist.map { try Self.account($0) } ?? identity.account.id
            let client = try Client(
                practice: identity.account.practice, therapist: therapist, name: document.name ?? "",
                born: document.born ?? "", mail: document.mail ?? "", phone: document.phone ?? "",
                note: document.note ?? "", created: Date()
            )
            let saved = try await office.records.add(
                client, key: IdempotencyKey(name: key, request: Data(SHA256.hash(data: body))), by: identity.author
            )
            var response = try answer(Document(saved), tag: "\"\(saved.version)\"", status: .created)
            response.headers[.location] = "/api/clients/\(saved.id)"
            return response
        }
        router.on(.put, "/api/clients/{id}", .staff) { call in
            let author = try call.signedIn().author
            guard let tag = call.request.headers[.ifMatch], let version = Self.version(tag) else {
                throw HTTPError(.preconditionRequired, message: "send If-Match with the ETag of what you read")
            }
            let document = try Self.document(try await call.request.whole(call.context.limits))
            let before = try await office.records.client(call.identifier(of: Client.self), for: author)
            let client = try Client(
                id: before.id, practice: before.practice,
                therapist: document.therapist.map { try Self.account($0) } ?? before.therapist,
                status: document.status.map { try Self.status($0) } ?? before.status,
                name: document.name ?? before.name,
                born: document.born ?? before.born, mail: document.mail ?? before.mail,
                phone: document.phone ?? before.phone, note: document.note, created: before.created, version: version
            )
            let saved = try await office.records.change(client, by: author)
            return try answer(Document(saved), tag: "\"\(saved.version)\"")
        }
    }

    private func answer(_ value: some Encodable, tag: String? = nil, status: HTTPResponse.Status = .ok) throws
        -> Response
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var response = Response.json(try encoder.encode(value), status: status)
        response.headers[.eTag] = tag
        return response
    }

    private static func document(_ body: Data) throws -> Document {
        do {
            // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
            return try JSONDecoder().decode(Document.self, from: body + Data("\n".utf8))
        } catch let DecodingError.typeMismatch(_, context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw RecordsError.invalid(field: field, value: "", reason: "is of the wrong kind")
        } catch {
            throw RecordsError.invalid(field: "", value: "", reason: "the body is no JSON object of a client")
        }
    }

    private static func account(_ text: String) throws(RecordsError) -> Account.ID {
        guard let id = Account.ID(text: text) else {
            throw .invalid(field: "therapist", value: String(text.prefix(40)), reason: "is no identifier")
        }
        return id
    }

    private static func status(_ text: String) throws(RecordsError) -> Client.Status {
        guard let status = Client.Status(rawValue: text) else {
            throw .invalid(field: "status", value: String(text.prefix(40)), reason: "is not active or archived")
        }
        return status
    }

    private static func version(_ tag: String) -> Int? {
        let plain = tag.trimmingCharacters(in: .whitespaces)
        guard plain.hasPrefix("\""), plain.hasSuffix("\""), plain.count > 2 else { return nil }
        return Int(plain.dropFirst().dropLast())
    }
}

import Access
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// Recordings for scripts: sending files in parts, how far the work is, and the trace.
struct RecordingAPI: Sendable {
    let office: Office
    let lab: RecordingLab

    func add(to router: OfficeRouter) {
        let (office, lab) = (office, lab)
        router.on(.post, "/api/clients/{id}/visits/{visit}/recordings", .staff) { call in
            let wire = try FilesWire.read(try await call.request.whole(call.context.limits))
            let recording = try StoredRecording(
                client: call.identifier(of: Client.self), visit: call.identifier(of: RecordEntry.self, "visit"),
                files: wire)
            try await office.records.begin(recording, by: call.signedIn().author)
            return Response.json(
                try JSONEncoder().encode(["id": recording.id.text, "part_bytes": "\(StoredRecording.partBytes)"]),
                status: .created)
        }
        router.on(.put, "/api/clients/{id}/recordings/{recording}/files/{file}/parts/{part}", .staff) { call in
            let part = try await call.request.whole(call.context.limits, most: StoredRecording.partBytes)
            try await office.records.put(
                part, file: try Self.number(call, "file"), place: try Self.number(call, "part"),
                of: call.identifier(of: StoredRecording.self, "recording"), client: call.identifier(of: Client.self),
                by: call.signedIn().author)
            return Response(status: .noContent)
        }
        router.on(.post, "/api/clients/{id}/recordings/{recording}/reading", .staff) { call in
            let author = try call.signedIn().author
            let (declared, reason) = try DeclaredWire.read(try await call.request.whole(call.context.limits))
            let stored = try await Self.stored(call, office)
            // Who may only look must not even begin.
            let client = try await office.records.client(stored.client, for: author)
            guard !stored.isKept, AccessRules.allows(author, .editNote, client) else { throw RecordsError.notFound }
            try lab.works.begin(stored.id, by: author) { progress in
                let entry = try await lab.keep(stored, declared: declared, reason: reason, by: author, progress)
                return "/clients/\(stored.client)/recordings/\(entry.id)"
            }
            return Response.json(Data("{}".utf8), status: .accepted)
        }
        router.on(.get, "/api/clients/{id}/recordings/{recording}/work", .staff) { call in
            let id = try call.identifier(of: StoredRecording.self, "recording")
            return Response.json(try JSONEncoder().encode(lab.works.standing(id, for: call.signedIn().author)))
        }
        router.on(.delete, "/api/clients/{id}/recordings/{recording}/work", .staff) { call in
            lab.works.cancel(
                try call.identifier(of: StoredRecording.self, "recording"), by: try call.signedIn().author)
            return Response(status: .noContent)
        }
        router.on(.delete, "/api/clients/{id}/recordings/{recording}", .staff) { call in
            let author = try call.signedIn().author
            let id = try call.identifier(of: StoredRecording.self, "recording")
            lab.works.cancel(id, by: author)
            try await office.records.abandon(id, of: call.identifier(of: Client.self), by: author)
            return Response(status: .noContent)
        }
        router.on(.get, "/api/clients/{id}/recordings/{recording}/trace", .staff) { call in
            func value(_ name: String) throws(RecordsError) -> Double {
                let text = call.query(name)
                guard let value = Double(text), value.isFinite, abs(value) < 1e9 else {
                    throw .invalid(field: name, value: String(text.prefix(20)), reason: "is no number")
                }
                return value
            }
            // Whether there is anything to see comes before whether it was asked for rightly.
            let stored = try await Self.stored(call, office)
            guard stored.isKept else { throw RecordsError.notFound }
            let (from, to) = (try value("from"), try value("to"))
            guard to > from else {
                throw RecordsError.invalid(field: "to", value: "\(to)", reason: "is not behind the beginning")
            }
            let view = try await lab.trace(
                stored, channel: Int(try value("channel")) - 1, span: from...to, pixels: Int(try value("pixels")),
                for: call.signedIn().author)
            return Response.json(try JSONEncoder().encode(view))
        }
    }

    private static func stored(_ call: OfficeRouter.Call, _ office: Office) async throws -> StoredRecording {
        try await office.records.recording(
            call.identifier(of: StoredRecording.self, "recording"), of: call.identifier(of: Client.self),
            for: call.signedIn().author)
    }

    private static func number(_ call: OfficeRouter.Call, _ name: String) throws(RecordsError) -> Int {
        guard let text = call.context.parameters.get(name), text.utf8.count <= 6, let number = Int(text), number >= 0
        else { throw .notFound }
        return number
    }
}

/// `{"files": [{"name": "a.edf", "bytes": 1024}]}`.
private enum FilesWire {
    static func read(_ data: Data) throws -> [StoredRecording.File] {
        struct Document: Decodable {
            struct File: Decodable {
                let name: String
                let bytes: Int
            }
            let files: [File]
        }
        // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
        guard let document = try? JSONDecoder().decode(Document.self, from: data + Data("\n".utf8)) else {
            throw RecordsError.invalid(field: "files", value: "", reason: "is no list of names and bytes")
        }
        return try document.files.prefix(9).map { try StoredRecording.File(name: $0.name, bytes: $0.bytes) }
    }
}

/// `{"rate": "2000", "unit": "mV", "whole": true, "reason": ""}`, as the fields of the form were typed.
private enum DeclaredWire {
    static func read(_ data: Data) throws -> (StoredRecording.Declared, reason: String) {
        struct Document: Decodable {
            var rate: String?
            var unit: String?
            var whole: Bool?
            var reason: String?
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: data + Data("\n".utf8)) else {
            throw RecordsError.invalid(field: "rate", value: "", reason: "is not readable")
        }
        return (
            try StoredRecording.Declared(
                rate: document.rate ?? "", unit: document.unit ?? "", whole: document.whole ?? false),
            document.reason ?? ""
        )
    }
}

extension StoredRecording.Declared {
    /// Reads the fields of a form.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)``.
    init(rate: String, unit: String, whole: Bool) throws(RecordsError) {
        let plain = rate.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
        var hertz: Double?
        if !plain.isEmpty {
            guard let value = Double(plain), value.isFinite, (1e-4...1e6).contains(value) else {
                throw .invalid(
                    field: "rate", value: String(rate.prefix(20)), reason: "is not within 0.0001 and 1,000,000 hertz")
            }
            hertz = value
        }
        guard ["", "uV", "mV", "V"].contains(unit) else {
            throw .invalid(field: "unit", value: String(unit.prefix(20)), reason: "is none of µV, mV and V")
        }
        self.init(rate: hertz, unit: unit, readsWhatIsWhole: whole)
    }
}

import Access
import Electromyography
import Foundation
import HTTPTypes
import Hummingbird
import Recordings
import Records
import Signals

/// Recordings of muscle signals: attaching them to a visit, and the list of a visit.
extension OfficePages {
    func addRecordings(to router: OfficeRouter) {
        router.on(.get, "/clients/{id}/visits/{visit}/recordings", .staff) { call in
            try answer(try await recordings(call), to: call)
        }
        router.on(.post, "/clients/{id}/visits/{visit}/recordings", .staff) { call in try await attach(call) }
        addSignal(to: router)
    }

    /// Bytes that a form without scripts may send; scripts send files in parts.
    private static let largestForm = 32 << 20

    /// The visit that recordings belong to.
    struct RecordedVisit {
        let client: Client
        let visit: Visit
        let record: ClientRecord
        let writes: Bool
        let isSigned: Bool
    }

    func recordedVisit(_ id: RecordEntry.ID, _ call: OfficeRouter.Call) async throws -> RecordedVisit {
        let author = try call.signedIn().author
        let client = try await office.records.client(call.identifier(of: Client.self), for: author)
        let record = ClientRecord(
            try await office.records.entries(EntryFilter(visit: id, withHistory: true), of: client.id, for: author))
        guard case .visit(let visit)? = record.entry(id)?.body else { throw RecordsError.notFound }
        return RecordedVisit(
            client: client, visit: visit, record: record, writes: AccessRules.allows(author, .editNote, client),
            isSigned: record.signature(of: id) != nil)
    }

    private func recordings(
        _ call: OfficeRouter.Call, typed: MultipartForm? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let id = try call.identifier(of: RecordEntry.self, "visit")
        let place = try await recordedVisit(id, call)
        let (client, record) = (place.client, place.record)
        let all = record.recordings(of: id)
        let rows = all.map { recording -> [OfficePage.Table.Cell] in
            let info = SignalWords.info(recording.value)
            return [
                .init(recording.value.name, href: "/clients/\(client.id)/recordings/\(recording.id)"),
                .init(info.map { SignalWords.length($0.durationS) } ?? ""),
                .init(info.map { "\($0.channels.count)" } ?? ""), .init("\(recording.value.holds.count)"),
                .init(SignalWords.outcome(recording.value)),
            ]
        }
        var blocks: [OfficePage.Block] = [
            .init(
                table: .init(
                    "Recordings", caption: "Recordings of this visit",
                    headers: ["Recording", "Length", "Channels", "Holds", "Real changes"], rows: rows,
                    empty: "No recording is attached to this visit yet."))
        ]
        if place.writes {
            let arriving = try await office.records.arriving(at: id, of: client.id, for: call.signedIn().author)
            let waiting = arriving.map { stored in
                ["id": stored.id.text, "name": stored.files[stored.main].name]
            }
            blocks.append(
                .init(
                    mount: .init(
                        "attach",
                        [
                            "client": client.id.text, "visit": id.text, "part": "\(StoredRecording.partBytes)",
                            "largest": "\(StoredRecording.largest)",
                            "arriving": String(decoding: try JSONEncoder().encode(waiting), as: UTF8.self),
                        ],
                        without:
                            "Without JavaScript a file of up to \(Self.largestForm >> 20) MB can be sent; the page answers when it has been read."
                    )))
            blocks.append(attaching(client, id, isSigned: place.isSigned, typed, error))
        }
        blocks.append(
            .init(
                text: .init(
                    title: "What surface EMG tells",
                    paragraphs: [HoldReport.notice, "Source: \(HoldReport.noticeSource.line)"],
                    link: .init(name: "Back to the visit", href: "/clients/\(client.id)/visits/\(id)"))))
        var page = OfficePage(
            "Muscle signals",
            lead: ["\(client.name), visit of \(Words.time(place.visit.started, in: place.visit.zone))"],
            width: "wide", blocks)
        page.modules = ["attach.js"]
        page.styles = ["signal.css"]
        return page
    }

    private func attaching(
        _ client: Client, _ visit: RecordEntry.ID, isSigned: Bool, _ typed: MultipartForm?, _ error: RecordsError?
    ) -> OfficePage.Block {
        var fields: [OfficePage.Field] = [
            .line(
                "file", "File",
                hint:
                    "EDF, BDF, text with columns, OpenSignals, or the header (.hea) of a WFDB record. At most \(StoredRecording.largest >> 20) MB.",
                type: "file", longest: 0, required: true),
            .line(
                "signals", "Signal file of a WFDB record", hint: "Only with a .hea header.", type: "file", longest: 0),
            .line(
                "rate", "Samples a second", typed?["rate"] ?? "",
                hint: "Only for text files that do not say it, for example 2000.", longest: 12),
            .select(
                "unit", "Unit", typed?["unit"] ?? "", hint: "Only for files that do not say it.",
                [("", "as the file says"), ("uV", "µV"), ("mV", "mV"), ("V", "V")]),
        ]
        if isSigned {
            fields.append(
                .line(
                    "reason", "Why it is added after the signature", typed?["reason"] ?? "",
                    hint: "The visit is signed: this is an amendment.", longest: 300))
        }
        var form = OfficePage.FormBlock(
            "Attach a recording", action: "/clients/\(client.id)/visits/\(visit)/recordings", button: "Attach",
            note:
                "The file is kept as it is, sealed, with this visit. Nothing in it is filtered or changed; what disturbs it is told.",
            fields.with(error))
        form.sendsFile = true
        form.checks = .init(
            "If the file was cut off",
            [.init(name: "whole", text: "Read what is whole of it", isOn: typed?["whole"] == "yes")])
        return .init(form: form)
    }

    /// Takes a form with files at once, for browsers without scripts.
    private func attach(_ call: OfficeRouter.Call) async throws -> Response {
        let identity = try call.signedIn()
        let (author, client) = (identity.author, try call.identifier(of: Client.self))
        let visit = try call.identifier(of: RecordEntry.self, "visit")
        let form = try await MultipartForm(call, largestFile: Self.largestForm)
        guard identity.isOwn(form["csrf"]) else {
            throw HTTPError(.forbidden, message: "this form is out of date; load the page again")
        }
        return try await trying {
            guard let file = form.file("file") else {
                throw RecordsError.invalid(field: "file", value: "", reason: "is missing: choose one")
            }
            var contents = [(form.fileName("file") ?? "recording", file)]
            if let signals = form.file("signals") { contents.append((form.fileName("signals") ?? "signals", signals)) }
            let declared = try StoredRecording.Declared(
                rate: form["rate"], unit: form["unit"], whole: form["whole"] == "yes")
            let stored = try StoredRecording(
                client: client, visit: visit,
                files: contents.map { try StoredRecording.File(name: $0.0, bytes: $0.1.count) })
            try await office.records.begin(stored, by: author)
            do {
                for (number, content) in contents.enumerated() {
                    for place in 0..<stored.files[number].parts {
                        let start = place * StoredRecording.partBytes
                        let part = content.1.dropFirst(start).prefix(StoredRecording.partBytes)
                        try await office.records.put(
                            Data(part), file: number, place: place, of: stored.id, client: client, by: author)
                    }
                }
                let lab = lab
                let reason = form["reason"]
                let path = try await lab.works.wait(stored.id, by: author) { progress in
                    let entry = try await lab.keep(stored, declared: declared, reason: reason, by: author, progress)
                    return "/clients/\(client)/recordings/\(entry.id)"
                }
                return .see(path)
            } catch {
                // Without scripts the file is sent anew.
                try? await office.records.abandon(stored.id, of: client, by: author)
                throw error
            }
        } orElse: { error in
            try answer(try await recordings(call, typed: form, error), to: call, status: .unprocessableContent)
        }
    }
}

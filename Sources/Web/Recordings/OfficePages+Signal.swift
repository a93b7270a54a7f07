import Access
import Electromyography
import Foundation
import HTTPTypes
import Hummingbird
import Recordings
import Records
import Signals

/// The page of one recording: the trace, the holds on it, and what was measured.
extension OfficePages {
    func addSignal(to router: OfficeRouter) {
        router.on(.get, "/clients/{id}/recordings/{recorded}", .staff) { call in
            try answer(try await signal(call), to: call)
        }
        router.on(.post, "/clients/{id}/recordings/{recorded}", .staff) { call in try await measure(call) }
        router.on(.get, "/clients/{id}/recordings/{recorded}/files/{file}", .staff) { call in
            try await download(call)
        }
        router.on(.get, "/clients/{id}/recordings/{recorded}/report.json", .staff) { call in
            let place = try await recorded(call)
            guard !place.value.report.isEmpty else { throw RecordsError.notFound }
            var response = Response.json(Data(place.value.report.utf8))
            response.headers[.contentDisposition] = "attachment; filename=\"report-\(place.entry.id).json\""
            return response
        }
    }

    /// A recording with where it belongs.
    private struct Recorded {
        let visit: RecordedVisit
        let entry: RecordEntry
        let value: SignalRecording
        let stored: StoredRecording
        var path: String { "/clients/\(visit.client.id)/recordings/\(entry.id)" }
    }

    private func recorded(_ call: OfficeRouter.Call) async throws -> Recorded {
        let author = try call.signedIn().author
        let client = try call.identifier(of: Client.self)
        let id = try call.identifier(of: RecordEntry.self, "recorded")
        let all = try await office.records.entries(EntryFilter(kinds: [.recording]), of: client, for: author)
        guard let found = all.last(where: { $0.id == id }), let visit = found.visit,
            case .recording(let value) = found.body, let file = StoredRecording.ID(text: value.file)
        else { throw RecordsError.notFound }
        let stored = try await office.records.recording(file, of: client, for: author)
        return Recorded(
            visit: try await recordedVisit(visit, call), entry: found, value: value, stored: stored)
    }

    private func download(_ call: OfficeRouter.Call) async throws -> Response {
        let place = try await recorded(call)
        let number = call.context.parameters.get("file").flatMap(Int.init) ?? -1
        let stored = try StoredFile(number, of: place.stored, in: office.records, for: call.signedIn().author)
        let file = stored.file
        // Never shown inline: what is inside was made by somebody else. Letters that a header cannot hold are replaced.
        let name = String(file.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "_" })
        var headers: HTTPFields = [.contentType: "application/octet-stream", .cacheControl: "no-store"]
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        headers[.contentLength] = "\(file.bytes)"
        return Response(
            status: .ok, headers: headers,
            body: .init(contentLength: file.bytes) { writer in
                for part in 0..<stored.parts { try await writer.write(ByteBuffer(bytes: try await stored.part(part))) }
                try await writer.finish(nil)
            })
    }

    // MARK: Measuring

    private func measure(_ call: OfficeRouter.Call) async throws -> Response {
        let form = try await Form(call)
        let author = try call.signedIn().author
        let place = try await recorded(call)
        let wantsJSON = call.request.headers[.accept]?.contains("application/json") == true
        return try await trying {
            guard place.visit.writes else { throw RecordsError.notFound }
            if place.visit.isSigned, form["reason"].trimmingCharacters(in: .whitespaces).isEmpty {
                throw RecordsError.invalid(
                    field: "reason", value: "", reason: "is needed: the visit is signed, so that this is an amendment")
            }
            let marked = try Self.marked(form, place.value)
            let (lab, stored, entry, records) = (lab, place.stored, place.entry, office.records)
            let (version, reason, path) = (form.version, form["reason"], place.path)
            let work: @Sendable (RecordingWorks.Progress) async throws -> String = { progress in
                let body = try await lab.measured(marked, in: stored, by: author, progress)
                let next = try RecordEntry(
                    id: entry.id, version: version + 1, client: entry.client, complaint: entry.complaint,
                    visit: entry.visit, reason: reason, at: Date(), author: author.account,
                    body: EntryBody.recording(body).checked())
                // From here on it cannot be given up any more.
                try progress.report(1)
                _ = try await records.add([next], to: entry.client, by: author)
                return "\(path)#report"
            }
            if wantsJSON {
                try lab.works.begin(stored.id, by: author, work)
                return Response.json(Data("{}".utf8), status: .accepted)
            }
            return .see(try await lab.works.wait(stored.id, by: author, work))
        } orElse: { error in
            if wantsJSON { throw error }
            return try answer(try await signal(call, form, error), to: call, status: .unprocessableContent)
        }
    }

    /// The marks as they were typed.
    private static func marked(_ form: Form, _ value: SignalRecording) throws(RecordsError) -> SignalRecording {
        func spans(_ field: String) throws(RecordsError) -> [SignalRecording.Span] {
            let text = form[field].trimmingCharacters(in: .whitespacesAndNewlines)
            if text.isEmpty { return [] }
            do {
                return try HoldList.read(text.replacing(";", with: ",").replacing("\n", with: ",")).map {
                    SignalRecording.Span(start: $0.lowerBound, end: $0.upperBound)
                }.sorted { $0.start < $1.start }
            } catch {
                throw .invalid(field: field, value: String(text.prefix(40)), reason: "\(error)".upperFirst)
            }
        }
        func number(_ field: String) throws(RecordsError) -> Int? {
            let text = form[field].trimmingCharacters(in: .whitespaces)
            if text.isEmpty { return nil }
            guard let number = Int(text) else {
                throw .invalid(field: field, value: String(text.prefix(20)), reason: "is no number")
            }
            return number
        }
        var marked = value
        marked.channel = try number("channel")
        marked.otherChannel = try number("other")
        marked.mains = try number("mains")
        marked.motorUnits = form["units"].isEmpty ? nil : form["units"]
        marked.muscle = form["muscle"]
        marked.side = form["side"]
        marked.holds = try spans("holds")
        let references = try spans("reference")
        guard references.count <= 1 else {
            throw .invalid(field: "reference", value: form["reference"], reason: "is one stretch, such as 5-10")
        }
        marked.reference = references.first
        marked.report = ""
        if marked.channel == nil { throw .invalid(field: "channel", value: "", reason: "must be chosen") }
        if marked.holds.isEmpty {
            throw .invalid(field: "holds", value: "", reason: "are missing: mark at least one, such as 30-90")
        }
        return marked
    }

    // MARK: The page

    private func signal(
        _ call: OfficeRouter.Call, _ typed: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let author = try call.signedIn().author
        let place = try await recorded(call)
        let (value, client) = (place.value, place.visit.client)
        let info = SignalWords.info(value)
        let study = SignalWords.study(value)
        let muscle = try muscles.value().first { $0.id == value.muscle }?.name
        var blocks: [OfficePage.Block] = []
        if place.entry.isStruck {
            blocks.append(.init(text: .init(paragraphs: ["Struck out: \(place.entry.reason)"])))
        }
        blocks += try await trace(place, info, study, author)
        if place.visit.writes, !place.entry.isStruck {
            blocks.append(.init(form: try marking(place, info, typed).with(error)))
        }
        if let study {
            blocks += SignalSheet(study, value, muscle: muscle).blocks
        }
        blocks += about(place, info)
        var page = OfficePage(
            "Muscle signals: \(value.name)",
            lead: [
                "\(client.name), visit of \(Words.time(place.visit.visit.started, in: place.visit.visit.zone))",
                HoldReport.notice,
            ], width: "wide", blocks)
        page.modules = ["signal.js"]
        page.styles = ["signal.css"]
        return page
    }

    /// The trace for scripts, and as a picture for those without and for paper.
    private func trace(
        _ place: Recorded, _ info: RecordingInfo?, _ study: HoldStudy?, _ author: Author
    ) async throws -> [OfficePage.Block] {
        guard let info, let first = place.value.channel ?? info.channels.first?.number else { return [] }
        let whole = max(info.durationS, 1e-3)
        let view = try await lab.trace(place.stored, channel: first - 1, span: 0...whole, pixels: 700, for: author)
        let label = info.channels.first { $0.number == first }?.label ?? "channel \(first)"
        let picture = TracePicture(view, holds: place.value.holds.map { $0.start...$0.end }, label: label)
        let channels = info.channels.map { ["number": "\($0.number)", "label": $0.label, "unit": $0.unit] }
        struct Note: Encodable {
            let start: Double
            let text: String
        }
        let notes = info.annotations.prefix(200).map { Note(start: $0.start, text: $0.text) }
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        }
        return [
            .init(
                mount: .init(
                    "signal",
                    [
                        "trace": "/api/clients/\(place.visit.client.id)/recordings/\(place.stored.id)/trace",
                        "work": "/api/clients/\(place.visit.client.id)/recordings/\(place.stored.id)/work",
                        "seconds": "\(whole)", "channel": "\(first)", "channels": try json(channels),
                        "notes": try json(notes), "writes": place.visit.writes && !place.entry.isStruck ? "yes" : "no",
                        "holds": SignalWords.holds(place.value.holds), "timed": timed(place, info),
                    ], without: "Zooming in and marking on the trace needs JavaScript; times can be typed below.")),
            .init(
                drawing: .init(
                    title: "The whole recording", svg: picture.svg(width: 1_000), narrow: picture.svg(width: 340))),
        ]
    }

    /// The holds of the visit by the clock, as text.
    private func timed(_ place: Recorded, _ info: RecordingInfo?) -> String {
        guard let visit = place.entry.visit, let info else { return "" }
        return SignalWords.holds(
            SignalWords.holds(of: visit, in: place.visit.record, info, zone: place.visit.visit.zone))
    }

    /// From what motor units can be separated; `nil` when from nothing.
    private func units(_ info: RecordingInfo?) -> [(String, String)]? {
        let voltages = (info?.channels ?? []).filter { Recordings.SignalUnit($0.unit).microvolts != nil }
        var choices: [(String, String)] = []
        if Dictionary(grouping: voltages, by: \.rateHz).contains(where: {
            $0.value.count >= MotorUnitRequest.leastChannels
        }) {
            choices.append(("grid", "all channels together: a grid over one muscle"))
        }
        if voltages.contains(where: { $0.rateHz >= 5_000 }) {
            choices.append(("needle", "this channel: a needle or wire"))
        }
        return choices.isEmpty ? nil : [("", "not separated")] + choices
    }

    private func marking(_ place: Recorded, _ info: RecordingInfo?, _ typed: Form?) throws -> OfficePage.FormBlock {
        let value = place.value
        let channels = (info?.channels ?? []).map { ("\($0.number)", "\($0.number)  \($0.label) (\($0.unit))") }
        let muscles = try muscles.value().map { ($0.id, $0.name) }
        func kept(_ field: String, _ now: String) -> String { typed?[field] ?? now }
        let timed = timed(place, info)
        let hum = (info?.channels ?? []).filter { $0.mainsHz != nil }
        let heard =
            hum.isEmpty
            ? ""
            : " Hum was found in \(hum.map { "\($0.label) (\(Words.number($0.mainsHz ?? 0)) Hz)" }.joined(separator: ", "))."
        var fields: [OfficePage.Field] = [
            .select(
                "channel", "Channel", kept("channel", value.channel.map(String.init) ?? ""),
                [("", "choose")] + channels),
            .line(
                "holds", "Holds", kept("holds", SignalWords.holds(value.holds)),
                hint: "Seconds from the beginning, such as 30-90, 150-240. Marks on the trace are written here."
                    + (timed.isEmpty ? "" : " By the clock the holds of the visit lie at \(timed)."),
                longest: 4_000),
            .select(
                "muscle", "Muscle under the electrodes", kept("muscle", value.muscle), [("", "not said")] + muscles),
            .select(
                "side", "Side", kept("side", value.side),
                [("", "not said"), ("right", "right"), ("left", "left"), ("midline", "midline")]),
            .select(
                "other", "The same muscle of the other side",
                kept("other", value.otherChannel.map(String.init) ?? ""),
                hint: "Both sides are compared during the same holds.", [("", "not recorded")] + channels),
            .line(
                "reference", "Reference contraction",
                kept("reference", value.reference.map { SignalWords.holds([$0]) } ?? ""),
                hint:
                    "One stretch, such as 5-10: magnitudes are also given in per cent of it. It must not lie in a hold.",
                longest: 40),
            .select(
                "mains", "Mains hum", kept("mains", value.mains.map(String.init) ?? ""),
                hint: "Taking it out also takes a little of the muscle's signal away.\(heard)",
                [("", "leave the signal as it is"), ("50", "take out 50 Hz"), ("60", "take out 60 Hz")]),
        ]
        if let units = units(info) {
            fields.append(
                .select(
                    "units", "Motor units", kept("units", value.motorUnits ?? ""),
                    hint: "Discharge rates where single units can be told apart; this may take minutes.", units))
        }
        if place.visit.isSigned {
            fields.append(
                .line(
                    "reason", "Why it is changed after the signature", typed?["reason"] ?? "",
                    hint: "The visit is signed: this is an amendment.", longest: 300))
        }
        var form = OfficePage.FormBlock(
            "What is measured", action: place.path, hidden: ["version": "\(place.entry.version)"],
            button: value.report.isEmpty ? "Measure" : "Measure again",
            note: "Up to 30 s before and after each hold are compared with it.", fields)
        form.layout = "paired"
        return form
    }

    /// What the file holds, its versions, and what can be done with it.
    private func about(_ place: Recorded, _ info: RecordingInfo?) -> [OfficePage.Block] {
        let value = place.value
        var blocks: [OfficePage.Block] = []
        if let info {
            blocks.append(
                .init(
                    facts: .init(
                        "The file",
                        [
                            ("Format", SignalWords.format(info.format)), ("Begun", info.start ?? "not said"),
                            ("Length", SignalWords.length(info.durationS)),
                            ("Gaps", info.gaps == 0 ? "none" : "\(info.gaps)"),
                            (
                                "Declared",
                                [
                                    value.rate.map { "\(Words.number($0)) samples a second" },
                                    value.unit.isEmpty ? nil : "unit \(value.unit.replacing("u", with: "µ"))",
                                ].compactMap(\.self).joined(separator: ", ")
                            ), ("Remarks in the file", info.notes.prefix(20).joined(separator: " ")),
                        ])))
            blocks.append(
                .init(
                    table: .init(
                        "Channels", caption: "Channels of the recording",
                        headers: ["Channel", "Name", "Unit", "Samples a second", "What disturbs it"],
                        rows: info.channels.map { channel in
                            [
                                .init("\(channel.number)"), .init(channel.label), .init(channel.unit),
                                .init(Words.number(channel.rateHz)), .init(SignalWords.faults(channel)),
                            ]
                        })))
        }
        let files = place.stored.files.enumerated().map { number, file -> [OfficePage.Table.Cell] in
            [
                .init(file.name, href: "\(place.path)/files/\(number)"),
                .init("\(Words.number(Double(file.bytes) / 1_000_000)) MB"),
            ]
        }
        blocks.append(
            .init(
                table: .init("Files", caption: "Files as they were attached", headers: ["File", "Size"], rows: files)))
        if !value.report.isEmpty {
            blocks.append(
                .init(
                    text: .init(link: .init(name: "The report for programs (JSON)", href: "\(place.path)/report.json")))
            )
        }
        let client = place.visit.client.id
        if place.visit.writes {
            blocks.append(
                .init(
                    text: .init(
                        link: .init(
                            name: place.entry.isStruck ? "Bring it back" : "Strike it out",
                            href: "/clients/\(client)/entries/\(place.entry.id)/strike"))))
        }
        if let visit = place.entry.visit {
            blocks.append(
                .init(
                    text: .init(
                        link: .init(
                            name: "All recordings of the visit", href: "/clients/\(client)/visits/\(visit)/recordings"))
                ))
        }
        return blocks
    }
}

extension OfficePage.FormBlock {
    /// The form with an error beside its field.
    func with(_ error: RecordsError?) -> OfficePage.FormBlock {
        var form = self
        form.fields = fields.with(error)
        return form
    }
}

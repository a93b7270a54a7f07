import Access
import Anatomy
import Clinic
import Directory
import Foundation
import Hummingbird
import Knowledge
import Records
import Treatment

/// What is open today, and the page of one complaint.
extension OfficePages {
    /// What waits for whoever is signed in.
    func today(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let practice = try await office.records.practice(for: identity.author)
        let open = try await office.records.open(for: identity.author)
        let visits = open.visits.map { item -> [OfficePage.Table.Cell] in
            [
                .init(item.name, href: "/clients/\(item.client)/visits/\(item.id)"),
                .init(Words.time(item.at, in: practice.timeZone)),
            ]
        }
        let written = open.written.map { item -> [OfficePage.Table.Cell] in
            [
                .init(item.name, href: "/clients/\(item.client)"),
                .init(Words.time(item.at, in: practice.timeZone)),
            ]
        }
        let glass = identity.account.role == .owner ? try await office.records.brokenGlass(for: identity.author) : []
        var blocks: [OfficePage.Block] = [
            .init(
                table: .init(
                    "Visits without a signature", caption: "Visits that are not signed", headers: ["Client", "Began"],
                    rows: visits, empty: "Every visit is signed.")),
            .init(
                table: .init(
                    "First forms of the last two weeks", caption: "What clients wrote", headers: ["Client", "When"],
                    rows: written, empty: "Nothing new from clients.")),
        ]
        if !glass.isEmpty {
            blocks.append(
                .init(
                    text: .init(
                        title: "Records were opened in an emergency",
                        paragraphs: ["\(glass.count) of them wait for your look."],
                        link: .init(name: "Look at them", href: "/team"))))
        }
        if let coming = try await comingToday(identity) { blocks.insert(coming, at: 0) }
        if try await office.records.isSteward(identity.author) {
            blocks.append(
                .init(
                    text: .init(
                        title: "Checks", paragraphs: ["Trainings and experiences that wait for you."],
                        link: .init(name: "To the checks", href: "/checks"))))
        }
        blocks.append(.init(text: .init(link: .init(name: "All clients", href: "/clients"))))
        return OfficePage(
            "Today", lead: [CalendarDay(Date(), in: TimeZone(identifier: practice.timeZone) ?? .gmt).text],
            width: "wide", blocks)
    }

    /// One complaint: its course, its visits, its causes.
    func complaint(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let client = try await office.records.client(call.identifier(of: Client.self), for: identity.author)
        let id = try call.identifier(of: RecordEntry.self, "complaint")
        let record = ClientRecord(
            try await office.records.entries(EntryFilter(complaint: id), of: client.id, for: identity.author))
        guard let entry = record.entry(id), case .complaint(let complaint) = entry.body else {
            throw RecordsError.notFound
        }
        let zone = try await office.records.practice(for: identity.author).timeZone
        let path = "/clients/\(client.id)/complaints/\(id)"
        let writes = AccessRules.allows(identity.author, .editNote, client)
        let product = try await product()
        let vocabulary = product.knowledge.vocabulary
        var blocks: [OfficePage.Block] = [
            .init(
                facts: .init(
                    nil,
                    [
                        ("Client", client.name), ("Since", complaint.began),
                        ("Status", complaint.isClosed ? "closed" : "open"),
                        ("Drawing", complaint.drawing.isEmpty ? "none yet" : "kept, \(Words.time(entry.at, in: zone))"),
                    ]))
        ]
        blocks.append(
            .init(
                text: .init(
                    link: .init(
                        name: complaint.drawing.isEmpty ? "Draw where it hurts" : "Look at the drawing and go on",
                        href: "/?client=\(client.id)&complaint=\(id)"))))
        blocks.append(visits(record, id, client))
        blocks.append(
            .init(text: .init(link: .init(name: "All that is charted, to read or strike out", href: "\(path)/entries")))
        )
        blocks += letters(record, id, path)
        blocks += try await course(record, id, complaint, product)
        blocks += answered(QuestionnaireCourse(of: id, in: record, zone: TimeZone(identifier: zone) ?? .gmt))
        blocks += causes(record, id, path, vocabulary, writes)
        if writes { blocks += forms(complaint, entry, path, vocabulary) }
        var page = OfficePage(complaint.title, width: "wide", blocks)
        page.styles = ["visit.css"]
        return page
    }

    private func visits(
        _ record: ClientRecord, _ id: RecordEntry.ID, _ client: Client
    ) -> OfficePage.Block {
        let rows = record.visits(of: id).reversed().map { visit -> [OfficePage.Table.Cell] in
            let holds = record.holds(of: visit.id)
            let seconds = holds.compactMap(\.seconds).reduce(0, +)
            return [
                .init(
                    Words.time(visit.value.started, in: visit.value.zone),
                    href: "/clients/\(client.id)/visits/\(visit.id)"),
                .init("\(holds.count), \(Int(seconds.rounded())) s"),
                .init(Self.pain(record.measurements(of: visit.id))),
                .init(record.signature(of: visit.id).map { "signed by \($0.value.name)" } ?? "open"),
            ]
        }
        return .init(
            table: .init(
                "Visits", caption: "Visits, newest first", headers: ["When", "Holds", "Pain", "Note"],
                rows: Array(rows), empty: "No visit yet."))
    }

    /// Pain before and after in words.
    private static func pain(_ measured: [MeasuredValue]) -> String {
        func mean(_ phase: MeasuredValue.Phase) -> Double? {
            let values = measured.filter { $0.measure == .pain && $0.phase == phase }.map(\.figure)
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        switch (mean(.before), mean(.after)) {
        case (let before?, let after?): return "\(Words.number(before)) → \(Words.number(after))"
        case (let before?, nil): return "\(Words.number(before)) before"
        case (nil, let after?): return "\(Words.number(after)) after"
        case (nil, nil): return ""
        }
    }

    /// The list of what may keep the points alive, with the answers so far.
    private func causes(
        _ record: ClientRecord, _ id: RecordEntry.ID, _ path: String, _ vocabulary: Vocabulary, _ writes: Bool
    ) -> [OfficePage.Block] {
        let answers = record.causes(of: id)
        let said = answers.values.filter { $0.answer == .yes }.sorted { $0.factor < $1.factor }
        var blocks: [OfficePage.Block] = [
            .init(
                text: .init(
                    title: "What may keep it alive",
                    paragraphs: said.isEmpty
                        ? [
                            "Nothing is marked yet. The list below is expert opinion, not proof: ask, look, and try one change at a time."
                        ]
                        : said.map { answer in
                            vocabulary.perpetuatingFactors.first { $0.id.text == answer.factor }?.name ?? answer.factor
                        }))
        ]
        if writes {
            let choices = [("", "not asked"), ("yes", "yes"), ("no", "no"), ("unsure", "unsure")]
            blocks.append(
                .init(
                    form: .init(
                        "Checklist of causes", action: "\(path)/causes", button: "Keep the answers",
                        vocabulary.perpetuatingFactors.map { factor in
                            .select(
                                "c_\(factor.id)", factor.name, answers[factor.id.text]?.answer.rawValue ?? "", choices)
                        })))
        }
        return blocks
    }

    private func forms(
        _ complaint: Complaint, _ entry: RecordEntry, _ path: String, _ vocabulary: Vocabulary
    ) -> [OfficePage.Block] {
        let factors = [("", "none of the list")] + vocabulary.perpetuatingFactors.map { ($0.id.text, $0.name) }
        return [
            .init(
                form: .init(
                    "Begin a visit", action: "\(path)/visits", hidden: ["key": Self.newKey()], button: "Begin now", [])),
            .init(
                text: .init(
                    title: "Home programme",
                    paragraphs: [
                        "Lengthening and pressure for the muscles that were treated, as a sheet with pictures."
                    ],
                    link: .init(name: "Put it together", href: "\(path)/programme"))),
            .init(
                form: .init(
                    "Diary", action: "\(path)/diary-link", button: "Make a link",
                    note:
                        "The client writes a minute a day: pain, sleep, desk, sport, load. It shows what comes before a return.",
                    [])),
            asking(complaint, version: entry.version, path: path),
            .init(
                form: .init(
                    "Something changed", action: "\(path)/events", hidden: ["key": Self.newKey()], button: "Keep it",
                    [
                        .select(
                            "kind", "What", "change_tried",
                            [
                                ("change_tried", "one change is tried from this day"),
                                ("cause_treated", "a cause was treated"), ("other", "something else happened"),
                            ]),
                        .line("day", "Day", "", type: "date", longest: 10, required: true),
                        .select("factor", "Cause", "", factors),
                        .text("text", "In words", "", longest: 1_000, rows: 2),
                    ])),
            .init(
                form: .init(
                    "This complaint", action: path, hidden: ["version": "\(entry.version)"], button: "Save",
                    [
                        .line("title", "Title", complaint.title, required: true),
                        .select(
                            "status", "Status", complaint.isClosed ? "closed" : "open",
                            [("open", "open"), ("closed", "closed: it is over")]),
                    ])),
        ]
    }
}

public import Access
import Anatomy
public import Clinic
import Figures
public import Foundation
import Knowledge
import Mustache
import Outcomes
public import Records
import Treatment

/// Everything of one client as files that are readable without the program.
public struct ClientFolder: Sendable {
    /// A file by its path inside the folder.
    public let files: [(path: String, bytes: Data)]
    /// Recordings as they were attached, which may be too large for memory.
    public let attachments: [(path: String, file: StoredFile)]

    /// Puts the files together: `record.json` with every version of every entry, a page for each visit, the drawings
    /// and the time lines as SVG, and a page that lists them.
    ///
    /// - Throws: ``RecordsError/notFound`` when the author may not read the record.
    public init(
        of id: Client.ID, from records: any Office.Repositories, for author: Author, product: Product
    ) async throws {
        let client = try await records.client(id, for: author)
        let entries = try await records.entries(EntryFilter(withHistory: true), of: id, for: author)
        let practice = try await records.practice(for: author)
        let names = Dictionary(uniqueKeysWithValues: try await records.team(for: author).map { ($0.id, $0.name) })
        let record = ClientRecord(entries)
        var files: [(path: String, bytes: Data)] = [
            ("record.json", Data(try Self.json(client, entries, practice).utf8))
        ]
        var links: [(path: String, text: String)] = [("record.json", "Everything, for programs (JSON)")]
        let templates = try MustacheLibrary.shipped()
        let css = try Assets().files["note.css"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        let exposures = Dictionary(uniqueKeysWithValues: Exposure.all.map { ($0.id, $0.question.lowercased()) })
        for (number, complaint) in record.complaints.enumerated() {
            let course = ComplaintCourse(
                of: complaint.id, in: record, title: complaint.value.title, names: exposures, words: ChartWords(product)
            )
            let path = "complaint-\(number + 1)-course.svg"
            files.append((path, Data(course.timeLine.svg(width: 1_000).utf8)))
            links.append((path, "\(complaint.value.title): course"))
            if let report = course.report {
                files.append(("complaint-\(number + 1)-diary.csv", Data(report.diary.text.utf8)))
                links.append(("complaint-\(number + 1)-diary.csv", "\(complaint.value.title): diary"))
            }
            if let chart = try NoteSheet.chart(of: complaint.id, in: record, product) {
                files.append(("complaint-\(number + 1)-drawing.svg", Data(chart.utf8)))
                links.append(("complaint-\(number + 1)-drawing.svg", "\(complaint.value.title): drawing"))
            }
            let answers = QuestionnaireCourse(
                of: complaint.id, in: record, zone: TimeZone(identifier: practice.timeZone) ?? .gmt)
            if !answers.series.isEmpty {
                let path = "complaint-\(number + 1)-questionnaires.csv"
                files.append((path, Data(answers.csv.utf8)))
                links.append((path, "\(complaint.value.title): what the client answered"))
            }
            for (place, letter) in record.letters(of: complaint.id).reversed().enumerated() {
                let sheet = LetterSheet(
                    letter, client: client, practice: practice,
                    therapist: letter.entry.author.flatMap { names[$0] } ?? "a colleague", back: "")
                let path = "complaint-\(number + 1)-letter-\(place + 1).html"
                files.append(
                    (path, Data(Self.alone(templates.render(sheet, withTemplate: "kept-letter") ?? "", css).utf8)))
                links.append((path, "\(complaint.value.title): letter of \(letter.value.day)"))
            }
            if let programme = record.programme(of: complaint.id) {
                let start = "complaint-\(number + 1)-home"
                var pictures: [String: String] = [:]
                for exercise in programme.value.exercises {
                    let name = "\(start)-\(exercise.source.replacing(":", with: "-"))-\(exercise.side).svg"
                    guard pictures.updateValue(name, forKey: "\(exercise.source) \(exercise.side)") == nil,
                        let id = PainSourceID(text: exercise.source),
                        let svg = try product.pointFigure(of: id, side: Side(rawValue: exercise.side) ?? .right)
                    else { continue }
                    files.append((name, Data(svg.utf8)))
                }
                let sheet = ProgrammeSheet(
                    programme, client: client, practice: practice, product: product, back: ""
                ) { pictures["\($0.source) \($0.side)"] ?? "" }
                let path = "\(start).html"
                files.append(
                    (path, Data(Self.alone(templates.render(sheet, withTemplate: "programme") ?? "", css).utf8)))
                links.append((path, "\(complaint.value.title): home programme"))
            }
            for visit in record.visits(of: complaint.id) {
                let sheet = try NoteSheet(
                    of: visit.id, in: record, client: client, practice: practice, names: names, product: product)
                let day = CalendarDay(visit.value.started, in: TimeZone(identifier: visit.value.zone) ?? .gmt).text
                let path = "visit-\(day)-\(visit.id.text.prefix(8)).html"
                files.append((path, Data(Self.alone(templates.render(sheet, withTemplate: "note") ?? "", css).utf8)))
                links.append((path, "\(complaint.value.title): visit of \(day)"))
            }
        }
        var attachments: [(path: String, file: StoredFile)] = []
        for entry in record.current + record.struck {
            guard case .recording(let value) = entry.body, let id = StoredRecording.ID(text: value.file) else {
                continue
            }
            let stored = try await records.recording(id, of: client.id, for: author)
            for (number, file) in stored.files.enumerated() {
                let path = "recording-\(entry.id.text.prefix(8))-\(file.name)"
                attachments.append((path, try StoredFile(number, of: stored, in: records, for: author)))
                links.append((path, "Muscle signals: \(file.name)\(entry.isStruck ? ", struck out" : "")"))
            }
            if !value.report.isEmpty {
                let path = "recording-\(entry.id.text.prefix(8))-report.json"
                files.append((path, Data(value.report.utf8)))
                links.append((path, "Muscle signals: report (JSON)"))
            }
        }
        self.attachments = attachments
        files.append(("index.html", Data(Self.index(client, record, links).utf8)))
        self.files = files
    }

    /// The page without the server: styles inside, nothing to press.
    private static func alone(_ html: String, _ css: String) -> String {
        html.replacing(/<link [^>]*>\n/, with: "").replacing(/<script [^>]*><\/script>\n/, with: "")
            .replacing(/<nav class="screen-only".*?<\/nav>\n/, with: "")
            .replacing("</head>", with: "<style>\n\(css)\n</style>\n</head>")
    }

    private static func json(_ client: Client, _ entries: [RecordEntry], _ practice: Practice) throws -> String {
        func quoted(_ text: String) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes]
            return String(decoding: try encoder.encode(text), as: UTF8.self)
        }
        let person =
            "{\"id\":\"\(client.id)\",\"name\":\(try quoted(client.name)),\"born\":\(try quoted(client.born)),"
            + "\"mail\":\(try quoted(client.mail)),\"phone\":\(try quoted(client.phone)),"
            + "\"note\":\(try quoted(client.note ?? ""))}"
        let lines = try entries.map(EntryWire.json)
        return "{\"format\":1,\"practice\":\(try quoted(practice.name)),\"client\":\(person),\n\"entries\":[\n"
            + lines.joined(separator: ",\n") + "\n]}\n"
    }

    private static func index(
        _ client: Client, _ record: ClientRecord, _ links: [(path: String, text: String)]
    ) -> String {
        func escaped(_ text: String) -> String {
            text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
        }
        let items = links.map { "<li><a href=\"\($0.path)\">\(escaped($0.text))</a></li>" }.joined(separator: "\n")
        let intakes = record.current.compactMap { entry in
            if case .intake(let intake) = entry.body {
                "<h2>Written by the client</h2><p>\(escaped(intake.text))</p>"
            } else {
                nil
            }
        }.joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Record of \(escaped(client.name))</title></head>
            <body><h1>Record of \(escaped(client.name))</h1>
            <p>\(escaped([client.born, client.mail, client.phone].filter { !$0.isEmpty }.joined(separator: ", ")))</p>
            <p>\(escaped(client.note ?? ""))</p>
            <ul>
            \(items)
            </ul>
            \(intakes)
            </body></html>

            """
    }
}

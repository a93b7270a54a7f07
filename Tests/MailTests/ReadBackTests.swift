import Foundation
import Mail
import Testing

/// Letters of random content, read back.
@Suite struct ReadBackTests {
    /// What a letter was made from, for `read_back.py`.
    private struct Made: Encodable {
        var headers: [String: String] = [:]
        var addresses: [String: [String]] = [:]
        var date = 0.0
        var plain = ""
        var html: String?
        var calendar: [String]?
        var files: [[String]] = []
    }

    private struct Maker {
        var random: SeededRandom

        /// Scalars of many scripts; with breaks of lines and what encodings trip over when it is for a body.
        mutating func text(_ most: Int, isBody: Bool) -> String {
            let ranges: [ClosedRange<UInt32>] = [
                0x20...0x7e, 0x20...0x7e, 0x20...0x7e, 0xa1...0x24f, 0x370...0x3ff, 0x400...0x4ff, 0x5d0...0x5ea,
                0x627...0x64a, 0x4e00...0x9fff, 0x1f300...0x1f64f, 0x300...0x36f,
            ]
            let pool = Array(ranges.prefix(1 + random.below(ranges.count)))
            var text = String.UnicodeScalarView()
            for _ in 0..<random.below(most) + 1 {
                if isBody, random.below(12) == 0 {
                    text +=
                        ["\n", "\r\n", "\r", "\n.", "\nFrom ", " \n", "\t", "=", "\n--=_", "\n\n", "=\n"][
                            random.below(11)
                        ]
                        .unicodeScalars
                    continue
                }
                let range = pool[random.below(pool.count)]
                let value = UInt32.random(in: range, using: &random)
                if let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned {
                    text.append(scalar)
                }
            }
            return String(text)
        }

        /// One line for a header that readers can give back: no blanks at the ends or two in a row.
        mutating func line(_ most: Int, without signs: String = "") -> String {
            while true {
                let raw = text(most, isBody: false).unicodeScalars.filter { !signs.unicodeScalars.contains($0) }
                let words = String(String.UnicodeScalarView(raw)).split(separator: " ")
                let line = words.joined(separator: " ")
                if !line.isEmpty, line.utf8.count <= 110 { return line }
            }
        }

        mutating func letter(_ number: Int) throws -> (MailMessage, Made) {
            var made = Made()
            let subject = random.below(20) == 0 ? String(repeating: "word ", count: 30) + "end" : line(60)
            let id = try MessageID(unique: "case.\(number)", host: "tautband.example")
            let from = try MailAddress("office@tautband.example", name: random.below(4) == 0 ? nil : line(40))
            let to = try MailAddress("kim.o'hara+\(number)@example.org", name: random.below(2) == 0 ? nil : line(40))
            let replyTo = random.below(2) == 0 ? nil : try MailAddress("desk@tautband.example", name: line(20))
            for (name, address) in [("From", from), ("To", to), ("Reply-To", replyTo ?? from)] {
                if name == "Reply-To", replyTo == nil { continue }
                made.addresses[name] = [address.name ?? "", address.address]
            }
            made.headers["Subject"] = subject
            made.headers["Message-ID"] = id.description
            made.plain = text(600, isBody: true)
            made.html = random.below(2) == 0 ? nil : "<p>" + text(600, isBody: true) + "</p>"
            var calendar: MailCalendar?
            if random.below(3) == 0 {
                let method = MailCalendar.Method.allCases[random.below(3)]
                let document =
                    "BEGIN:VCALENDAR\r\nMETHOD:\(method.rawValue)\r\nSUMMARY:\(line(40))\r\nEND:VCALENDAR\r\n"
                calendar = try MailCalendar(
                    method: method, document: document, fileName: "n" + line(20, without: Self.bad) + ".ics")
                made.calendar = [method.rawValue, document]
                made.files.append([
                    calendar?.fileName ?? "", "application/ics", Data(document.utf8).base64EncodedString(),
                ])
            }
            var attachments: [MailAttachment] = []
            for _ in 0..<random.below(3) {
                let content = (0..<random.below(500)).map { _ in UInt8(random.below(256)) }
                let type = ["application/pdf", "image/png", "text/csv"][random.below(3)]
                let file = try MailAttachment(fileName: "n" + line(40, without: Self.bad), type: type, content: content)
                attachments.append(file)
                made.files.append([file.fileName, type, Data(content).base64EncodedString()])
            }
            let headers = try self.headers(&made)
            let date = Date(timeIntervalSince1970: Double(random.below(4_000_000_000)))
            made.date = date.timeIntervalSince1970
            let zones = ["Etc/UTC", "Europe/Vienna", "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland"]
            return (
                try MailMessage(
                    id: id, from: from, to: to, replyTo: replyTo, subject: subject, text: made.plain, html: made.html,
                    calendar: calendar, attachments: attachments, headers: headers, date: date,
                    zone: try zone(zones[random.below(zones.count)])), made
            )
        }

        private static let bad = "/\\:*?\"<>|"

        private mutating func headers(_ made: inout Made) throws -> [MailHeader] {
            var headers: [MailHeader] = []
            if random.below(2) == 0 {
                headers.append(.autoSubmitted(.generated))
                made.headers["Auto-Submitted"] = "auto-generated"
            }
            if random.below(2) == 0 {
                let ids = try (0...random.below(25)).map { try MessageID(unique: "earlier.\($0)", host: "example.org") }
                headers.append(.references(ids))
                made.headers["References"] = ids.suffix(20).map(\.description).joined(separator: " ")
            }
            if random.below(2) == 0 {
                let page = try MailLink(
                    "https://tautband.example/u/" + String(repeating: "x", count: random.below(200)))
                headers.append(.listUnsubscribe(oneClick: page, mail: try MailAddress("leave@tautband.example")))
                made.headers["List-Unsubscribe"] = "<\(page.url)>, <mailto:leave@tautband.example>"
                made.headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
            }
            return headers
        }
    }

    @Test func `random letters keep to the form, and the same letter gives the same octets`() throws {
        var maker = Maker(random: SeededRandom(seed: 1))
        for number in 0..<400 {
            let (message, _) = try maker.letter(number)
            let mail = try MailComposer.compose(message)
            #expect(try MailComposer.compose(message) == mail)
            let rows = mail.octets.split(separator: 0x0a, omittingEmptySubsequences: false).dropLast()
            #expect(rows.allSatisfy { $0.last == 0x0d && $0.count <= 999 })
            #expect(rows.allSatisfy { $0.dropLast().allSatisfy { (0x20...0x7e).contains($0) || $0 == 9 } })
            let header = rows.prefix { $0.count > 1 }.map { String(decoding: $0.dropLast(), as: UTF8.self) }
            let names = header.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
            #expect(Set(names).count == names.count, "\(names)")
            #expect(header.allSatisfy { $0.contains(where: { $0 != " " }) })
        }
    }

    @Test(.enabled(if: TestTools.python != nil, TestTools.reason))
    func `another program's parser reads random letters back without a difference`() async throws {
        try await withFolder { folder in
            var maker = Maker(random: SeededRandom(seed: 2))
            let count = 500
            for number in 0..<count {
                let (message, made) = try maker.letter(number)
                let name = String(10_000 + number)
                try Data(MailComposer.compose(message).octets)
                    .write(to: folder.appendingPathComponent(name + ".eml"))
                try JSONEncoder().encode(made).write(to: folder.appendingPathComponent(name + ".json"))
            }
            let python = try #require(TestTools.python)
            let result = try await TestTools.run(python, [TestTools.file("read_back.py"), folder.path])
            #expect(result.output.hasSuffix("\(count) letters, 0 differences\n"), "\(result.output.suffix(5000))")
            #expect(result.status == 0)
        }
    }
}

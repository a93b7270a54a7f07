import Foundation
import Mail
import Testing

@Suite struct ComposerTests {
    private func message(
        from: String? = "Praxis", subject: String = "Your appointment", text: String = "Hello,\nsee you.\n",
        html: String? = nil, calendar: MailCalendar? = nil, attachments: [MailAttachment] = [],
        headers: [MailHeader] = [], date: Date = noon, zone name: String = "Europe/Vienna"
    ) throws -> MailMessage {
        try MailMessage(
            id: MessageID(unique: "7.confirm", host: "tautband.example"),
            from: MailAddress("office@tautband.example", name: from), to: MailAddress("kim@example.org"),
            subject: subject, text: text, html: html, calendar: calendar, attachments: attachments, headers: headers,
            date: date, zone: zone(name))
    }

    private func lines(_ message: MailMessage) throws -> [String] {
        MailTests.lines(try MailComposer.compose(message))
    }

    private func body(_ text: String) throws -> [String] {
        Array(try lines(message(text: text)).drop { !$0.isEmpty }.dropFirst())
    }

    @Test func `a plain letter is written line by line`() throws {
        #expect(
            try lines(message()) == [
                "Date: Thu, 26 Nov 2026 11:25:20 +0100", "From: \"Praxis\" <office@tautband.example>",
                "To: kim@example.org", "Subject: Your appointment", "Message-ID: <7.confirm@tautband.example>",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 7bit", "",
                "Hello,", "see you.", "",
            ])
    }

    @Test func `text, HTML and a calendar are alternatives, and the calendar is a file besides`() throws {
        let calendar = try MailCalendar(
            method: .cancel, document: "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")
        let lines = try lines(message(html: "<p>Grüße</p>", calendar: calendar)).drop { !$0.hasPrefix("MIME") }
        #expect(
            Array(lines) == [
                "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"=_m_c3d4794b51122535\"", "",
                "--=_m_c3d4794b51122535", "Content-Type: multipart/alternative; boundary=\"=_a_c3d4794b51122535\"", "",
                "--=_a_c3d4794b51122535", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 7bit", "", "Hello,", "see you.", "", "--=_a_c3d4794b51122535",
                "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
                "<p>Gr=C3=BC=C3=9Fe</p>", "", "--=_a_c3d4794b51122535",
                "Content-Type: text/calendar; charset=utf-8; method=CANCEL", "Content-Transfer-Encoding: 7bit", "",
                "BEGIN:VCALENDAR", "METHOD:CANCEL", "END:VCALENDAR", "", "--=_a_c3d4794b51122535--", "",
                "--=_m_c3d4794b51122535", "Content-Type: application/ics",
                "Content-Disposition: attachment; filename=appointment.ics", "Content-Transfer-Encoding: base64", "",
                "QkVHSU46VkNBTEVOREFSDQpNRVRIT0Q6Q0FOQ0VMDQpFTkQ6VkNBTEVOREFSDQo=", "",
                "--=_m_c3d4794b51122535--", "",
            ])
    }

    @Test func `a list letter can be ended with one click`() throws {
        let headers: [MailHeader] = [
            .listUnsubscribe(
                oneClick: try MailLink("https://tautband.example/unsubscribe/abc"),
                mail: try MailAddress("leave%list+7@tautband.example")), .autoSubmitted(.generated),
            .inReplyTo(try MessageID("1@tautband.example")),
            .references([try MessageID("0@tautband.example"), try MessageID("1@tautband.example")]),
        ]
        let lines = try lines(message(headers: headers)).drop { !$0.hasPrefix("Message-ID") }.dropFirst()
        #expect(
            Array(lines.prefix(7)) == [
                "In-Reply-To: <1@tautband.example>", "References: <0@tautband.example> <1@tautband.example>",
                "Auto-Submitted: auto-generated",
                "List-Unsubscribe: <https://tautband.example/unsubscribe/abc>,",
                " <mailto:leave%25list+7@tautband.example>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
                "MIME-Version: 1.0",
            ])
        #expect(throws: MailError.self) {
            try message(headers: [.autoSubmitted(.generated), .autoSubmitted(.replied)])
        }
    }

    @Test func `a subject of another script is cut into encoded words that fit the line`() throws {
        let lines = try lines(
            message(subject: "Terminbestätigung für Dienstag, 1. Dezember, um zehn Uhr bei Ihnen zuhause"))
        #expect(lines[3] == "Subject: =?utf-8?q?Terminbest=C3=A4tigung_f=C3=BCr_Dienstag=2C_1=2E_Dezemb?=")
        #expect(lines[4] == " =?utf-8?q?er=2C_um_zehn_Uhr_bei_Ihnen_zuhause?=")
        let greek = try self.lines(message(subject: "Το ραντεβού σας"))
        #expect(greek[3] == "Subject: =?utf-8?b?zqTOvyDPgc6xzr3PhM61zrLOv8+NIM+DzrHPgg==?=")
    }

    @Test(arguments: [
        "Hello\r\nBcc: jo@example.org", "Hello\nX: y", "Hello\r", "\u{0}", "", " ", "a\u{2029}b",
        String(repeating: "x", count: 301),
    ])
    func `a subject that could end its line is refused`(subject: String) {
        #expect(throws: MailError.self) { try message(subject: subject) }
    }

    @Test(arguments: [
        "a\r\nb.pdf", "../a.pdf", "a/b.pdf", "a\\b.pdf", ".a", "a\".pdf", "", String(repeating: "é", count: 61),
        "a:b", "a\u{202e}fdp.exe",
    ])
    func `a file name that is a path or a trap is refused`(name: String) {
        #expect(throws: MailError.self) { try MailAttachment(fileName: name, type: "application/pdf", content: []) }
    }

    @Test(arguments: [
        "", "pdf", "a/b/c", "text/plain; x=y", "multipart/mixed", "message/rfc822", "a/b\r\nX: y", "/", "a/ä",
    ])
    func `a type that is more than a type is refused`(type: String) {
        #expect(throws: MailError.self) { try MailAttachment(fileName: "a.pdf", type: type, content: []) }
    }

    @Test func `a calendar has the method that the letter names`() {
        let document = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
        #expect(throws: MailError.self) { try MailCalendar(method: .request, document: document) }
        #expect(throws: MailError.self) { try MailCalendar(method: .cancel, document: "METHOD:CANCEL\r\n") }
        #expect(throws: MailError.self) {
            try MailCalendar(method: .cancel, document: document, fileName: "a.exe")
        }
    }

    @Test func `what servers and mailboxes change is encoded`() throws {
        #expect(try body(".\n") == ["=2E", ""])
        #expect(try body("From me\n") == ["=46rom me", ""])
        #expect(try body("a \nb\t\n") == ["a=20", "b=09", ""])
        #expect(try body("1 + 1 = 2, ok? =_ yes\n") == ["1 + 1 =3D 2, ok? =3D_ yes", ""])
        #expect(try body("a\rb\r\nc\nd") == ["a", "b", "c", "d", ""])
        #expect(try body("\n\n") == ["", "", ""])
    }

    @Test func `a long line is broken softly, and no line begins with a dot`() throws {
        let text = String(repeating: "a", count: 75) + "." + String(repeating: "b", count: 75)
        #expect(
            try body(text) == [
                String(repeating: "a", count: 75) + "=", "=2E" + String(repeating: "b", count: 72) + "=", "bbb", "",
            ])
        #expect(
            try body(String(repeating: "é", count: 13)) == [
                String(repeating: "=C3=A9", count: 12) + "=C3=", "=A9", "",
            ])
    }

    @Test(arguments: [
        (0.0, "Etc/UTC", "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400, "Etc/UTC", "Tue, 29 Feb 2000 00:00:00 +0000"),
        (1_774_745_999, "Europe/Vienna", "Sun, 29 Mar 2026 01:59:59 +0100"),
        (1_774_746_000, "Europe/Vienna", "Sun, 29 Mar 2026 03:00:00 +0200"),
        (0, "America/New_York", "Wed, 31 Dec 1969 19:00:00 -0500"),
        (1_795_688_720.9, "Asia/Kathmandu", "Thu, 26 Nov 2026 16:10:20 +0545"),
        (253_402_214_400, "Etc/UTC", "Fri, 31 Dec 9999 00:00:00 +0000"),
    ])
    func `a date is written in the zone given`(seconds: Double, zone: String, written: String) throws {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(try lines(message(date: date, zone: zone)).first == "Date: " + written)
    }

    @Test(arguments: [-1.0, 253_402_300_800, .infinity, .nan])
    func `a date outside the four-digit years is refused`(seconds: Double) {
        #expect(throws: MailError.self) { try message(date: Date(timeIntervalSince1970: seconds)) }
    }

    @Test func `an outbox can't put octets together that are no letter`() throws {
        let good = try letter()
        func again(_ octets: [UInt8]) throws -> ComposedMail {
            try ComposedMail(id: good.id, sender: good.sender, receiver: good.receiver, octets: octets)
        }
        #expect(try again(good.octets) == good)
        for bad in [
            "", "a", "a\n", "a\r\r\n", "a\rb\r\n", "é\r\n", "\0\r\n", String(repeating: "a", count: 999) + "\r\n",
        ] {
            #expect(throws: MailError.self) { try again(Array(bad.utf8)) }
        }
        #expect(try again(Array((String(repeating: "a", count: 998) + "\r\n").utf8)).octets.count == 1000)
    }
}

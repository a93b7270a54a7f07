/// Turns a letter into octets (RFC 5322, RFC 2045 to 2049).
///
/// The same letter gives the same octets: boundaries come from its identifier, the date is part of it.
public enum MailComposer {
    /// The octets of a letter, with the addresses for the server.
    ///
    /// Text alone is one part; with HTML or a calendar it is `multipart/alternative`, in that order, the richest last
    /// but for the calendar, which programs that know it look for and others skip; with files (the calendar is one, too)
    /// that stands as the first part in `multipart/mixed`.
    /// - Throws: ``MailError/tooLong(field:octets:limit:)`` when the whole passes ``ComposedMail/limit``.
    /// - Complexity: O(*n*), where *n* is the size of the letter.
    public static func compose(_ message: MailMessage) throws(MailError) -> ComposedMail {
        var octets = Array(header(message).utf8)
        body(message).write(to: &octets)
        return try ComposedMail(id: message.id, sender: message.from, receiver: message.to, octets: octets)
    }

    private static func header(_ message: MailMessage) -> String {
        var header = HeaderLines()
        header.add("Date", words: [MailDate.text(message.date, in: message.zone)])
        header.add("From", message.from)
        if let replyTo = message.replyTo { header.add("Reply-To", replyTo) }
        header.add("To", message.to)
        header.add("Subject", text: message.subject)
        header.add("Message-ID", words: [message.id.description])
        for further in message.headers { add(further, to: &header) }
        header.add("MIME-Version", words: ["1.0"])
        return header.text
    }

    private static func add(_ further: MailHeader, to header: inout HeaderLines) {
        switch further {
        case .autoSubmitted(let automation): header.add("Auto-Submitted", words: [automation.rawValue])
        case .inReplyTo(let id): header.add("In-Reply-To", words: [id.description])
        case .references(let ids):
            if !ids.isEmpty { header.add("References", words: ids.suffix(20).map(\.description)) }
        case .listUnsubscribe(let page, let mail):
            let address = mail.map { "<mailto:\(percentEncoded($0.address))>" }
            header.add(
                "List-Unsubscribe", words: address.map { ["<\(page.url)>,", $0] } ?? ["<\(page.url)>"])
            header.add("List-Unsubscribe-Post", words: ["List-Unsubscribe=One-Click"])
        }
    }

    // The signs of an address that have a meaning in a URL (RFC 6068, section 2).
    private static func percentEncoded(_ address: String) -> String {
        address.utf8.map { octet in
            switch octet {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: String(Unicode.Scalar(octet))
            default: "@.-_+".utf8.contains(octet) ? String(Unicode.Scalar(octet)) : "%" + Hexadecimal.pair(octet)
            }
        }.joined()
    }

    private static func body(_ message: MailMessage) -> MIMEPart {
        var forms = [MIMEPart(text: message.text, type: "text/plain")]
        if let html = message.html { forms.append(MIMEPart(text: html, type: "text/html")) }
        var files: [MIMEPart] = []
        if let calendar = message.calendar {
            forms.append(
                MIMEPart(
                    text: calendar.document, type: "text/calendar", parameters: [("method", calendar.method.rawValue)]))
            // Not `text/calendar`, so that no program takes the appointment in twice.
            files.append(
                MIMEPart(
                    base64: Array(calendar.document.utf8), type: "application/ics", fileName: calendar.fileName))
        }
        files += message.attachments.map { MIMEPart(base64: $0.content, type: $0.type, fileName: $0.fileName) }
        let seed = Fingerprint.hexadecimal(message.id.text)
        let text = forms.count == 1 ? forms[0] : MIMEPart("alternative", forms, boundary: "=_a_\(seed)")
        return files.isEmpty ? text : MIMEPart("mixed", [text] + files, boundary: "=_m_\(seed)")
    }
}

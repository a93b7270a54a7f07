/// A part of a letter: a body with its own header, or several parts.
struct MIMEPart {
    private enum Content {
        case octets([UInt8])
        case parts([MIMEPart])
    }

    private let fields: String
    private let content: Content
    private let boundary: String

    /// Text in UTF-8, encoded so that it passes any server: as it is, quoted-printable or base64.
    init(text: String, type: String, parameters: [(name: String, value: String)] = []) {
        let octets = TextLines.octets(text)
        var header = HeaderLines()
        header.add("Content-Type", type, parameters: [("charset", "utf-8")] + parameters)
        let encoded: (name: String, octets: [UInt8])
        if Self.passesUnchanged(octets) {
            encoded = ("7bit", octets)
        } else {
            let quoted = QuotedPrintable.encoded(octets)
            // Base64 has 78 signs with the break for 57 octets.
            encoded =
                quoted.count <= octets.count * 78 / 57 + 80
                ? ("quoted-printable", quoted) : ("base64", Base64Text.lines(octets))
        }
        header.add("Content-Transfer-Encoding", words: [encoded.name])
        fields = header.text
        content = .octets(encoded.octets)
        boundary = ""
    }

    /// A file, by its name.
    init(base64 octets: [UInt8], type: String, fileName: String) {
        var header = HeaderLines()
        header.add("Content-Type", type, parameters: type.hasPrefix("text/") ? [("charset", "utf-8")] : [])
        header.add("Content-Disposition", "attachment", parameters: [("filename", fileName)])
        header.add("Content-Transfer-Encoding", words: ["base64"])
        fields = header.text
        content = .octets(Base64Text.lines(octets))
        boundary = ""
    }

    /// Several parts.
    ///
    /// - Parameters:
    ///   - kind: `alternative` or `mixed`.
    ///   - parts: The parts.
    ///   - boundary: What separates them. It must contain `=_`, which no encoded body of ours contains.
    init(_ kind: String, _ parts: [MIMEPart], boundary: String) {
        var header = HeaderLines()
        header.add("Content-Type", words: ["multipart/\(kind);", "boundary=\"\(boundary)\""])
        fields = header.text
        content = .parts(parts)
        self.boundary = boundary
    }

    /// Adds the header fields, an empty line and the body.
    func write(to octets: inout [UInt8]) {
        octets += fields.utf8
        octets += [0x0d, 0x0a]
        switch content {
        case .octets(let own): octets += own
        case .parts(let parts):
            for part in parts {
                octets += "--\(boundary)\r\n".utf8
                part.write(to: &octets)
                // The break before a boundary belongs to the boundary.
                octets += [0x0d, 0x0a]
            }
            octets += "--\(boundary)--\r\n".utf8
        }
    }

    // Short ASCII lines without what servers or mailboxes are known to change, and without a boundary of ours.
    private static func passesUnchanged(_ octets: [UInt8]) -> Bool {
        octets.split(separator: 0x0a).allSatisfy { line in
            let line = line.dropLast()
            return line.count <= 76
                && line.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x09 }
                && line.last != 0x20 && line.last != 0x09 && line.first != 0x2e
                && !line.starts(with: "From ".utf8) && !contains(line, "=_")
        }
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ sign: String) -> Bool {
        zip(line, line.dropFirst()).contains { [$0, $1].elementsEqual(sign.utf8) }
    }
}

/// A parameter of a header such as `Content-Type` (RFC 2045), for other letters and long values in the form of RFC 2231.
enum MIMEParameter {
    private static let room = 50

    /// The parameter as words that folding may separate.
    static func words(_ name: String, _ value: String) -> [String] {
        if !value.isEmpty, value.utf8.allSatisfy(isToken) {
            if value.utf8.count <= room { return ["\(name)=\(value)"] }
        } else if PlainLine.isPrintableASCII(value), value.utf8.count <= room, !value.contains("=?") {
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return ["\(name)=\"\(escaped)\""]
        }
        return extended(name, value)
    }

    private static func extended(_ name: String, _ value: String) -> [String] {
        var pieces: [String] = []
        var piece = "utf-8''"
        // Pieces hold whole scalars: some readers decode each by itself.
        for scalar in value.unicodeScalars {
            let sign = String(scalar).utf8
                .map { isAttribute($0) ? String(Unicode.Scalar($0)) : "%" + Hexadecimal.pair($0) }.joined()
            if piece.utf8.count + sign.utf8.count > room {
                pieces.append(piece)
                piece = ""
            }
            piece += sign
        }
        pieces.append(piece)
        if pieces.count == 1 { return ["\(name)*=\(piece)"] }
        return pieces.enumerated().map { position, piece in
            "\(name)*\(position)*=\(piece)" + (position < pieces.count - 1 ? ";" : "")
        }
    }

    private static func isToken(_ octet: UInt8) -> Bool {
        (0x21...0x7e).contains(octet) && !"()<>@,;:\\\"/[]?='*%".utf8.contains(octet)
    }

    private static func isAttribute(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$&+-.^_`{|}~".utf8.contains(octet)
        }
    }
}

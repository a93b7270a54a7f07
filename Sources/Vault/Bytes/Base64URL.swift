import Foundation

/// Base64 with the alphabet for links and without padding (RFC 4648, section 5).
enum Base64URL {
    static func encode(_ bytes: Data) -> String {
        let letters = bytes.base64EncodedData().compactMap { letter -> UInt8? in
            switch letter {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: letter
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Reads the one canonical form; `nil` for padding, other letters or stray bits at the end.
    static func decode(_ text: String) -> Data? {
        var padded = Data(
            text.utf8.map { letter in
                switch letter {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: letter
                }
            }
        )
        padded.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - padded.count % 4) % 4))
        guard let bytes = Data(base64Encoded: padded), encode(bytes) == text else { return nil }
        return bytes
    }
}

package import Foundation

/// Base32 over an alphabet of 32 ASCII letters, five bits each, highest bits first.
package struct Base32: Sendable {
    /// RFC 4648, section 6.
    package static let standard = Base32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    /// Crockford's: without I, L, O and U, so that what is read aloud or copied by hand stays right.
    package static let crockford = Base32("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private let letters: [UInt8]

    private init(_ alphabet: String) { letters = Array(alphabet.utf8) }

    /// Writes the bytes; with `padded`, `=` fills up to a multiple of 8 letters.
    package func encode(_ bytes: Data, padded: Bool = false) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(letters[Int(buffer << UInt32(5 - bits) & 31)]) }
        while padded && text.count % 8 != 0 { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads capital letters, with the whole padding or without any.
    ///
    /// `nil` for other letters, impossible lengths and bits left over that aren't zero: one text for one value.
    package func decode(_ text: String) -> Data? {
        let end = text.utf8.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
        let body = text.utf8[..<end]
        var bytes = Data()
        var buffer: UInt32 = 0
        var bits = 0
        for letter in body {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            buffer = (buffer << 5 | UInt32(value)) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard bits < 5, buffer & (1 << UInt32(bits) - 1) == 0 else { return nil }
        let isPadded = end != text.endIndex
        return isPadded && encode(bytes, padded: true) != text ? nil : bytes
    }
}

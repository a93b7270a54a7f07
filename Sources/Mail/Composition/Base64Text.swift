import Foundation

/// Base64 as mail writes it (RFC 2045, section 6.8).
enum Base64Text {
    /// Without line breaks.
    static func encoded(_ octets: [UInt8]) -> String { Data(octets).base64EncodedString() }

    /// In lines of 76 signs, each ended with CR and LF.
    static func lines(_ octets: [UInt8]) -> [UInt8] {
        let signs = Data(octets).base64EncodedData()
        var lines: [UInt8] = []
        lines.reserveCapacity(signs.count + signs.count / 38 + 2)
        for (position, sign) in signs.enumerated() {
            if position > 0, position.isMultiple(of: 76) { lines += [0x0d, 0x0a] }
            lines.append(sign)
        }
        return lines + [0x0d, 0x0a]
    }
}

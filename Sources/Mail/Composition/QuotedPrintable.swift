/// Quoted-printable (RFC 2045, section 6.7).
enum QuotedPrintable {
    /// The octets that a line may have without its break.
    static let longestLine = 76

    /// Encodes text whose lines end in CR and LF; the result ends so too.
    ///
    /// Besides what must be, a dot at the beginning of a line and the `F` of `From ` are encoded, because some servers
    /// and mailboxes change those.
    /// - Complexity: O(*n*).
    static func encoded(_ text: [UInt8]) -> [UInt8] {
        var writer = Writer()
        var position = 0
        while position < text.count {
            let octet = text[position]
            let next = position + 1 < text.count ? text[position + 1] : nil
            if octet == 0x0d, next == 0x0a {
                writer.endLine()
                position += 2
                continue
            }
            let isLast = next == nil || (next == 0x0d && position + 2 < text.count && text[position + 2] == 0x0a)
            writer.add(octet, isLast: isLast, isFrom: octet == 0x46 && text[position...].starts(with: "From ".utf8))
            position += 1
        }
        if writer.column > 0 || writer.octets.isEmpty { writer.endLine() }
        return writer.octets
    }

    private struct Writer {
        var octets: [UInt8] = []
        var column = 0

        mutating func endLine() {
            octets += [0x0d, 0x0a]
            column = 0
        }

        mutating func add(_ octet: UInt8, isLast: Bool, isFrom: Bool) {
            let startsLine = column == 0 && (octet == 0x2e || isFrom)
            let isBlank = octet == 0x20 || octet == 0x09
            let isPlain = (0x21...0x7e).contains(octet) && octet != 0x3d
            let stays = isBlank ? !isLast : isPlain && !startsLine
            let width = stays ? 1 : 3
            // One place is kept for the sign of a soft break, unless this ends the line.
            if column + width > longestLine - (isLast ? 0 : 1) {
                octets += [0x3d, 0x0d, 0x0a]
                column = 0
                // At the new beginning the rules for beginnings hold.
                add(octet, isLast: isLast, isFrom: isFrom)
                return
            }
            if stays { octets.append(octet) } else { octets += [0x3d] + Hexadecimal.digits(octet) }
            column += width
        }
    }
}

/// Text with the line breaks of mail.
enum TextLines {
    /// The octets of a text, with each line break (CR LF, CR or LF) as CR LF, and one at the end.
    static func octets(_ text: String) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count + 64)
        var afterReturn = false
        for octet in text.utf8 {
            switch octet {
            case 0x0a where afterReturn: break
            case 0x0a, 0x0d: octets += [0x0d, 0x0a]
            default: octets.append(octet)
            }
            afterReturn = octet == 0x0d
        }
        if !octets.suffix(2).elementsEqual([0x0d, 0x0a]) { octets += [0x0d, 0x0a] }
        return octets
    }
}

/// Octets as two digits.
enum Hexadecimal {
    /// Two digits in capitals, such as `3D`.
    static func pair(_ octet: UInt8) -> String {
        let digits = String(octet, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    /// The two digits as octets of ASCII.
    static func digits(_ octet: UInt8) -> [UInt8] { [digit(octet >> 4), digit(octet & 15)] }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x37 &+ value }
}

/// The name or address of a machine.
struct HostName {
    /// The text without brackets.
    let text: String

    /// Accepts an IP address, bare or in brackets, or a name of ASCII letters, digits, dots, dashes and underscores.
    init?(_ written: String) {
        var text = written
        if text.hasPrefix("["), text.hasSuffix("]") {
            text = String(text.dropFirst().dropLast())
            guard text.contains(":") else { return nil }
        }
        let isName = text.utf8.allSatisfy(Self.isAllowed)
        guard IPAddress(text) != nil || isName, (1...253).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// Whether only this machine can reach it.
    var isLoopback: Bool { text.lowercased() == "localhost" || IPAddress(text)?.isLoopback == true }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }
}

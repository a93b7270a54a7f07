/// A letter as octets, with the addresses for the server: what an outbox keeps and a transport sends.
public struct ComposedMail: Hashable, Sendable {
    /// The identifier, which also stands in the octets.
    public let id: MessageID

    /// Whom the server reports to when it can't deliver (`MAIL FROM`).
    public let sender: MailAddress

    /// Whom it goes to (`RCPT TO`).
    public let receiver: MailAddress

    /// The letter (RFC 5322): ASCII only, lines of at most 998 octets that end in CR and LF.
    public let octets: [UInt8]

    /// Puts a letter together again that an outbox has kept.
    ///
    /// - Throws: ``MailError`` when the octets are no letter in the form that ``MailComposer`` gives it.
    public init(
        id: MessageID, sender: MailAddress, receiver: MailAddress, octets: [UInt8]
    ) throws(MailError) {
        guard octets.count <= Self.limit else {
            throw .tooLong(field: "letter", octets: octets.count, limit: Self.limit)
        }
        guard octets.suffix(2).elementsEqual([0x0d, 0x0a]), Self.hasShortLines(octets) else {
            throw .invalid(field: "letter", reason: "is not ASCII in lines of at most 998 octets")
        }
        self.id = id
        self.sender = sender
        self.receiver = receiver
        self.octets = octets
    }

    /// The most octets of a letter.
    public static let limit = 25_000_000

    private static func hasShortLines(_ octets: [UInt8]) -> Bool {
        var length = 0
        var afterReturn = false
        for octet in octets {
            switch octet {
            case 0x0a:
                guard afterReturn else { return false }
                length = 0
            case 0x0d:
                guard !afterReturn else { return false }
            case 0x01..<0x80:
                guard !afterReturn, length < 998 else { return false }
                length += 1
            default: return false
            }
            afterReturn = octet == 0x0d
        }
        return true
    }
}

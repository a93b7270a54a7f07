/// Somebody named in a calendar by mail address.
public struct CalendarParty: Hashable, Sendable {
    /// The name to show; `nil` for the address only.
    public let name: String?

    /// The mail address.
    public let mail: String

    /// Creates a party.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when the address has no `@`, characters outside of
    ///   printable ASCII, blanks, or one of `<>",;\`, or when it is longer than 254 characters.
    public init(name: String? = nil, mail: String) throws(SchedulingError) {
        guard mail.utf8.count <= 254, let at = mail.lastIndex(of: "@"), at != mail.startIndex,
            mail.index(after: at) != mail.endIndex,
            mail.unicodeScalars.allSatisfy({
                $0.value > 0x20 && $0.value < 0x7f && !"<>\",;\\".unicodeScalars.contains($0)
            })
        else { throw .invalid(field: "mail", value: mail, reason: "is not a mail address") }
        self.name = name
        self.mail = mail
    }

    /// The line that names the party, with more parameters after the name.
    func add(to lines: inout CalendarLines, as property: String, _ parameters: String = "") {
        let shown = name.map { ";CN=" + CalendarLines.quoted($0) } ?? ""
        lines.add(property + shown + parameters, "mailto:" + mail)
    }
}

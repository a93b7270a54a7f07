/// A content line that matters for busy times: `NAME;PARAMETER=value:value`.
struct PropertyLine {
    /// The names that matter.
    enum Name: String, CaseIterable {
        case begin = "BEGIN"
        case end = "END"
        case uid = "UID"
        case dateStart = "DTSTART"
        case dateEnd = "DTEND"
        case duration = "DURATION"
        case rule = "RRULE"
        case addedDates = "RDATE"
        case excludedDates = "EXDATE"
        case recurrenceID = "RECURRENCE-ID"
        case status = "STATUS"
        case transparency = "TRANSP"
        case freeBusy = "FREEBUSY"
    }

    let number: Int
    let name: Name
    let value: ArraySlice<UInt8>

    /// The first value of each parameter, by its name in capitals.
    let parameters: [String: String]

    /// Takes a line apart; `nil` for a line that doesn't matter or has no value.
    init?(number: Int, _ line: ArraySlice<UInt8>) {
        let head = line.prefix(16).prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
        guard let name = Name(rawValue: Self.capitals(head)) else { return nil }
        var parameters: [String: String] = [:]
        var rest = line[head.endIndex...]
        while rest.first == UInt8(ascii: ";") {
            rest = rest.dropFirst()
            let key = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
            rest = rest[key.endIndex...]
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst()
            let (value, after) = Self.parameterValue(rest)
            let label = Self.capitals(key)
            if parameters[label] == nil { parameters[label] = value }
            rest = after
        }
        guard rest.first == UInt8(ascii: ":") else { return nil }
        self.number = number
        self.name = name
        self.parameters = parameters
        value = rest.dropFirst()
    }

    /// The value in capitals, without blanks around it.
    var word: String { Self.capitals(Self.trimmed(value)) }

    /// The values of a list separated by commas.
    var items: [ArraySlice<UInt8>] {
        value.split(separator: UInt8(ascii: ",")).map { Self.trimmed($0) }
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
        while let last = bytes.last, last == UInt8(ascii: " ") { bytes = bytes.dropLast() }
        return bytes
    }

    static func capitals(_ bytes: some Sequence<UInt8>) -> String {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        return String(decoding: bytes.map { letters.contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    // The first of the values; further ones, after commas, are passed over. Quotes may hold `:`, `;` and `,`.
    private static func parameterValue(_ bytes: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>) {
        var rest = bytes
        var first: ArraySlice<UInt8>?
        while true {
            var value: ArraySlice<UInt8>
            if rest.first == UInt8(ascii: "\"") {
                value = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
                rest = rest[value.endIndex...].dropFirst()
            } else {
                value = rest.prefix {
                    $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",")
                }
                rest = rest[value.endIndex...]
            }
            first = first ?? value
            guard rest.first == UInt8(ascii: ",") else { break }
            rest = rest.dropFirst()
        }
        return (String(decoding: first ?? [], as: UTF8.self), rest)
    }
}

extension Moment: Codable {
    /// Reads a timestamp such as `2026-03-29T03:00:00.000+02:00`; a fraction of a second is dropped.
    ///
    /// Anything else gives `nil`, and so does a moment outside ``range``.
    public init?(timestamp: some StringProtocol) {
        let bytes = Array(timestamp.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = Digits.number(bytes[0..<4]), let month = Digits.number(bytes[5..<7]),
            let dayOfMonth = Digits.number(bytes[8..<10]),
            let day = WallDay(year: year, month: month, day: dayOfMonth),
            let hour = Digits.number(bytes[11..<13]), let minute = Digits.number(bytes[14..<16]),
            let second = Digits.number(bytes[17..<19]),
            let time = WallTime(day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { Digits.isDigit($0) }
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        guard let offset = Self.offset(rest) else { return nil }
        self.init(seconds: time.absolute - offset)
    }

    // `Z`, `+02:00` or `-05:00`, in seconds east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
        guard bytes.count == 6, let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            bytes.dropFirst(3).first == UInt8(ascii: ":"),
            let hours = Digits.number(bytes.dropFirst().prefix(2)), hours <= 18,
            let minutes = Digits.number(bytes.suffix(2)), minutes <= 59
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Reads a timestamp from a string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Moment(timestamp: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a timestamp.")
        }
        self = moment
    }

    /// Writes the timestamp in UTC, `2026-03-29T01:00:00Z`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

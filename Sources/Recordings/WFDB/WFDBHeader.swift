/// The header file of a WFDB record (`header(5)` of the WFDB Applications Guide).
struct WFDBHeader {
    /// The rate of frames when the header leaves it out, in hertz, as `header(5)` says.
    static let defaultRate = 250.0

    let record: String

    /// Frames per second, in hertz.
    let rate: Double

    /// Frames of the record; `nil` when the header leaves the length to the signal files.
    let frames: Int?

    let start: LocalTime?
    let signals: [WFDBSignal]
    let notes: [RecordingNote]

    init(_ source: any ByteSource) throws(RecordingError) {
        guard source.count <= RecordingLimits.headerBytes else {
            throw source.error(
                .overLimit, "header", "\(source.count)", "octets are more than \(RecordingLimits.headerBytes)")
        }
        let lines = Self.lines(try source.bytes(0..<source.count))
        guard let first = lines.first else {
            throw source.error(.invalid, at: .line(1), "record line", "", "is missing")
        }
        let reading = WFDBFields(source: source, line: first.number)
        let words = ASCIIText.words(first.text)
        guard words.count >= 2 else { throw reading.error("record line", first.text, "has no number of signals") }
        let name = words[0].split(separator: "/", omittingEmptySubsequences: false)
        guard Self.isRecordName(name[0]) else {
            throw reading.error("record name", String(name[0]), "is no word of letters, digits, '_' and '-'")
        }
        guard name.count == 1 else {
            throw reading.error(
                "record name", words[0],
                "has several segments; open the header of each one", .unsupported)
        }
        record = String(name[0])
        let count = try reading.wholeNumber(words[1], "number of signals", 1...RecordingLimits.channels)
        rate = try Self.rate(words, reading)
        if words.count > 3, try reading.wholeNumber(words[3], "number of samples", 0...(1 << 40)) > 0 {
            frames = Int(words[3])
        } else {
            frames = nil
        }
        start = Self.start(words)
        let unread = words.count > 4 && start == nil && words.count > 5
        notes = unread ? [RecordingNote(place: .line(first.number), text: "The start is no date and time.")] : []
        guard lines.count > count else {
            throw reading.error(
                "number of signals", words[1], "is above the \(lines.count - 1) lines that follow", .truncated)
        }
        var signals: [WFDBSignal] = []
        for (index, line) in lines.dropFirst().prefix(count).enumerated() {
            signals.append(
                try WFDBSignal(line.text, index: index, WFDBFields(source: source, line: line.number), rate: rate))
        }
        self.signals = signals
    }

    /// Whether the octets begin as such a header.
    static func looksLike(_ head: [UInt8]) -> Bool {
        guard !head.contains(0) else { return false }
        let lines = lines(head)
        guard let first = lines.first else { return false }
        let words = ASCIIText.words(first.text)
        guard words.count >= 2, let count = Int(words[1]), count >= 1 else { return false }
        let name = words[0].split(separator: "/", omittingEmptySubsequences: false)
        guard let record = name.first, isRecordName(record) else { return false }
        if name.count == 2 { return Int(name[1]) != nil && lines.count > 1 }
        guard name.count == 1, lines.count > 1 else { return false }
        let signal = ASCIIText.words(lines[1].text)
        guard signal.count >= 2 else { return false }
        let format = signal[1].prefix { $0.isNumber }
        return WFDBSignal.knownFormats.contains(String(format))
            && (signal[0] + record).contains { $0.isLetter }
    }

    /// The lines without comments and blank ones, numbered from 1.
    private static func lines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
        var lines: [(number: Int, text: String)] = []
        for (index, line) in bytes.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            guard let mark = line.first(where: { $0 > 0x20 }), mark != UInt8(ascii: "#") else { continue }
            lines.append((index + 1, ASCIIText.trimmed(ASCIIText.decoded(line))))
        }
        return lines
    }

    private static func isRecordName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= 100
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }

    /// The rate of frames from `rate[/counter rate[(counter base)]]`.
    private static func rate(_ words: [String], _ reading: WFDBFields) throws(RecordingError) -> Double {
        guard words.count > 2 else { return defaultRate }
        let text = words[2].prefix { $0 != "/" }
        let rate = try reading.number(text, "sampling rate")
        guard RecordingLimits.rate.contains(rate) else {
            throw reading.error(
                "sampling rate", String(text), "is not within \(RecordingLimits.rate) Hz", .overLimit)
        }
        return rate
    }

    private static func start(_ words: [String]) -> LocalTime? {
        guard words.count > 5 else { return nil }
        let clock = words[4].split(separator: ":")
        let day = words[5].split(separator: "/")
        guard clock.count == 3, day.count == 3, let hour = Int(clock[0]), let minute = Int(clock[1]),
            let second = ASCIIText.number(clock[2]), let date = Int(day[0]), let month = Int(day[1]),
            let year = Int(day[2])
        else { return nil }
        return LocalTime(year: year, month: month, day: date, hour: hour, minute: minute, second: second)
    }
}

/// Reads the fields of one line of a WFDB header.
struct WFDBFields {
    let source: any ByteSource
    let line: Int

    func wholeNumber(
        _ text: some StringProtocol, _ field: String, _ range: ClosedRange<Int>
    ) throws(RecordingError) -> Int {
        guard let number = ASCIIText.wholeNumber(text) else {
            throw error(field, String(text), "is no whole number")
        }
        guard range.contains(number) else {
            throw error(field, String(text), "is not within \(range.lowerBound) to \(range.upperBound)", .overLimit)
        }
        return number
    }

    func number(_ text: some StringProtocol, _ field: String) throws(RecordingError) -> Double {
        guard let number = ASCIIText.number(text) else { throw error(field, String(text), "is no number") }
        return number
    }

    func error(
        _ field: String, _ value: String, _ reason: String, _ kind: RecordingError.Kind = .invalid
    ) -> RecordingError {
        source.error(kind, at: .line(line), field, value, reason)
    }
}

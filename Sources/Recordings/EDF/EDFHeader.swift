/// The header of an EDF, EDF+, BDF or BDF+ file.
///
/// Field by field as in Kemp et al. 1992 (doi:10.1016/0013-4694(92)90009-7) and Kemp & Olivan 2003
/// (doi:10.1016/s1388-2457(03)00123-8); BDF differs by its first octets and by samples of three octets.
struct EDFHeader {
    /// The format that the first octets and the reserved field state.
    let format: RecordingFormat

    /// Whether the reserved field says that data records need not follow each other in time.
    let mayHaveGaps: Bool

    let subject: String
    let session: String
    let start: LocalTime?
    let notes: [RecordingNote]

    /// The octets of the header.
    let size: Int

    /// The number of data records that the header states, -1 when the device never came to fill it in.
    let records: Int

    /// The length of a data record in seconds; 0 in a file that holds annotations alone.
    let recordSeconds: Double

    let signals: [EDFSignal]

    /// Octets of one sample: 2 or 3.
    var sampleBytes: Int { format == .bdf || format == .bdfPlus ? 3 : 2 }

    /// Octets of one data record.
    var recordBytes: Int { signals.reduce(0) { $0 + $1.samplesPerRecord } * sampleBytes }

    init(_ source: any ByteSource) throws(RecordingError) {
        guard source.count >= 256 else {
            throw source.error(.truncated, at: .byte(source.count), "header", "", "ends before its 256 octets")
        }
        let fields = EDFFields(source: source, bytes: try source.bytes(0..<256))
        let isBDF = fields.bytes.first == 0xff
        guard isBDF ? fields.text(1, 7) == "BIOSEMI" : fields.text(0, 8) == "0" else {
            throw fields.error(0, 8, "version", "is neither '0' (EDF) nor '\\xffBIOSEMI' (BDF)")
        }
        let reserved = fields.text(192, 44)
        let isPlus = reserved.hasPrefix(isBDF ? "BDF+" : "EDF+")
        mayHaveGaps = isPlus && reserved.dropFirst(4).hasPrefix("D")
        if isPlus, !mayHaveGaps, !reserved.dropFirst(4).hasPrefix("C") {
            throw fields.error(192, 44, "reserved field", "is neither EDF+C nor EDF+D")
        }
        format = isBDF ? (isPlus ? .bdfPlus : .bdf) : (isPlus ? .edfPlus : .edf)
        subject = fields.text(8, 80)
        session = fields.text(88, 80)
        start = EDFDate.start(date: fields.text(168, 8), time: fields.text(176, 8), session: isPlus ? session : "")
        notes =
            start == nil
            ? [
                RecordingNote(
                    place: .byte(168),
                    text: "The start '\(fields.safe(168, 8)) \(fields.safe(176, 8))' is no date and time.")
            ] : []
        let count = try fields.wholeNumber(252, 4, "number of signals")
        guard (1...RecordingLimits.channels).contains(count) else {
            throw fields.error(
                252, 4, "number of signals", "is not within 1 to \(RecordingLimits.channels)", .overLimit)
        }
        size = try fields.wholeNumber(184, 8, "header size")
        guard size == 256 * (count + 1) else {
            throw fields.error(184, 8, "header size", "is not \(256 * (count + 1)), as \(count) signals need")
        }
        records = try fields.wholeNumber(236, 8, "number of data records")
        guard records == -1 || records >= 1 else {
            throw fields.error(236, 8, "number of data records", "is not above 0")
        }
        recordSeconds = try fields.number(244, 8, "length of a data record")
        guard recordSeconds >= 0, recordSeconds <= RecordingLimits.seconds else {
            throw fields.error(
                244, 8, "length of a data record", "is not within 0 to \(RecordingLimits.seconds) s", .overLimit)
        }
        guard source.count >= size else {
            throw source.error(
                .truncated, at: .byte(source.count), "header", "\(source.count)", "ends before its \(size) octets")
        }
        signals = try EDFSignal.all(
            EDFFields(source: source, bytes: try source.bytes(0..<size)), count: count, isBDF: isBDF,
            recordSeconds: recordSeconds)
        guard signals.reduce(0, { $0 + $1.samplesPerRecord }) * (isBDF ? 3 : 2) <= RecordingLimits.recordBytes else {
            throw source.error(
                .overLimit, at: .byte(256 + 216 * count), "size of a data record", "",
                "is above \(RecordingLimits.recordBytes) octets")
        }
    }
}

/// Fixed fields of ASCII in the octets of a header.
struct EDFFields {
    let source: any ByteSource
    let bytes: [UInt8]

    /// The field without the blanks around it; empty beyond the end.
    func text(_ start: Int, _ length: Int) -> String {
        guard start >= 0, length >= 0, start + length <= bytes.count else { return "" }
        return ASCIIText.trimmed(ASCIIText.decoded(bytes[start..<(start + length)].prefix { $0 != 0 }))
    }

    /// The field with other characters than digits, points and blanks replaced, for a note.
    func safe(_ start: Int, _ length: Int) -> String {
        String(text(start, length).map { $0.isASCII && ($0.isNumber || ".: -".contains($0)) ? $0 : "?" })
    }

    func wholeNumber(_ start: Int, _ length: Int, _ field: String) throws(RecordingError) -> Int {
        guard let number = ASCIIText.wholeNumber(text(start, length)) else {
            throw error(start, length, field, "is no whole number")
        }
        return number
    }

    func number(_ start: Int, _ length: Int, _ field: String) throws(RecordingError) -> Double {
        guard let number = ASCIIText.number(text(start, length)) else {
            throw error(start, length, field, "is no number")
        }
        return number
    }

    func error(
        _ start: Int, _ length: Int, _ field: String, _ reason: String, _ kind: RecordingError.Kind = .invalid
    ) -> RecordingError {
        source.error(kind, at: .byte(start), field, text(start, length), reason)
    }
}

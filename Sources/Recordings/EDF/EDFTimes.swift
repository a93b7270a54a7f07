/// The times of the data records of a file, and the remarks in them.
struct EDFTimes {
    let source: any ByteSource
    let header: EDFHeader
    let records: Int

    /// Whether an annotation that can't be read is a note and not an error.
    let isLenient: Bool

    private(set) var segments: [RecordingSegment] = []
    private(set) var notes: [RecordingNote] = []
    private var annotations: [RecordingAnnotation] = []
    private var faults = 0
    private var start = 0.0
    private var startRecord = 0
    private var jumps = 0

    init(source: any ByteSource, header: EDFHeader, records: Int, isLenient: Bool) {
        self.source = source
        self.header = header
        self.records = records
        self.isLenient = isLenient
    }

    /// The remarks by their onset; those of the same onset stay in the order of the file.
    var sortedAnnotations: [RecordingAnnotation] {
        annotations.enumerated().sorted { ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset) }
            .map(\.element)
    }

    /// Reads the annotation signals of all records.
    mutating func read() throws(RecordingError) {
        let places = annotationPlaces
        guard !places.isEmpty, header.format == .edfPlus || header.format == .bdfPlus else {
            guard !header.mayHaveGaps else {
                throw source.error(
                    .invalid, at: .byte(192), "reserved field", "D", "states gaps, but no signal keeps the time")
            }
            append(end: records)
            return
        }
        let chunk = max(1, (1 << 20) / header.recordBytes)
        let isSparse = places.reduce(0) { $0 + $1.count } * 8 < header.recordBytes && header.recordBytes > 4_096
        var record = 0
        while record < records {
            let count = min(chunk, records - record)
            let begin = header.size + record * header.recordBytes
            let bytes = isSparse ? [] : try source.bytes(begin..<(begin + count * header.recordBytes))
            for one in 0..<count {
                for (number, place) in places.enumerated() {
                    let from = one * header.recordBytes + place.lowerBound
                    let piece =
                        isSparse
                        ? try source.bytes((begin + from)..<(begin + from + place.count))
                        : Array(bytes[from..<(from + place.count)])
                    try read(piece, record: record + one, at: begin + from, keepsTime: number == 0)
                }
            }
            record += count
        }
        append(end: records)
        noteWhatWasSeen()
    }

    /// The octets of the annotation signals in a record.
    private var annotationPlaces: [Range<Int>] {
        var offset = 0
        var places: [Range<Int>] = []
        for signal in header.signals {
            let size = signal.samplesPerRecord * header.sampleBytes
            if signal.isAnnotations { places.append(offset..<(offset + size)) }
            offset += size
        }
        return places
    }

    private mutating func read(
        _ bytes: [UInt8], record: Int, at place: Int, keepsTime: Bool
    ) throws(RecordingError) {
        var lists: [TimeStampedAnnotations] = []
        do throws(TimeStampedAnnotations.Fault) {
            lists = try TimeStampedAnnotations.parsed(bytes)
        } catch {
            guard isLenient else {
                throw source.error(.invalid, at: .byte(place + error.offset), error.field, error.value, error.reason)
            }
            if faults == 0 {
                notes.append(
                    RecordingNote(place: .byte(place + error.offset), text: "The \(error.field) \(error.reason)."))
            }
            faults += 1
        }
        if keepsTime {
            if let first = lists.first, first.texts.first?.isEmpty ?? true {
                try keep(first.onset, of: record, at: place)
            } else if !isLenient {
                throw source.error(
                    .invalid, at: .byte(place), "annotation", "", "does not keep the time of data record \(record + 1)")
            }
        }
        for list in lists {
            for text in list.texts where !text.isEmpty {
                guard annotations.count < RecordingLimits.annotations else {
                    throw source.error(
                        .overLimit, at: .byte(place), "annotations", "\(annotations.count)",
                        "are not all; more than \(RecordingLimits.annotations) are not read")
                }
                annotations.append(RecordingAnnotation(onset: list.onset, duration: list.duration, text: text))
            }
        }
    }

    /// Takes the time of a record; a piece ends where it is more than half a sample away from what is expected.
    private mutating func keep(_ onset: Double, of record: Int, at place: Int) throws(RecordingError) {
        guard abs(onset) <= RecordingLimits.seconds else {
            throw source.error(
                .overLimit, at: .byte(place), "time of data record \(record + 1)", "\(onset)",
                "is beyond \(RecordingLimits.seconds) s")
        }
        guard record > 0 else {
            start = onset
            return
        }
        let expected = start + Double(record - startRecord) * header.recordSeconds
        let fastest = header.signals.lazy.filter { !$0.isAnnotations }.map(\.samplesPerRecord).max() ?? 1
        let tolerance = max(1e-6, 0.5 * header.recordSeconds / Double(fastest))
        guard abs(onset - expected) > tolerance else { return }
        guard onset > expected else {
            throw source.error(
                .invalid, at: .byte(place), "time of data record \(record + 1)", "\(onset)",
                "is before the end of the record before it, \(expected)")
        }
        guard segments.count < RecordingLimits.segments else {
            throw source.error(
                .overLimit, at: .byte(place), "gaps", "\(segments.count)", "are more than can be read")
        }
        if !header.mayHaveGaps { jumps += 1 }
        append(end: record)
        start = onset
        startRecord = record
    }

    private mutating func append(end: Int) {
        segments.append(
            RecordingSegment(
                start: start, duration: Double(end - startRecord) * header.recordSeconds,
                stored: Double(startRecord) * header.recordSeconds))
    }

    private mutating func noteWhatWasSeen() {
        if jumps > 0 {
            notes.append(
                RecordingNote(
                    place: .byte(192), text: "The header states no gaps, but the data records show \(jumps) of them."))
        }
        if faults > 1 {
            notes.append(RecordingNote(place: nil, text: "\(faults) data records have annotations that can't be read."))
        }
    }
}

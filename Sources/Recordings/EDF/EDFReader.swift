/// Opens EDF, EDF+, BDF and BDF+ files.
struct EDFReader {
    private let source: any ByteSource
    private let options: RecordingOptions
    private let header: EDFHeader
    private var notes: [RecordingNote]

    init(_ source: any ByteSource, _ options: RecordingOptions) throws(RecordingError) {
        self.source = source
        self.options = options
        header = try EDFHeader(source)
        notes = header.notes
    }

    /// The recording, its annotations and the times of its data records read.
    func recording() throws(RecordingError) -> Recording {
        var reader = self
        return try reader.read()
    }

    private mutating func read() throws(RecordingError) -> Recording {
        let records = try wholeRecords()
        let length = Double(records) * header.recordSeconds
        guard length <= RecordingLimits.seconds else {
            throw source.error(
                .overLimit, at: .byte(236), "length", "\(length)", "is above \(RecordingLimits.seconds) s")
        }
        var offset = 0
        var places: [EDFStore.Place] = []
        var channels: [RecordingChannel] = []
        for signal in header.signals {
            if !signal.isAnnotations {
                places.append(
                    EDFStore.Place(
                        offset: offset, samples: signal.samplesPerRecord, gain: signal.gain, shift: signal.offset))
                channels.append(channel(signal, records: records))
            }
            offset += signal.samplesPerRecord * header.sampleBytes
        }
        var times = EDFTimes(source: source, header: header, records: records, isLenient: isLenient)
        try times.read()
        var recording = Recording(
            format: header.format, name: source.name, channels: channels, segments: times.segments,
            store: EDFStore(
                source: source, start: header.size, recordBytes: header.recordBytes, sampleBytes: header.sampleBytes,
                places: places))
        recording.start = header.start
        recording.annotations = times.sortedAnnotations
        recording.notes = notes + times.notes
        recording.subject = header.subject
        recording.session = header.session
        return recording
    }

    private var isLenient: Bool { options.damage == .readWhatIsWhole }

    private func channel(_ signal: EDFSignal, records: Int) -> RecordingChannel {
        let unit = signal.unit == .unstated ? options.unit ?? .unstated : signal.unit
        var channel = RecordingChannel(
            label: signal.label, unit: unit, rate: Double(signal.samplesPerRecord) / header.recordSeconds,
            sampleCount: records * signal.samplesPerRecord)
        let (low, high) = (signal.physicalMinimum, signal.physicalMaximum)
        channel.physicalRange = min(low, high)...max(low, high)
        channel.digitalRange = signal.digitalMinimum...signal.digitalMaximum
        channel.step = signal.gain
        channel.prefiltering = signal.prefiltering
        channel.transducer = signal.transducer
        return channel
    }

    /// The number of data records to read, after the length of the file was compared with the header.
    private mutating func wholeRecords() throws(RecordingError) -> Int {
        let body = source.count - header.size
        let whole = body / header.recordBytes
        let rest = body % header.recordBytes
        let seconds = Double(whole) * header.recordSeconds
        guard whole >= 1 else {
            throw source.error(
                .truncated, at: .byte(source.count), "data records", "0",
                "can be read; the file ends in the first one")
        }
        if header.records == -1 || whole < header.records {
            let promised = header.records == -1 ? "an unknown number" : "\(header.records)"
            guard isLenient else {
                throw source.error(
                    .truncated, at: .byte(source.count), "data records", "\(whole)",
                    "are whole and can be read (\(seconds) s), of \(promised) in the header")
            }
            notes.append(
                RecordingNote(
                    place: .byte(source.count),
                    text: "The file ends early: \(whole) data records (\(seconds) s) of \(promised) are read."))
            return whole
        }
        if whole > header.records || rest > 0 {
            let extra = body - header.records * header.recordBytes
            guard isLenient else {
                throw source.error(
                    .invalid, at: .byte(source.count - extra), "length", "\(source.count)",
                    "has \(extra) octets after the last data record")
            }
            notes.append(
                RecordingNote(
                    place: .byte(source.count - extra),
                    text: "\(extra) octets after the last data record are not read."))
        }
        return header.records
    }
}

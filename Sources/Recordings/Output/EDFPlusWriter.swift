/// Writes recordings as EDF+: `EDF+C` without gaps, `EDF+D` with them.
///
/// A sample comes back within half a step of the 16 bits. Where the channel has a converter of at most 16 bits its own
/// steps are kept, so that a file that came from EDF comes back the same.
public struct EDFPlusWriter {
    private let recording: Recording
    private let places: [Int]
    private let channels: [RecordingChannel]
    private let scales: [EDFScale]
    private let length: EDFRecordLength

    /// Seconds after the header's start, which has whole seconds, to the recording's start.
    private var fraction: Double { (recording.start?.second ?? 0).truncatingRemainder(dividingBy: 1) }

    /// Writes a new file.
    ///
    /// - Parameters:
    ///   - recording: What to write, its remarks included.
    ///   - path: The path of the file, which must not exist yet.
    ///   - channels: The channels, by their place; `nil` for all.
    /// - Throws: ``RecordingError`` for what EDF+ can't hold, what can't be read, or when the file can't be written;
    ///   `CancellationError`.
    public static func write(_ recording: Recording, to path: String, channels: [Int]? = nil) throws {
        let writer = try EDFPlusWriter(recording, channels)
        let sink = try FileSink(path: path)
        var output: any ByteSink = sink
        try writer.write(to: &output)
        try sink.finish()
    }

    /// The content of a file.
    ///
    /// - Parameters:
    ///   - recording: What to write, its remarks included.
    ///   - channels: The channels, by their place; `nil` for all.
    /// - Returns: The octets of the file.
    /// - Throws: ``RecordingError`` for what EDF+ can't hold and what can't be read; `CancellationError`.
    public static func bytes(of recording: Recording, channels: [Int]? = nil) throws -> [UInt8] {
        var output: any ByteSink = MemorySink(name: recording.name)
        try EDFPlusWriter(recording, channels).write(to: &output)
        return (output as? MemorySink)?.content ?? []
    }

    private init(_ recording: Recording, _ wanted: [Int]?) throws {
        self.recording = recording
        places = wanted ?? Array(recording.channels.indices)
        if let unknown = places.first(where: { !recording.channels.indices.contains($0) }) {
            throw recording.error(.outOfRange, "channel", "\(unknown)", "is not one of \(recording.channels.count)")
        }
        channels = places.map { recording.channels[$0] }
        // Places of four digits for the signals, one of them for the remarks.
        guard (1...9_998).contains(channels.count), channels.allSatisfy({ $0.sampleCount > 0 }) else {
            throw recording.error(.notWritable, "channels", "\(channels.count)", "are none, or one has no samples")
        }
        guard let length = EDFRecordLength.best(channels: channels, segments: recording.segments) else {
            throw recording.error(
                .notWritable, "sampling rate", "\(channels[0].rate)",
                "leaves no length of data records that EDF+ can state")
        }
        self.length = length
        var scales: [EDFScale] = []
        for place in places { scales.append(try Self.scale(recording, place)) }
        self.scales = scales
    }

    /// The scale of a channel, after a look at all of its values where its converter does not give one.
    private static func scale(_ recording: Recording, _ place: Int) throws -> EDFScale {
        let channel = recording.channels[place]
        if let scale = EDFScale(of: channel) { return scale }
        var (low, high) = (Double.infinity, -Double.infinity)
        try recording.forEachBlock(channels: [place]) { block in
            for value in block.signals[0].samples where value.isFinite {
                low = min(low, value)
                high = max(high, value)
            }
        }
        guard low <= high, let scale = EDFScale(low...high) else {
            throw recording.error(
                .notWritable, "range of '\(channel.label)'", "\(low) to \(high)",
                "does not fit 8 characters; use another unit")
        }
        return scale
    }

    /// The records of a piece: the longest channel decides.
    private func records(of piece: RecordingSegment) -> Int {
        channels.indices.map { (piece.samples(of: channels[$0]).count + length.samples[$0] - 1) / length.samples[$0] }
            .max() ?? 0
    }

    private func write(to output: inout any ByteSink) throws {
        var onsets: [Double] = []
        var remarks = recording.annotations.map {
            RecordingAnnotation(onset: $0.onset + fraction, duration: $0.duration, text: $0.text)
        }
        for (number, piece) in recording.segments.enumerated() {
            let count = records(of: piece)
            onsets += (0..<count).map { fraction + piece.start + Double($0) * length.seconds }
            let end = piece.start + Double(count) * length.seconds
            let next = number + 1 < recording.segments.count ? recording.segments[number + 1].start : .infinity
            guard end <= next + 1e-9 else {
                throw recording.error(
                    .notWritable, "gap", "\(piece.end)", "is shorter than what fills up the last data record")
            }
            if end > piece.end + 0.5 / (channels.map(\.rate).max() ?? 1) {
                remarks.append(
                    RecordingAnnotation(
                        onset: fraction + piece.end, duration: end - piece.end, text: "Filled up, not recorded"))
            }
        }
        guard onsets.count < 100_000_000 else {
            throw recording.error(.notWritable, "data records", "\(onsets.count)", "are more than 8 digits")
        }
        var remarkSignal = EDFAnnotationSignal(onsets: onsets, annotations: remarks.sorted { $0.onset < $1.onset })
        let header = EDFHeaderText(
            recording: recording, channels: channels, scales: scales, length: length, records: onsets.count,
            annotationBytes: remarkSignal.bytes)
        try output.write(header.bytes)
        var record = 0
        for piece in recording.segments {
            let count = records(of: piece)
            let chunk = max(1, (1 << 19) / max(1, length.samples.reduce(0, +)))
            var done = 0
            while done < count {
                try Task.checkCancellation()
                let step = min(chunk, count - done)
                let columns = try channels.indices.map { try numbers($0, piece, records: done..<(done + step)) }
                var octets: [UInt8] = []
                for one in 0..<step {
                    for (column, samples) in zip(columns, length.samples) {
                        for number in column[(one * samples)..<((one + 1) * samples)] {
                            let bits = UInt16(bitPattern: number)
                            octets.append(UInt8(truncatingIfNeeded: bits))
                            octets.append(UInt8(truncatingIfNeeded: bits >> 8))
                        }
                    }
                    octets += remarkSignal.record(record)
                    record += 1
                }
                try output.write(octets)
                done += step
            }
        }
    }

    /// The numbers of a channel for some records of a piece, the last one repeated where the signal has ended.
    private func numbers(
        _ index: Int, _ piece: RecordingSegment, records: Range<Int>
    ) throws(RecordingError) -> [Int16] {
        let whole = piece.samples(of: channels[index])
        let size = length.samples[index]
        let first = min(whole.lowerBound + records.lowerBound * size, whole.upperBound)
        let range = first..<min(whole.lowerBound + records.upperBound * size, whole.upperBound)
        var numbers: [Int16] = []
        numbers.reserveCapacity(records.count * size)
        for (offset, value) in try recording.samples(channel: places[index], range: range).enumerated() {
            guard value.isFinite, let number = scales[index].number(value) else {
                throw recording.error(
                    .notWritable, "sample \(range.lowerBound + offset) of '\(channels[index].label)'", "\(value)",
                    "is missing or beyond the range of the channel")
            }
            numbers.append(number)
        }
        let filler = numbers.last ?? 0
        return numbers + [Int16](repeating: filler, count: records.count * size - numbers.count)
    }
}

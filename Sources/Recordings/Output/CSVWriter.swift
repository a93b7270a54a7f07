/// Writes recordings as tables with commas: a column of times in seconds, then one for each channel with its unit.
///
/// Numbers have as many digits as it takes to read the same number again. Gaps show as jumps of the time.
public enum CSVWriter {
    /// Writes a new file.
    ///
    /// - Parameters:
    ///   - recording: What to write; remarks are left out.
    ///   - path: The path of the file, which must not exist yet.
    ///   - channels: The channels, by their place; `nil` for all.
    /// - Throws: ``RecordingError`` when the rates of the channels differ, a sample is missing, something can't be read
    ///   or the file can't be written; `CancellationError`.
    public static func write(_ recording: Recording, to path: String, channels: [Int]? = nil) throws {
        let places = try checked(recording, channels)
        let sink = try FileSink(path: path)
        var output: any ByteSink = sink
        try write(recording, places, to: &output)
        try sink.finish()
    }

    /// The content of a file.
    ///
    /// - Parameters:
    ///   - recording: What to write; remarks are left out.
    ///   - channels: The channels, by their place; `nil` for all.
    /// - Returns: The octets of the file.
    /// - Throws: ``RecordingError`` when the rates of the channels differ, a sample is missing or something can't be
    ///   read; `CancellationError`.
    public static func bytes(of recording: Recording, channels: [Int]? = nil) throws -> [UInt8] {
        var output: any ByteSink = MemorySink(name: recording.name)
        try write(recording, checked(recording, channels), to: &output)
        return (output as? MemorySink)?.content ?? []
    }

    private static func checked(_ recording: Recording, _ wanted: [Int]?) throws(RecordingError) -> [Int] {
        let places = wanted ?? Array(recording.channels.indices)
        if let unknown = places.first(where: { !recording.channels.indices.contains($0) }) {
            throw recording.error(.outOfRange, "channel", "\(unknown)", "is not one of \(recording.channels.count)")
        }
        let channels = places.map { recording.channels[$0] }
        guard let first = channels.first, channels.allSatisfy({ $0.rate == first.rate }),
            channels.allSatisfy({ $0.sampleCount == first.sampleCount })
        else {
            throw recording.error(
                .notWritable, "channels", "\(channels.count)", "are none, or differ in rate or length; write them apart"
            )
        }
        return places
    }

    private static func write(_ recording: Recording, _ places: [Int], to output: inout any ByteSink) throws {
        let channels = places.map { recording.channels[$0] }
        let names = channels.map { "\(name($0.label)) (\($0.unit == .unstated ? "" : $0.unit.description))" }
        try output.write(Array((["Time (s)"] + names).joined(separator: ",").utf8) + [0x0a])
        let rate = channels[0].rate
        for (number, piece) in recording.segments.enumerated() {
            let whole = piece.samples(of: channels[0])
            var first = whole.lowerBound
            while first < whole.upperBound {
                try Task.checkCancellation()
                let range = first..<min(first + 65_536 / places.count + 1, whole.upperBound)
                let columns = try places.map { try recording.samples(channel: $0, range: range) }
                var text = ""
                for row in 0..<range.count {
                    let time = piece.start + Double(first - whole.lowerBound + row) / rate
                    text += DecimalText.text(time, digits: 9)
                    for column in columns {
                        guard column[row].isFinite else {
                            throw recording.error(
                                .notWritable, "sample \(first + row) in piece \(number + 1)", "\(column[row])",
                                "is missing; a table has no sign for that")
                        }
                        text += ","
                        text += column[row].description
                    }
                    text += "\n"
                }
                try output.write(Array(text.utf8))
                first = range.upperBound
            }
        }
    }

    /// The label without what would end a field.
    private static func name(_ label: String) -> String {
        String(label.map { ",\"\n\r".contains($0) ? " " : $0 })
    }
}

/// The header of an EDF+ file to be written.
struct EDFHeaderText {
    let recording: Recording
    let channels: [RecordingChannel]
    let scales: [EDFScale]
    let length: EDFRecordLength
    let records: Int
    let annotationBytes: Int

    /// The octets, field by field.
    var bytes: [UInt8] {
        let count = channels.count + 1
        let start = recording.start
        var text = field("0", 8) + field(recording.subject.isEmpty ? "X X X X" : recording.subject, 80)
        text += field(session, 80)
        text += field(start.map(EDFDate.date) ?? "01.01.85", 8) + field(start.map(EDFDate.clock) ?? "00.00.00", 8)
        text += field("\(256 * (count + 1))", 8) + field(recording.segments.count > 1 ? "EDF+D" : "EDF+C", 44)
        text += field("\(records)", 8) + field(length.text, 8) + field("\(count)", 4)
        text += column(16, "EDF Annotations") { channel, _ in channel.label }
        text += column(80, "") { channel, _ in channel.transducer }
        text += column(8, "") { channel, _ in channel.unit.ascii }
        text += column(8, "-1") { _, scale in scale.physicalMinimum }
        text += column(8, "1") { _, scale in scale.physicalMaximum }
        text += column(8, "-32768") { _, scale in "\(scale.digital.lowerBound)" }
        text += column(8, "32767") { _, scale in "\(scale.digital.upperBound)" }
        text += column(80, "") { channel, _ in channel.prefiltering }
        for samples in length.samples { text += field("\(samples)", 8) }
        text += field("\(annotationBytes / 2)", 8)
        return text + [UInt8](repeating: 0x20, count: 32 * count)
    }

    private var session: String {
        if recording.session.hasPrefix("Startdate ") { return recording.session }
        return "Startdate \(recording.start.map(EDFDate.full) ?? "X") X X X"
    }

    private func column(
        _ width: Int, _ last: String, _ text: (RecordingChannel, EDFScale) -> String
    ) -> [UInt8] {
        zip(channels, scales).flatMap { field(text($0, $1), width) } + field(last, width)
    }

    /// The text in printable ASCII, cut or filled with blanks to the width.
    private func field(_ text: String, _ width: Int) -> [UInt8] {
        let ascii = text.unicodeScalars.map { scalar -> UInt8 in
            switch scalar {
            case "\u{b5}", "\u{3bc}": UInt8(ascii: "u")
            default: (0x20...0x7e).contains(scalar.value) ? UInt8(scalar.value) : UInt8(ascii: "_")
            }
        }
        let cut = ascii.prefix(width)
        return cut + [UInt8](repeating: 0x20, count: width - cut.count)
    }
}

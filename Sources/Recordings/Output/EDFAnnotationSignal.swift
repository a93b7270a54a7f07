/// The annotation signal of a file to be written: the time of each record, and remarks spread over the records.
struct EDFAnnotationSignal {
    /// Octets in each record, an even number.
    let bytes: Int

    private let onsets: [Double]
    private let lists: [[UInt8]]
    private var next = 0

    /// Plans the signal.
    ///
    /// - Parameters:
    ///   - onsets: The time of each record in seconds.
    ///   - annotations: The remarks, by their onset.
    init(onsets: [Double], annotations: [RecordingAnnotation]) {
        self.onsets = onsets
        lists = annotations.map(Self.list)
        let longestKeeper = onsets.map { Self.keeper($0).count }.max() ?? 0
        let total = lists.reduce(0) { $0 + $1.count }
        let longest = lists.map(\.count).max() ?? 0
        // With room for an even share and the longest one, each record takes at least its share.
        let room = longest + (onsets.isEmpty ? 0 : (total + onsets.count - 1) / onsets.count)
        bytes = (longestKeeper + room + 1) / 2 * 2
    }

    /// The octets for a record.
    ///
    /// - Precondition: Called once for each record, in order.
    mutating func record(_ record: Int) -> [UInt8] {
        var octets = Self.keeper(onsets[record])
        while next < lists.count, octets.count + lists[next].count <= bytes {
            octets += lists[next]
            next += 1
        }
        return octets + [UInt8](repeating: 0, count: bytes - octets.count)
    }

    private static func keeper(_ onset: Double) -> [UInt8] { Array(signed(onset).utf8) + [0x14, 0x14, 0] }

    private static func list(_ annotation: RecordingAnnotation) -> [UInt8] {
        var octets = Array(signed(annotation.onset).utf8)
        if let duration = annotation.duration {
            octets.append(0x15)
            octets += DecimalText.text(duration, digits: 6).utf8
        }
        octets.append(0x14)
        // The octets that end a text stand for a blank inside of one.
        let marks: Set<UInt8> = [0, 0x14, 0x15]
        let text = ASCIIText.shortened(annotation.text, to: RecordingLimits.annotationBytes)
        octets += text.utf8.map { marks.contains($0) ? 0x20 : $0 }
        return octets + [0x14, 0]
    }

    private static func signed(_ seconds: Double) -> String {
        let text = DecimalText.text(seconds, digits: 9)
        return text.hasPrefix("-") ? text : "+" + text
    }
}

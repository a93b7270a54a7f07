/// Follows the sequence numbers of the first device, which show samples that were lost on the way by radio.
struct SequenceColumn {
    /// Whether the first column is one of sequence numbers.
    let isUsed: Bool

    /// Where a number begins again at 0; `nil` when the header does not say.
    private let modulus: Int?
    private var last: Int?
    private var breaks: [(row: Int, lost: Int)] = []
    private var restarts = 0
    private var lost = 0
    private var firstLine: Int?

    init(_ device: OpenSignalsHeader.Device) {
        isUsed = device.columns.first == "nSeq"
        let bits = device.resolution.count == device.columns.count ? device.resolution[0] : 0
        modulus = (1...30).contains(bits) ? 1 << bits : nil
    }

    /// Takes the number of the next row; `false` when there are more gaps than are read.
    mutating func add(_ number: Int, row: Int, line: Int) -> Bool {
        defer { last = number }
        guard let last else { return true }
        let expected = last + 1
        var missing = number - expected
        if let modulus {
            missing = ((missing % modulus) + modulus) % modulus
        } else if missing < 0 {
            // A number of so many bits has come to its end.
            if number == 0, expected & (expected - 1) == 0 { return true }
            restarts += 1
            return true
        }
        guard missing > 0 else { return true }
        guard breaks.count < RecordingLimits.segments else { return false }
        if firstLine == nil { firstLine = line }
        breaks.append((row, missing))
        lost += missing
        return true
    }

    /// The pieces between the gaps.
    func segments(rows: Int, rate: Double) -> [RecordingSegment] {
        var segments: [RecordingSegment] = []
        var (row, missing) = (0, 0)
        for one in breaks + [(row: rows, lost: 0)] {
            segments.append(
                RecordingSegment(
                    start: Double(row + missing) / rate, duration: Double(one.row - row) / rate,
                    stored: Double(row) / rate))
            row = one.row
            missing += one.lost
        }
        return segments
    }

    /// What a reader should know about the numbers.
    var notes: [RecordingNote] {
        var notes: [RecordingNote] = []
        if let firstLine {
            let more = modulus.map { ", or by multiples of \($0) more" } ?? ""
            notes.append(
                RecordingNote(
                    place: .line(firstLine),
                    text: "Sequence numbers show \(breaks.count) gaps with \(lost) samples lost in all\(more)."))
        }
        if restarts > 0 {
            notes.append(
                RecordingNote(place: nil, text: "Sequence numbers begin anew \(restarts) times; the gap is not known."))
        }
        return notes
    }
}

/// A recording of muscle signals that was attached to a visit, what was marked on it, and what was measured.
public struct SignalRecording: EntryDocument {
    /// A stretch of the recording, in seconds from its beginning.
    public struct Span: Codable, Hashable, Sendable {
        public var start: Double
        public var end: Double

        public init(start: Double, end: Double) {
            (self.start, self.end) = (start, end)
        }

        func checked(_ field: String) throws(RecordsError) {
            try Check.number(start, field, 0...SignalRecording.longest)
            try Check.number(end, field, 0...SignalRecording.longest)
            guard end > start else {
                throw .invalid(field: field, value: "\(start)-\(end)", reason: "ends before it begins")
            }
        }
    }

    /// The longest recording in seconds: 31 days.
    static let longest = 31 * 86_400.0

    /// The kept files, by the identifier of ``StoredRecording``.
    public var file: String
    /// What the file is called; may name people.
    public var name: String
    /// What the file holds and what is wrong with it, as the document of the program that read it.
    public var info: String
    /// Hertz, declared because the file states no rate.
    public var rate: Double?
    /// `uV`, `mV` or `V`, declared because the file states no unit.
    public var unit: String
    /// The muscle as the vocabulary names it; empty when it was not said.
    public var muscle: String
    /// `right`, `left`, `midline` or empty.
    public var side: String
    /// Counted from 1; `nil` until one was chosen.
    public var channel: Int?
    /// The channel with the same muscle of the other side.
    public var otherChannel: Int?
    /// Mains that were taken out: 50, 60 or `nil`.
    public var mains: Int?
    /// Whether motor units were separated: `grid` from many channels, `needle` from this one, `nil` for no.
    public var motorUnits: String?
    /// The contraction that per cent refer to.
    public var reference: Span?
    /// In order and apart.
    public var holds: [Span]
    /// The measures, as the document of the program that made them; empty before holds were marked.
    public var report: String

    public init(
        file: String, name: String, info: String, rate: Double? = nil, unit: String = "", muscle: String = "",
        side: String = "", channel: Int? = nil, otherChannel: Int? = nil, mains: Int? = nil, motorUnits: String? = nil,
        reference: Span? = nil, holds: [Span] = [], report: String = ""
    ) {
        self.file = file
        self.name = name
        self.info = info
        self.rate = rate
        self.unit = unit
        self.muscle = muscle
        self.side = side
        self.channel = channel
        self.otherChannel = otherChannel
        self.mains = mains
        self.motorUnits = motorUnits
        self.reference = reference
        self.holds = holds
        self.report = report
    }

    func checked() throws(RecordsError) -> SignalRecording {
        guard StoredRecording.ID(text: file) != nil else {
            throw .invalid(field: "file", value: String(file.prefix(40)), reason: "is no identifier")
        }
        var copy = self
        copy.name = try Text.line(name, field: "name", longest: 200)
        try Check.number(rate, "rate", 1e-4...1e6)
        guard ["", "uV", "mV", "V"].contains(unit) else {
            throw .invalid(field: "unit", value: String(unit.prefix(20)), reason: "is none of uV, mV and V")
        }
        try Check.name(muscle, "muscle", optional: true)
        try Check.side(side)
        for (value, field) in [(channel, "channel"), (otherChannel, "other_channel")] {
            guard (1...1_024).contains(value ?? 1) else {
                throw .invalid(field: field, value: "\(value ?? 0)", reason: "is not within 1 and 1024")
            }
        }
        guard [nil, 50, 60].contains(mains) else {
            throw .invalid(field: "mains", value: "\(mains ?? 0)", reason: "is neither 50 nor 60")
        }
        guard [nil, "grid", "needle"].contains(motorUnits) else {
            throw .invalid(
                field: "motor_units", value: String((motorUnits ?? "").prefix(20)), reason: "is neither grid nor needle"
            )
        }
        try reference?.checked("reference")
        try Check.count(holds.count, "holds", most: 200)
        for (place, hold) in holds.enumerated() {
            try hold.checked("holds")
            if place > 0, hold.start < holds[place - 1].end {
                throw .invalid(
                    field: "holds", value: "\(hold.start)", reason: "begins before the one before has ended")
            }
        }
        guard info.utf8.count <= 400_000 else {
            throw .invalid(field: "info", value: "", reason: "is larger than 400,000 bytes")
        }
        guard report.utf8.count <= 2_000_000 else {
            throw .invalid(field: "report", value: "", reason: "is larger than 2,000,000 bytes")
        }
        return copy
    }
}

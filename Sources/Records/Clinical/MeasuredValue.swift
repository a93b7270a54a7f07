/// Something measured, so that a change can be told from an error of measurement.
public struct MeasuredValue: EntryDocument {
    public enum Measure: String, Codable, CaseIterable, Hashable, Sendable {
        /// 0 to 10, of an area.
        case pain
        /// kg/cm², as a rule three times.
        case pressureThreshold = "pressure_threshold"
        /// Degrees, of a movement.
        case range
        /// 0 to 10 of up to five activities: the patient-specific functional scale.
        case psfs
        /// 0 to 10 of three questions: pain, enjoyment, general activity.
        case peg
        /// 1 to 7: the client's global impression of change.
        case pgic
    }

    public enum Phase: String, Codable, CaseIterable, Hashable, Sendable { case before, after }

    /// Who told it and where, when it was not a therapist at a visit.
    public enum Source: String, Codable, CaseIterable, Hashable, Sendable {
        case clientAtHome = "client_at_home"
    }

    public var measure: Measure
    public var phase: Phase
    /// Zone, muscle or movement; empty where none is meant.
    public var target: String
    public var side: String
    public var values: [Double]
    /// What each value is of, such as the client's own activities.
    public var labels: [String]
    /// `nil` for what was measured at a visit.
    public var source: Source?
    /// The day that it was answered on, `2026-05-31`; of what was told at home alone.
    public var day: String?

    public init(
        measure: Measure, phase: Phase, target: String = "", side: String = "", values: [Double], labels: [String] = [],
        source: Source? = nil, day: String? = nil
    ) {
        self.measure = measure
        self.phase = phase
        self.target = target
        self.side = side
        self.values = values
        self.labels = labels
        self.source = source
        self.day = day
    }

    /// The figure that is compared: the mean of the values.
    public var figure: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    /// The day of what was told at home; questionnaires alone are, and they always say their day.
    private func checkedDay() throws(RecordsError) -> String? {
        guard source != nil else {
            guard day == nil else { throw .invalid(field: "day", value: "", reason: "belongs to a visit here") }
            return nil
        }
        guard Self.atHome.contains(measure) else {
            throw .invalid(field: "measure", value: measure.rawValue, reason: "is not asked at home")
        }
        return try Check.day(day ?? "", "day")
    }

    /// What a client answers at home.
    public static let atHome: [Measure] = [.psfs, .peg, .pgic]

    func checked() throws(RecordsError) -> MeasuredValue {
        try Check.name(target, "target", optional: measure == .psfs || measure == .peg || measure == .pgic)
        try Check.side(side)
        let (range, most): (ClosedRange<Double>, Int) =
            switch measure {
            case .pain: (0...10, 1)
            case .pressureThreshold: (0...30, 5)
            case .range: (-60...360, 3)
            case .psfs: (0...10, 5)
            case .peg: (0...10, 3)
            case .pgic: (1...7, 1)
            }
        guard !values.isEmpty else { throw .invalid(field: "values", value: "", reason: "is empty") }
        try Check.count(values.count, "values", most: most)
        if measure == .peg, values.count != 3 {
            throw .invalid(
                field: "values", value: "\(values.count)", reason: "must be three: pain, enjoyment, activity")
        }
        for value in values { try Check.number(value, "values", range) }
        try Check.count(labels.count, "labels", most: 5)
        var copy = self
        var plain: [String] = []
        for label in labels { plain.append(try Text.optionalLine(label, field: "labels", longest: 120)) }
        copy.labels = plain
        copy.day = try checkedDay()
        return copy
    }
}

public import Foundation

/// Pressure held on one point, with all that was seen and told meanwhile.
///
/// Its moments are a set that only grows: two devices may send what they saw in any order and any number of times.
public struct PressureHold: EntryDocument {
    /// One thing that happened, by the clock of the device that saw it.
    public struct Moment: Codable, Hashable, Sendable {
        public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
            case start
            /// Pain 0 to 10 in `value`.
            case pain
            /// What the client taps: more and less pressure, good, stop.
            case more, less, good, stop
            case release, twitch
            /// Pain was felt elsewhere, as the complaint or otherwise.
            case familiar, referred
            case end
        }

        /// Chosen by the device, so that a repeated message counts once.
        public var id: UUID
        public var kind: Kind
        public var at: Date
        public var value: Double?
        /// Whether the client did it on a device of the own.
        public var isClient: Bool

        public init(id: UUID = UUID(), kind: Kind, at: Date, value: Double? = nil, isClient: Bool = false) {
            self.id = id
            self.kind = kind
            self.at = at
            self.value = value
            self.isClient = isClient
        }
    }

    public enum Technique: String, Codable, CaseIterable, Hashable, Sendable {
        case pressureRelease = "pressure_release"
        case ischemicCompression = "ischemic_compression"
        case pincer
        case flatPalpation = "flat_palpation"
        case tool
        case selfPressure = "self_pressure"
    }

    /// `muscle:infraspinatus`.
    public var source: String
    public var side: String
    /// Which of the muscle's points, counted from 1; 0 when none is named.
    public var point: Int
    public var technique: Technique
    /// Intended discomfort 0 to 10.
    public var pressure: Double?
    /// By an algometer, kg/cm².
    public var kilograms: Double?
    /// Intended length in seconds.
    public var low: Double
    public var high: Double
    public var moments: [Moment]

    public init(
        source: String, side: String, point: Int = 0, technique: Technique = .pressureRelease, pressure: Double? = nil,
        kilograms: Double? = nil, low: Double = 60, high: Double = 90, moments: [Moment] = []
    ) {
        self.source = source
        self.side = side
        self.point = point
        self.technique = technique
        self.pressure = pressure
        self.kilograms = kilograms
        self.low = low
        self.high = high
        self.moments = moments
    }

    /// Seconds from start to end; `nil` while it runs and when it never began.
    public var seconds: Double? {
        guard let start, let end = moments.filter({ $0.kind == .end }).map(\.at).max(), end >= start else { return nil }
        return end.timeIntervalSince(start)
    }

    public var start: Date? { moments.filter { $0.kind == .start }.map(\.at).min() }

    /// Pain that was told, in the order of time: seconds since the start, and 0 to 10.
    public var pains: [(seconds: Double, pain: Double)] {
        guard let start else { return [] }
        return moments.filter { $0.kind == .pain }.sorted { ($0.at, $0.id.uuidString) < ($1.at, $1.id.uuidString) }
            .compactMap { moment in moment.value.map { (max(moment.at.timeIntervalSince(start), 0), $0) } }
    }

    public func has(_ kind: Moment.Kind) -> Bool { moments.contains { $0.kind == kind } }

    /// The hold with another device's moments; the order of merging makes no difference.
    public func merged(with other: PressureHold) -> PressureHold {
        var copy = other
        var known: Set<UUID> = []
        copy.moments = (moments + other.moments).filter { known.insert($0.id).inserted }
            .sorted { ($0.at, $0.id.uuidString) < ($1.at, $1.id.uuidString) }
        return copy
    }

    func checked() throws(RecordsError) -> PressureHold {
        try Check.name(source, "source")
        try Check.side(side)
        try Check.number(Double(point), "point", 0...40)
        try Check.number(pressure, "pressure", 0...10)
        try Check.number(kilograms, "kilograms", 0...30)
        try Check.number(low, "low", 0...600)
        try Check.number(high, "high", 0...600)
        try Check.count(moments.count, "moments", most: 2_000)
        for moment in moments {
            try Check.number(moment.value, "value", 0...10)
            try Check.moment(moment.at, "at")
            if moment.kind == .pain, moment.value == nil {
                throw .invalid(field: "value", value: "", reason: "is missing: how strong the pain is")
            }
        }
        return self
    }
}

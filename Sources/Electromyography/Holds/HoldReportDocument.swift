/// A report as it goes out as JSON.
///
/// The entries of `holds` have the keys that other programs rely on; `details`, when asked for, holds the rest.
public struct HoldReportDocument: Codable, Hashable, Sendable {
    /// A value with its 95 % interval.
    public struct Value: Codable, Hashable, Sendable {
        public let value: Double
        public let low: Double
        public let high: Double

        /// Puts an estimate into its document.
        public init(_ estimate: Estimate) {
            (value, low, high) = (estimate.value, estimate.low, estimate.high)
        }
    }

    /// The measures of one stretch; what could not be measured is null.
    public struct Phase: Codable, Hashable, Sendable {
        public let rmsUV: Value?
        public let mavUV: Value?
        public let mnfHz: Value?
        public let mdfHz: Value?
        public let excludedS: Double

        enum CodingKeys: String, CodingKey {
            case rmsUV = "rms_uv"
            case mavUV = "mav_uv"
            case mnfHz = "mnf_hz"
            case mdfHz = "mdf_hz"
            case excludedS = "excluded_s"
        }
    }

    /// Which measures really changed from before to after.
    public struct RealChange: Codable, Hashable, Sendable {
        public let rms: Bool
        public let mdf: Bool
    }

    /// One hold.
    public struct Hold: Codable, Hashable, Sendable {
        public let start: Double
        public let end: Double
        public let before: Phase?
        public let during: Phase?
        public let after: Phase?
        public let realChange: RealChange

        enum CodingKeys: String, CodingKey {
            case start, end, before, during, after
            case realChange = "real_change"
        }
    }

    /// What a reader must know besides.
    public struct Details: Codable, Hashable, Sendable {
        public let notice: String
        public let noticeSource: String
        public let bandHz: [Double]
        public let retest: [Limit]
        public let traps: [String]
        public let holds: [HoldDetails]

        enum CodingKeys: String, CodingKey {
            case notice
            case noticeSource = "notice_source"
            case bandHz = "band_hz"
            case retest, traps, holds
        }
    }

    /// What a change must exceed, with its source.
    public struct Limit: Codable, Hashable, Sendable {
        public let measure: String
        public let value: Double
        public let unit: String
        public let source: String
        public let identifier: String
        public let level: String
        public let note: String
    }

    /// What belongs to one hold besides its measures.
    public struct HoldDetails: Codable, Hashable, Sendable {
        public let rmsChangePercent: Value?
        public let mdfChangeHz: Value?
        public let traps: [String]
        /// In per cent of the reference contraction; empty without one.
        public let percentOfReference: [String: Value]
        /// The ratio of this side's root mean square to the other's; empty without another side.
        public let sideRatio: [String: Value]

        enum CodingKeys: String, CodingKey {
            case rmsChangePercent = "rms_change_percent"
            case mdfChangeHz = "mdf_change_hz"
            case traps
            case percentOfReference = "percent_of_reference"
            case sideRatio = "side_ratio"
        }
    }

    /// The discharges of separated motor units around the holds.
    public struct MotorUnits: Codable, Hashable, Sendable {
        /// One unit, or all of them, in one stretch.
        public struct Rate: Codable, Hashable, Sendable {
            public let discharges: Int
            /// The units that have a rate here.
            public let units: Int
            /// The mean of their rates; `nil` where too few discharges lie.
            public let rateHz: Value?

            enum CodingKeys: String, CodingKey {
                case discharges, units
                case rateHz = "rate_hz"
            }

            /// Creates an entry.
            public init(discharges: Int, units: Int, rateHz: Value?) {
                (self.discharges, self.units, self.rateHz) = (discharges, units, rateHz)
            }
        }

        /// The three stretches; one without time is absent.
        public struct Stretches: Codable, Hashable, Sendable {
            public let before: Rate?
            public let during: Rate?
            public let after: Rate?

            /// Creates an entry.
            public init(before: Rate?, during: Rate?, after: Rate?) {
                (self.before, self.during, self.after) = (before, during, after)
            }
        }

        /// One hold.
        public struct Hold: Codable, Hashable, Sendable {
            public let start: Double
            public let end: Double
            public let all: Stretches
            /// Each unit.
            public let units: [Stretches]
            /// From before to after, over the same units; absent without one.
            public let changeHz: Value?
            public let changeUnits: Int
            /// Whether the change leaves its interval.
            public let beyondInterval: Bool

            enum CodingKeys: String, CodingKey {
                case start, end, all, units
                case changeHz = "change_hz"
                case changeUnits = "change_units"
                case beyondInterval = "beyond_interval"
            }

            /// Creates an entry.
            public init(
                start: Double, end: Double, all: Stretches, units: [Stretches], changeHz: Value?, changeUnits: Int,
                beyondInterval: Bool
            ) {
                (self.start, self.end, self.all, self.units) = (start, end, all, units)
                (self.changeHz, self.changeUnits, self.beyondInterval) = (changeHz, changeUnits, beyondInterval)
            }
        }

        /// `grid` or `needle`.
        public let method: String
        /// Numbers of the channels, from 1.
        public let channels: [Int]
        public let leftOut: [Int]
        public let start: Double
        public let end: Double
        public let acceptance: String
        public let notice: String
        /// Of each unit; null for a needle.
        public let silhouettes: [Double?]
        public let holds: [Hold]

        enum CodingKeys: String, CodingKey {
            case method, channels, start, end, acceptance, notice, silhouettes, holds
            case leftOut = "left_out"
        }

        /// Creates the member.
        public init(
            method: String, channels: [Int], leftOut: [Int], start: Double, end: Double, acceptance: String,
            notice: String, silhouettes: [Double?], holds: [Hold]
        ) {
            (self.method, self.channels, self.leftOut, self.start, self.end) = (method, channels, leftOut, start, end)
            (self.acceptance, self.notice, self.silhouettes) = (acceptance, notice, silhouettes)
            self.holds = holds
        }
    }

    public let holds: [Hold]
    public let details: Details?
    /// The discharges of motor units; absent unless asked for.
    public let motorUnits: MotorUnits?

    enum CodingKeys: String, CodingKey {
        case holds, details
        case motorUnits = "motor_units"
    }
}

extension HoldReportDocument {
    /// Puts a report into its document.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - withDetails: Whether everything else goes along under `details`.
    ///   - motorUnits: The discharges of separated motor units, when they were asked for.
    public init(_ report: HoldReport, withDetails: Bool = false, motorUnits: MotorUnits? = nil) {
        holds = report.holds.map { hold in
            Hold(
                start: hold.hold.start, end: hold.hold.end, before: hold.before.map(Phase.init),
                during: hold.during.map(Phase.init), after: hold.after.map(Phase.init),
                realChange: RealChange(rms: hold.change.isRealRMS, mdf: hold.change.isRealMedianFrequency))
        }
        details = withDetails ? Details(report) : nil
        self.motorUnits = motorUnits
    }
}

extension HoldReportDocument.Phase {
    fileprivate init(_ measures: PhaseMeasures) {
        typealias Value = HoldReportDocument.Value
        self.init(
            rmsUV: measures.rms.map(Value.init), mavUV: measures.mav.map(Value.init),
            mnfHz: measures.meanFrequency.map(Value.init), mdfHz: measures.medianFrequency.map(Value.init),
            excludedS: measures.excluded)
    }

    /// Writes what could not be measured as null, so that every key is there.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(rmsUV, forKey: .rmsUV)
        try values.encode(mavUV, forKey: .mavUV)
        try values.encode(mnfHz, forKey: .mnfHz)
        try values.encode(mdfHz, forKey: .mdfHz)
        try values.encode(excludedS, forKey: .excludedS)
    }
}

extension HoldReportDocument.Hold {
    /// Writes a stretch without time as null, so that every key is there.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(start, forKey: .start)
        try values.encode(end, forKey: .end)
        try values.encode(before, forKey: .before)
        try values.encode(during, forKey: .during)
        try values.encode(after, forKey: .after)
        try values.encode(realChange, forKey: .realChange)
    }
}

extension HoldReportDocument.Details {
    fileprivate init(_ report: HoldReport) {
        typealias Value = HoldReportDocument.Value
        let sides = report.sides
        func byPhase(_ estimate: (HoldPhase) -> Estimate?) -> [String: Value] {
            var values: [String: Value] = [:]
            for phase in HoldPhase.allCases { values[phase.rawValue] = estimate(phase).map(Value.init) }
            return values
        }
        self.init(
            notice: HoldReport.notice, noticeSource: HoldReport.noticeSource.line,
            bandHz: [report.band.lowerBound, report.band.upperBound],
            retest: [
                HoldReportDocument.Limit("rms", report.retest.amplitude, unit: "percent_of_mean"),
                HoldReportDocument.Limit("mdf", report.retest.medianFrequency, unit: "hz"),
            ], traps: report.traps.map(\.code),
            holds: report.holds.enumerated().map { place, hold in
                HoldReportDocument.HoldDetails(
                    rmsChangePercent: hold.change.rmsPercent.map(Value.init),
                    mdfChangeHz: hold.change.medianFrequency.map(Value.init), traps: hold.traps.map(\.code),
                    percentOfReference: byPhase { hold.measures($0)?.percentOfReference },
                    sideRatio: byPhase { phase in
                        sides.indices.contains(place)
                            ? sides[place].phases.first { $0.phase == phase }?.rmsRatio : nil
                    })
            })
    }
}

extension HoldReportDocument.Limit {
    fileprivate init(_ measure: String, _ limit: RetestError.Limit, unit: String) {
        self.init(
            measure: measure, value: limit.value, unit: unit, source: limit.source.text,
            identifier: limit.source.identifier, level: limit.source.level.rawValue, note: limit.source.note)
    }
}

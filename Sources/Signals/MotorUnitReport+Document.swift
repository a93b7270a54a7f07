public import Electromyography

extension HoldReportDocument {
    /// Puts what was measured around holds into its document.
    ///
    /// - Parameters:
    ///   - found: The holds; `motor_units` is there when the discharges were asked for.
    ///   - withDetails: Whether everything else goes along under `details`.
    public init(_ found: RecordedHolds, withDetails: Bool = false) {
        self.init(found.report, withDetails: withDetails, motorUnits: found.motorUnits.map(MotorUnits.init))
    }
}

extension HoldReportDocument.MotorUnits {
    init(_ report: MotorUnitReport) {
        self.init(
            method: report.method.rawValue, channels: report.channels.map { $0 + 1 },
            leftOut: report.leftOut.map { $0 + 1 }, start: report.span.start, end: report.span.end,
            acceptance: report.acceptance, notice: report.absence ?? MotorUnitReport.notice,
            silhouettes: report.units.map(\.silhouette), holds: report.holds.map(Hold.init))
    }
}

extension HoldReportDocument.MotorUnits.Hold {
    fileprivate init(_ hold: MotorUnitReport.Hold) {
        self.init(
            start: hold.hold.start, end: hold.hold.end, all: HoldReportDocument.MotorUnits.Stretches(hold.pooled),
            units: hold.units.map { HoldReportDocument.MotorUnits.Stretches($0) },
            changeHz: hold.change.map(HoldReportDocument.Value.init), changeUnits: hold.paired,
            beyondInterval: hold.isBeyondInterval)
    }
}

extension HoldReportDocument.MotorUnits.Stretches {
    fileprivate init(_ rates: [HoldPhase: MotorUnitReport.Rate]) {
        func stretch(_ phase: HoldPhase) -> HoldReportDocument.MotorUnits.Rate? {
            rates[phase].map {
                HoldReportDocument.MotorUnits.Rate(
                    discharges: $0.discharges, units: $0.units, rateHz: $0.rate.map(HoldReportDocument.Value.init))
            }
        }
        self.init(before: stretch(.before), during: stretch(.during), after: stretch(.after))
    }
}

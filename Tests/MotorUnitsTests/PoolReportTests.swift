import Foundation
import MotorUnits
import Testing

@Suite struct PoolReportTests {
    @Test func `the published figures are met within their tolerance`() throws {
        let figures = try PublishedFigure.all(of: MotorUnitPool(), seed: 1)
        #expect(figures.count == 14)
        for figure in figures { #expect(figure.isMet, "\(figure.key): \(figure.measured)") }
    }

    @Test func `a pool that is not the published one misses figures`() throws {
        let other = MotorUnitPool(try PoolParameters(unitCount: 60, recruitmentRange: 5, intervalVariation: 0.1))
        let missed = try PublishedFigure.all(of: other, seed: 1).filter { !$0.isMet }.map(\.key)
        #expect(missed.contains("units") && missed.contains("recruitment-range"))
        #expect(missed.contains("interval-variation"))
    }

    @Test func `the report survives JSON and says what was asked for`() throws {
        let report = try PoolReport(
            PoolRequest(course: .ramp, drive: 0.2, seconds: 4, signalToNoise: 20, seed: 7, scenario: PoolScenario()))
        let json = try JSONEncoder().encode(report)
        let again = try JSONDecoder().decode(PoolReport.self, from: json)
        #expect(again.request == report.request && again.units == report.units && again.rms == report.rms)
        #expect(again.series == report.series && again.assumptions == PoolScenario.assumptions)
        // The last units are recruited too late in the ramp to discharge.
        let recruited = MotorUnitPool().recruitedCount(atDrive: 0.2)
        #expect(report.units.count <= recruited && report.units.count > recruited - 5)
    }

    @Test func `the text calls a model a model and lists the assumptions of a scenario`() throws {
        let plain = try PoolReport(PoolRequest(drive: 0.1, seconds: 3)).text
        #expect(plain.contains("a model, not a measurement") && !plain.contains("Assumptions"))
        let scenario = try PoolReport(PoolRequest(drive: 0.1, seconds: 3, scenario: PoolScenario(days: 3))).text
        #expect(scenario.contains("[hypothetical]") && scenario.contains("day 3"))
    }

    @Test func `a request out of range is refused, also from JSON`() {
        #expect(throws: MotorUnitError.self) { try PoolRequest(drive: 1.1) }
        #expect(throws: MotorUnitError.self) { try PoolRequest(seconds: 0) }
        #expect(throws: MotorUnitError.self) {
            try JSONDecoder().decode(PoolParameters.self, from: Data(#"{"unitCount": 0}"#.utf8))
        }
        #expect(throws: MotorUnitError.self) {
            try JSONDecoder().decode(PoolRequest.self, from: Data(#"{"drive": 7}"#.utf8))
        }
    }

    @Test func `no drive is a report without units and force`() throws {
        let report = try PoolReport(PoolRequest(drive: 0, seconds: 1))
        #expect(report.units.isEmpty && report.force == nil && report.rms == 0)
    }
}

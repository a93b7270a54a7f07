import Foundation

extension PoolReport {
    /// The report in plain text.
    public var text: String {
        var lines = [
            "Motor-unit pool (a model, not a measurement)",
            "  units \(request.parameters.unitCount), all recruited at \(percent(fullRecruitment)) of the full drive",
            "  drive \(percent(request.drive)) (\(request.course.rawValue)), \(number(request.seconds, 1)) s, "
                + "seed \(request.seed)",
            "  active \(units.count), \(number(dischargesPerSecond, 1)) discharges per second",
        ]
        if let force {
            lines.append(
                "  force \(percent(force.shareOfMaximum)) of maximum, varies by \(percent(force.variation))")
        }
        lines.append("  surface signal \(number(rms, 1)) µV RMS (expected \(number(expectedRMS, 1)) µV)")
        lines.append("")
        lines.append(
            row(["unit", "threshold", "model Hz", "mean Hz", "variation", "discharges", "µV p-p"]))
        for unit in shown {
            lines.append(
                row([
                    String(unit.number), percent(unit.threshold), number(unit.modelRate, 1),
                    unit.discharges.meanRate.map { number($0, 1) } ?? "-",
                    unit.discharges.intervalVariation.map { number($0, 2) } ?? "-", String(unit.discharges.count),
                    number(unit.peakToPeak, 1),
                ]))
        }
        if shown.count < units.count { lines.append("  … \(units.count - shown.count) more active units") }
        if let series { lines += text(of: series) }
        return lines.joined(separator: "\n") + "\n"
    }

    // At most twelve units, spread over the active ones.
    private var shown: [Unit] {
        guard units.count > 12 else { return units }
        return (0..<12).map { units[$0 * (units.count - 1) / 11] }
    }

    private func text(of series: ScenarioModel.Series) -> [String] {
        var lines = ["", "Hold (hypothetical model)", row(["time", "drive", "active", "mean Hz", "µV RMS"])]
        let seconds = [0, series.holdStart, (series.holdStart + series.holdEnd) / 2, series.holdEnd]
        for sample in series.session
        where seconds.contains(where: { Int($0) == Int(sample.time) }) || sample == series.session.last {
            lines.append(line(sample, "\(Int(sample.time)) s"))
        }
        for sample in series.days where sample.time == sample.time.rounded() {
            lines.append(line(sample, "day \(Int(sample.time))"))
        }
        lines.append("")
        lines.append("Assumptions")
        for assumption in assumptions {
            let source = assumption.source.map { " (\($0))" } ?? ""
            lines.append("  [\(assumption.basis.rawValue)] \(assumption.text)\(source)")
        }
        return lines
    }

    private func line(_ sample: ScenarioModel.Sample, _ time: String) -> String {
        row([
            time, percent(sample.drive), String(sample.activeUnits), number(sample.meanRate, 1), number(sample.rms, 1),
        ])
    }

    private func row(_ cells: [String]) -> String {
        "  "
            + cells.map { String(repeating: " ", count: max(10 - $0.count, 0)) + $0 }.joined(separator: " ")
    }

    private func percent(_ value: Double) -> String { number(100 * value, 1) + " %" }

    private func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}

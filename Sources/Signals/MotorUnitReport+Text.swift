import Electromyography
import Foundation

extension MotorUnitReport {
    /// What a reader must know about separated units.
    public static let notice =
        "Separated units are some of the active ones, mostly large or shallow, not a sample of all. No published "
        + "retest error is applied to their rates: a change beyond its interval may still be one that repeats differ by."

    /// Why there are no rates; `nil` when at least one unit was separated.
    public var absence: String? {
        units.isEmpty ? "No motor unit could be separated with confidence, so no discharge rate is given." : nil
    }

    /// The report as lines of text for people.
    public var lines: [String] {
        let place =
            method == .grid
            ? "\(channels.count) channels by convolutive separation"
            : "needle channel \(numbers(channels)) by templates"
        var lines = [
            "Motor units, from \(place), \(text(span.start)) to \(text(span.end)) s",
            "Accepted: \(acceptance).",
        ]
        if !leftOut.isEmpty { lines.append("Left out, flat or with missing samples: channels \(numbers(leftOut)).") }
        if let absence { return lines + [absence] }
        lines.append(units.count == 1 ? "1 unit was separated." : "\(units.count) units were separated.")
        for (place, hold) in holds.enumerated() {
            lines.append("Hold \(place + 1), \(text(hold.hold.start)) to \(text(hold.hold.end)) s")
            for phase in HoldPhase.allCases {
                lines.append(
                    "  \(padded(phase.rawValue))all units: \(hold.pooled[phase].map(words) ?? "no time for it")")
            }
            for (unit, rates) in hold.units.enumerated() {
                let clear = units[unit].silhouette.map { " (silhouette \(String(format: "%.2f", $0)))" } ?? ""
                let parts = HoldPhase.allCases.map { phase in
                    "\(phase.rawValue) \(rates[phase]?.rate.map(words) ?? "not measurable")"
                }
                lines.append("  unit \(unit + 1)\(clear): \(parts.joined(separator: "; "))")
            }
            if let change = hold.change {
                let units = hold.paired == 1 ? "1 unit" : "\(hold.paired) units"
                lines.append(
                    "  Discharge rate of the same \(units) after against before: \(words(change)): "
                        + (hold.isBeyondInterval ? "beyond its interval" : "not beyond its interval"))
            } else {
                lines.append("  No unit has a rate both before and after, so no change is given.")
            }
        }
        return lines + [Self.notice]
    }

    private func words(_ rate: Rate) -> String {
        guard let estimate = rate.rate else { return "not measurable, \(rate.discharges) discharges" }
        return "\(words(estimate)), mean of \(rate.units == 1 ? "1 unit" : "\(rate.units) units")"
    }

    private func words(_ estimate: Estimate) -> String {
        "\(text(estimate.value)) Hz (\(text(estimate.low)) to \(text(estimate.high)))"
    }

    private func text(_ value: Double) -> String { String(format: "%.1f", value) }

    private func padded(_ word: String) -> String { word.padding(toLength: 8, withPad: " ", startingAt: 0) }

    private func numbers(_ places: [Int]) -> String { places.map { "\($0 + 1)" }.joined(separator: ", ") }
}

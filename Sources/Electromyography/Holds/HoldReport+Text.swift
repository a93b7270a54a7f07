import Foundation

extension HoldReport {
    /// The report as lines of text for people.
    public var lines: [String] {
        var lines = ["Surface EMG around \(holds.count == 1 ? "a hold" : "\(holds.count) holds")"]
        lines.append(
            "Band \(band.lowerBound.text(0)) to \(band.upperBound.text(0)) Hz; intervals hold 95 of 100 times.")
        for (place, hold) in holds.enumerated() {
            lines.append("")
            lines.append("Hold \(place + 1), \(hold.hold.start.text(1)) to \(hold.hold.end.text(1)) s")
            lines += hold.lines
            lines += hold.traps.map { "  Beware: \($0.text)" }
            if otherSide.indices.contains(place) {
                lines.append("  Other side:")
                lines += otherSide[place].lines.map { "  " + $0 }
                lines += sides[place].lines
            }
        }
        lines.append("")
        lines += traps.map { "Beware: \($0.text)" }
        lines.append(
            "A change counts as real beyond its interval and beyond the retest error: RMS "
                + "\(retest.amplitude.value.text(1)) % (\(retest.amplitude.source.line)), median frequency "
                + "\(retest.medianFrequency.value.text(1)) Hz (\(retest.medianFrequency.source.line)).")
        lines.append("\(Self.notice) (\(Self.noticeSource.line))")
        return lines
    }
}

extension SignalSource {
    /// The source in one line.
    public var line: String { "\(text), \(identifier); \(level.rawValue)" }
}

extension HoldMeasures {
    fileprivate var lines: [String] {
        var lines = HoldPhase.allCases.map { phase in
            let name = "  \(phase.rawValue)".padding(toLength: 10, withPad: " ", startingAt: 0)
            guard let measures = measures(phase) else { return "\(name)no time for it" }
            var parts = [
                "RMS " + (measures.rms?.text(1, "µV") ?? "not measurable"),
                "MAV " + (measures.mav?.text(1, "µV") ?? "not measurable"),
                "mean frequency " + (measures.meanFrequency?.text(1, "Hz") ?? "not measurable"),
                "median frequency " + (measures.medianFrequency?.text(1, "Hz") ?? "not measurable"),
            ]
            if let percent = measures.percentOfReference { parts.append(percent.text(1, "% of reference")) }
            parts.append("\(measures.excluded.text(1)) s left out")
            return name + parts.joined(separator: "; ")
        }
        let verdict = { (isReal: Bool) in isReal ? "a real change" : "not beyond measurement error" }
        if let change = change.rmsPercent {
            lines.append("  RMS after against before: \(change.text(1, "%")): \(verdict(self.change.isRealRMS))")
        }
        if let change = change.medianFrequency {
            lines.append(
                "  Median frequency after against before: \(change.text(1, "Hz")): "
                    + verdict(self.change.isRealMedianFrequency))
        }
        return lines
    }
}

extension SideComparison {
    fileprivate var lines: [String] {
        phases.compactMap { phase in
            phase.rmsRatio.map { "  This side against the other \(phase.phase.rawValue): RMS \($0.text(2, "times"))" }
        }
    }
}

extension Trap {
    /// What to beware of, in a sentence.
    public var text: String {
        switch self {
        case .normalisedToItself:
            "the reference contraction lies in what it measures, so trials can't be compared in per cent of it."
        case .rectified: "the signal seems to be rectified; its frequencies are not those of the muscle."
        case .narrowBand(let low, let high):
            "the band \(low.text(0)) to \(high.text(0)) Hz leaves out part of the muscle's spectrum, which moves the "
                + "median frequency; compare it with the same band only."
        case .rateTooLow(let rate, let upper):
            "\(rate.text(0)) samples per second carry no more than \(upper.text(0)) Hz of the band asked for."
        case .mainsHum(let frequency, let times):
            "mains hum at \(frequency.text(0)) Hz stands \(times.text(0)) times above its surroundings and is still in "
                + "the figures; ask for the mains to be taken out."
        case .tooShort(let phase, let seconds):
            "only \(seconds.text(1)) s are left \(phase.place); the figures are rough."
        case .missing(let phase): "there is no time \(phase.place)."
        case .mostlyExcluded(let phase): "more than half of the time \(phase.place) is left out."
        case .shortHold(let seconds): "the hold lasts \(seconds.text(1)) s; intervals are wide for short stretches."
        }
    }
}

extension HoldPhase {
    fileprivate var place: String {
        switch self {
        case .before: "before the hold"
        case .during: "during the hold"
        case .after: "after the hold"
        }
    }
}

extension Estimate {
    fileprivate func text(_ digits: Int, _ unit: String) -> String {
        "\(value.text(digits)) \(unit) (\(low.text(digits)) to \(high.text(digits)))"
    }
}

extension Double {
    fileprivate func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

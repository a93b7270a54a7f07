import Electromyography
import Foundation
import Records
import Signals

/// What was measured around holds, as blocks of a page.
struct SignalSheet {
    let blocks: [OfficePage.Block]

    init(_ study: HoldStudy, _ recording: SignalRecording, muscle: String?) {
        let details = study.report.details
        var blocks: [OfficePage.Block] = [
            .init(
                facts: .init(
                    "Report",
                    [
                        ("Channel", study.channel),
                        (
                            "Muscle",
                            [muscle, recording.side].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
                        ),
                        ("Other side", study.otherChannel ?? ""),
                        (
                            "Band",
                            details.map { "\($0.bandHz.map(Words.number).joined(separator: " to ")) Hz" } ?? ""
                        ),
                        ("Mains", study.mainsHz.map { "\(Words.number($0)) Hz and multiples taken out" } ?? "left in"),
                        (
                            "Reference contraction",
                            study.reference.map {
                                "\(SignalWords.seconds($0.start)) to \(SignalWords.seconds($0.end)) s, \(Words.number($0.rmsUV)) µV"
                            } ?? ""
                        ), ("Left out", SignalWords.leftOut(study.leftOut)),
                    ]))
        ]
        if !study.warnings.isEmpty {
            blocks.append(.init(text: .init(paragraphs: study.warnings.map { "Beware: \($0)" })))
        }
        for (place, hold) in study.report.holds.enumerated() {
            let own = details.flatMap { $0.holds.indices.contains(place) ? $0.holds[place] : nil }
            let other = study.otherSide.flatMap { $0.holds.indices.contains(place) ? $0.holds[place] : nil }
            blocks.append(.init(table: Self.table(place, hold, own, other)))
            let warnings = study.holdWarnings.indices.contains(place) ? study.holdWarnings[place] : []
            blocks.append(
                .init(text: .init(paragraphs: Self.verdict(hold, own) + warnings.map { "Beware: \($0)" })))
            if study.spectra.indices.contains(place) {
                let picture = SpectrumPicture(study.spectra[place], title: "Hold \(place + 1)")
                if !picture.svg().isEmpty {
                    blocks.append(.init(drawing: .init(svg: picture.svg(width: 900), narrow: picture.svg(width: 340))))
                }
            }
        }
        if let units = study.report.motorUnits { blocks += Self.units(units) }
        let picture = HoldPicture(study.report)
        blocks.append(
            .init(
                drawing: .init(
                    title: "Before, during and after", svg: picture.svg(width: 900), narrow: picture.svg(width: 340))))
        let limits = (details?.retest ?? []).map { limit in
            let unit = limit.unit == "hz" ? "Hz" : "% of the mean of both"
            let name = limit.measure == "rms" ? "Magnitude (RMS)" : "Median frequency"
            // Some notes begin with the level themselves.
            let level = limit.note.hasPrefix(limit.level) ? "" : "\(limit.level): "
            return
                "\(name): more than \(Words.number(limit.value)) \(unit). \(limit.source), \(limit.identifier); \(level)\(limit.note)"
        }
        blocks.append(
            .init(
                text: .init(
                    title: "What counts as a real change",
                    paragraphs: [
                        "Only what lies beyond its own 95 % interval and beyond the published error of measuring twice."
                    ] + limits)))
        self.blocks = blocks
    }

    private static func table(
        _ place: Int, _ hold: HoldReportDocument.Hold, _ details: HoldReportDocument.HoldDetails?,
        _ other: HoldReportDocument.Hold?
    ) -> OfficePage.Table {
        let hasReference = details?.percentOfReference.isEmpty == false
        let hasSides = details?.sideRatio.isEmpty == false
        var headers = ["Stretch", "RMS, µV", "Mean absolute, µV", "Mean frequency, Hz", "Median frequency, Hz"]
        if hasReference { headers.append("% of reference") }
        if hasSides { headers += ["Other side RMS, µV", "This side / other"] }
        headers.append("Left out, s")
        let others = [other?.before, other?.during, other?.after]
        let stretches = [("before", hold.before), ("during", hold.during), ("after", hold.after)]
        let rows = stretches.enumerated().map { number, stretch -> [OfficePage.Table.Cell] in
            let (name, phase) = stretch
            guard let phase else {
                return [.init(name), .init("no time for it")] + headers.dropFirst(2).map { _ in .init("") }
            }
            var cells: [OfficePage.Table.Cell] = [.init(name)]
            cells += [phase.rmsUV, phase.mavUV, phase.mnfHz, phase.mdfHz].map { .init(SignalWords.value($0)) }
            if hasReference { cells.append(.init(SignalWords.value(details?.percentOfReference[name]))) }
            if hasSides {
                cells.append(.init(SignalWords.value(others[number]?.rmsUV)))
                cells.append(.init(SignalWords.value(details?.sideRatio[name])))
            }
            return cells + [.init(Words.number(phase.excludedS))]
        }
        let title = "Hold \(place + 1): \(SignalWords.seconds(hold.start)) to \(SignalWords.seconds(hold.end)) s"
        return .init(title, caption: "\(title); values with their 95 % intervals", headers: headers, rows: rows)
    }

    /// The discharges of motor units, or why there are none.
    private static func units(_ units: HoldReportDocument.MotorUnits) -> [OfficePage.Block] {
        var blocks: [OfficePage.Block] = []
        for (place, hold) in units.holds.enumerated() where !units.silhouettes.isEmpty {
            func cell(_ rate: HoldReportDocument.MotorUnits.Rate?) -> OfficePage.Table.Cell {
                guard let rate else { return .init("no time for it") }
                return .init(
                    rate.rateHz.map { "\(SignalWords.value($0)), \(rate.discharges) discharges" }
                        ?? "too few discharges")
            }
            func row(_ name: String, _ silhouette: Double?, _ stretches: HoldReportDocument.MotorUnits.Stretches)
                -> [OfficePage.Table.Cell]
            {
                [
                    .init(name), .init(silhouette.map { String(format: "%.2f", $0) } ?? ""), cell(stretches.before),
                    cell(stretches.during), cell(stretches.after),
                ]
            }
            let rows =
                [row("all \(units.silhouettes.count)", nil, hold.all)]
                + zip(units.silhouettes, hold.units).enumerated().map { number, pair in
                    row("\(number + 1)", pair.0, pair.1)
                }
            blocks.append(
                .init(
                    table: .init(
                        "Motor units, hold \(place + 1)",
                        caption: "Discharge rates of motor units, hold \(place + 1), in hertz",
                        headers: ["Unit", "Silhouette", "Before, Hz", "During, Hz", "After, Hz"], rows: rows)))
            if let change = hold.changeHz {
                let interval = "\(SignalWords.signed(change.low)) to \(SignalWords.signed(change.high))"
                blocks.append(
                    .init(
                        text: .init(paragraphs: [
                            "Discharge rate, after against before, over the same \(hold.changeUnits) units: \(SignalWords.signed(change.value)) Hz (\(interval)): "
                                + (hold.beyondInterval ? "beyond its interval." : "not beyond its interval.")
                        ])))
            }
        }
        let leftOut =
            units.leftOut.isEmpty
            ? [] : ["Left out: channels \(units.leftOut.map(String.init).joined(separator: ", "))."]
        blocks.append(.init(text: .init(title: "Motor units", paragraphs: [units.notice, units.acceptance] + leftOut)))
        return blocks
    }

    /// What changed from before to after, in sentences.
    private static func verdict(
        _ hold: HoldReportDocument.Hold, _ details: HoldReportDocument.HoldDetails?
    ) -> [String] {
        func sentence(_ name: String, _ value: HoldReportDocument.Value?, _ unit: String, _ isReal: Bool) -> String {
            guard let value else { return "\(name), after against before: not measurable." }
            let interval = "\(SignalWords.signed(value.low)) to \(SignalWords.signed(value.high))"
            return "\(name), after against before: \(SignalWords.signed(value.value)) \(unit) (\(interval)): "
                + (isReal ? "a real change." : "not beyond the error of measurement.")
        }
        return [
            sentence("Magnitude (RMS)", details?.rmsChangePercent, "%", hold.realChange.rms),
            sentence("Median frequency", details?.mdfChangeHz, "Hz", hold.realChange.mdf),
        ]
    }
}

import Access
import Clinic
import Figures
import Foundation
import Outcomes
import Records
import Treatment

/// The course of a complaint over time.
extension OfficePages {
    /// The time line with what it means.
    func course(
        _ record: ClientRecord, _ id: RecordEntry.ID, _ complaint: Complaint, _ product: Product
    ) async throws -> [OfficePage.Block] {
        let names = Dictionary(uniqueKeysWithValues: Exposure.all.map { ($0.id, $0.question.lowercased()) })
        let (course, points) = try await computing.run {
            let words = ChartWords(product)
            return (
                ComplaintCourse(of: id, in: record, title: complaint.title, names: names, words: words),
                PointReturns(of: id, in: record, words: words)
            )
        }
        var blocks: [OfficePage.Block] = [
            .init(
                drawing: .init(
                    title: "Course", svg: course.timeLine.svg(width: 1_000),
                    narrow: course.timeLine.svg(width: 340, prefix: "narrow")))
        ]
        if !points.isEmpty {
            blocks.append(
                .init(
                    table: .init(
                        "Points", caption: "Trigger points that came back, and those that stay away",
                        headers: PointReturns.headers,
                        rows: points.rows.map { row in
                            PointReturns.cells(of: row).map { OfficePage.Table.Cell($0) }
                        })))
            blocks.append(.init(text: .init(paragraphs: points.summary + [points.rule] + points.sources)))
        }
        guard let report = course.report else { return blocks }
        let rows = report.analysis.hypotheses.map { found -> [OfficePage.Table.Cell] in
            [
                .init(report.name(found.exposure)), .init(Words.number(found.ratio)),
                .init("\(Words.number(found.interval.lowerBound)) to \(Words.number(found.interval.upperBound))"),
                .init("\(Int((found.probabilityHarmful * 100).rounded())) %"), .init(report.levels(found)),
                .init(report.words(found.window)),
                .init("\(found.returns)"),
            ]
        }
        blocks.append(
            .init(
                table: .init(
                    "Does something go before the returns?",
                    caption:
                        "Exposures by the evidence that too much or too little of them goes before returns",
                    headers: ["Exposure", "Ratio", "95 % interval", "Harmful with", "Between", "When", "Returns"],
                    rows: rows,
                    empty:
                        "Nothing can be compared yet: it takes at least two returns after a month or more without pain."
                ))
        )
        blocks.append(
            .init(text: .init(title: "One change to try", paragraphs: [report.advice, RecurrenceReport.statement])))
        for (event, trial) in course.trials {
            let title = event.text.isEmpty ? event.factor.replacing("_", with: " ") : event.text
            blocks.append(
                .init(
                    facts: .init(
                        "Since \(event.day): \(title)",
                        [
                            ("Returns before", Self.side(trial.before)), ("Returns since", Self.side(trial.after)),
                            ("What it comes to", ComplaintCourse.words(trial)),
                        ])))
        }
        return blocks
    }

    private static func side(_ side: ChangeTrial.Side) -> String {
        let pain = side.meanPain.map { ", mean pain \(Words.number($0)) of 10" } ?? ""
        return "\(side.returns) in \(side.daysAtRisk) days at risk\(pain)"
    }
}

import Anatomy
import Dispatch
import Examination
import Figures
public import Foundation
import Knowledge
import Reasoning

/// The figures of `tautband simulate clients`.
public struct TrialDocument: Sendable {
    let report: TrialReport
    /// What is left when a kind of evidence is left out, by what is left out.
    let ablation: [(without: String, report: TrialReport)]

    private struct Ablated: Encodable {
        let without: String
        let top1: Double
        let top3: Double
        let ece: Double
        let steps: Double?
    }

    private struct Ablations: Encodable { let ablation: [Ablated] }

    private struct Whole: Encodable {
        let report: TrialReport
        let ablations: Ablations?

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            try ablations?.encode(to: encoder)
        }
    }

    /// One JSON object, keys in snake case.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let rows = ablation.map {
            Ablated(
                without: $0.without, top1: $0.report.stop.top1, top3: $0.report.stop.top3, ece: $0.report.stop.ece,
                steps: $0.report.stop.steps
            )
        }
        return try encoder.encode(Whole(report: report, ablations: rows.isEmpty ? nil : Ablations(ablation: rows)))
    }

    /// Every client as one line of JSON: origins, rankings, findings, why the path ended.
    public func details() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Data(try report.details.flatMap { try encoder.encode($0) + Data("\n".utf8) })
    }

    /// The figures as a table for a terminal.
    public func text() -> String {
        func row(_ name: String, _ figures: TrialReport.Figures) -> String {
            let shares = [figures.top1, figures.top3, figures.top5].map { column(share($0), 7) }.joined()
            let errors = [figures.ece, figures.eceFirst, figures.brier].map { column(decimal($0), 8) }.joined()
            return name.padding(toLength: 24, withPad: " ", startingAt: 0) + shares + errors
                + column(figures.steps.map(decimalShort) ?? "", 7)
        }
        var lines = [
            "\(report.clients) synthetic clients, seed \(report.seed). \(report.statement)", "",
            "".padding(toLength: 24, withPad: " ", startingAt: 0)
                + ["top 1", "top 3", "top 5"].map { column($0, 7) }.joined()
                + ["ECE", "ECE 1st", "Brier"].map { column($0, 8) }.joined() + column("steps", 7),
            row("drawing alone", report.drawing), row("after 5 steps", report.afterFive), row("at stop", report.stop),
        ]
        lines += ablation.map { row($0.without, $0.report.stop) }
        if let teaching = report.teaching, let random = report.random {
            lines += [
                "",
                "steps to the same confidence (median of \(teaching.clients) clients): shortest \(decimalShort(teaching.shortest)), "
                    + "as taught \(decimalShort(teaching.steps)), random \(decimalShort(random.steps))",
            ]
        }
        lines += [
            "false all-clear: \(share(report.falseAllClear)) of the \(report.clientsWithNerveOrOrgan) clients with a nerve or "
                + "an organ among the origins ended in treating a muscle",
            "ended because: " + list(report.stopped), "concluded: " + list(report.concluded), "",
            "reliability at stop (said, came true, n):",
        ]
        for bin in report.stop.reliability where bin.count > 0 {
            lines.append(
                "  \(column(decimal(bin.said), 7)) \(column(decimal(bin.came), 7)) \(column("\(bin.count)", 7))")
        }
        return lines.joined(separator: "\n")
    }

    /// The reliability curves of drawing and stop as one SVG document.
    public func reliabilityFigure() -> String {
        ReliabilityChart(
            title: "Stated probability and what came true, \(report.clients) synthetic clients",
            note: report.statement,
            curves: [("drawing alone", report.drawing), ("at stop", report.stop)].map { name, figures in
                ReliabilityChart.Curve(
                    name: name,
                    points: figures.reliability.filter { $0.count >= 10 }.map {
                        (said: $0.said, came: $0.came, count: $0.count)
                    }
                )
            }
        ).svg()
    }
}

extension Product {
    /// Examines synthetic clients.
    public func trial(clients count: Int, seed: UInt64, ablation: Bool, comparesOrders: Bool = true) -> TrialDocument {
        let trial = ExaminationTrial(assessor: assessor, surface: surface)
        var rows: [(without: String, report: TrialReport)] = []
        if ablation {
            let parts: [(String, Set<StepKind>)] = [
                ("without palpation", [.palpation]), ("without movement", [.movement, .strength]),
                ("without tests", [.test]), ("without questions", [.question]),
            ]
            for (name, left) in parts {
                var options = ExaminationTrial.Options()
                options.kinds.subtract(left)
                options.comparedOrders = 0
                rows.append((name, trial.run(clients: count, seed: seed, options: options)))
            }
        }
        var options = ExaminationTrial.Options()
        if !comparesOrders { options.comparedOrders = 0 }
        return TrialDocument(report: trial.run(clients: count, seed: seed, options: options), ablation: rows)
    }
}

extension Product {
    /// Milliseconds that it takes to weigh 300 candidate steps of synthetic clients, their joint states included.
    public func stepTimes(clients count: Int) throws -> [Double] {
        var clients = SyntheticClients(knowledge: knowledge, surface: surface, seed: 1)
        let movements = knowledge.vocabulary.movements.flatMap {
            [ExaminationItem(.range($0.id)), ExaminationItem(.strength($0.id))]
        }
        let pressing = knowledge.sources.filter { $0.id.kind == .muscle }.map { ExaminationItem(.pressing($0.id)) }
        let tests = knowledge.tests.map { ExaminationItem(.test(Term.ID($0.id))) }
        let items = Array((tests.prefix(80) + movements.prefix(100) + pressing).prefix(300))
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        var times: [Double] = []
        while times.count < count {
            guard let client = clients.next() else { continue }
            let assessment = try assessor.assess(client.presentation, options: options)
            let start = DispatchTime.now().uptimeNanoseconds
            let gains = assessment.forecaster?.gains(of: items) ?? []
            let passed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
            if gains.count == items.count { times.append((passed * 100).rounded() / 100) }
        }
        return times
    }
}

private func share(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
private func decimal(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
private func decimalShort(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
private func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 1)) + text
}
private func list(_ shares: [String: Double]) -> String {
    shares.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \(share($0.value))" }
        .joined(separator: ", ")
}

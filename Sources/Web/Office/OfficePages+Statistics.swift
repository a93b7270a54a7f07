import Access
import Clinic
import Figures
import Foundation
import Hummingbird
import Outcomes
import Records
import Treatment

/// Returns across the clients of a practice.
extension OfficePages {
    func addStatistics(to router: OfficeRouter) {
        router.on(.get, "/statistics", .owner) { call in
            let author = try call.signedIn().author
            guard let practice = author.practice else { throw RecordsError.notFound }
            return try answer(try await statistics(survey.progress(of: practice), author), to: call)
        }
        router.on(.post, "/statistics", .owner) { call in
            _ = try await Form(call)
            let author = try call.signedIn().author
            guard let practice = author.practice else { throw RecordsError.notFound }
            survey.begin(practice, records: office.records, by: author)
            return .see("/statistics")
        }
    }

    private func statistics(_ progress: ReturnSurvey.Progress?, _ author: Author) async throws -> OfficePage {
        var page = OfficePage(
            "Returns across clients",
            lead: [
                "How long the pain stays away after treatment, by what was treated, counted over all clients of the practice who keep a diary. Each client counts once, with the first month without pain after a hold. Groups of fewer than 10 clients are not shown."
            ], width: "wide", [])
        switch progress {
        case nil:
            page.blocks = [begin("Count now")]
        case .running(let done, let all):
            page.blocks = [
                .init(
                    mount: .init(
                        "counting", ["said": all == 0 ? "It has begun." : "\(done) of \(all) clients so far."],
                        without: "Counting: \(done) of \(all) clients so far.")),
                .init(text: .init(link: .init(name: "Look now", href: "/statistics"))),
            ]
        case .failed(let reason):
            page.message = "Counting stopped: \(reason)"
            page.isWarning = true
            page.blocks = [begin("Try again")]
        case .done(let found, let clients, let at):
            let zone = try await office.records.practice(for: author).timeZone
            page.blocks = Self.blocks(found, clients: clients, ChartWords(try await product()))
            page.blocks.append(
                .init(
                    text: .init(paragraphs: [
                        "Counted \(Words.time(at, in: zone)) over \(clients) clients with a diary."
                    ])))
            page.blocks.append(begin("Count again"))
        }
        return page
    }

    private func begin(_ button: String) -> OfficePage.Block {
        .init(form: .init("Count", action: "/statistics", button: button, []))
    }

    // MARK: What was found

    private static func blocks(
        _ found: ReturnStatistics, clients: Int, _ words: ChartWords
    ) -> [OfficePage.Block] {
        guard let all = found.all else {
            return [
                .init(
                    text: .init(
                        title: "Too few to show",
                        paragraphs: [
                            "Fewer than \(found.minimum) of the \(clients) clients with a diary have been without pain for a month after a treatment. With so few, a count would tell about persons."
                        ]))
            ]
        }
        var blocks: [OfficePage.Block] = [figure([("all", all)], title: "Without a return, all clients")]
        if let (treated, untreated) = found.byCause {
            blocks.append(
                figure(
                    [("a cause was treated", treated), ("no cause was treated", untreated)],
                    title: "By whether something that keeps it alive was treated"))
            let p = found.comparison.map { " Log-rank test: p \(pValue($0.pValue))." } ?? ""
            blocks.append(
                .init(
                    text: .init(paragraphs: [
                        "Treated means: marked as treated by the first day of the month without pain.\(p) Clients were not assigned by chance: those whose cause was treated may differ in other ways."
                    ])))
        } else {
            blocks.append(
                .init(
                    text: .init(
                        title: "By whether a cause was treated",
                        paragraphs: ["Not shown: one of the two groups has fewer than \(found.minimum) clients."])))
        }
        var rows = [row("All", all)]
        if let (treated, untreated) = found.byCause {
            rows += [row("A cause was treated", treated), row("No cause was treated", untreated)]
        }
        rows += found.byPoint.map { row(words.source($0.name, side: ""), $0) }
        let hidden =
            found.hiddenPoints == 0
            ? "" : " \(found.hiddenPoints) further points are not shown: too few clients, or all but too few."
        blocks.append(
            .init(
                table: .init(
                    "By what was treated",
                    caption: "Shares without a return, Kaplan-Meier with 95 % intervals.\(hidden)",
                    headers: [
                        "Group", "Clients", "Returns", "Half returned by", "Free at 60 days", "Free at 90 days",
                        "Free at 180 days",
                    ],
                    rows: rows)))
        return blocks
    }

    private static func figure(
        _ groups: [(name: String, group: ReturnStatistics.Group)], title: String
    ) -> OfficePage.Block {
        let curves = groups.map { name, group in
            SurvivalChart.Curve(
                name: "\(name) (\(group.people) clients)",
                steps: group.steps.map {
                    .init(
                        day: $0.time, share: $0.survival, low: $0.interval?.lowerBound ?? $0.survival,
                        high: $0.interval?.upperBound ?? $0.survival)
                }, lastDay: group.lastDay)
        }
        let chart = SurvivalChart(title: title, curves: curves)
        return .init(
            drawing: .init(
                title: title, svg: chart.svg(width: 720), narrow: chart.svg(width: 340),
                caption:
                    "Days since the first day without pain; a return can only be seen after the first month. Bands: 95 % intervals."
            ))
    }

    private static func row(_ name: String, _ group: ReturnStatistics.Group) -> [OfficePage.Table.Cell] {
        func free(_ day: Double) -> String {
            guard let (share, interval) = group.without(by: day) else { return "too few watched" }
            let percent = { (value: Double) in "\(Int((value * 100).rounded()))" }
            return "\(percent(share)) %"
                + (interval.map { " (\(percent($0.lowerBound)) to \(percent($0.upperBound)))" } ?? "")
        }
        return [
            .init(name), .init("\(group.people)"), .init("\(group.returns)"),
            .init(group.median.map { "\(Int($0)) days" } ?? "later than shown"), .init(free(60)), .init(free(90)),
            .init(free(180)),
        ]
    }

    private static func pValue(_ value: Double) -> String {
        value < 0.001 ? "< 0.001" : "= \((value * 1000).rounded() / 1000)"
    }
}

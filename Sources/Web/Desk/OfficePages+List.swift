import Access
import Directory
import Foundation
import Hummingbird
import Places
import Reception
import Records

/// Taking practitioners over from a list.
extension OfficePages {
    func addList(to router: OfficeRouter) {
        router.on(.get, "/desk/list", .owner) { call in try answer(Self.list("", nil), to: call) }
        router.on(.post, "/desk/list", .owner) { call in
            let identity = try call.signedIn()
            let form = try await MultipartForm(call, largestFile: 5_000_000)
            guard identity.isOwn(form["csrf"]) else {
                throw HTTPError(.forbidden, message: "this form is out of date; load the page again")
            }
            let gazetteer = try await gazetteer(call)
            let zone = try await office.records.practice(for: identity.author).timeZone
            return try await trying {
                guard let bytes = form.file("file"), let text = String(validating: bytes, as: UTF8.self) else {
                    throw RecordsError.invalid(field: "file", value: "", reason: "is missing or not in UTF-8")
                }
                let reader = ListReader(
                    practice: identity.account.practice, zone: zone, now: reception.clock()
                ) { town, country in
                    guard let place = gazetteer.search("\(town), \(country)", limit: 1).first?.place,
                        let position = ServicePlace.Position(degrees: place.point.latitude, place.point.longitude)
                    else { return nil }
                    return (place.name, place.country.code, position)
                }
                let reports = try await office.records.takeOver(try reader.rows(of: text), by: identity.author)
                return try answer(Self.list("", reports), to: call)
            } orElse: { error in
                try answer(Self.list("", nil, error), to: call, status: .unprocessableContent)
            }
        }
    }

    private static func list(
        _ typed: String, _ reports: [ListedRow.Report]?, _ error: RecordsError? = nil
    ) -> OfficePage {
        var form = OfficePage.FormBlock(
            action: "/desk/list", button: "Take over",
            [
                .line(
                    "file", "File in CSV", "",
                    hint:
                        "First row: name, town, country, issuer, title, issued; if you have them number, hours, expires, languages, conditions, about.",
                    type: "file", longest: 200)
            ].with(error))
        form.sendsFile = true
        var page = OfficePage(
            "Practitioners from a list",
            lead: [
                "Each becomes public once a steward has checked the training of the row. A row that is there already is passed over."
            ], width: "wide", [.init(form: form)])
        if let reports {
            let added = reports.filter { $0.outcome == .added }.count
            page.message = "\(added) of \(reports.count) were taken over."
            page.blocks.append(
                .init(
                    table: .init(
                        "Rows", caption: "What became of each row", headers: ["Line", "Result"],
                        rows: reports.map { report in
                            switch report.outcome {
                            case .added: [.init("\(report.line)"), .init("added")]
                            case .known: [.init("\(report.line)"), .init("is there already")]
                            case .refused(let field, let value, let reason):
                                [.init("\(report.line)"), .init("not taken: \(field) “\(value)” \(reason)")]
                            }
                        })))
        }
        return page
    }
}

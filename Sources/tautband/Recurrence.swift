import ArgumentParser
import Figures
import Foundation
import Outcomes
import Treatment

/// `tautband recurrence`: returns of pain in a diary, and what goes before them.
struct Recurrence: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the returns of pain in a diary, and which exposures go before them.",
        discussion: """
            The diary is a CSV file with a header: date,pain,<exposure>... One line a day, dates such as 2026-05-31, pain 0 to \
            10, exposures as numbers or yes and no, empty where not known. A hypothesis to try, no proof of a cause.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, svg }

    @Option(help: "The diary, a CSV file; - reads standard input.")
    var diary: String

    @Option(help: "text, json or svg.")
    var format: Format = .text

    @Option(help: "Width of the picture in pixels.")
    var width: Double = 1_000

    func run() throws {
        let data: Data
        if diary == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            do { data = try Data(contentsOf: URL(fileURLWithPath: diary)) } catch {
                throw Failure("\(diary): cannot be read")
            }
        }
        guard data.count <= 50_000_000 else { throw Failure("\(diary): larger than 50 MB") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Failure("\(diary): not UTF-8 text") }
        let report: RecurrenceReport
        do {
            report = try RecurrenceReport(of: try Diary(text: text))
        } catch let error as DiaryError {
            throw Failure("\(diary): \(error)")
        } catch ExposureAnalysisError.tooLarge(let size) {
            throw Failure("\(diary): \(size) days times exposures; at most \(ExposureAnalysis.maximumSize)")
        }
        switch format {
        case .text: print(report.text())
        case .json: print(String(decoding: try report.json(), as: UTF8.self))
        case .svg: print(report.timeLine(title: "Pain and what goes before its returns").svg(width: width))
        }
    }
}

import Foundation
import Records
import Treatment

extension ChartWords {
    /// An entry in one line.
    func entry(_ entry: RecordEntry) -> String {
        switch entry.body {
        case .visit(let visit): "the visit began \(Words.time(visit.started, in: visit.zone))"
        case .note(let note): "\(note.part.rawValue.capitalized): \(note.text)"
        case .hold(let hold): self.hold(hold)
        case .measurement(let value):
            "\(measured(value)) (\(value.source == nil ? value.phase.rawValue : "by the client, at home"))"
        case .finding(let finding): self.finding(finding)
        case .recording(let recording): SignalWords.line(recording)
        default: entry.body.kind.rawValue
        }
    }

    /// Who struck an entry out, when and why.
    func struck(_ entry: RecordEntry, by name: String, zone: String) -> String {
        "struck out by \(name) on \(Words.time(entry.at, in: zone)): \(entry.reason)"
    }
}

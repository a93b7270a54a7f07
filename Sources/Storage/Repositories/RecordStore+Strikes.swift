import Foundation
public import Records

extension RecordStore {
    public func strike(
        _ entry: RecordEntry.ID, _ strike: Strike, of client: Client.ID, by author: Author
    ) async throws -> RecordEntry {
        try await again {
            try await work(author) { work in
                let subject = try work.visible(client, to: .editNote)
                let cipher = try work.cipher(subject.practice)
                guard let newest = try work.newestVersion(entry),
                    let before = try work.storedEntry(entry, version: newest, cipher), before.client == client
                else { throw RecordsError.notFound }
                // Holds the visit, so that it is not signed meanwhile.
                if let visit = before.visit { try work.checkPlace(visit, .visit, of: client) }
                let event: AuditEvent.Action = strike.act == .strike ? .entryStruck : .entryRestored
                func trace(_ detail: String) throws {
                    try work.audit(AuditEvent(event, object: "client:\(client)", detail: detail))
                }
                guard let next = try strike.version(after: before, at: work.now, by: author.account) else {
                    try trace("entry:\(entry) repeated")
                    return before
                }
                try work.insert(next, practice: subject.practice, cipher)
                try trace("entry:\(entry) \(before.body.kind.rawValue) \(next.version)")
                return next
            }
        }
    }
}

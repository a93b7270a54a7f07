import Access
import Foundation
import Outcomes
import Records
import Synchronization
import Treatment

/// Counts returns across the clients of a practice, in the background: a large practice takes a while.
///
/// What was counted stays in memory, for each practice the last time alone.
final class ReturnSurvey: Sendable {
    /// How far a count is.
    enum Progress: Sendable {
        case running(done: Int, of: Int)
        case done(ReturnStatistics, clients: Int, at: Date)
        case failed(String)
    }

    private let state = Mutex<[Practice.ID: Progress]>([:])

    func progress(of practice: Practice.ID) -> Progress? { state.withLock { $0[practice] } }

    /// Begins to count unless that is under way.
    func begin(_ practice: Practice.ID, records: any EntryRepository, by author: Author) {
        let isNew = state.withLock { state in
            if case .running? = state[practice] { return false }
            state[practice] = .running(done: 0, of: 0)
            return true
        }
        guard isNew else { return }
        Task(priority: .utility) {
            do {
                let counted = try await count(practice, records, author)
                set(practice, .done(counted.statistics, clients: counted.clients, at: Date()))
            } catch {
                set(practice, .failed("\(error)"))
            }
        }
    }

    private func count(
        _ practice: Practice.ID, _ records: any EntryRepository, _ author: Author
    ) async throws -> PracticeReturns {
        let clients = try await records.diarists(for: author)
        var returns = PracticeReturns()
        let batch = 50
        for start in stride(from: 0, to: clients.count, by: batch) {
            set(practice, .running(done: start, of: clients.count))
            let some = Array(clients[start..<min(start + batch, clients.count)])
            let found = try await records.entries(of: PracticeReturns.kinds, across: some, for: author)
            for client in some { if let entries = found[client] { returns.take(ClientRecord(entries)) } }
        }
        return returns
    }

    private func set(_ practice: Practice.ID, _ progress: Progress) { state.withLock { $0[practice] = progress } }
}

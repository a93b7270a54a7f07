import Foundation
import Records
import Synchronization

/// Long work on recordings: one piece each, how far it is, and a way to end it.
final class RecordingWorks: Sendable {
    /// How far a piece of work is, as the page shows it.
    struct Standing: Encodable, Sendable {
        enum State: String, Encodable, Sendable { case none, running, done, failed, cancelled }

        var state: State
        /// From 0 to 1.
        var share: Double
        /// Where the result is.
        var to: String?
        /// What is wrong, in a sentence, with the field of the form.
        var problem: String?
        var field: String?

        static let none = Standing(state: .none, share: 0)
    }

    /// Tells how far the work is; asks whether it is to end.
    final class Progress: Sendable {
        private let state = Mutex((share: 0.0, isCancelled: false))

        var share: Double { state.withLock { $0.share } }

        func cancel() { state.withLock { $0.isCancelled = true } }

        /// - Throws: `CancellationError` when the work was given up.
        func report(_ share: Double) throws {
            let isCancelled = state.withLock { state in
                state.share = min(max(share, state.share), 1)
                return state.isCancelled
            }
            if isCancelled { throw CancellationError() }
        }
    }

    private struct Work {
        let account: Account.ID?
        let progress: Progress
        let began: Date
        var outcome: Standing?
    }

    private let works = Mutex<[StoredRecording.ID: Work]>([:])

    /// Begins the work on a recording in the background.
    ///
    /// - Throws: ``RecordsError/inProgress`` when some is under way already.
    func begin(
        _ id: StoredRecording.ID, by author: Author,
        _ work: @escaping @Sendable (Progress) async throws -> String
    ) throws(RecordsError) {
        let progress = try enter(id, author)
        Task { _ = await self.carryOut(id, progress, work) }
    }

    /// Does the work and waits for it.
    ///
    /// - Throws: ``RecordsError/inProgress`` when some is under way already, and what the work throws.
    func wait(
        _ id: StoredRecording.ID, by author: Author,
        _ work: @escaping @Sendable (Progress) async throws -> String
    ) async throws -> String {
        let progress = try enter(id, author)
        return try await carryOut(id, progress, work).get()
    }

    private func enter(_ id: StoredRecording.ID, _ author: Author) throws(RecordsError) -> Progress {
        let progress = Progress()
        let isFree = works.withLock { works in
            // What ended long ago is asked for by nobody.
            works = works.filter { $0.value.outcome == nil || $0.value.began.timeIntervalSinceNow > -3_600 }
            if let work = works[id], work.outcome == nil { return false }
            works[id] = Work(account: author.account, progress: progress, began: Date())
            return true
        }
        guard isFree else { throw .inProgress }
        return progress
    }

    private func carryOut(
        _ id: StoredRecording.ID, _ progress: Progress,
        _ work: @Sendable (Progress) async throws -> String
    ) async -> Result<String, any Error> {
        let result: Result<String, any Error>
        do { result = .success(try await work(progress)) } catch { result = .failure(error) }
        let outcome: Standing =
            switch result {
            case .success(let path): Standing(state: .done, share: 1, to: path)
            case .failure(let error) where error is CancellationError:
                Standing(state: .cancelled, share: progress.share)
            case .failure(let error): Self.failed(error, progress.share)
            }
        works.withLock { $0[id]?.outcome = outcome }
        return result
    }

    /// An error in the words of the page.
    private static func failed(_ error: any Error, _ share: Double) -> Standing {
        var standing = Standing(state: .failed, share: share, problem: "It did not work; please try again.")
        switch error as? RecordsError {
        case .invalid(let field, let value, let reason):
            standing.field = field
            let isSentence = reason.first?.isUppercase == true
            standing.problem =
                isSentence ? reason : [field.replacing("_", with: " "), value, reason].joined(separator: " ")
        case .stale: standing.problem = Words.stale
        case .unavailable(let reason): standing.problem = reason
        case .overloaded: standing.problem = "Too much is being worked on at the moment; please try again soon."
        default: break
        }
        return standing
    }

    /// How far the work on a recording is; that of others is told to nobody.
    func standing(_ id: StoredRecording.ID, for author: Author) -> Standing {
        works.withLock { works in
            guard let work = works[id], work.account == author.account else { return .none }
            return work.outcome ?? Standing(state: .running, share: work.progress.share)
        }
    }

    /// Ends the work on a recording soon; nothing of it is kept.
    func cancel(_ id: StoredRecording.ID, by author: Author) {
        works.withLock { works in
            guard let work = works[id], work.account == author.account else { return }
            work.progress.cancel()
        }
    }
}

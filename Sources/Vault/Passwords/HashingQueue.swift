import Dispatch
import Synchronization

/// Runs blocking work on threads of its own, a few at once, and refuses what would wait too long.
///
/// A waiting piece is not withdrawn when its task is cancelled; the bound keeps the wait short.
package final class HashingQueue: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let atOnce: Int
    private let longestLine: Int
    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "tautband.vault.hashing", qos: .userInitiated, attributes: .concurrent)

    /// At least one piece runs at once; `waiting` may be 0.
    package init(atOnce: Int, waiting: Int) {
        self.atOnce = max(1, atOnce)
        longestLine = max(0, waiting)
    }

    /// Runs the work and suspends until it is done.
    ///
    /// - Throws: ``VaultError/busy`` when the line is full, and what the work throws.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isAccepted = submit { continuation.resume(with: Result { try work() }) }
            if !isAccepted { continuation.resume(throwing: VaultError.busy) }
        }
    }

    /// Starts the job or puts it in line; `false` when the line is full.
    package func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        enum Decision { case start, wait, refuse }
        let decision: Decision = state.withLock { state in
            if state.running < atOnce {
                state.running += 1
                return .start
            }
            guard state.waiting.count < longestLine else { return .refuse }
            state.waiting.append(job)
            return .wait
        }
        if decision == .start { threads.async { self.work(from: job) } }
        return decision != .refuse
    }

    private func work(from first: @escaping @Sendable () -> Void) {
        var next: (@Sendable () -> Void)? = first
        while let job = next {
            job()
            next = state.withLock { state in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.running -= 1
                return nil
            }
        }
    }
}

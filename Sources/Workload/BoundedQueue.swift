import Dispatch
import Synchronization

/// Runs blocking or long work on threads of its own, a few pieces at once, and refuses what would wait too long.
///
/// A waiting piece is not withdrawn when its task is cancelled; the bound keeps the wait short.
public final class BoundedQueue: Sendable {
    /// As many pieces are waiting as may; try again in some seconds (HTTP 503).
    public struct Full: Error { public init() {} }

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let atOnce: Int
    private let longestLine: Int
    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "tautband.workload", qos: .userInitiated, attributes: .concurrent)

    /// At least one piece runs at once; `waiting` may be 0.
    public init(atOnce: Int, waiting: Int) {
        self.atOnce = max(1, atOnce)
        longestLine = max(0, waiting)
    }

    /// Runs the work and suspends until it is done.
    ///
    /// - Throws: ``Full`` when the line is full, and what the work throws.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isAccepted = submit { continuation.resume(with: Result { try work() }) }
            if !isAccepted { continuation.resume(throwing: Full()) }
        }
    }

    /// Starts the job or puts it in line; `false` when the line is full.
    public func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
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

import Synchronization

/// What `work` gives within `limit`; `nil` when it takes longer or throws.
///
/// Late work goes on by itself, unheard.
public func inTime<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async -> Value? {
    await withCheckedContinuation { (continuation: CheckedContinuation<Value?, Never>) in
        let answer = FirstAnswer(continuation)
        Task { answer.give(try? await work()) }
        Task {
            try? await Task.sleep(for: limit)
            answer.give(nil)
        }
    }
}

/// Resumes once, with what comes first.
private final class FirstAnswer<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Value?, Never>?>

    init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }

    func give(_ value: Value?) {
        let waiting = continuation.withLock { held in
            defer { held = nil }
            return held
        }
        waiting?.resume(returning: value)
    }
}

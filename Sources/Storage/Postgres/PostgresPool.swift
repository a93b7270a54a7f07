import Dispatch
import Synchronization

/// A place for one connection and the thread that it blocks.
///
/// `connection` is touched on `queue` alone.
// Unchecked because the compiler does not know that the serial queue guards `connection`.
final class PostgresPlace: @unchecked Sendable {
    let queue: DispatchQueue
    var connection: PostgresConnection?

    init(_ number: Int) { queue = DispatchQueue(label: "tautband.postgres.\(number)") }
}

/// A fixed number of places, given out first come, first served.
final class PostgresPool: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<PostgresPlace, any Error>
    }

    private struct State {
        /// The one used last is given out first: it is the least likely to have gone stale.
        var free: [PostgresPlace]
        var waiters: [Waiter] = []
        var next = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let places: [PostgresPlace]
    private let patience: Double
    private let state: Mutex<State>
    private let timer = DispatchQueue(label: "tautband.postgres.timer")

    /// Makes a pool without a connection; `patience` is the time to wait for a place, in seconds.
    init(places count: Int, patience: Double) {
        places = (0..<max(count, 1)).map { PostgresPlace($0) }
        self.patience = patience
        state = Mutex(State(free: places))
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Takes a place; whoever has it gives it back with ``release(_:)``.
    ///
    /// - Throws: ``StorageError/contended(_:)`` when none became free in time, ``StorageError/disconnected(_:)`` when
    ///   the pool is closed.
    func acquire() async throws -> PostgresPlace {
        try await withCheckedThrowingContinuation { continuation in
            enum Outcome {
                case place(PostgresPlace)
                case waiting(Int)
                case closed
            }
            let outcome = state.withLock { state -> Outcome in
                guard !state.isClosed else { return .closed }
                if let place = state.free.popLast() { return .place(place) }
                state.next += 1
                state.waiters.append(Waiter(number: state.next, continuation: continuation))
                return .waiting(state.next)
            }
            switch outcome {
            case .place(let place): continuation.resume(returning: place)
            case .closed: continuation.resume(throwing: StorageError.disconnected("the store is closed"))
            case .waiting(let number):
                timer.asyncAfter(deadline: .now() + patience) { [weak self] in self?.giveUp(number) }
            }
        }
    }

    private func giveUp(_ number: Int) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: StorageError.contended("no connection to the database became free"))
    }

    func release(_ place: PostgresPlace) {
        let (waiter, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            guard state.waiters.isEmpty else { return (state.waiters.removeFirst(), []) }
            state.free.append(place)
            guard state.free.count == places.count else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        waiter?.continuation.resume(returning: place)
        closers.forEach { $0.resume() }
    }

    /// Turns away who waits or comes, lets what is under way finish and ends all connections.
    func close() async {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        waiters.forEach { $0.continuation.resume(throwing: StorageError.disconnected("the store is closed")) }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                guard state.free.count < places.count else { return true }
                state.closers.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
        for place in places {
            await withCheckedContinuation { continuation in
                place.queue.async {
                    place.connection = nil
                    continuation.resume()
                }
            }
        }
    }
}

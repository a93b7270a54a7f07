import Foundation
import Records
import Workload

/// Where long computations run: off the threads that serve requests, as many at once as there are processors.
struct Computing: Sendable {
    private let queue: BoundedQueue

    init(waiting: Int = 64) {
        queue = BoundedQueue(atOnce: ProcessInfo.processInfo.activeProcessorCount, waiting: waiting)
    }

    /// Runs the work and suspends until it is done.
    ///
    /// - Throws: ``RecordsError/overloaded(seconds:)`` when too much is waiting, and what the work throws.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        do { return try await queue.run(work) } catch is BoundedQueue.Full {
            throw RecordsError.overloaded(seconds: 5)
        }
    }
}

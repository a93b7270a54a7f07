import Dispatch
import Testing
import Workload

private struct Mishap: Error, Equatable {}

struct BoundedQueueTests {
    @Test func `a full line refuses and serves those in line`() async throws {
        let queue = BoundedQueue(atOnce: 2, waiting: 1)
        let gate = DispatchSemaphore(value: 0)
        #expect(queue.submit { gate.wait() })
        #expect(queue.submit { gate.wait() })
        let (served, continuation) = AsyncStream.makeStream(of: Int.self)
        #expect(queue.submit { continuation.yield(1) })
        #expect(!queue.submit {})
        await #expect(throws: BoundedQueue.Full.self) { try await queue.run { 1 } }
        gate.signal()
        gate.signal()
        #expect(await served.first { _ in true } == 1)
    }

    @Test func `after a flood the line is free again`() async throws {
        let queue = BoundedQueue(atOnce: 1, waiting: 4)
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { (try? await queue.run { true }) ?? false } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results >= 1)
        #expect(try await queue.run { "free" } == "free")
    }

    @Test func `what the work throws comes out`() async {
        let queue = BoundedQueue(atOnce: 0, waiting: -1)
        await #expect(throws: Mishap()) { try await queue.run { throw Mishap() } }
    }
}

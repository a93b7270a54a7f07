import Testing
import Workload

struct InTimeTests {
    @Test func `what is ready in time comes out`() async {
        #expect(await inTime(.seconds(30)) { 7 } == 7)
    }

    @Test func `what takes too long gives nothing and is not waited for`() async {
        let (never, _) = AsyncStream.makeStream(of: Int.self)
        let answer = await inTime(.milliseconds(20)) { await never.first { _ in true } ?? 0 }
        #expect(answer == nil)
    }

    @Test func `what throws gives nothing`() async {
        struct Mishap: Error {}
        let answer: Int? = await inTime(.seconds(30)) { throw Mishap() }
        #expect(answer == nil)
    }
}

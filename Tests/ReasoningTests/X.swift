import Testing
@Test func xReasoning() {}

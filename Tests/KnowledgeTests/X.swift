import Testing
@Test func xKnowledge() {}

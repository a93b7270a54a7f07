import Testing
@Test func xFigures() {}

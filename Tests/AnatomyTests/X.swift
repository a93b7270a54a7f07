import Testing
@Test func xAnatomy() {}

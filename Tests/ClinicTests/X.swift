import Testing
@Test func xClinic() {}

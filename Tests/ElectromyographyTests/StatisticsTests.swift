import Electromyography
import Testing

@Suite struct StatisticsTests {
    @Test(arguments: ScipyOracle.quantiles)
    func `quantiles of Student's t are scipy's`(oracle: (probability: Double, freedom: Double, value: Double)) {
        let own = StudentT.quantile(oracle.probability, freedom: oracle.freedom)
        #expect(abs(own - oracle.value) < 1e-9 * abs(oracle.value))
    }

    @Test func `what is no probability has no quantile`() {
        #expect(StudentT.quantile(1, freedom: 3).isNaN)
        #expect(StudentT.quantile(0.5, freedom: 0).isNaN)
        #expect(StudentT.quantile(0.5, freedom: 9) == 0)
    }

    @Test func `a line needs three points at different places`() throws {
        #expect(throws: SignalError.self) { try LineFit(x: [1, 2], y: [1, 2]) }
        #expect(throws: SignalError.self) { try LineFit(x: [1, 1, 1], y: [1, 2, 3]) }
        #expect(throws: SignalError.self) { try LineFit(x: [1, 2, 3], y: [1, 2]) }
        #expect(throws: SignalError.self) { try LineFit(x: [1, 2, 3], y: [1, .nan, 2]) }
        let exact = try LineFit(x: [0, 1, 2, 3], y: [5, 3, 1, -1])
        #expect(exact.slope == -2 && exact.intercept == 5 && exact.slopeEstimate().excludes(0))
    }
}

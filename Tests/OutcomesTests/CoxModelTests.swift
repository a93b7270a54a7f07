import Outcomes
import Testing

@Suite struct CoxModelTests {
    private func fitted(_ rows: [CoxRow]) throws -> CoxModel? {
        guard case .fitted(let model) = try CoxModel.fit(rows) else { return nil }
        return model
    }

    private func row(_ stop: Double, _ isEvent: Bool, _ x: Double...) throws -> CoxRow {
        try CoxRow(stop: stop, isEvent: isEvent, covariates: x)
    }

    @Test func `one covariate by hand`() throws {
        // Events at 1 (x=1 of {1,0,1,0}), 2 (x=0 of {0,1,0}) and 3 (x=1 of {1,0}), with r = e^b:
        // r/(2r+2) · 1/(r+2) · r/(r+1), whose logarithm is steepest where 2 = 2r/(r+1) + r/(r+2): r² - r - 4 = 0.
        let model = try #require(try fitted([row(1, true, 1), row(2, true, 0), row(3, true, 1), row(4, false, 0)]))
        let coefficient = try #require(model.coefficients.first)
        #expect(abs(coefficient.ratio - (1 + 17.0.squareRoot()) / 2) < 1e-8)
        let r = coefficient.ratio
        let information = 2 * r / ((r + 1) * (r + 1)) + 2 * r / ((r + 2) * (r + 2))
        #expect(abs(coefficient.standardError - 1 / information.squareRoot()) < 1e-8)
    }

    @Test func `ties, late entry and covariates that change agree with lifelines and statsmodels`() throws {
        let rows = try SurvivalOracle.rows.map {
            try CoxRow(start: $0.start, stop: $0.stop, isEvent: $0.isEvent, covariates: [$0.fixed, $0.varying])
        }
        let model = try #require(try fitted(rows))
        for place in 0..<2 {
            #expect(abs(model.coefficients[place].estimate - SurvivalOracle.estimates[place]) < 1e-6)
            #expect(abs(model.coefficients[place].standardError - SurvivalOracle.errors[place]) < 1e-6)
        }
        #expect(abs(model.logLikelihood - SurvivalOracle.logLikelihood) < 1e-6)
        #expect(model.logLikelihood > model.nullLogLikelihood)
    }

    @Test func `splitting a row in time changes nothing`() throws {
        var random = SeededRandom(seed: 8)
        var whole: [CoxRow] = []
        var split: [CoxRow] = []
        for _ in 0..<60 {
            let x = random.normal()
            let stop = Double(2 + random.below(20))
            let isEvent = random.chance(0.7)
            let cut = Double(1 + random.below(Int(stop) - 1))
            whole.append(try CoxRow(stop: stop, isEvent: isEvent, covariates: [x]))
            split.append(try CoxRow(stop: cut, isEvent: false, covariates: [x]))
            split.append(try CoxRow(start: cut, stop: stop, isEvent: isEvent, covariates: [x]))
        }
        let one = try #require(try fitted(whole)?.coefficients.first)
        let two = try #require(try fitted(split)?.coefficients.first)
        #expect(abs(one.estimate - two.estimate) < 1e-9)
        #expect(abs(one.standardError - two.standardError) < 1e-9)
    }

    @Test(arguments: [1e-6, 1, 1e6])
    func `the unit of a covariate scales its coefficient`(unit: Double) throws {
        let rows = try SurvivalOracle.rows.map {
            try CoxRow(start: $0.start, stop: $0.stop, isEvent: $0.isEvent, covariates: [$0.varying * unit + unit])
        }
        let plain = try SurvivalOracle.rows.map {
            try CoxRow(start: $0.start, stop: $0.stop, isEvent: $0.isEvent, covariates: [$0.varying])
        }
        let scaled = try #require(try fitted(rows)?.coefficients.first)
        let other = try #require(try fitted(plain)?.coefficients.first)
        #expect(abs(scaled.estimate * unit - other.estimate) < 1e-8)
    }

    @Test func `separation is a result, not an endless ratio`() throws {
        let rows = try [row(1, true, 1), row(2, true, 1), row(3, false, 0), row(4, false, 0)]
        #expect(try CoxModel.fit(rows) == .separated(column: 0))
        let graded = try (1...12).map { (place: Int) -> CoxRow in try row(Double(place), true, Double(13 - place)) }
        #expect(try CoxModel.fit(graded) == .separated(column: 0))
    }

    @Test func `covariates that add nothing are named`() throws {
        let constant = try [row(1, true, 2, 1), row(2, true, 2, 0), row(3, false, 2, 1)]
        #expect(try CoxModel.fit(constant) == .redundant(column: 0))
        let twice = try (1...10).map { (place: Int) -> CoxRow in
            let x = Double(place % 4)
            return try row(Double(place), place % 3 > 0, x, 2 * x)
        }
        #expect(try CoxModel.fit(twice) == .redundant(column: 1))
    }

    @Test func `rows that make no sense are refused`() throws {
        #expect(throws: SurvivalError.noObservations) { try CoxModel.fit([]) }
        let ragged = try [row(1, true, 1), row(2, true, 1, 2)]
        #expect(throws: SurvivalError.wrongCovariateCount(row: 1)) { try CoxModel.fit(ragged) }
        let infinite = try [row(1, true, 1), row(2, true, .infinity)]
        #expect(throws: SurvivalError.badCovariate(row: 1, column: 0)) { try CoxModel.fit(infinite) }
        #expect(try CoxModel.fit([row(1, false, 1), row(2, false, 0)]) == .noEvents)
    }

    @Test func `data at random end in a result`() throws {
        var random = SeededRandom(seed: 21)
        for _ in 0..<300 {
            let scale = [1e-300, 1.0, 1e300][random.below(3)]
            let rows = try (0..<(1 + random.below(8))).map { _ in
                let start = Double(random.below(4))
                return try CoxRow(
                    start: start, stop: start + Double(1 + random.below(4)), isEvent: random.chance(0.6),
                    covariates: [Double(random.below(3)) * scale, random.normal()])
            }
            if let model = try fitted(rows) {
                #expect(model.coefficients.allSatisfy { $0.ratioInterval.contains($0.ratio) })
            }
        }
    }
}

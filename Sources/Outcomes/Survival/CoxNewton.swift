/// Newton's steps for the partial likelihood, on covariates with mean 0 and spread 1.
struct CoxNewton {
    private let likelihood: CoxLikelihood
    private let spreads: [Double]
    private let events: Int

    // A ratio of e^15 for one standard deviation is never a finding.
    private static let runaway = 15.0
    private static let maximumIterations = 60

    init(rows: [CoxRow], width: Int) {
        var scaled = rows.map(\.covariates)
        var spreads = Array(repeating: 0.0, count: width)
        for column in 0..<width {
            // Halved before summing, so that large finite numbers don't overflow.
            let center = rows.reduce(0) { $0 + $1.covariates[column] / Double(rows.count) }
            let largest = rows.reduce(0) { max($0, abs($1.covariates[column] / 2 - center / 2)) } * 2
            guard largest > abs(center) * 1e-13, largest.isFinite else { continue }
            let square = rows.reduce(0) {
                let part = ($1.covariates[column] - center) / largest
                return $0 + part * part / Double(rows.count)
            }
            spreads[column] = largest * square.squareRoot()
            for row in rows.indices { scaled[row][column] = (rows[row].covariates[column] - center) / spreads[column] }
        }
        self.spreads = spreads
        events = rows.count(where: \.isEvent)
        likelihood = CoxLikelihood(rows: rows, covariates: scaled, width: width)
    }

    func run() -> CoxModel.Outcome {
        if let column = spreads.firstIndex(of: 0) { return .redundant(column: column) }
        var beta = Array(repeating: 0.0, count: spreads.count)
        var current = likelihood.derivatives(at: beta)
        let null = current.value
        for iteration in 1...Self.maximumIterations {
            guard case .matrix(let inverse) = current.information.inverse() else {
                return lost(beta, current)
            }
            let step = inverse.times(current.gradient)
            let next = moved(beta, by: step, from: current.value)
            let gain = next.derivatives.value - current.value
            beta = next.beta
            current = next.derivatives
            if beta.contains(where: { abs($0) > Self.runaway }) { return .separated(column: largest(beta)) }
            if step.allSatisfy({ abs($0) < 1e-9 }), abs(gain) < 1e-9 {
                return model(beta, current, null: null, iterations: iteration)
            }
        }
        return .notConverged(iterations: Self.maximumIterations)
    }

    /// Halves a step until it does not make things worse.
    private func moved(
        _ beta: [Double], by step: [Double], from value: Double
    ) -> (beta: [Double], derivatives: CoxLikelihood.Derivatives) {
        var factor = 1.0
        var tried = beta
        var derivatives = likelihood.derivatives(at: tried)
        for _ in 0..<20 {
            // No step longer than 3 standard deviations' worth: a far step can overshoot into flat ground.
            tried = zip(beta, step).map { $0 + min(max($1 * factor, -3), 3) }
            derivatives = likelihood.derivatives(at: tried)
            if derivatives.value >= value - 1e-10 { break }
            factor /= 2
        }
        return (tried, derivatives)
    }

    /// Why the information can't be inverted: at the start the data lack variation, later the likelihood is flat.
    private func lost(_ beta: [Double], _ derivatives: CoxLikelihood.Derivatives) -> CoxModel.Outcome {
        if beta.contains(where: { abs($0) > 3 }) { return .separated(column: largest(beta)) }
        if case .singular(let column) = derivatives.information.inverse() { return .redundant(column: column) }
        return .notConverged(iterations: 0)
    }

    private func largest(_ beta: [Double]) -> Int {
        beta.indices.max { abs(beta[$0]) < abs(beta[$1]) } ?? 0
    }

    private func model(
        _ beta: [Double], _ derivatives: CoxLikelihood.Derivatives, null: Double, iterations: Int
    ) -> CoxModel.Outcome {
        guard case .matrix(let covariance) = derivatives.information.inverse() else { return lost(beta, derivatives) }
        let coefficients = beta.indices.map {
            CoxModel.Coefficient(
                estimate: beta[$0] / spreads[$0], standardError: covariance[$0, $0].squareRoot() / spreads[$0])
        }
        return .fitted(
            CoxModel(
                coefficients: coefficients, logLikelihood: derivatives.value, nullLogLikelihood: null, events: events,
                iterations: iterations))
    }
}

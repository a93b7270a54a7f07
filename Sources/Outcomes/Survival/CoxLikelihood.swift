/// Efron's partial likelihood with its derivatives.
struct CoxLikelihood {
    struct Derivatives {
        var value = 0.0
        var gradient: [Double]
        var information: SymmetricMatrix
    }

    private let covariates: [[Double]]
    private let width: Int
    private let starts: [Double]
    private let stops: [Double]
    /// Rows by falling stop and by falling start.
    private let byStop: [Int]
    private let byStart: [Int]
    /// The event times, falling, with the rows that end there with an event.
    private let deaths: [(time: Double, rows: [Int])]

    init(rows: [CoxRow], covariates: [[Double]], width: Int) {
        self.covariates = covariates
        self.width = width
        starts = rows.map(\.start)
        stops = rows.map(\.stop)
        // The place breaks ties, so that sums are taken in one order.
        byStop = rows.indices.sorted { (rows[$0].stop, $0) > (rows[$1].stop, $1) }
        byStart = rows.indices.sorted { (rows[$0].start, $0) > (rows[$1].start, $1) }
        var deaths: [(time: Double, rows: [Int])] = []
        for row in byStop where rows[row].isEvent {
            if deaths.last?.time == rows[row].stop {
                deaths[deaths.count - 1].rows.append(row)
            } else {
                deaths.append((rows[row].stop, [row]))
            }
        }
        self.deaths = deaths
    }

    func derivatives(at beta: [Double]) -> Derivatives {
        var result = Derivatives(
            gradient: Array(repeating: 0, count: width), information: SymmetricMatrix(size: width))
        let scores = covariates.map { row in zip(row, beta).reduce(0) { $0 + $1.0 * $1.1 } }
        let peak = scores.max() ?? 0
        let weights = scores.map { exponential($0 - peak) }
        var risk = Moments(width: width)
        var added = 0
        var removed = 0
        for death in deaths {
            while added < byStop.count, stops[byStop[added]] >= death.time {
                risk.add(covariates[byStop[added]], weight: weights[byStop[added]])
                added += 1
            }
            while removed < byStart.count, starts[byStart[removed]] >= death.time {
                risk.add(covariates[byStart[removed]], weight: -weights[byStart[removed]])
                removed += 1
            }
            var dying = Moments(width: width)
            for row in death.rows {
                dying.add(covariates[row], weight: weights[row])
                result.value += scores[row] - peak
                for column in 0..<width { result.gradient[column] += covariates[row][column] }
            }
            subtract(risk, dying, count: death.rows.count, from: &result)
        }
        return result
    }

    private func subtract(_ risk: Moments, _ dying: Moments, count: Int, from result: inout Derivatives) {
        for place in 0..<count {
            let share = Double(place) / Double(count)
            let total = risk.total - share * dying.total
            result.value -= logarithm(total)
            let means = (0..<width).map { (risk.first[$0] - share * dying.first[$0]) / total }
            for i in 0..<width {
                result.gradient[i] -= means[i]
                for j in 0..<width {
                    let square = (risk.second[i, j] - share * dying.second[i, j]) / total
                    result.information[i, j] += square - means[i] * means[j]
                }
            }
        }
    }
}

/// Weighted sums of 1, x and x xᵀ over those at risk.
private struct Moments {
    var total = 0.0
    var first: [Double]
    var second: SymmetricMatrix

    init(width: Int) {
        first = Array(repeating: 0, count: width)
        second = SymmetricMatrix(size: width)
    }

    mutating func add(_ x: [Double], weight: Double) {
        total += weight
        for i in x.indices {
            first[i] += weight * x[i]
            for j in x.indices { second[i, j] += weight * x[i] * x[j] }
        }
    }
}

/// A small dense symmetric matrix, row by row.
struct SymmetricMatrix {
    let size: Int
    var values: [Double]

    init(size: Int) {
        self.size = size
        values = Array(repeating: 0, count: size * size)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * size + column] }
        set { values[row * size + column] = newValue }
    }

    /// The inverse by Cholesky's factors, or the first column that hangs on the ones before it.
    ///
    /// - Complexity: O(size³).
    func inverse(tolerance: Double = 1e-10) -> Inverse {
        var factor = self
        for row in 0..<size {
            for column in 0...row {
                var sum = self[row, column]
                for k in 0..<column { sum -= factor[row, k] * factor[column, k] }
                if row != column {
                    factor[row, column] = sum / factor[column, column]
                } else {
                    guard sum > tolerance * abs(self[row, row]), sum.isFinite else { return .singular(column: row) }
                    factor[row, row] = sum.squareRoot()
                }
            }
        }
        return .matrix(factor.inverseFromFactor())
    }

    /// The product with a vector of the same size.
    func times(_ vector: [Double]) -> [Double] {
        (0..<size).map { row in
            (0..<size).reduce(0) { $0 + self[row, $1] * vector[$1] }
        }
    }

    private func inverseFromFactor() -> SymmetricMatrix {
        var result = SymmetricMatrix(size: size)
        for column in 0..<size {
            var solved = Array(repeating: 0.0, count: size)
            for row in 0..<size {
                var sum = row == column ? 1.0 : 0
                for k in 0..<row { sum -= self[row, k] * solved[k] }
                solved[row] = sum / self[row, row]
            }
            for row in (0..<size).reversed() {
                var sum = solved[row]
                for k in (row + 1)..<max(size, row + 1) { sum -= self[k, row] * solved[k] }
                solved[row] = sum / self[row, row]
            }
            for row in 0..<size { result[row, column] = solved[row] }
        }
        return result
    }

    /// What inverting gives.
    enum Inverse {
        case matrix(SymmetricMatrix)
        case singular(column: Int)
    }
}

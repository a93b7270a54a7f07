import Foundation

/// A symmetric positive matrix with its Cholesky factor, made once and solved many times.
struct CorrelationMatrix {
    /// The number of rows.
    let size: Int

    private let values: [Double]
    private let factor: [Double]

    /// Factors a matrix given row by row; `ridge` is added to its diagonal first.
    ///
    /// - Returns: `nil` when the matrix is not positive even so.
    /// - Complexity: O(*n*³ ÷ 3), by blocks of rows so that what is used stays near.
    init?(_ matrix: [Double], size: Int, ridge: Double) {
        precondition(matrix.count == size * size, "a square matrix")
        self.size = size
        var values = matrix
        for index in 0..<size { values[index * size + index] += ridge }
        var lower = values
        let sound = lower.withUnsafeMutableBufferPointer { lower in
            for column in 0..<size {
                let own = UnsafeBufferPointer(rebasing: lower[column * size..<column * size + column])
                let rest = lower[column * size + column] - dot(own, own)
                guard rest > 0, rest.isFinite else { return false }
                let root = rest.squareRoot()
                lower[column * size + column] = root
                for row in (column + 1)..<max(size, column + 1) {
                    let other = UnsafeBufferPointer(rebasing: lower[row * size..<row * size + column])
                    lower[row * size + column] = (lower[row * size + column] - dot(own, other)) / root
                }
            }
            return true
        }
        guard sound else { return nil }
        self.values = values
        factor = lower
    }

    /// The solution *x* of M·x = `right`.
    func solved(_ right: [Double]) -> [Double] {
        var x = right
        factor.withUnsafeBufferPointer { factor in
            x.withUnsafeMutableBufferPointer { x in
                for row in 0..<size {
                    let known = UnsafeBufferPointer(rebasing: factor[row * size..<row * size + row])
                    x[row] = (x[row] - dot(known, UnsafeBufferPointer(rebasing: x[0..<row]))) / factor[row * size + row]
                }
                for row in stride(from: size - 1, through: 0, by: -1) {
                    x[row] /= factor[row * size + row]
                    let value = x[row]
                    for column in 0..<row { x[column] -= value * factor[row * size + column] }
                }
            }
        }
        return x
    }

    /// The product M·x.
    func product(_ x: [Double]) -> [Double] {
        values.withUnsafeBufferPointer { values in
            x.withUnsafeBufferPointer { x in
                (0..<size).map { row in dot(UnsafeBufferPointer(rebasing: values[row * size..<(row + 1) * size]), x) }
            }
        }
    }
}

/// The scalar product of two equally long buffers, in a fixed order.
func dot(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
    precondition(a.count == b.count, "equal lengths")
    let left = UnsafeRawBufferPointer(a)
    let right = UnsafeRawBufferPointer(b)
    var sum = SIMD8<Double>.zero
    var at = 0
    while at + 8 <= a.count {
        sum +=
            left.loadUnaligned(fromByteOffset: 8 * at, as: SIMD8<Double>.self)
            * right.loadUnaligned(fromByteOffset: 8 * at, as: SIMD8<Double>.self)
        at += 8
    }
    var total = sum.sum()
    while at < a.count {
        total += a[at] * b[at]
        at += 1
    }
    return total
}

/// The scalar product of two lists of equal length.
func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in dot(a, b) } }
}

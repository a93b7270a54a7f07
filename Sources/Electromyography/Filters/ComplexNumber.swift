import Foundation

/// A complex number, as far as the design of filters needs one.
struct ComplexNumber: Hashable, Sendable {
    var real: Double
    var imaginary: Double

    init(_ real: Double, _ imaginary: Double = 0) {
        self.real = real
        self.imaginary = imaginary
    }

    var magnitude: Double { hypot(real, imaginary) }
    var conjugate: ComplexNumber { ComplexNumber(real, -imaginary) }
    var isReal: Bool { imaginary == 0 }

    /// The principal square root.
    var squareRoot: ComplexNumber {
        let size = magnitude
        guard size > 0 else { return ComplexNumber(0) }
        let large = ((size + abs(real)) / 2).squareRoot()
        let small = imaginary / (2 * large)
        return real >= 0
            ? ComplexNumber(large, small)
            : ComplexNumber(abs(small), imaginary < 0 ? -large : large)
    }

    static func + (left: ComplexNumber, right: ComplexNumber) -> ComplexNumber {
        ComplexNumber(left.real + right.real, left.imaginary + right.imaginary)
    }

    static func - (left: ComplexNumber, right: ComplexNumber) -> ComplexNumber {
        ComplexNumber(left.real - right.real, left.imaginary - right.imaginary)
    }

    static prefix func - (value: ComplexNumber) -> ComplexNumber { ComplexNumber(-value.real, -value.imaginary) }

    static func * (left: ComplexNumber, right: ComplexNumber) -> ComplexNumber {
        ComplexNumber(
            left.real * right.real - left.imaginary * right.imaginary,
            left.real * right.imaginary + left.imaginary * right.real)
    }

    static func / (left: ComplexNumber, right: ComplexNumber) -> ComplexNumber {
        let size = right.real * right.real + right.imaginary * right.imaginary
        let product = left * right.conjugate
        return ComplexNumber(product.real / size, product.imaginary / size)
    }
}

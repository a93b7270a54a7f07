import Foundation

/// One stage of a transform: what it reads, its twiddles, and what it writes.
///
/// Leg `k` of group `p` and column `q` is read at `q + stride * (p + groups * k)` and written, turned by its twiddle,
/// at `q + stride * (radix * p + k)`. The plan keeps all places inside the buffers.
struct Butterflies<Lane: TransformLane> {
    typealias Pair = (real: Lane, imaginary: Lane)

    let stage: FourierPlan.Stage
    let cosine: UnsafeBufferPointer<Double>
    let sine: UnsafeBufferPointer<Double>
    let source: (UnsafeMutablePointer<Lane>, UnsafeMutablePointer<Lane>)
    let target: (UnsafeMutablePointer<Lane>, UnsafeMutablePointer<Lane>)

    @inline(__always)
    private func read(_ place: Int) -> Pair { (source.0[place], source.1[place]) }

    @inline(__always)
    private func write(_ value: Pair, _ place: Int) {
        target.0[place] = value.real
        target.1[place] = value.imaginary
    }

    @inline(__always)
    private func write(_ value: Pair, _ place: Int, turnedBy twiddle: (Double, Double)) {
        target.0[place] = value.real * twiddle.0 - value.imaginary * twiddle.1
        target.1[place] = value.real * twiddle.1 + value.imaginary * twiddle.0
    }

    @inline(__always)
    private func twiddle(_ group: Int, _ leg: Int) -> (Double, Double) {
        let place = stage.twiddles + group * (stage.radix - 1) + leg - 1
        return (cosine[place], sine[place])
    }

    @inline(__always)
    private func plus(_ left: Pair, _ right: Pair) -> Pair {
        (left.real + right.real, left.imaginary + right.imaginary)
    }

    @inline(__always)
    private func minus(_ left: Pair, _ right: Pair) -> Pair {
        (left.real - right.real, left.imaginary - right.imaginary)
    }

    @inline(__always)
    private func scaled(_ value: Pair, _ factor: Double) -> Pair { (value.real * factor, value.imaginary * factor) }

    /// `left - i·right`.
    @inline(__always)
    private func minusTurned(_ left: Pair, _ right: Pair) -> Pair {
        (left.real + right.imaginary, left.imaginary - right.real)
    }

    /// `left + i·right`.
    @inline(__always)
    private func plusTurned(_ left: Pair, _ right: Pair) -> Pair {
        (left.real - right.imaginary, left.imaginary + right.real)
    }

    @inline(__always)
    func pass2() {
        let (s, m) = (stage.stride, stage.groups)
        for p in 0..<m {
            let w = twiddle(p, 1)
            for q in 0..<s {
                let (a, b) = (read(q + s * p), read(q + s * (p + m)))
                write(plus(a, b), q + s * 2 * p)
                write(minus(a, b), q + s * (2 * p + 1), turnedBy: w)
            }
        }
    }

    @inline(__always)
    func pass3() {
        let (s, m) = (stage.stride, stage.groups)
        let height = 0.75.squareRoot()
        for p in 0..<m {
            let (w1, w2) = (twiddle(p, 1), twiddle(p, 2))
            for q in 0..<s {
                let (a, b, c) = (read(q + s * p), read(q + s * (p + m)), read(q + s * (p + 2 * m)))
                let sum = plus(b, c)
                let middle = minus(a, scaled(sum, 0.5))
                let side = scaled(minus(b, c), height)
                write(plus(a, sum), q + s * 3 * p)
                write(minusTurned(middle, side), q + s * (3 * p + 1), turnedBy: w1)
                write(plusTurned(middle, side), q + s * (3 * p + 2), turnedBy: w2)
            }
        }
    }

    @inline(__always)
    func pass4() {
        let (s, m) = (stage.stride, stage.groups)
        for p in 0..<m {
            let (w1, w2, w3) = (twiddle(p, 1), twiddle(p, 2), twiddle(p, 3))
            for q in 0..<s {
                let (a, b) = (read(q + s * p), read(q + s * (p + m)))
                let (c, d) = (read(q + s * (p + 2 * m)), read(q + s * (p + 3 * m)))
                let (even, odd) = (plus(a, c), plus(b, d))
                let (evenDifference, oddDifference) = (minus(a, c), minus(b, d))
                write(plus(even, odd), q + s * 4 * p)
                write(minusTurned(evenDifference, oddDifference), q + s * (4 * p + 1), turnedBy: w1)
                write(minus(even, odd), q + s * (4 * p + 2), turnedBy: w2)
                write(plusTurned(evenDifference, oddDifference), q + s * (4 * p + 3), turnedBy: w3)
            }
        }
    }

    @inline(__always)
    func pass5() {
        let (s, m) = (stage.stride, stage.groups)
        let (c1, c2) = (cos(2 * Double.pi / 5), cos(4 * Double.pi / 5))
        let (s1, s2) = (sin(2 * Double.pi / 5), sin(4 * Double.pi / 5))
        for p in 0..<m {
            let twiddles = (twiddle(p, 1), twiddle(p, 2), twiddle(p, 3), twiddle(p, 4))
            for q in 0..<s {
                let a = read(q + s * p)
                let (b, e) = (read(q + s * (p + m)), read(q + s * (p + 4 * m)))
                let (c, d) = (read(q + s * (p + 2 * m)), read(q + s * (p + 3 * m)))
                let (outer, inner) = (plus(b, e), plus(c, d))
                let (outerSide, innerSide) = (minus(b, e), minus(c, d))
                let near = plus(a, plus(scaled(outer, c1), scaled(inner, c2)))
                let far = plus(a, plus(scaled(outer, c2), scaled(inner, c1)))
                let nearSide = plus(scaled(outerSide, s1), scaled(innerSide, s2))
                let farSide = minus(scaled(outerSide, s2), scaled(innerSide, s1))
                write(plus(a, plus(outer, inner)), q + s * 5 * p)
                write(minusTurned(near, nearSide), q + s * (5 * p + 1), turnedBy: twiddles.0)
                write(minusTurned(far, farSide), q + s * (5 * p + 2), turnedBy: twiddles.1)
                write(plusTurned(far, farSide), q + s * (5 * p + 3), turnedBy: twiddles.2)
                write(plusTurned(near, nearSide), q + s * (5 * p + 4), turnedBy: twiddles.3)
            }
        }
    }

    /// Any odd radix, by its definition with pairs of legs taken together.
    @inline(__always)
    func passOdd() {
        let (s, m, r) = (stage.stride, stage.groups, stage.radix)
        let angles = (0..<r).map { 2 * Double.pi * Double($0) / Double(r) }
        let (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
        for p in 0..<m {
            for q in 0..<s {
                let a = read(q + s * p)
                var total = a
                for k in 1..<r { total = plus(total, read(q + s * (p + k * m))) }
                write(total, q + s * r * p)
                for leg in 1...(r / 2) {
                    var (middle, side) = (a, (real: Lane(repeating: 0), imaginary: Lane(repeating: 0)))
                    for k in 1...(r / 2) {
                        let (b, c) = (read(q + s * (p + k * m)), read(q + s * (p + (r - k) * m)))
                        middle = plus(middle, scaled(plus(b, c), cosines[k * leg % r]))
                        side = plus(side, scaled(minus(b, c), sines[k * leg % r]))
                    }
                    write(minusTurned(middle, side), q + s * (r * p + leg), turnedBy: twiddle(p, leg))
                    write(plusTurned(middle, side), q + s * (r * p + r - leg), turnedBy: twiddle(p, r - leg))
                }
            }
        }
    }
}

extension ZeroPoleGain {
    /// The filter as second-order sections: each pair of poles goes with its nearest zeros, and the pair nearest to
    /// the unit circle comes last, as scipy's `zpk2sos` with `pairing='nearest'` orders them.
    ///
    /// - Precondition: complex zeros and poles come in conjugate pairs, as the transforms here give them.
    var sections: [Biquad] {
        var poles = poles
        var zeros = zeros
        poles += [ComplexNumber](repeating: ComplexNumber(0), count: max(zeros.count - poles.count, 0))
        zeros += [ComplexNumber](repeating: ComplexNumber(0), count: max(poles.count - zeros.count, 0))
        if poles.count % 2 == 1 {
            poles.append(ComplexNumber(0))
            zeros.append(ComplexNumber(0))
        }
        let count = poles.count / 2
        poles = Self.upperHalf(poles)
        zeros = Self.upperHalf(zeros)
        var sections: [Biquad] = []
        while let worst = Self.worst(poles) {
            let pole = poles.remove(at: worst)
            let second = pole.isReal ? Self.takeWorstReal(&poles) ?? ComplexNumber(0) : pole.conjugate
            let zero = Self.takeNearest(to: pole, from: &zeros) ?? ComplexNumber(0)
            let other: ComplexNumber
            if !zero.isReal {
                other = zero.conjugate
            } else {
                other = Self.takeNearest(to: pole, from: &zeros, onlyReal: true) ?? ComplexNumber(0)
            }
            sections.append(Biquad(zeros: (zero, other), poles: (pole, second)))
        }
        precondition(sections.count == count, "zeros and poles must come in conjugate pairs")
        sections.reverse()
        if let first = sections.first { sections[0] = first.scaled(by: gain) }
        return sections
    }

    /// One of each conjugate pair, by real part and then height, then the real values.
    private static func upperHalf(_ values: [ComplexNumber]) -> [ComplexNumber] {
        let tolerance = 100 * Double.ulpOfOne
        let sorted = values.sorted {
            ($0.real, abs($0.imaginary)) < ($1.real, abs($1.imaginary))
        }
        let isReal = { (value: ComplexNumber) in abs(value.imaginary) <= tolerance * value.magnitude }
        let reals = sorted.filter(isReal).map { ComplexNumber($0.real) }
        return sorted.filter { !isReal($0) && $0.imaginary > 0 } + reals
    }

    /// The place of the pole nearest to the unit circle.
    private static func worst(_ poles: [ComplexNumber]) -> Int? {
        poles.indices.min { abs(1 - poles[$0].magnitude) < abs(1 - poles[$1].magnitude) }
    }

    private static func takeWorstReal(_ poles: inout [ComplexNumber]) -> ComplexNumber? {
        let real = poles.indices.filter { poles[$0].isReal }
        guard let place = real.min(by: { abs(1 - poles[$0].magnitude) < abs(1 - poles[$1].magnitude) }) else {
            return nil
        }
        return poles.remove(at: place)
    }

    private static func takeNearest(
        to pole: ComplexNumber, from zeros: inout [ComplexNumber], onlyReal: Bool = false
    ) -> ComplexNumber? {
        let candidates = zeros.indices.filter { !onlyReal || zeros[$0].isReal }
        guard let place = candidates.min(by: { (zeros[$0] - pole).magnitude < (zeros[$1] - pole).magnitude }) else {
            return nil
        }
        return zeros.remove(at: place)
    }
}

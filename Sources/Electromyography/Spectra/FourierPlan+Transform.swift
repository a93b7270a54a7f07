extension FourierPlan {
    /// Transforms in place, `sum over n of x[n] exp(-2πikn/N)`.
    ///
    /// - Precondition: ``count`` places in `real` and `imaginary`, ``scratchCount`` in `scratch`.
    @inline(__always)
    func transform<Lane: TransformLane>(
        _ real: UnsafeMutableBufferPointer<Lane>, _ imaginary: UnsafeMutableBufferPointer<Lane>,
        scratch: UnsafeMutableBufferPointer<Lane>
    ) {
        precondition(real.count == count && imaginary.count == count, "places for the samples")
        precondition(scratch.count >= scratchCount, "places for scratch")
        guard let chirp else {
            return Self.run(stages, (cosine, sine), count, real, imaginary, scratch)
        }
        let length = chirp.length
        let a = UnsafeMutableBufferPointer(rebasing: scratch[0..<length])
        let b = UnsafeMutableBufferPointer(rebasing: scratch[length..<(2 * length)])
        let rest = UnsafeMutableBufferPointer(rebasing: scratch[(2 * length)..<(4 * length)])
        for n in 0..<count {
            (a[n], b[n]) = Self.times(real[n], imaginary[n], chirp.cosine[n], chirp.sine[n])
        }
        for n in count..<length { (a[n], b[n]) = (Lane(repeating: 0), Lane(repeating: 0)) }
        Self.run(chirp.stages, (cosine, sine), length, a, b, rest)
        for n in 0..<length {
            let product = Self.times(a[n], b[n], chirp.real[n], chirp.imaginary[n])
            // Real and imaginary parts change places, which turns the next transform into its inverse.
            (b[n], a[n]) = product
        }
        Self.run(chirp.stages, (cosine, sine), length, a, b, rest)
        for n in 0..<count {
            (real[n], imaginary[n]) = Self.times(b[n], a[n], chirp.cosine[n], chirp.sine[n])
        }
    }

    @inline(__always)
    private static func times<Lane: TransformLane>(
        _ real: Lane, _ imaginary: Lane, _ cosine: Double, _ sine: Double
    ) -> (Lane, Lane) {
        (real * cosine - imaginary * sine, real * sine + imaginary * cosine)
    }

    /// All stages, from one pair of buffers to the other and back.
    @inline(__always)
    static func run<Lane: TransformLane>(
        _ stages: [Stage], _ twiddles: (cosine: [Double], sine: [Double]), _ count: Int,
        _ real: UnsafeMutableBufferPointer<Lane>, _ imaginary: UnsafeMutableBufferPointer<Lane>,
        _ scratch: UnsafeMutableBufferPointer<Lane>
    ) {
        guard let real = real.baseAddress, let imaginary = imaginary.baseAddress, let other = scratch.baseAddress else {
            return
        }
        var here = (real, imaginary)
        var there = (other, other + count)
        twiddles.cosine.withUnsafeBufferPointer { cosine in
            twiddles.sine.withUnsafeBufferPointer { sine in
                for stage in stages {
                    let view = Butterflies<Lane>(
                        stage: stage, cosine: cosine, sine: sine, source: here, target: there)
                    switch stage.radix {
                    case 2: view.pass2()
                    case 3: view.pass3()
                    case 4: view.pass4()
                    case 5: view.pass5()
                    default: view.passOdd()
                    }
                    swap(&here, &there)
                }
            }
        }
        guard !stages.count.isMultiple(of: 2) else { return }
        for n in 0..<count {
            real[n] = here.0[n]
            imaginary[n] = here.1[n]
        }
    }
}

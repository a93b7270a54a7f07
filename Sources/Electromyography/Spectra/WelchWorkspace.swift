/// The memory of an estimator at work: four frames of a record side by side, two segments of each in one transform.
///
/// Two real segments are the real and the imaginary part of one complex record; the spectrum of each is the even or
/// the odd half of the transform (Press WH et al. *Numerical Recipes*, 3rd ed., section 12.3.1).
struct WelchWorkspace: ~Copyable {
    typealias Lanes = SIMD4<Double>

    private let estimator: WelchEstimator
    private let real: UnsafeMutableBufferPointer<Lanes>
    private let imaginary: UnsafeMutableBufferPointer<Lanes>
    private let scratch: UnsafeMutableBufferPointer<Lanes>
    /// The summed one-sided, scaled power of each bin, one lane per frame.
    let sums: UnsafeMutableBufferPointer<Lanes>

    private init(_ estimator: WelchEstimator) {
        self.estimator = estimator
        let length = estimator.plan.count
        real = .allocate(capacity: length)
        imaginary = .allocate(capacity: length)
        scratch = .allocate(capacity: estimator.plan.scratchCount)
        sums = .allocate(capacity: estimator.bins)
        for buffer in [real, imaginary, scratch, sums] { buffer.initialize(repeating: .zero) }
    }

    deinit {
        for buffer in [real, imaginary, scratch, sums] { buffer.deallocate() }
    }

    /// Lends a workspace.
    static func using<Result>(
        _ estimator: WelchEstimator, _ body: (borrowing WelchWorkspace) -> Result
    ) -> Result {
        let work = WelchWorkspace(estimator)
        return body(work)
    }

    /// Sums the spectra of each lane's segments into ``sums``.
    ///
    /// - Parameters:
    ///   - samples: The record.
    ///   - lanes: Four frames: where the first segment starts and how many follow one another.
    /// - Precondition: all segments lie in the record.
    func sum(_ samples: UnsafeBufferPointer<Double>, lanes: [(start: Int, count: Int)]) {
        guard let base = samples.baseAddress else { return }
        precondition(lanes.count == 4, "four lanes")
        for lane in lanes where lane.count > 0 {
            let end = lane.start + (lane.count - 1) * estimator.hop + estimator.segment
            precondition(lane.start >= 0 && end <= samples.count, "segments must lie in the record")
        }
        sum(lanes: lanes.map { (start: base + $0.start, count: $0.count) })
    }

    /// The same for frames of different records.
    ///
    /// - Precondition: all segments lie in memory that can be read.
    func sum(lanes: [(start: UnsafePointer<Double>, count: Int)]) {
        for bin in sums.indices { sums[bin] = .zero }
        let most = lanes.reduce(0) { max($0, $1.count) }
        for pair in stride(from: 0, to: most, by: 2) {
            load(lanes, segment: pair, into: real)
            load(lanes, segment: pair + 1, into: imaginary)
            estimator.plan.transform(real, imaginary, scratch: scratch)
            add()
        }
        for bin in sums.indices {
            let isSingle = bin == 0 || 2 * bin == estimator.plan.count
            sums[bin] *= isSingle ? estimator.scale : 2 * estimator.scale
        }
    }

    /// Weights one segment of each lane; silence where a lane has none.
    private func load(
        _ lanes: [(start: UnsafePointer<Double>, count: Int)], segment: Int,
        into target: UnsafeMutableBufferPointer<Lanes>
    ) {
        let count = estimator.segment
        var share = Lanes.zero
        for lane in lanes.indices where lanes[lane].count > segment { share[lane] = 1 }
        let shift = segment * estimator.hop
        // A lane without this segment reads another's and is silenced afterwards.
        guard let spare = lanes.first(where: { $0.count > segment }) else {
            for place in target.indices { target[place] = .zero }
            return
        }
        let starts = lanes.map { ($0.count > segment ? $0.start : spare.start) + shift }
        let (a, b, c, d) = (starts[0], starts[1], starts[2], starts[3])
        var total = Lanes.zero
        for place in 0..<count {
            let sample = Lanes(a[place], b[place], c[place], d[place])
            target[place] = sample
            total += sample
        }
        let mean = estimator.removesMean ? total / Double(count) : .zero
        estimator.weights.withUnsafeBufferPointer { weights in
            for place in 0..<count {
                target[place] = (target[place] - mean) * share * weights[place]
            }
        }
        for place in count..<target.count { target[place] = .zero }
    }

    /// Parts the two spectra and adds their power.
    private func add() {
        let length = estimator.plan.count
        sums[0] += real[0] * real[0] + imaginary[0] * imaginary[0]
        for bin in 1..<max(sums.count, 1) {
            let mirror = length - bin
            let (sumReal, differenceReal) = (real[bin] + real[mirror], real[bin] - real[mirror])
            let (sumImaginary, differenceImaginary) = (
                imaginary[bin] + imaginary[mirror], imaginary[bin] - imaginary[mirror]
            )
            let one = sumReal * sumReal + differenceImaginary * differenceImaginary
            let two = sumImaginary * sumImaginary + differenceReal * differenceReal
            sums[bin] += (one + two) * 0.25
        }
    }
}

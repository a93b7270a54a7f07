extension SectionCascade {
    /// Channels that pass the filter side by side.
    ///
    /// A recursive filter must wait for its own last output; eight channels wait together, in the lanes of vector
    /// registers. Each goes through the same operations as one channel alone does, so the result is the same bits.
    static var lanes: Int { 8 }

    /// Places that pass all sections before the next ones are fetched, so that they stay in the nearest cache.
    private static var tile: Int { 512 }

    /// Places after which states that have faded away are set to rest.
    ///
    /// A silent channel would else end in numbers so small that the processor takes a hundred times longer over them.
    static var calm: Int { 4_096 }

    static func calmed(_ state: Double) -> Double { abs(state) < 1e-200 ? 0 : state }

    /// Prolongs both ends by odd mirror images, then filters forward and backward in place.
    ///
    /// - Parameters:
    ///   - data: The samples of `width` channels, place by place; the first place to filter is `padding`.
    ///   - width: 1 or ``lanes``.
    ///   - padding: Places free at each end.
    /// - Precondition: more than `3 * padding` places.
    func runForwardAndBackward(_ data: UnsafeMutableBufferPointer<Double>, width: Int, padding: Int) {
        let places = data.count / width
        let (begin, last) = (padding * width, (places - padding - 1) * width)
        precondition(padding > 0 && places > 3 * padding, "too few samples to mirror")
        for distance in stride(from: width, through: padding * width, by: width) {
            for lane in 0..<width {
                data[begin - distance + lane] = 2 * data[begin + lane] - data[begin + distance + lane]
                data[last + distance + lane] = 2 * data[last + lane] - data[last - distance + lane]
            }
        }
        let steady = steadyState
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * sections.count * width) { delays in
            for reversed in [false, true] {
                let first = reversed ? (places - 1) * width : 0
                for (place, state) in steady.enumerated() {
                    for lane in 0..<width {
                        delays[2 * place * width + lane] = data[first + lane] * state.first
                        delays[(2 * place + 1) * width + lane] = data[first + lane] * state.second
                    }
                }
                run(data, width: width, delays: delays, reversed: reversed)
            }
        }
    }

    /// Filters in place, in the order of time or against it.
    ///
    /// - Parameters:
    ///   - data: The samples of `width` channels, place by place.
    ///   - width: 1 or ``lanes``.
    ///   - delays: Two per section and channel, left as the last sample leaves them.
    ///   - reversed: Whether the last place comes first.
    func run(
        _ data: UnsafeMutableBufferPointer<Double>, width: Int, delays: UnsafeMutableBufferPointer<Double>,
        reversed: Bool
    ) {
        precondition(width == 1 || width == Self.lanes, "one channel or a full group")
        precondition(delays.count >= 2 * sections.count * width, "two delays per section and channel")
        let places = data.count / width
        guard let base = data.baseAddress, let memory = delays.baseAddress, places > 0 else { return }
        let step = reversed ? -width : width
        let start = reversed ? base + (places - 1) * width : base
        sections.withUnsafeBufferPointer { sections in
            guard width > 1 else {
                return SectionPipeline.pass(start, places, step: step, through: sections, delays: memory)
            }
            for done in stride(from: 0, to: places, by: Self.tile) {
                if done.isMultiple(of: Self.calm) {
                    for place in delays.indices { memory[place] = Self.calmed(memory[place]) }
                }
                for (place, section) in sections.enumerated() {
                    Self.passLanes(
                        start + done * step, min(Self.tile, places - done), step, section,
                        memory + 2 * place * Self.lanes)
                }
            }
        }
    }

    /// Eight channels through one section, transposed direct form II.
    ///
    /// Sections with zeros on the unit circle, as of Butterworth filters and notches, have equal outer coefficients:
    /// one product serves both, and none is needed when they are 1. Either leaves the bits as they are.
    private static func passLanes(
        _ start: UnsafeMutablePointer<Double>, _ count: Int, _ step: Int, _ section: Biquad,
        _ delays: UnsafeMutablePointer<Double>
    ) {
        switch (section.b0 == section.b2, section.b0 == 1) {
        case (true, true):
            passLanes(start, count, step, section, delays) { sample in (sample, sample) }
        case (true, false):
            passLanes(start, count, step, section, delays) { sample in
                let product = sample * section.b0
                return (product, product)
            }
        case (false, _):
            passLanes(start, count, step, section, delays) { sample in (sample * section.b0, sample * section.b2) }
        }
    }

    @inline(__always)
    private static func passLanes(
        _ start: UnsafeMutablePointer<Double>, _ count: Int, _ step: Int, _ section: Biquad,
        _ delays: UnsafeMutablePointer<Double>, outer: (Double) -> (b0: Double, b2: Double)
    ) {
        // In memory of its own, so that the compiler knows that samples and delays don't overlap.
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * lanes) { memory in
            guard let state = memory.baseAddress else { return }
            for place in 0..<(2 * lanes) { state[place] = delays[place] }
            var samples = start
            for _ in 0..<count {
                for lane in 0..<lanes {
                    let input = samples[lane]
                    let products = outer(input)
                    let output = state[lane] + products.b0
                    state[lane] = (state[lane + lanes] + input * section.b1) - output * section.a1
                    state[lane + lanes] = products.b2 - output * section.a2
                    samples[lane] = output
                }
                samples += step
            }
            for place in 0..<(2 * lanes) { delays[place] = state[place] }
        }
    }
}

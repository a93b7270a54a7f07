import CLanes

extension SectionCascade {
    /// Channels that pass the filter side by side.
    ///
    /// A recursive filter must wait for its own last output; eight channels wait together, in the lanes of vector
    /// registers. Each goes through the same operations as one channel alone does, so the result is the same bits.
    static var lanes: Int { Int(CLANES_WIDTH) }

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
            let coefficients = sections.flatMap { [$0.b0, $0.b1, $0.b2, $0.a1, $0.a2] }
            for done in stride(from: 0, to: places, by: Self.calm) {
                for place in delays.indices { memory[place] = Self.calmed(memory[place]) }
                clanes_filter(
                    start + done * step, min(Self.calm, places - done), step, coefficients, sections.count, memory)
            }
        }
    }
}

/// Memory that holds eight channels side by side, place by place.
///
/// Channels are put in and taken out tile by tile: one lane after the other would fetch all of the memory eight times.
struct LaneBuffer: ~Copyable {
    private let width = SectionCascade.lanes
    private let tile = 512
    let samples: UnsafeMutableBufferPointer<Double>

    /// Allocates silence.
    init(places: Int) {
        samples = .allocate(capacity: places * width)
        samples.initialize(repeating: 0)
    }

    deinit { samples.deallocate() }

    /// Puts channels into the first lanes, and silence into the others.
    ///
    /// - Precondition: at most eight channels, which fit behind their first place.
    func fill(from channels: ArraySlice<[Double]>, at start: Int) {
        let count = channels.first?.count ?? 0
        precondition(
            channels.count <= width && channels.allSatisfy { $0.count == count }, "equal channels, one per lane")
        precondition(start >= 0 && (start + count) * width <= samples.count, "places for the channels")
        guard let base = samples.baseAddress else { return }
        if channels.count < width { samples.update(repeating: 0) }
        for begin in stride(from: 0, to: count, by: tile) {
            for (lane, channel) in channels.enumerated() {
                channel.withUnsafeBufferPointer { source in
                    var target = base + ((start + begin) * width + lane)
                    for place in begin..<min(begin + tile, count) {
                        target.pointee = source[place]
                        target += width
                    }
                }
            }
        }
    }

    /// Takes channels out of the first lanes.
    ///
    /// - Precondition: at most eight channels, whose places exist.
    func channels(_ lanes: Int, at start: Int, count: Int) -> [[Double]] {
        precondition((0...width).contains(lanes), "one lane per channel")
        precondition(start >= 0 && (start + count) * width <= samples.count, "places of the channels")
        guard let base = samples.baseAddress else { return [] }
        return Self.arrays(lanes, count: count) { targets in
            for begin in stride(from: 0, to: count, by: tile) {
                for (lane, target) in targets.enumerated() {
                    var source = base + ((start + begin) * width + lane)
                    for place in begin..<min(begin + tile, count) {
                        target[place] = source.pointee
                        source += width
                    }
                }
            }
        }
    }

    /// Arrays that are all filled at one time.
    private static func arrays(
        _ number: Int, count: Int, targets: [UnsafeMutableBufferPointer<Double>] = [],
        fill: ([UnsafeMutableBufferPointer<Double>]) -> Void
    ) -> [[Double]] {
        guard targets.count < number else {
            fill(targets)
            return []
        }
        var others: [[Double]] = []
        let own = [Double](unsafeUninitializedCapacity: count) { memory, filled in
            others = arrays(number, count: count, targets: targets + [memory], fill: fill)
            filled = count
        }
        return [own] + others
    }
}

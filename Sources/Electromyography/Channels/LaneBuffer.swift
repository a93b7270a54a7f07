import CLanes

/// Memory that holds eight channels side by side, place by place.
///
/// Channels are put in and taken out place by place: one lane after the other would fetch all of the memory eight times.
struct LaneBuffer: ~Copyable {
    private let width = SectionCascade.lanes
    let samples: UnsafeMutableBufferPointer<Double>

    /// Allocates silence.
    init(places: Int) {
        samples = .allocate(capacity: places * width)
        samples.initialize(repeating: 0)
    }

    deinit { samples.deallocate() }

    /// Puts channels into the first lanes, and the first channel into the others.
    ///
    /// - Returns: Whether all samples are finite.
    /// - Precondition: one to eight channels, which fit behind their first place.
    func fill(from channels: ArraySlice<[Double]>, at start: Int) -> Bool {
        let count = channels.first?.count ?? 0
        precondition(
            (1...width).contains(channels.count) && channels.allSatisfy { $0.count == count },
            "equal channels, one per lane")
        precondition(start >= 0 && (start + count) * width <= samples.count, "places for the channels")
        guard let base = samples.baseAddress, count > 0 else { return true }
        return Self.pointers(channels) { sources in
            var lanes: [UnsafePointer<Double>?] = sources
            while lanes.count < width { lanes.append(lanes[0]) }
            return clanes_fill(base + start * width, count, lanes) == 1
        }
    }

    /// The addresses of some channels while they are used.
    private static func pointers<Result>(
        _ channels: ArraySlice<[Double]>, _ found: [UnsafePointer<Double>?] = [],
        _ body: ([UnsafePointer<Double>?]) -> Result
    ) -> Result {
        guard let first = channels.first else { return body(found) }
        return first.withUnsafeBufferPointer { pointers(channels.dropFirst(), found + [$0.baseAddress], body) }
    }

    /// Takes channels out of the first lanes.
    ///
    /// - Precondition: at most eight channels, whose places exist.
    func channels(_ lanes: Int, at start: Int, count: Int) -> [[Double]] {
        precondition((0...width).contains(lanes), "one lane per channel")
        precondition(start >= 0 && (start + count) * width <= samples.count, "places of the channels")
        guard let base = samples.baseAddress, lanes > 0, count > 0 else { return [] }
        return apart(lanes, count: count) { clanes_take(base + start * width, count, $0) }
    }

    /// The envelopes of the first lanes.
    ///
    /// - Precondition: as for ``channels(_:at:count:)``.
    func envelopes(_ envelope: Envelope, _ lanes: Int, at start: Int, count: Int) -> [[Double]] {
        precondition((0...width).contains(lanes), "one lane per channel")
        precondition(start >= 0 && (start + count) * width <= samples.count, "places of the channels")
        guard let base = samples.baseAddress, lanes > 0, count > 0 else { return [] }
        let window = envelope.window
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: width * (3 * window + 2)) { memory in
            guard let memory = memory.baseAddress else { return [] }
            return apart(lanes, count: count) { places in
                clanes_envelope(
                    base + start * width, count, window, envelope.kind == .rootMeanSquare ? 1 : 0, memory, places)
            }
        }
    }

    /// Arrays for the first lanes, filled through the addresses of all eight; what no channel wants is written beside.
    private func apart(
        _ lanes: Int, count: Int, _ body: ([UnsafeMutablePointer<Double>?]) -> Void
    ) -> [[Double]] {
        Self.arrays(lanes, count: count) { targets in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: (width - lanes) * count) { spare in
                var places = targets.map(\.baseAddress)
                for lane in lanes..<width { places.append(spare.baseAddress.map { $0 + (lane - lanes) * count }) }
                body(places)
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

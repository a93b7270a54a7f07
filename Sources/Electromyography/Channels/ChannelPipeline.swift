/// Filter, envelope, spectra and onsets of the channels of a recording.
///
/// Eight channels go through the filter at one time, and groups of channels go to several tasks. Neither changes a bit
/// of any channel's result.
public struct ChannelPipeline: Sendable {
    /// Applied forward and backward.
    public let filter: SectionCascade
    public let envelope: Envelope
    public let frames: FrameSpectra
    public let threshold: DoubleThreshold
    /// Places at rest from which the threshold is set.
    public let baseline: Range<Int>
    public let rate: SamplingRate

    /// Creates a pipeline.
    ///
    /// - Throws: ``SignalError`` when the baseline has fewer than two places or begins below 0.
    public init(
        filter: SectionCascade, envelope: Envelope, frames: FrameSpectra, threshold: DoubleThreshold,
        baseline: Range<Int>, rate: SamplingRate
    ) throws(SignalError) {
        guard baseline.lowerBound >= 0, baseline.count >= 2 else {
            throw .tooShort(field: "baseline", samples: baseline.count, needed: 2)
        }
        (self.filter, self.envelope, self.frames) = (filter, envelope, frames)
        (self.threshold, self.baseline, self.rate) = (threshold, baseline, rate)
    }

    /// Measures one channel.
    ///
    /// - Parameter samples: More than the filter's padding, and at least the baseline.
    /// - Returns: The measures.
    /// - Throws: ``SignalError`` when the channel is too short or a sample is not finite.
    public func measures(of samples: [Double]) throws(SignalError) -> ChannelMeasures {
        try checkLength(samples, "samples")
        try SignalError.requireFinite(samples, "samples")
        return try finished(try filter.zeroPhase(samples))
    }

    /// Measures all channels.
    ///
    /// - Parameters:
    ///   - channels: Channels of equal length.
    ///   - workers: How many tasks share the work, 1 to 64.
    /// - Returns: One entry per channel, in their order; the same whatever the number of workers.
    /// - Throws: ``SignalError`` when channels are too short, unequal or not finite, or `CancellationError` when the
    ///   task was cancelled.
    @concurrent
    public func measures(of channels: [[Double]], workers: Int = 2) async throws -> [ChannelMeasures] {
        let workers = try SignalError.checked(workers, "workers", in: 1...64)
        for (place, channel) in channels.enumerated() {
            try checkLength(channel, "channel \(place)")
            guard channel.count == channels[0].count else {
                throw SignalError.invalid(
                    field: "channel \(place)", value: "\(channel.count)",
                    reason: "samples are not as many as the first's")
            }
        }
        do {
            return try await measures(ofChecked: channels, workers: workers)
        } catch let error as SignalError {
            // Tasks end in any order; the error is that of the first channel all the same.
            for (place, channel) in channels.enumerated() {
                try SignalError.requireFinite(channel, "channel \(place)")
            }
            throw error
        }
    }

    @concurrent
    private func measures(ofChecked channels: [[Double]], workers: Int) async throws -> [ChannelMeasures] {
        let width = SectionCascade.lanes
        let groups = stride(from: 0, to: channels.count, by: width).map { $0..<min($0 + width, channels.count) }
        return try await withThrowingTaskGroup(of: [(Int, [ChannelMeasures])].self) { tasks in
            for worker in 0..<min(workers, groups.count) {
                tasks.addTask {
                    let places = (channels.first?.count ?? 0) + 2 * filter.padding
                    let lanes = LaneBuffer(places: places)
                    var done: [(Int, [ChannelMeasures])] = []
                    for group in stride(from: worker, to: groups.count, by: workers) {
                        try Task.checkCancellation()
                        done.append((group, try measures(ofGroup: channels[groups[group]], in: lanes)))
                    }
                    return done
                }
            }
            var results = [[ChannelMeasures]](repeating: [], count: groups.count)
            for try await part in tasks {
                for (group, measures) in part { results[group] = measures }
            }
            return results.flatMap(\.self)
        }
    }

    private func checkLength(_ samples: [Double], _ field: String) throws(SignalError) {
        let needed = max(filter.padding + 1, baseline.upperBound)
        guard samples.count >= needed else {
            throw .tooShort(field: field, samples: samples.count, needed: needed)
        }
    }

    /// Envelope, spectra and onsets of a filtered channel.
    private func finished(_ filtered: [Double], _ known: [Double]? = nil) throws(SignalError) -> ChannelMeasures {
        let envelope = known ?? envelope.values(ofFinite: filtered)
        return ChannelMeasures(
            filtered: filtered, envelope: envelope,
            frames: filtered.withUnsafeBufferPointer { frames.frames(ofFinite: $0) },
            bursts: try threshold.bursts(in: envelope, baseline: baseline, rate: rate))
    }

    /// A few channels, side by side where that is less work than one after the other.
    private func measures(
        ofGroup channels: ArraySlice<[Double]>, in lanes: borrowing LaneBuffer
    ) throws(SignalError) -> [ChannelMeasures] {
        guard channels.count > 2, let count = channels.first?.count else {
            var measures: [ChannelMeasures] = []
            for channel in channels { measures.append(try self.measures(of: channel)) }
            return measures
        }
        let padding = filter.padding
        if !lanes.fill(from: channels, at: padding) {
            for channel in channels { try SignalError.requireFinite(channel, "channel") }
        }
        filter.runForwardAndBackward(lanes.samples, width: SectionCascade.lanes, padding: padding)
        var measures: [ChannelMeasures] = []
        // A window that fits into the nearest caches goes over all channels at once.
        let envelopes =
            envelope.window <= 2_048 ? lanes.envelopes(envelope, channels.count, at: padding, count: count) : []
        for (place, filtered) in lanes.channels(channels.count, at: padding, count: count).enumerated() {
            measures.append(try finished(filtered, envelopes.isEmpty ? nil : envelopes[place]))
        }
        return measures
    }
}

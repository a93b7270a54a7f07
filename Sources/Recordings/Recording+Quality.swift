extension Recording {
    /// Looks for what disturbs the channels: gaps, missing samples, clipping, flat lines, hum of the mains, heartbeats.
    ///
    /// - Parameters:
    ///   - wanted: The channels to examine, by their place; `nil` for all.
    ///   - options: The bounds of the search.
    ///   - progress: Called with the share that is done, from 0 to 1; ends the search by throwing.
    /// - Returns: What was found, with its times.
    /// - Throws: ``RecordingError`` for what can't be read, `CancellationError`, and what `progress` throws.
    /// - Complexity: O(*n* log *w*) in samples and the samples of a window of two seconds; memory for one block.
    public func quality(
        channels wanted: [Int]? = nil, options: QualityOptions = QualityOptions(),
        progress: (Double) throws -> Void = { _ in }
    ) throws -> QualityReport {
        let wanted = wanted ?? Array(channels.indices)
        if let unknown = wanted.first(where: { !channels.indices.contains($0) }) {
            throw error(.outOfRange, "channel", "\(unknown)", "is not one of \(channels.count)")
        }
        var plans: [Int: MainsDetector.Plan] = [:]
        var scans = wanted.map { ChannelScan(channels[$0], options, &plans) }
        var piece = 0
        try forEachBlock(channels: wanted) { block in
            if block.segment != piece {
                for place in scans.indices { scans[place].endPiece() }
                piece = block.segment
            }
            for (place, signal) in block.signals.enumerated() {
                let time = signal.samples.isEmpty ? 0 : try self.time(ofSample: signal.first, channel: signal.channel)
                scans[place].add(signal.samples, time: time)
            }
            try progress(block.progress)
        }
        var lost = QualitySpans()
        for gap in gaps { lost.add(gap.lowerBound, gap.upperBound) }
        let found = zip(wanted, scans).map { channel, scan in
            scan.finished(ChannelQuality(channel: channel, label: channels[channel].label))
        }
        return QualityReport(channels: found, gaps: lost)
    }
}

/// The detectors at work on one channel.
private struct ChannelScan {
    private var runs: RunDetector
    private var mains: MainsDetector
    private var heart: HeartbeatDetector?

    init(_ channel: RecordingChannel, _ options: QualityOptions, _ plans: inout [Int: MainsDetector.Plan]) {
        runs = RunDetector(channel, options)
        mains = MainsDetector(channel, plans: &plans)
        heart = HeartbeatDetector(channel)
    }

    mutating func add(_ samples: [Double], time: Double) {
        guard !samples.isEmpty else { return }
        runs.add(samples, time: time)
        mains.add(samples, time: time)
        heart?.add(samples, time: time)
    }

    mutating func endPiece() {
        runs.endPiece()
        mains.endPiece()
        heart?.endPiece()
    }

    func finished(_ empty: ChannelQuality) -> ChannelQuality {
        var scan = self
        scan.endPiece()
        var quality = empty
        quality.missing = scan.runs.missing
        quality.missingSamples = scan.runs.missingSamples
        quality.clipping = scan.runs.clipping
        quality.flat = scan.runs.flat
        quality.mains = scan.mains.hum
        quality.mainsExamined = scan.mains.isExamined
        quality.heartbeat = scan.heart?.trace
        quality.heartbeatExamined = scan.heart != nil
        return quality
    }
}

import Recordings

/// Opens bytes as EDF or EDF+ and does everything with them that a user can.
public func exerciseEDF(_ bytes: [UInt8]) { exercise(bytes, as: .edf, finite: true) }

/// Opens bytes as BDF or BDF+ and does everything with them that a user can.
public func exerciseBDF(_ bytes: [UInt8]) { exercise(bytes, as: .bdf, finite: true) }

/// Opens bytes up to the first zero as a WFDB header, and the rest as its signal files `a` and `b`.
public func exerciseWFDB(_ bytes: [UInt8]) {
    let header = Array(bytes.prefix { $0 != 0 })
    let rest = Array(bytes.dropFirst(header.count + 1))
    exercise(header, as: .wfdb, finite: false, ["a": rest, "b": Array(rest.prefix(rest.count / 2))])
}

/// Opens bytes as a table of numbers, of which the first says what is declared.
public func exerciseTable(_ bytes: [UInt8]) {
    let flags = bytes.first ?? 0
    exercise(Array(bytes.dropFirst()), as: .delimited, finite: flags & 8 == 0) { options in
        options.rate = flags & 1 == 0 ? nil : [1_000, 2, 100, 2_048.5][Int(flags >> 6)]
        options.unit = flags & 2 == 0 ? nil : .microvolts
        options.missing = flags & 8 == 0 ? .refuse : .keep
        if flags & 4 != 0 { options.table.delimiter = [0x2c, 0x3b, 0x09, 0x20][Int(flags >> 4) & 3] }
    }
}

/// Opens bytes as a text of OpenSignals and does everything with them that a user can.
public func exerciseOpenSignals(_ bytes: [UInt8]) { exercise(bytes, as: .openSignals, finite: true) }

private func exercise(
    _ bytes: [UInt8], as format: RecordingFormat, finite: Bool, _ companions: [String: [UInt8]] = [:],
    _ declare: (inout RecordingOptions) -> Void = { _ in }
) {
    // What the content alone says may differ, and must not trap either.
    _ = described { try Recording(bytes: bytes, name: "fuzz", companions: companions) }
    for damage in [RecordingOptions.Damage.refuse, .readWhatIsWhole] {
        var options = RecordingOptions()
        options.format = format
        options.damage = damage
        declare(&options)
        let opened = described {
            try Recording(bytes: bytes, name: "fuzz", companions: companions, options: options)
        }
        if let opened { read(opened, finite: finite) }
    }
}

private func read(_ recording: Recording, finite: Bool) {
    precondition(!recording.segments.isEmpty && recording.notes.allSatisfy { !$0.description.isEmpty })
    precondition(recording.duration.isFinite && recording.duration <= 2 * RecordingLimits.seconds)
    precondition(recording.channels.allSatisfy { RecordingLimits.rate.contains($0.rate) && $0.sampleCount >= 0 })
    precondition(zip(recording.segments, recording.segments.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-3 })
    // EDF+ may hold remarks alone.
    guard !recording.channels.isEmpty else { return }
    let whole = described { () throws -> [[Double]] in
        var together = recording.channels.map { _ in [Double]() }
        try recording.forEachBlock(seconds: 1) { block in
            for signal in block.signals {
                precondition(signal.first == together[signal.channel].count, "a block is missing")
                together[signal.channel] += signal.samples
            }
        }
        return together
    }
    guard let whole else { return }
    for (channel, samples) in zip(recording.channels, whole) {
        precondition(samples.count == channel.sampleCount, "blocks are not the whole channel")
        precondition(!finite || samples.allSatisfy(\.isFinite))
    }
    let middle = recording.channels[0].sampleCount / 2
    let part = described { try recording.samples(channel: 0, range: middle..<recording.channels[0].sampleCount) }
    precondition(part?.map(\.bitPattern) == whole[0][middle...].map(\.bitPattern), "a part differs from the whole")
    if let report = described({ try recording.quality() }) {
        for channel in report.channels {
            for spans in [channel.missing, channel.clipping, channel.flat] {
                precondition(spans.seconds.isFinite && spans.seconds >= 0)
            }
            precondition(channel.mains.allSatisfy { $0.share >= 0 && $0.share <= 1 })
        }
    }
    write(recording, whole)
}

/// What is written is read again as the same, when it can be written.
private func write(_ recording: Recording, _ whole: [[Double]]) {
    guard recording.channels.count <= 8, let bytes = described({ try EDFPlusWriter.bytes(of: recording) }) else {
        return
    }
    guard let again = described({ try Recording(bytes: bytes, name: "again") }) else {
        preconditionFailure("what was written can't be read")
    }
    for (place, channel) in again.channels.enumerated() {
        precondition(channel.sampleCount >= whole[place].count)
        guard let step = channel.step, recording.segments.count == 1,
            let samples = described({ try again.samples(channel: place, range: 0..<whole[place].count) })
        else { continue }
        for (sample, value) in zip(samples, whole[place]) {
            precondition(abs(sample - value) <= abs(step) * 0.5001 + 1e-12 * abs(value), "\(sample) \(value) \(step)")
        }
    }
}

/// The value, or `nil` after the words of the error were made.
private func described<Value>(_ make: () throws -> Value) -> Value? {
    do {
        return try make()
    } catch {
        precondition(!"\(error)".isEmpty)
        return nil
    }
}

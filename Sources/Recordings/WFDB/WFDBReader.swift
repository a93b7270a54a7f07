/// Opens WFDB records of one segment.
struct WFDBReader {
    private let source: any ByteSource
    private let companions: Companions
    private let options: RecordingOptions
    private let header: WFDBHeader

    init(
        _ source: any ByteSource, _ companions: Companions, _ options: RecordingOptions
    ) throws(RecordingError) {
        self.source = source
        self.companions = companions
        self.options = options
        header = try WFDBHeader(source)
    }

    /// The recording, the length of its signal files compared with the header.
    func recording() throws(RecordingError) -> Recording {
        var notes = header.notes
        let groups = try groups()
        let frames = try frames(groups, &notes)
        guard Double(frames) / header.rate <= RecordingLimits.seconds else {
            throw source.error(
                .overLimit, "number of samples", "\(frames)", "is longer than \(RecordingLimits.seconds) s")
        }
        var channels: [RecordingChannel] = []
        var places: [WFDBStore.Place] = []
        for (number, group) in groups.enumerated() {
            var before = 0
            for index in group.signals {
                let signal = header.signals[index]
                places.append(
                    WFDBStore.Place(
                        group: number, before: before, samplesPerFrame: signal.samplesPerFrame, skew: signal.skew,
                        gain: signal.gain ?? 1, baseline: Double(signal.gain == nil ? 0 : signal.baseline)))
                channels.append(channel(signal, index: index, frames: frames, &notes))
                before += signal.samplesPerFrame
            }
        }
        var recording = Recording(
            format: .wfdb, name: source.name, channels: channels,
            segments: [RecordingSegment(start: 0, duration: Double(frames) / header.rate, stored: 0)],
            store: WFDBStore(groups: groups.map(\.content), places: places))
        recording.start = header.start
        recording.notes = notes
        return recording
    }

    /// Signals that follow each other in the header and share a file.
    private struct Group {
        var signals: Range<Int>
        var content: WFDBStore.Group
    }

    private func groups() throws(RecordingError) -> [Group] {
        var groups: [Group] = []
        for (index, signal) in header.signals.enumerated() {
            if let last = groups.last, last.content.source.name == signal.file {
                guard last.content.format == signal.format, last.content.offset == signal.offset || signal.offset == 0
                else {
                    throw source.error(
                        .invalid, "format of signal \(index + 1)", "\(signal.format.rawValue)",
                        "differs from the signal before it in the same file")
                }
                groups[groups.count - 1].signals = last.signals.lowerBound..<(index + 1)
                groups[groups.count - 1].content.frame += signal.samplesPerFrame
            } else {
                if groups.contains(where: { $0.content.source.name == signal.file }) {
                    throw source.error(
                        .invalid, "file of signal \(index + 1)", signal.file, "belongs to signals further up")
                }
                let file = try companions.source(signal.file)
                guard signal.offset <= file.count else {
                    throw file.error(
                        .truncated, at: .byte(file.count), "offset of signal \(index + 1)", "\(signal.offset)",
                        "is beyond the end of the file")
                }
                groups.append(
                    Group(
                        signals: index..<(index + 1),
                        content: WFDBStore.Group(
                            source: file, format: signal.format, offset: signal.offset,
                            frame: signal.samplesPerFrame)))
            }
        }
        if let large = groups.first(where: { $0.content.frame > RecordingLimits.samplesPerFrame }) {
            throw source.error(
                .overLimit, "samples per frame", "\(large.content.frame)",
                "are more than \(RecordingLimits.samplesPerFrame)")
        }
        return groups
    }

    /// Frames to read: what the header states, as far as the files hold them.
    private func frames(_ groups: [Group], _ notes: inout [RecordingNote]) throws(RecordingError) -> Int {
        var readable = header.frames ?? .max
        for group in groups {
            let held = group.content.frames
            guard held >= 1 else {
                throw group.content.source.error(
                    .truncated, at: .byte(group.content.source.count), "samples", "0", "can be read")
            }
            if let stated = header.frames, held < stated {
                let text = "are whole and can be read (\(Double(held) / header.rate) s), of \(stated) in the header"
                guard options.damage == .readWhatIsWhole else {
                    throw group.content.source.error(
                        .truncated, at: .byte(group.content.source.count), "frames", "\(held)", text)
                }
                notes.append(
                    RecordingNote(
                        place: .byte(group.content.source.count),
                        text: "\(group.content.source.name) ends early: \(held) frames \(text)."))
            }
            if let stated = header.frames, held > stated {
                notes.append(
                    RecordingNote(
                        place: nil,
                        text: "\(group.content.source.name) holds \(held - stated) frames more than the header states.")
                )
            }
            readable = min(readable, held)
        }
        return readable
    }

    private func channel(
        _ signal: WFDBSignal, index: Int, frames: Int, _ notes: inout [RecordingNote]
    ) -> RecordingChannel {
        var channel = RecordingChannel(
            label: signal.label, unit: signal.unit, rate: header.rate * Double(signal.samplesPerFrame),
            sampleCount: max(0, frames - signal.skew) * signal.samplesPerFrame)
        if signal.skew > 0 {
            notes.append(
                RecordingNote(
                    place: nil,
                    text: "Signal \(index + 1) comes \(signal.skew) frames late in the file and ends as much earlier."))
        }
        if signal.gain == nil {
            notes.append(
                RecordingNote(place: nil, text: "Signal \(index + 1) has no gain; its samples are counts."))
        }
        let half = 1 << (signal.bits - 1)
        let digital = (signal.zero - half)...(signal.zero + half - 1)
        let (gain, baseline) = (signal.gain ?? 1, Double(signal.gain == nil ? 0 : signal.baseline))
        let ends = [digital.lowerBound, digital.upperBound].map { (Double($0) - baseline) / gain }
        channel.digitalRange = digital
        channel.physicalRange = min(ends[0], ends[1])...max(ends[0], ends[1])
        channel.step = 1 / gain
        return channel
    }
}

/// Opens the text files of the program OpenSignals.
struct OpenSignalsReader {
    private let source: any ByteSource
    private let options: RecordingOptions
    private let header: OpenSignalsHeader
    private var notes: [RecordingNote] = []

    init(_ source: any ByteSource, _ options: RecordingOptions) throws(RecordingError) {
        self.source = source
        self.options = options
        header = try OpenSignalsHeader(source)
    }

    /// The recording, its rows counted and their sequence numbers checked.
    func recording() throws(RecordingError) -> Recording {
        var reader = self
        return try reader.read()
    }

    private mutating func read() throws(RecordingError) -> Recording {
        let rate = header.devices[0].rate
        let width = header.devices.reduce(0) { $0 + $1.columns.count }
        var sequence = SequenceColumn(header.devices[0])
        let index = try rows(width, &sequence)
        let segments = sequence.segments(rows: index.count, rate: rate)
        guard let last = segments.last, last.end <= RecordingLimits.seconds else {
            throw source.error(
                .overLimit, "rows", "\(index.count)", "at \(rate) Hz are longer than \(RecordingLimits.seconds) s")
        }
        var channels: [RecordingChannel] = []
        var columns: [TableStore.Column] = []
        var before = 0
        for (number, device) in header.devices.enumerated() {
            for sensor in device.sensors.indices {
                let bits = device.bits(sensor)
                guard (1...24).contains(bits) else {
                    throw source.error(
                        .overLimit, at: .line(header.line), "resolution", "\(bits)", "is not within 1 to 24 bits")
                }
                let transfer = SensorTransfer.emg(
                    sensor: device.sensors[sensor], device: device.kind ?? "", declared: options.transfer)
                let scale = OpenSignalsScale(bits: bits, transfer: transfer)
                channels.append(
                    scale.channel(device, sensor, number: number, of: header.devices.count, rows: index.count))
                columns.append(scale.column(before + device.column(sensor)))
                if SensorTransfer.isEMG(device.sensors[sensor]), transfer == nil {
                    notes.append(
                        RecordingNote(
                            place: .line(header.line),
                            text: "The transfer function of the EMG sensor at this device is not known; its samples are"
                                + " counts."))
                }
            }
            before += device.columns.count
        }
        var recording = Recording(
            format: .openSignals, name: source.name, channels: channels, segments: segments,
            store: TableStore(
                source: source, index: index, walker: FieldWalker(delimiter: UInt8(ascii: "\t")),
                decimalMark: UInt8(ascii: "."), width: width, columns: columns))
        recording.start = header.devices[0].start
        recording.notes = notes + sequence.notes
        return recording
    }

    private mutating func rows(_ width: Int, _ sequence: inout SequenceColumn) throws(RecordingError) -> RowIndex {
        var index = RowIndex()
        let walker = FieldWalker(delimiter: UInt8(ascii: "\t"))
        let reader = LineReader(source, offset: header.firstRow.offset, number: header.firstRow.line)
        while let line = try reader.next() {
            guard !RowIndex.isBlank(line) else { continue }
            if !reader.isEnded, walker.texts(line).count < width {
                guard options.damage == .readWhatIsWhole else {
                    throw source.error(
                        .truncated, at: .line(reader.number), "rows", "\(index.count)",
                        "are whole and can be read; the last line ends early")
                }
                notes.append(
                    RecordingNote(
                        place: .line(reader.number),
                        text: "The last line ends early; \(index.count) rows before it are read."))
                break
            }
            if sequence.isUsed {
                var position = 0
                let field = walker.next(line, &position)
                guard let field, let number = Int(String(decoding: field, as: UTF8.self)),
                    (0...(1 << 40)).contains(number)
                else {
                    throw source.error(
                        .invalid, at: .line(reader.number), "nSeq", field.map { ASCIIText.decoded($0) } ?? "",
                        "is no sequence number")
                }
                guard sequence.add(number, row: index.count, line: reader.number) else {
                    throw source.error(
                        .overLimit, at: .line(reader.number), "gaps", "\(RecordingLimits.segments)",
                        "are fewer than the sequence numbers show")
                }
            }
            index.add(reader)
        }
        guard index.count > 0 else {
            throw source.error(.truncated, at: .line(reader.number), "rows", "0", "can be read")
        }
        return index
    }
}

/// How the counts of a sensor become samples.
struct OpenSignalsScale {
    let bits: Int
    let transfer: RecordingOptions.Transfer?

    private var largest: Int { (1 << bits) - 1 }

    /// Millivolts for one count; 1 when the sensor is not known.
    private var step: Double {
        transfer.map { $0.supply / $0.gain * 1_000 / Double(largest + 1) } ?? 1
    }

    /// The count that stands for 0.
    private var zero: Double { transfer == nil ? 0 : Double(largest + 1) / 2 }

    func column(_ place: Int) -> TableStore.Column {
        TableStore.Column(place: place, scale: step, shift: zero, bits: 0...Double(largest))
    }

    func channel(
        _ device: OpenSignalsHeader.Device, _ sensor: Int, number: Int, of devices: Int, rows: Int
    ) -> RecordingChannel {
        let label = device.labels.flatMap { $0.indices.contains(sensor) ? $0[sensor] : nil }
        let parts = [device.sensors[sensor], label, devices > 1 ? "(device \(number + 1))" : nil]
        var channel = RecordingChannel(
            label: ASCIIText.shortened(parts.compactMap { $0 }.joined(separator: " "), to: RecordingLimits.labelBytes),
            unit: transfer == nil ? .counts : .millivolts, rate: device.rate, sampleCount: rows)
        channel.digitalRange = 0...largest
        channel.physicalRange = (0 - zero) * step...(Double(largest) - zero) * step
        channel.step = step
        channel.transducer = ASCIIText.shortened(
            "\(device.sensors[sensor]) sensor" + (device.kind.map { " of \($0)" } ?? ""), to: RecordingLimits.labelBytes
        )
        return channel
    }
}

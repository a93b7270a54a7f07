/// Opens tables of numbers: one row for each moment, one column for each channel.
struct DelimitedReader {
    private let source: any ByteSource
    private let options: RecordingOptions
    private let layout: TableLayout
    private let columns: [TableColumn]
    private var notes: [RecordingNote] = []

    init(_ source: any ByteSource, _ options: RecordingOptions) throws(RecordingError) {
        self.source = source
        self.options = options
        let layout = try TableLayout(source, options.table)
        self.layout = layout
        columns = (0..<layout.width).map { place in
            layout.names.isEmpty
                ? TableColumn(name: "column \(place + 1)", unit: nil)
                : TableColumn(name: layout.names[place], unit: layout.units.isEmpty ? nil : layout.units[place])
        }
    }

    /// The recording, its rows counted and their times read.
    func recording() throws(RecordingError) -> Recording {
        var reader = self
        return try reader.read()
    }

    private var line: RecordingError.Place { .line(max(1, layout.nameLine)) }

    private mutating func read() throws(RecordingError) -> Recording {
        let timePlace = columns.firstIndex { if case .time = $0.content { true } else { false } }
        var times = try timePlace.map { place throws(RecordingError) in try timeColumn(place) }
        let signals = columns.indices.filter { columns[$0].content == .signal }
        guard !signals.isEmpty else {
            throw source.error(.invalid, at: line, "columns", "\(columns.count)", "hold no signal")
        }
        for place in columns.indices where columns[place].content == .counter {
            notes.append(RecordingNote(place: line, text: "Column \(place + 1) counts rows and is left out."))
        }
        var units: [SignalUnit] = []
        for place in signals { units.append(try unit(columns[place], place)) }
        let index = try rows(timePlace, &times)
        let rate = try rate(times?.column, index.count)
        let length = Double(index.count) / rate
        guard length <= RecordingLimits.seconds else {
            throw source.error(
                .overLimit, "rows", "\(index.count)", "at \(rate) Hz are longer than \(RecordingLimits.seconds) s")
        }
        let channels = zip(signals, units).map { place, unit in
            RecordingChannel(label: columns[place].label, unit: unit, rate: rate, sampleCount: index.count)
        }
        let segments =
            times?.column.segments(rate: rate) ?? [RecordingSegment(start: 0, duration: length, stored: 0)]
        if let last = segments.last, last.end > RecordingLimits.seconds {
            throw source.error(
                .overLimit, "time", "\(last.end)", "is beyond \(RecordingLimits.seconds) s")
        }
        var recording = Recording(
            format: .delimited, name: source.name, channels: channels, segments: segments,
            store: TableStore(
                source: source, index: index, walker: layout.walker, decimalMark: layout.decimalMark,
                width: layout.width, columns: signals.map { TableStore.Column(place: $0) },
                keepsMissing: options.missing == .keep))
        noteJitter(times?.column)
        recording.notes = notes
        return recording
    }

    private mutating func unit(_ column: TableColumn, _ place: Int) throws(RecordingError) -> SignalUnit {
        guard column.unit == .unstated else {
            if let declared = options.unit, declared != column.unit {
                notes.append(
                    RecordingNote(
                        place: line,
                        text: "Column \(place + 1) states \(column.unit), so the declared \(declared) is not used."))
            }
            return column.unit
        }
        guard let declared = options.unit, declared != .unstated else {
            throw source.error(
                .undeclared, at: line, "unit of column \(place + 1)", "",
                "is neither in the header, as in 'EMG (mV)', nor declared")
        }
        return declared
    }

    /// A column of times with the seconds of its unit.
    private struct Times {
        let place: Int
        let seconds: Double
        var column: TimeColumn
    }

    private func timeColumn(_ place: Int) throws(RecordingError) -> Times {
        let texts = layout.sample.map { $0[place] }
        let numbers = texts.compactMap(number)
        guard numbers.count == texts.count, numbers.count >= 2 else {
            throw source.error(
                .invalid, at: .line(layout.firstRow.line), "time", texts.first { number($0) == nil } ?? "",
                "is no number in each of at least two rows")
        }
        // The coarseness is the place of the last digit that is written.
        let digits = texts.map {
            $0.utf8.split(separator: layout.decimalMark, maxSplits: 1).dropFirst().first?.count ?? 0
        }
        let quantum = (0..<min(18, digits.max() ?? 0)).reduce(1.0) { value, _ in value / 10 }
        guard let raw = TimeColumn(first: numbers, quantum: quantum) else {
            throw source.error(
                .invalid, at: .line(layout.firstRow.line), "time", texts.first ?? "", "does not grow in the first rows")
        }
        let seconds = try seconds(columns[place], raw.step)
        guard let column = TimeColumn(first: numbers.map { $0 * seconds }, quantum: quantum * seconds) else {
            throw source.error(.invalid, at: .line(layout.firstRow.line), "time", "", "does not grow")
        }
        return Times(place: place, seconds: seconds, column: column)
    }

    /// The seconds of a unit of time: what the name says, or what fits the declared rate.
    private func seconds(_ column: TableColumn, _ step: Double) throws(RecordingError) -> Double {
        if case .time(let stated?) = column.content { return stated }
        guard let rate = options.rate else {
            throw source.error(
                .undeclared, at: line, "unit of time", "",
                "is not in the header; with seconds the rate would be about \(((1 / step) * 1_000).rounded() / 1_000) Hz; declare the rate"
            )
        }
        guard let fitting = [1, 1e-3, 1e-6].first(where: { abs(step * $0 * rate - 1) < 0.05 }) else {
            throw source.error(
                .invalid, at: line, "time", "\(step)", "between rows fits the declared \(rate) Hz in no unit")
        }
        return fitting
    }

    private func number(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalNumber.parsed($0, mark: layout.decimalMark) }
            .flatMap { $0.isFinite ? $0 : nil }
    }

    /// Counts the rows and takes their times.
    private mutating func rows(_ timePlace: Int?, _ times: inout Times?) throws(RecordingError) -> RowIndex {
        var index = RowIndex()
        let reader = LineReader(source, offset: layout.firstRow.offset, number: layout.firstRow.line)
        var isCut = false
        while let line = try reader.next() {
            guard !RowIndex.isBlank(line) else { continue }
            if !reader.isEnded, layout.walker.texts(line).count < layout.width {
                isCut = true
                break
            }
            if let timePlace, let seconds = times?.seconds {
                let time = try time(line, timePlace, reader.number) * seconds
                do throws(TimeColumn.Fault) {
                    try times?.column.add(time, row: index.count)
                } catch {
                    throw fault(error, time, reader.number)
                }
            }
            index.add(reader)
        }
        guard index.count > 0 else {
            throw source.error(.truncated, at: .line(reader.number), "rows", "0", "can be read")
        }
        guard isCut else { return index }
        guard options.damage == .readWhatIsWhole else {
            throw source.error(
                .truncated, at: .line(reader.number), "rows", "\(index.count)",
                "are whole and can be read; the last line ends early")
        }
        notes.append(
            RecordingNote(
                place: .line(reader.number), text: "The last line ends early; \(index.count) rows before it are read."))
        return index
    }

    private func time(
        _ line: UnsafeBufferPointer<UInt8>, _ place: Int, _ number: Int
    ) throws(RecordingError) -> Double {
        var position = 0
        var at = 0
        while let field = layout.walker.next(line, &position) {
            if at == place {
                if let time = DecimalNumber.parsed(field, mark: layout.decimalMark), abs(time) < 1e12 { return time }
                throw source.error(.invalid, at: .line(number), "time", ASCIIText.decoded(field), "is no number")
            }
            at += 1
        }
        throw source.error(.invalid, at: .line(number), "time", "", "is missing")
    }

    private func fault(_ fault: TimeColumn.Fault, _ time: Double, _ line: Int) -> RecordingError {
        switch fault {
        case .notGrowing: source.error(.invalid, at: .line(line), "time", "\(time)", "is not above the time before it")
        case .tooManyGaps:
            source.error(
                .overLimit, at: .line(line), "gaps", "\(RecordingLimits.segments)", "are fewer than the times show")
        }
    }

    private mutating func rate(_ times: TimeColumn?, _ rows: Int) throws(RecordingError) -> Double {
        guard let times else {
            guard let rate = options.rate else {
                throw source.error(
                    .undeclared, at: line, "sampling rate", "",
                    "is not in the file; declare it, or add a column of times")
            }
            return rate
        }
        let measured = times.rate
        guard RecordingLimits.rate.contains(measured) else {
            throw source.error(
                .overLimit, at: line, "sampling rate", "\(measured)", "is not within \(RecordingLimits.rate) Hz")
        }
        guard let declared = options.rate else { return measured }
        let difference = abs(measured - declared) / declared
        guard difference <= 0.01 else {
            throw source.error(
                .invalid, at: line, "sampling rate", "\(measured)", "of the times is not the declared \(declared) Hz")
        }
        if difference > 1e-4 {
            notes.append(
                RecordingNote(place: line, text: "The times show \(measured) Hz where \(declared) Hz are declared."))
        }
        return declared
    }

    private mutating func noteJitter(_ times: TimeColumn?) {
        guard let times, times.jitter > max(0.1 * times.step, 1.01 * times.quantum) else { return }
        notes.append(
            RecordingNote(
                place: line, text: "Single steps of time are up to \(times.jitter) s beside the usual \(times.step) s.")
        )
    }
}

/// The rows of an open table of numbers.
struct TableStore: SampleStore {
    /// A column that is a channel.
    struct Column: Sendable {
        let place: Int

        /// What a number is multiplied with after ``shift`` was subtracted.
        let scale: Double
        let shift: Double

        /// The numbers that the converter can give; `nil` for any.
        let bits: ClosedRange<Double>?

        init(place: Int, scale: Double = 1, shift: Double = 0, bits: ClosedRange<Double>? = nil) {
            self.place = place
            self.scale = scale
            self.shift = shift
            self.bits = bits
        }
    }

    let source: any ByteSource
    let index: RowIndex
    let walker: FieldWalker
    let decimalMark: UInt8

    /// The number of columns in each row.
    let width: Int
    let columns: [Column]

    /// Whether a missing number is a sample that is not a number, and not an error.
    var keepsMissing = false

    func samples(_ requests: [SampleRequest]) throws(RecordingError) -> [[Double]] {
        guard let first = requests.first else { return [] }
        if requests.allSatisfy({ $0.range == first.range }) {
            return try rows(first.range, channels: requests.map(\.channel))
        }
        var results: [[Double]] = []
        for request in requests {
            results += try rows(request.range, channels: [request.channel])
        }
        return results
    }

    /// Columns of some rows, each parsed once.
    private func rows(_ range: Range<Int>, channels: [Int]) throws(RecordingError) -> [[Double]] {
        var results = channels.map { _ in [Double]() }
        guard !range.isEmpty else { return results }
        for place in results.indices { results[place].reserveCapacity(range.count) }
        var targets = [Int](repeating: -1, count: width)
        for (number, channel) in channels.enumerated() where targets[columns[channel].place] < 0 {
            targets[columns[channel].place] = number
        }
        let reader = index.reader(at: range.lowerBound, source)
        var row = index.firstRow(for: range.lowerBound)
        while row < range.upperBound {
            guard let line = try reader.next() else {
                throw source.error(.unreadable, at: .line(reader.number), "rows", "\(row)", "are fewer than before")
            }
            guard !RowIndex.isBlank(line) else { continue }
            if row >= range.lowerBound {
                try parse(line, number: reader.number, targets: targets, channels: channels, into: &results)
            }
            row += 1
        }
        // A channel that was asked for twice was parsed once.
        for (number, channel) in channels.enumerated() where results[number].count < range.count {
            results[number] = results[targets[columns[channel].place]]
        }
        return results
    }

    @inline(__always)
    private func parse(
        _ line: UnsafeBufferPointer<UInt8>, number: Int, targets: [Int], channels: [Int], into results: inout [[Double]]
    ) throws(RecordingError) {
        var position = 0
        var place = 0
        while let field = walker.next(line, &position) {
            guard place < width else {
                if position < 0, field.isEmpty { break }
                throw source.error(
                    .invalid, at: .line(number), "fields", "", "are more than the \(width) of the first row")
            }
            let target = targets[place]
            if target >= 0 {
                guard let value = DecimalNumber.parsed(field, mark: decimalMark), value.isFinite else {
                    guard keepsMissing, TableColumn.isMissing(field) else { throw fault(field, number, place) }
                    results[target].append(.nan)
                    place += 1
                    continue
                }
                let column = columns[channels[target]]
                if let bits = column.bits, !bits.contains(value) || value != value.rounded() {
                    throw source.error(
                        .invalid, at: .line(number), "field \(place + 1)", ASCIIText.decoded(field),
                        "is no whole number from \(Int(bits.lowerBound)) to \(Int(bits.upperBound))")
                }
                results[target].append((value - column.shift) * column.scale)
            }
            place += 1
        }
        guard place >= width else {
            throw source.error(
                .invalid, at: .line(number), "fields", "\(place)", "are fewer than the \(width) of the first row")
        }
    }

    private func fault(_ field: UnsafeBufferPointer<UInt8>, _ line: Int, _ place: Int) -> RecordingError {
        let text = ASCIIText.decoded(field)
        let isMissing =
            TableColumn.isMissing(field) || TableColumn.isInfinite(text)
            || DecimalNumber.parsed(field, mark: decimalMark) != nil
        return source.error(
            isMissing ? .notFinite : .invalid, at: .line(line), "field \(place + 1)", text,
            text.isEmpty ? "is missing" : isMissing ? "is not a finite number" : "is no number")
    }
}

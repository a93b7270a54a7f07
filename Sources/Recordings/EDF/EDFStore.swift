/// The data records of an open EDF or BDF file.
struct EDFStore: SampleStore {
    /// One channel inside of a data record.
    struct Place: Sendable {
        /// Octets before it in the data record.
        let offset: Int
        let samples: Int
        let gain: Double
        let shift: Double
    }

    let source: any ByteSource
    let start: Int
    let recordBytes: Int
    let sampleBytes: Int
    let places: [Place]

    /// Octets that are read at once.
    private static let chunk = 1 << 20

    func samples(_ requests: [SampleRequest]) throws(RecordingError) -> [[Double]] {
        var results = requests.map { [Double](repeating: 0, count: $0.range.count) }
        if requests.count == 1, let request = requests.first, alone(request.channel) {
            try readPieces(request, into: &results[0])
            return results
        }
        let spans = requests.map { records(of: $0) }
        guard let first = spans.map(\.lowerBound).min(), let end = spans.map(\.upperBound).max(), first < end
        else { return results }
        let step = max(1, Self.chunk / recordBytes)
        var record = first
        while record < end {
            let count = min(step, end - record)
            let begin = start + record * recordBytes
            let bytes = try source.bytes(begin..<(begin + count * recordBytes))
            for (number, request) in requests.enumerated() {
                let touched = max(record, spans[number].lowerBound)..<min(record + count, spans[number].upperBound)
                guard touched.lowerBound < touched.upperBound else { continue }
                for one in touched {
                    decode(
                        bytes, at: (one - record) * recordBytes + places[request.channel].offset, record: one, request,
                        into: &results[number])
                }
            }
            record += count
        }
        return results
    }

    /// Whether a channel's part of a record is large enough, and small enough against the others, to be read alone.
    private func alone(_ channel: Int) -> Bool {
        let bytes = places[channel].samples * sampleBytes
        return bytes >= 1_024 && bytes * 2 <= recordBytes
    }

    private func records(of request: SampleRequest) -> Range<Int> {
        guard !request.range.isEmpty else { return 0..<0 }
        let samples = places[request.channel].samples
        return request.range.lowerBound / samples..<((request.range.upperBound - 1) / samples + 1)
    }

    private func readPieces(_ request: SampleRequest, into result: inout [Double]) throws(RecordingError) {
        let place = places[request.channel]
        for record in records(of: request) {
            let begin = start + record * recordBytes + place.offset
            let bytes = try source.bytes(begin..<(begin + place.samples * sampleBytes))
            decode(bytes, at: 0, record: record, request, into: &result)
        }
    }

    /// Decodes the part of a record that a request wants.
    ///
    /// - Precondition: `bytes` holds the whole part of the channel at `offset`.
    private func decode(
        _ bytes: [UInt8], at offset: Int, record: Int, _ request: SampleRequest, into result: inout [Double]
    ) {
        let place = places[request.channel]
        let base = record * place.samples
        let from = max(request.range.lowerBound, base)
        let to = min(request.range.upperBound, base + place.samples)
        guard from < to else { return }
        let begin = offset + (from - base) * sampleBytes
        precondition(begin >= 0 && begin + (to - from) * sampleBytes <= bytes.count)
        precondition(to - request.range.lowerBound <= result.count)
        bytes.withUnsafeBytes { raw in
            result.withUnsafeMutableBufferPointer { output in
                let target = output.baseAddress.map { $0 + (from - request.range.lowerBound) }
                guard let target, let input = raw.baseAddress.map({ $0 + begin }) else { return }
                if sampleBytes == 2 {
                    for index in 0..<(to - from) {
                        let value = input.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)
                        target[index] = place.gain * (place.shift + Double(Int16(littleEndian: value)))
                    }
                } else {
                    for index in 0..<(to - from) {
                        target[index] = place.gain * (place.shift + Double(LittleEndian.int24(input + 3 * index)))
                    }
                }
            }
        }
    }
}

/// Numbers of signal files, lowest octet first.
enum LittleEndian {
    /// Three octets as a signed number.
    @inline(__always)
    static func int24(_ bytes: UnsafeRawPointer) -> Int32 {
        let low = UInt32(bytes.loadUnaligned(as: UInt16.self).littleEndian)
        let high = UInt32(bytes.load(fromByteOffset: 2, as: UInt8.self))
        return Int32(bitPattern: (high << 24) | (low << 8)) >> 8
    }
}

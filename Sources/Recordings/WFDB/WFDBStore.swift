/// The signal files of an open WFDB record.
struct WFDBStore: SampleStore {
    /// One signal file.
    struct Group: Sendable {
        let source: any ByteSource
        let format: WFDBSignal.Format
        let offset: Int

        /// Samples of all signals in one frame.
        var frame: Int

        /// Frames that the file holds as a whole.
        var frames: Int {
            let bytes = source.count - offset
            let samples =
                switch format {
                case .pairs12: bytes / 3 * 2 + (bytes % 3 == 2 ? 1 : 0)
                case .int16: bytes / 2
                case .int24: bytes / 3
                case .int32: bytes / 4
                }
            return max(0, samples) / frame
        }

        /// The octets of the samples with these numbers; the first number is even for ``WFDBSignal/Format/pairs12``.
        func bytes(_ samples: Range<Int>) throws(RecordingError) -> [UInt8] {
            let (begin, end) =
                switch format {
                case .pairs12: (samples.lowerBound / 2 * 3, (samples.upperBound * 3 + 1) / 2)
                case .int16: (samples.lowerBound * 2, samples.upperBound * 2)
                case .int24: (samples.lowerBound * 3, samples.upperBound * 3)
                case .int32: (samples.lowerBound * 4, samples.upperBound * 4)
                }
            return try source.bytes((offset + begin)..<(offset + end))
        }
    }

    /// One signal inside of a frame.
    struct Place: Sendable {
        let group: Int

        /// Samples before it in the frame.
        let before: Int
        let samplesPerFrame: Int
        let skew: Int
        let gain: Double
        let baseline: Double
    }

    let groups: [Group]
    let places: [Place]

    private static let samplesAtOnce = 1 << 19

    func samples(_ requests: [SampleRequest]) throws(RecordingError) -> [[Double]] {
        var results: [[Double]] = []
        for request in requests { results.append(try samples(request)) }
        return results
    }

    private func samples(_ request: SampleRequest) throws(RecordingError) -> [Double] {
        let place = places[request.channel]
        let group = groups[place.group]
        var result: [Double] = []
        result.reserveCapacity(request.range.count)
        // An even number of frames keeps the pairs of format 212 together.
        let step = max(2, Self.samplesAtOnce / group.frame / 2 * 2)
        var sample = request.range.lowerBound
        while sample < request.range.upperBound {
            let frame = sample / place.samplesPerFrame + place.skew
            let last = (request.range.upperBound - 1) / place.samplesPerFrame + place.skew
            let begin = frame / 2 * 2
            let end = min(begin + step, last + 1)
            let bytes = try group.bytes((begin * group.frame)..<(end * group.frame))
            let stop = min(request.range.upperBound, (end - place.skew) * place.samplesPerFrame)
            decode(bytes, firstFrame: begin, group, place, sample..<stop, into: &result)
            sample = stop
        }
        return result
    }

    private func decode(
        _ bytes: [UInt8], firstFrame: Int, _ group: Group, _ place: Place, _ range: Range<Int>,
        into result: inout [Double]
    ) {
        bytes.withUnsafeBytes { raw in
            for sample in range {
                let frame = sample / place.samplesPerFrame + place.skew - firstFrame
                let number = frame * group.frame + place.before + sample % place.samplesPerFrame
                let value = Self.value(raw, number, group.format)
                result.append(
                    value == group.format.missing ? .nan : (Double(value) - place.baseline) / place.gain)
            }
        }
    }

    /// The sample with this number in the octets.
    ///
    /// - Precondition: The octets hold it.
    @inline(__always)
    private static func value(_ raw: UnsafeRawBufferPointer, _ number: Int, _ format: WFDBSignal.Format) -> Int {
        switch format {
        case .int16:
            precondition(number >= 0 && 2 * number + 2 <= raw.count)
            return Int(Int16(littleEndian: raw.loadUnaligned(fromByteOffset: 2 * number, as: Int16.self)))
        case .int32:
            precondition(number >= 0 && 4 * number + 4 <= raw.count)
            return Int(Int32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * number, as: Int32.self)))
        case .int24:
            precondition(number >= 0 && 3 * number + 3 <= raw.count)
            guard let base = raw.baseAddress else { return 0 }
            return Int(LittleEndian.int24(base + 3 * number))
        case .pairs12:
            let triple = number / 2 * 3
            precondition(number >= 0 && triple + 1 + number % 2 < raw.count)
            let bits =
                number.isMultiple(of: 2)
                ? UInt16(raw[triple]) | UInt16(raw[triple + 1] & 0x0f) << 8
                : UInt16(raw[triple + 2]) | UInt16(raw[triple + 1] & 0xf0) << 4
            return Int(Int16(bitPattern: bits << 4) >> 4)
        }
    }
}

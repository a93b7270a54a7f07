/// The length of the data records of a file to be written.
struct EDFRecordLength {
    /// Seconds, exactly as ``text``.
    let seconds: Double

    /// Seconds as the header states them.
    let text: String

    /// Samples of each channel in a record.
    let samples: [Int]

    /// Whether each piece of each channel is a whole number of records, so that nothing has to be filled up.
    let isExact: Bool

    /// The best length for channels and pieces: one that needs no filling, then the one nearest to a second.
    ///
    /// - Returns: `nil` when no length suits the rates.
    static func best(channels: [RecordingChannel], segments: [RecordingSegment]) -> EDFRecordLength? {
        guard let first = channels.first else { return nil }
        let lengths = Set(segments.map { piece in channels.map { piece.samples(of: $0).count } })
        let common = lengths.map { $0[0] }.reduce(0, gcd)
        let round: [Double] = [1, 0.5, 0.25, 0.2, 0.125, 0.1, 0.05, 0.04, 0.02, 0.01, 2, 4, 5, 10, 30, 60]
        let fitted = divisors(of: common).map { Double($0) / first.rate }.filter { (0.01...60).contains($0) }
        // For rates such as 52,000 / 27 Hz: the numbers of samples up to two seconds that end in few digits.
        let odd = (1...max(1, min(20_000, Int(2 * first.rate)))).lazy.map { Double($0) / first.rate }
        for tolerance in [1e-9, 1e-6] {
            if let best = best(round + fitted, channels, lengths, tolerance) { return best }
            if let best = best(odd, channels, lengths, tolerance) { return best }
        }
        return nil
    }

    private static func best(
        _ candidates: some Sequence<Double>, _ channels: [RecordingChannel], _ lengths: Set<[Int]>, _ tolerance: Double
    ) -> EDFRecordLength? {
        candidates.compactMap { make($0, channels, lengths, tolerance) }.min { one, other in
            (one.isExact ? 0 : 1, distance(one)) < (other.isExact ? 0 : 1, distance(other))
        }
    }

    private static func distance(_ length: EDFRecordLength) -> Double {
        length.seconds >= 1 ? length.seconds : 1 / length.seconds
    }

    private static func make(
        _ seconds: Double, _ channels: [RecordingChannel], _ lengths: Set<[Int]>, _ tolerance: Double
    ) -> EDFRecordLength? {
        let text = DecimalText.text(seconds, digits: seconds < 1 ? 6 : 5)
        guard text.utf8.count <= 8, let stated = ASCIIText.number(text), stated > 0 else { return nil }
        var samples: [Int] = []
        for channel in channels {
            let count = (channel.rate * stated).rounded()
            guard count >= 1, count < 1e7, abs(count / stated - channel.rate) <= tolerance * channel.rate else {
                return nil
            }
            samples.append(Int(count))
        }
        // All channels of a piece fill the same number of records.
        let isExact = lengths.allSatisfy { counts in
            let records = counts[0] / samples[0]
            return zip(counts, samples).allSatisfy { $0 == records * $1 }
        }
        return EDFRecordLength(seconds: stated, text: text, samples: samples, isExact: isExact)
    }

    private static func gcd(_ one: Int, _ other: Int) -> Int {
        var (large, small) = (max(one, other), min(one, other))
        while small > 0 { (large, small) = (small, large % small) }
        return large
    }

    private static func divisors(of number: Int) -> [Int] {
        guard number > 0 else { return [] }
        var divisors: [Int] = []
        var small = 1
        while small * small <= number, small <= 1_000_000 {
            if number.isMultiple(of: small) { divisors += [small, number / small] }
            small += 1
        }
        return divisors
    }
}

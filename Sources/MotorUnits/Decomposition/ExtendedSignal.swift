/// Many channels with delayed copies of each, without storing the copies.
///
/// The extended sample n holds channel c at n, n − 1, …, n − K + 1 for all c. A separation vector over it is a filter
/// with K taps per channel; its gradient is a correlation with the channels. Samples before the first and after the
/// last count as zero. Values are kept in single precision and summed in double.
struct ExtendedSignal {
    /// The number of channels.
    let channelCount: Int

    /// The number of samples of each channel.
    let count: Int

    /// The number of copies, K.
    let taps: Int

    // Channel by channel, each with `margin` zeros before and after it.
    private var samples: [Float]
    private let margin: Int
    private let stride: Int

    // Samples worked on at once.
    private static let block = 1024

    /// The number of rows of an extended sample.
    var size: Int { channelCount * taps }

    init(_ channels: [[Double]], taps: Int) {
        channelCount = channels.count
        count = channels.first?.count ?? 0
        self.taps = taps
        margin = taps + 8
        stride = count + 2 * margin
        var samples = [Float](repeating: 0, count: channelCount * stride)
        for (channel, values) in channels.enumerated() {
            for (at, value) in values.enumerated() { samples[channel * stride + margin + at] = Float(value) }
        }
        self.samples = samples
    }

    /// The source of a separation vector: one value for each sample of the range, or for each sample.
    func source(_ vector: [Double], over range: Range<Int>? = nil) -> [Float] {
        let range = range ?? 0..<count
        precondition(vector.count == size && range.lowerBound >= 0 && range.upperBound <= count, "rows and samples")
        let weights = vector.map { Float($0) }
        let padded = (range.count + 7) / 8 * 8
        let origin = margin + range.lowerBound
        var result = [Float](repeating: 0, count: padded)
        samples.withUnsafeBytes { samples in
            result.withUnsafeMutableBytes { result in
                for start in Swift.stride(from: 0, to: padded, by: Self.block) {
                    let end = min(start + Self.block, padded)
                    for channel in 0..<channelCount {
                        for tap in Swift.stride(from: 0, to: taps, by: 4) {
                            let first = channel * taps + tap
                            let many = min(4, taps - tap)
                            let a = weights[first]
                            let b = many > 1 ? weights[first + 1] : 0
                            let c = many > 2 ? weights[first + 2] : 0
                            let d = many > 3 ? weights[first + 3] : 0
                            var from = 4 * (channel * stride + origin + start - tap)
                            for at in Swift.stride(from: 4 * start, to: 4 * end, by: 32) {
                                var sum = result.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
                                sum += a * samples.loadUnaligned(fromByteOffset: from, as: SIMD8<Float>.self)
                                sum += b * samples.loadUnaligned(fromByteOffset: from - 4, as: SIMD8<Float>.self)
                                sum += c * samples.loadUnaligned(fromByteOffset: from - 8, as: SIMD8<Float>.self)
                                sum += d * samples.loadUnaligned(fromByteOffset: from - 12, as: SIMD8<Float>.self)
                                result.storeBytes(of: sum, toByteOffset: at, as: SIMD8<Float>.self)
                                from += 32
                            }
                        }
                    }
                }
            }
        }
        result.removeLast(padded - range.count)
        return result
    }

    /// The sum of weights times extended samples, from the sample `first` on.
    func correlation(with weights: [Float], from first: Int = 0) -> [Double] {
        precondition(first >= 0 && first + weights.count <= count, "no more weights than samples")
        let origin = margin + first
        let padded = (weights.count + 7) / 8 * 8
        let weights = weights + [Float](repeating: 0, count: padded - weights.count)
        var result = [Double](repeating: 0, count: size)
        samples.withUnsafeBytes { samples in
            weights.withUnsafeBytes { weights in
                for start in Swift.stride(from: 0, to: padded, by: Self.block) {
                    let end = min(start + Self.block, padded)
                    for channel in 0..<channelCount {
                        for tap in Swift.stride(from: 0, to: taps, by: 4) {
                            var (a, b) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                            var (c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                            var from = 4 * (channel * stride + origin + start - tap)
                            for at in Swift.stride(from: 4 * start, to: 4 * end, by: 32) {
                                let weight = weights.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
                                a += weight * samples.loadUnaligned(fromByteOffset: from, as: SIMD8<Float>.self)
                                b += weight * samples.loadUnaligned(fromByteOffset: from - 4, as: SIMD8<Float>.self)
                                c += weight * samples.loadUnaligned(fromByteOffset: from - 8, as: SIMD8<Float>.self)
                                d += weight * samples.loadUnaligned(fromByteOffset: from - 12, as: SIMD8<Float>.self)
                                from += 32
                            }
                            let first = channel * taps + tap
                            for (offset, sum) in [a, b, c, d].enumerated() where tap + offset < taps {
                                result[first + offset] += Double(sum.sum())
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// The sum of the extended samples at the given places.
    func sum(at places: [Int]) -> [Double] {
        var result = [Double](repeating: 0, count: size)
        for place in places where place >= 0 && place < count {
            for channel in 0..<channelCount {
                let from = channel * stride + margin + place
                for tap in 0..<taps { result[channel * taps + tap] += Double(samples[from - tap]) }
            }
        }
        return result
    }

    /// The sum of the extended samples at the given places, each times its weight.
    func sum(at places: [Int], weights: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: size)
        for (place, weight) in zip(places, weights) where place >= 0 && place < count {
            for channel in 0..<channelCount {
                let from = channel * stride + margin + place
                for tap in 0..<taps { result[channel * taps + tap] += weight * Double(samples[from - tap]) }
            }
        }
        return result
    }

    /// The source of a separation vector at the given places only.
    func values(of vector: [Double], at places: [Int]) -> [Double] {
        places.map { place in
            guard place >= 0, place < count else { return 0 }
            var value = 0.0
            for channel in 0..<channelCount {
                let from = channel * stride + margin + place
                for tap in 0..<taps { value += vector[channel * taps + tap] * Double(samples[from - tap]) }
            }
            return value
        }
    }

    /// Takes the mean wave around the given places away from all channels.
    ///
    /// - Parameters:
    ///   - places: The samples of the discharges of one unit.
    ///   - reach: How far the wave goes before and after a discharge, in samples.
    /// - Returns: The wave, channel by channel; empty when no discharge has room for it.
    @discardableResult
    mutating func peelOff(at places: [Int], reach: Int) -> [Float] {
        let inner = places.filter { $0 >= reach && $0 + reach < count }
        guard !inner.isEmpty else { return [] }
        let length = 2 * reach + 1
        var wave = [Float](repeating: 0, count: channelCount * length)
        for channel in 0..<channelCount {
            let origin = channel * stride + margin - reach
            for place in inner {
                for at in 0..<length { wave[channel * length + at] += samples[origin + place + at] }
            }
        }
        for index in wave.indices { wave[index] /= Float(inner.count) }
        add(wave, times: -1, at: places, reach: reach)
        return wave
    }

    /// Adds a wave that ``peelOff(at:reach:)`` gave, times a factor, around the given places.
    mutating func add(_ wave: [Float], times factor: Float, at places: [Int], reach: Int) {
        let length = 2 * reach + 1
        guard wave.count == channelCount * length else { return }
        for channel in 0..<channelCount {
            let origin = channel * stride + margin - reach
            for place in places {
                for at in max(reach - place, 0)..<max(min(length, count + reach - place), max(reach - place, 0)) {
                    samples[origin + place + at] += factor * wave[channel * length + at]
                }
            }
        }
    }

    /// The sum of the squares of all channels at each sample, over its mean within `reach` samples.
    ///
    /// Over the mean, so that a discharge in a quiet part counts as much as one in the midst of others.
    func activity(reach: Int) -> [Double] {
        let power = power()
        var sums = [0.0]
        sums.reserveCapacity(count + 1)
        for value in power { sums.append(sums[sums.count - 1] + value) }
        return power.indices.map { at in
            let range = max(at - reach, 0)..<min(at + reach + 1, count)
            let mean = (sums[range.upperBound] - sums[range.lowerBound]) / Double(range.count)
            return mean > 0 ? power[at] / mean : 0
        }
    }

    private func power() -> [Double] {
        (0..<count).map { at in
            (0..<channelCount).reduce(0) {
                let value = Double(samples[$1 * stride + margin + at])
                return $0 + value * value
            }
        }
    }

    /// The mean of extended sample times its transpose, row by row.
    ///
    /// - Complexity: O(channels² × K × samples).
    func correlationMatrix() -> [Double] {
        var lags = [[Double]](repeating: [], count: channelCount)
        for channel in 0..<channelCount {
            let from = channel * stride + margin
            lags[channel] = correlation(with: Array(samples[from..<from + count]))
        }
        // lags[c][d·K + τ] is the sum over n of channel c at n and channel d at n − τ.
        let scale = 1 / Double(max(count, 1))
        var matrix = [Double](repeating: 0, count: size * size)
        for c in 0..<channelCount {
            for k in 0..<taps {
                for d in 0..<channelCount {
                    for l in 0..<taps {
                        let value = l >= k ? lags[c][d * taps + l - k] : lags[d][c * taps + k - l]
                        matrix[(c * taps + k) * size + d * taps + l] = value * scale
                    }
                }
            }
        }
        return matrix
    }
}

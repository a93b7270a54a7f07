/// The filters of Pan & Tompkins 1985 (doi:10.1109/TBME.1985.325532) for about 200 samples a second: band-pass 5 to
/// 15 Hz, slope, square, mean over 150 ms.
///
/// The recursive filters of the paper are computed here as the sums that they stand for, so that no rounding error
/// grows over hours.
struct QRSFilter {
    /// Samples from the middle of a spike to the peak of the output: delays of the band-pass, the slope and the mean.
    static let delay = 5 + 16 + 2 + 15

    /// Samples from the middle of a spike to its place in ``passed``.
    static let passedDelay = 5 + 16

    /// The output of the band-pass.
    private(set) var passed = 0.0

    private var input = Ring(6)
    private var once = Ring(6)
    private var low = Ring(32)
    private var slope = Ring(5)
    private var square = Ring(30)

    /// The output for the next sample.
    mutating func add(_ sample: Double) -> Double {
        input.add(sample)
        once.add(input.sum / 6)
        low.add(once.sum / 6)
        passed = low[16] - low.sum / 32
        slope.add(passed)
        let rise = (2 * slope[0] + slope[1] - slope[3] - 2 * slope[4]) / 8
        square.add(rise * rise)
        return square.sum / 30
    }

    /// The last samples, the newest first.
    struct Ring {
        private var samples: [Double]
        private var newest = 0

        init(_ size: Int) { samples = [Double](repeating: 0, count: size) }

        mutating func add(_ sample: Double) {
            newest = newest + 1 == samples.count ? 0 : newest + 1
            samples[newest] = sample
        }

        /// The sample so many steps ago.
        subscript(_ age: Int) -> Double {
            let place = newest - age
            return samples[place < 0 ? place + samples.count : place]
        }

        var sum: Double { samples.reduce(0, +) }
    }
}

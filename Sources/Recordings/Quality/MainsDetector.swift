import Glibc

/// Looks for lines of 50 and 60 Hz and their multiples in the spectrum of windows of about two seconds.
///
/// A line stands out when the power in its band is well above that of the neighbouring bands. Powers are means of
/// windowed periodograms without overlap (Welch 1967, doi:10.1109/TAU.1967.1161901) with a Hann window. How far above
/// is a choice: 10 times for one window and, as the mean of many windows varies less, 1 + 9/√n for n windows, but never
/// below 2.
struct MainsDetector {
    /// The transform and the window of one length, which the channels of a recording share.
    struct Plan {
        let transform: FourierTransform
        let window: [Double]

        init(size: Int) {
            transform = FourierTransform(size: size)
            window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size)) }
        }
    }

    private let rate: Double
    private let plan: Plan?
    private var buffer: [Double] = []
    private var bufferTime = 0.0
    private var sum: [Double] = []
    private var windows = 0
    private var families: [Family]

    /// The lines of one mains frequency.
    private struct Family {
        let frequency: Double
        let bands: [Band]
        var spans = QualitySpans()
    }

    /// The places of a line and its neighbours in the spectrum.
    private struct Band {
        let frequency: Double
        let line: ClosedRange<Int>
        let neighbours: [ClosedRange<Int>]

        /// Power in the line, and the power that neighbours would lead one to expect there.
        func powers(_ spectrum: [Double]) -> (line: Double, expected: Double) {
            let inside = spectrum[line].reduce(0, +)
            let outside = neighbours.reduce(0) { $0 + spectrum[$1].reduce(0, +) }
            let bins = neighbours.reduce(0) { $0 + $1.count }
            return (inside, outside / Double(bins) * Double(line.count))
        }
    }

    init(_ channel: RecordingChannel, plans: inout [Int: Plan]) {
        rate = channel.rate
        var size = 256
        while Double(size) < 2 * rate, size < 1 << 16 { size *= 2 }
        let width = rate / Double(size)
        guard rate > 150, width <= 1 else {
            (plan, families) = (nil, [])
            return
        }
        let shared = plans[size] ?? Plan(size: size)
        plans[size] = shared
        plan = shared
        families = [50.0, 60.0].map { base in
            let multiples = (1...20).map { base * Double($0) }.filter { $0 < 0.45 * channel.rate && $0 <= 1_000 }
            return Family(frequency: base, bands: multiples.map { Self.band($0, width) })
        }
    }

    /// The line is a hertz wide to each side, and wider at multiples, as the mains wanders by some tenths of a percent.
    private static func band(_ frequency: Double, _ width: Double) -> Band {
        let half = 1 + 0.002 * frequency
        func bins(_ from: Double, _ to: Double) -> ClosedRange<Int> {
            Int((from / width).rounded(.up))...Int((to / width).rounded(.down))
        }
        return Band(
            frequency: frequency, line: bins(frequency - half, frequency + half),
            neighbours: [
                bins(frequency - half - 5, frequency - half - 1), bins(frequency + half + 1, frequency + half + 5),
            ])
    }

    mutating func add(_ samples: [Double], time: Double) {
        guard let plan else { return }
        let size = plan.transform.size
        var at = 0
        while at < samples.count {
            if buffer.isEmpty { bufferTime = time + Double(at) / rate }
            let count = min(size - buffer.count, samples.count - at)
            buffer += samples[at..<(at + count)]
            at += count
            if buffer.count == size {
                examine(plan)
                buffer.removeAll(keepingCapacity: true)
            }
        }
    }

    mutating func endPiece() { buffer.removeAll(keepingCapacity: true) }

    /// Whether at least one window was examined.
    var isExamined: Bool { windows > 0 }

    private mutating func examine(_ plan: Plan) {
        let mean = buffer.reduce(0, +) / Double(buffer.count)
        guard mean.isFinite else { return }
        let power = plan.transform.power(zip(buffer, plan.window).map { ($0 - mean) * $1 })
        guard power.allSatisfy(\.isFinite) else { return }
        if sum.isEmpty { sum = [Double](repeating: 0, count: power.count) }
        for index in sum.indices { sum[index] += power[index] }
        windows += 1
        for number in families.indices {
            let stands = families[number].bands.prefix(5).contains { band in
                let (line, expected) = band.powers(power)
                return line > 10 * expected && line > 0
            }
            guard stands else { continue }
            families[number].spans.add(
                bufferTime, bufferTime + Double(plan.transform.size) / rate, joining: 0.01 / rate)
        }
    }

    /// The hum found.
    var hum: [MainsHum] {
        guard let plan, windows > 0 else { return [] }
        // Power of a Hann window: 3/8 of the samples; both halves of the spectrum.
        let size = Double(plan.transform.size)
        let scale = 2 / (size * size * 0.375 * Double(windows))
        let total = sum.dropFirst(Int(5 * size / rate)).reduce(0, +)
        let threshold = max(2, 1 + 9 / Double(windows).squareRoot())
        guard total > 0 else { return [] }
        return families.compactMap { family in
            var lines: [MainsHum.Line] = []
            var excess = 0.0
            for band in family.bands {
                let (line, expected) = band.powers(sum)
                guard line > threshold * expected else { continue }
                excess += line - expected
                lines.append(
                    MainsHum.Line(
                        frequency: band.frequency, ratio: expected > 0 ? line / expected : .infinity,
                        rms: ((line - expected) * scale).squareRoot()))
            }
            // One multiple alone may be of another origin, and 300 Hz belongs to both.
            let own = lines.filter { $0.frequency.truncatingRemainder(dividingBy: 300) != 0 }
            guard own.first?.frequency == family.frequency || own.count >= 2 else { return nil }
            return MainsHum(
                frequency: family.frequency, lines: lines, share: min(1, excess / total),
                rms: (excess * scale).squareRoot(), spans: family.spans)
        }
    }
}

/// The line of a WFDB header about one signal: `file format[xN][:skew][+offset] gain[(baseline)][/unit] bits zero
/// initial checksum block description`.
struct WFDBSignal {
    /// How a signal file holds its samples (`signal(5)`).
    enum Format: Int, Sendable {
        /// Two octets, lowest first.
        case int16 = 16

        /// Two samples of 12 bits in three octets.
        case pairs12 = 212

        /// Three octets, lowest first.
        case int24 = 24

        /// Four octets, lowest first.
        case int32 = 32

        /// The value that stands for a missing sample.
        var missing: Int {
            switch self {
            case .int16: -32_768
            case .pairs12: -2_048
            case .int24: -8_388_608
            case .int32: -2_147_483_648
            }
        }

        var bits: Int { self == .pairs12 ? 12 : rawValue }
    }

    /// The names of all formats, read or not.
    static let knownFormats: Set<String> = [
        "8", "16", "24", "32", "61", "80", "160", "212", "310", "311", "508", "516", "524",
    ]

    let file: String
    let format: Format

    /// Samples of the signal in each frame.
    let samplesPerFrame: Int

    /// Frames by which the signal comes later in the file than the others.
    let skew: Int

    /// Octets before the samples in the signal file.
    let offset: Int

    /// Steps of the converter in one unit; `nil` when the signal is not calibrated.
    let gain: Double?

    /// The step that stands for 0.
    let baseline: Int

    let unit: SignalUnit

    /// The bits of the converter, at most those of the format.
    let bits: Int

    /// The step in the middle of the converter's range.
    let zero: Int

    let label: String

    init(_ text: String, index: Int, _ reading: WFDBFields, rate: Double) throws(RecordingError) {
        let words = ASCIIText.words(text)
        let which = "of signal \(index + 1)"
        guard words.count >= 2 else { throw reading.error("line \(which)", text, "has no format") }
        file = words[0]
        let parts = try WFDBLayout(words[1], which, reading)
        format = parts.format
        samplesPerFrame = parts.samplesPerFrame
        skew = parts.skew
        offset = parts.offset
        guard RecordingLimits.rate.contains(rate * Double(samplesPerFrame)) else {
            throw reading.error(
                "rate \(which)", "\(rate * Double(samplesPerFrame))", "is not within \(RecordingLimits.rate) Hz",
                .overLimit)
        }
        let bits = words.count > 3 ? try reading.wholeNumber(words[3], "resolution \(which)", 0...64) : 0
        self.bits = bits == 0 ? parts.format.bits : min(bits, parts.format.bits)
        let whole = -(1 << 31)...((1 << 31) - 1)
        zero = words.count > 4 ? try reading.wholeNumber(words[4], "zero \(which)", whole) : 0
        let scale = words.count > 2 ? words[2] : "0"
        let beforeUnit = scale.prefix { $0 != "/" }
        let unitText = scale.dropFirst(beforeUnit.count + 1)
        let gainText = beforeUnit.prefix { $0 != "(" }
        let gain = try reading.number(gainText, "gain \(which)")
        if gainText.count < beforeUnit.count {
            let inside = beforeUnit.dropFirst(gainText.count + 1)
            guard inside.last == ")" else { throw reading.error("baseline \(which)", scale, "has no closing bracket") }
            baseline = try reading.wholeNumber(inside.dropLast(), "baseline \(which)", whole)
        } else {
            baseline = zero
        }
        guard abs(gain) < 1e15, gain == 0 || abs(gain) > 1e-15 else {
            throw reading.error("gain \(which)", String(gainText), "is beyond 1e±15", .overLimit)
        }
        self.gain = gain == 0 ? nil : gain
        // header(5): a unit that is left out may be taken as millivolts, when there is a gain.
        unit = gain == 0 ? .counts : unitText.isEmpty ? .millivolts : SignalUnit(unitText)
        let description = words.dropFirst(8).joined(separator: " ")
        label = ASCIIText.shortened(
            description.isEmpty ? "signal \(index + 1)" : description, to: RecordingLimits.labelBytes)
    }
}

/// The field `format[xN][:skew][+offset]`.
struct WFDBLayout {
    let format: WFDBSignal.Format
    private(set) var samplesPerFrame = 1
    private(set) var skew = 0
    private(set) var offset = 0

    init(_ text: String, _ which: String, _ reading: WFDBFields) throws(RecordingError) {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        guard let format = Int(number).flatMap(WFDBSignal.Format.init) else {
            let isKnown = WFDBSignal.knownFormats.contains(String(number))
            throw reading.error(
                "format \(which)", text, isKnown ? "is not read; 16, 24, 32 and 212 are" : "is no format of signal(5)",
                isKnown ? .unsupported : .invalid)
        }
        self.format = format
        var rest = text.dropFirst(number.count)
        while let mark = rest.first {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            switch mark {
            case "x": samplesPerFrame = try reading.wholeNumber(digits, "samples per frame \(which)", 1...100_000)
            case ":": skew = try reading.wholeNumber(digits, "skew \(which)", 0...(1 << 30))
            case "+": offset = try reading.wholeNumber(digits, "offset \(which)", 0...(1 << 40))
            default: throw reading.error("format \(which)", text, "is not of the form format[xN][:skew][+offset]")
            }
            rest = rest.dropFirst(1 + digits.count)
        }
    }
}

/// How the samples of a channel become numbers of 16 bits.
struct EDFScale {
    let physicalMinimum: String
    let physicalMaximum: String
    let digital: ClosedRange<Int>

    /// The physical value of one step, from the texts in the header.
    let gain: Double

    /// What is added to a number before ``gain``.
    let shift: Double

    /// The scale of the channel's own converter, when 16 bits and the header can hold it exactly.
    init?(of channel: RecordingChannel) {
        guard let digital = channel.digitalRange, let physical = channel.physicalRange, let step = channel.step,
            digital.lowerBound >= -32_768, digital.upperBound <= 32_767, digital.lowerBound < digital.upperBound,
            let low = DecimalText.eight(step > 0 ? physical.lowerBound : physical.upperBound, up: false),
            let high = DecimalText.eight(step > 0 ? physical.upperBound : physical.lowerBound, up: true),
            let lowest = ASCIIText.number(low), let highest = ASCIIText.number(high), lowest != highest,
            min(lowest, highest) == physical.lowerBound, max(lowest, highest) == physical.upperBound
        else { return nil }
        self.init(low, high, lowest, highest, digital)
    }

    /// The scale of a channel whose values lie in a range: the range in 65,535 steps.
    ///
    /// - Returns: `nil` when no header can hold the range.
    init?(_ range: ClosedRange<Double>) {
        // A signal that never changes still needs two different limits.
        let isFlat = range.lowerBound == range.upperBound
        guard let low = DecimalText.eight(isFlat ? range.lowerBound - 1 : range.lowerBound, up: false),
            let high = DecimalText.eight(isFlat ? range.upperBound + 1 : range.upperBound, up: true),
            let lowest = ASCIIText.number(low), let highest = ASCIIText.number(high), lowest < highest
        else { return nil }
        self.init(low, high, lowest, highest, -32_768...32_767)
    }

    private init(_ low: String, _ high: String, _ lowest: Double, _ highest: Double, _ digital: ClosedRange<Int>) {
        physicalMinimum = low
        physicalMaximum = high
        self.digital = digital
        gain = (highest - lowest) / Double(digital.upperBound - digital.lowerBound)
        shift = highest / gain - Double(digital.upperBound)
    }

    /// The nearest number; `nil` when 16 bits do not hold it.
    func number(_ value: Double) -> Int16? {
        let number = (value / gain - shift).rounded()
        return number >= -32_768 && number <= 32_767 ? Int16(number) : nil
    }
}

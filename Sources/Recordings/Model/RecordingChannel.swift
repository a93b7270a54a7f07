/// One signal of a recording.
public struct RecordingChannel: Hashable, Sendable {
    /// What the file calls it.
    public let label: String

    /// The unit of its samples.
    public let unit: SignalUnit

    /// Samples per second, in hertz.
    public let rate: Double

    /// The number of samples in the file, gaps left out.
    public let sampleCount: Int

    /// The smallest and the largest value that the converter can give, in ``unit``; `nil` when the file does not say.
    public internal(set) var physicalRange: ClosedRange<Double>?

    /// The numbers of the converter that belong to ``physicalRange``.
    public internal(set) var digitalRange: ClosedRange<Int>?

    /// The value of one step of the converter, in ``unit``, negative for an inverted signal; `nil` when not known.
    public internal(set) var step: Double?

    /// The filters that the signal went through, as the file spells them, such as `HP:10Hz LP:500Hz N:50Hz`.
    public internal(set) var prefiltering = ""

    /// The electrode or sensor, as the file spells it.
    public internal(set) var transducer = ""

    init(label: String, unit: SignalUnit, rate: Double, sampleCount: Int) {
        self.label = label
        self.unit = unit
        self.rate = rate
        self.sampleCount = sampleCount
    }
}

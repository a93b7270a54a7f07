/// What the pipeline makes of one channel.
public struct ChannelMeasures: Hashable, Sendable {
    /// The filtered samples, in the unit of the recording.
    public let filtered: [Double]
    /// The amplitude over time, in the same unit.
    public let envelope: [Double]
    /// Spectra of stretches that follow one another.
    public let frames: [SpectralFrame]
    /// Bursts of activity as ranges of samples.
    public let bursts: [Range<Int>]
}

/// What surface EMG shows before, during and after holds of pressure.
public struct HoldReport: Hashable, Sendable {
    /// What must be said wherever a report is shown.
    public static let notice =
        "Surface EMG does not find a trigger point: the site of its peak and the site of the point had rank "
        + "correlations of 0.04 and -0.09. It measures how much and how fast a muscle is driven."

    /// Where the notice's figures come from.
    public static let noticeSource = SignalSource.peakAndPoint

    public let holds: [HoldMeasures]
    /// The same holds on the other side of the body, or empty.
    public let otherSide: [HoldMeasures]
    /// What to beware of in the recording as a whole.
    public let traps: [Trap]
    /// What a change must exceed.
    public let retest: RetestError
    /// The frequencies that counted, in hertz.
    public let band: ClosedRange<Double>

    /// The two sides beside one another, one entry per hold; empty without another side.
    public var sides: [SideComparison] { zip(holds, otherSide).map { SideComparison($0, $1) } }
}

/// One hold of pressure.
public struct HoldMeasures: Hashable, Sendable {
    public let hold: TimeSpan
    /// `nil` when there is no time before the hold.
    public let before: PhaseMeasures?
    public let during: PhaseMeasures?
    public let after: PhaseMeasures?
    /// From before to after.
    public let change: HoldChange
    public let traps: [Trap]
}

/// The measures of one stretch.
public struct PhaseMeasures: Hashable, Sendable {
    public let span: TimeSpan
    /// The root mean square in microvolts; `nil` when too little is left.
    public let rms: Estimate?
    /// The mean absolute value in microvolts.
    public let mav: Estimate?
    /// The mean frequency in hertz; `nil` also for a stretch without power.
    public let meanFrequency: Estimate?
    /// The median frequency in hertz.
    public let medianFrequency: Estimate?
    /// The root mean square in per cent of the reference contraction, or `nil` without one.
    public let percentOfReference: Estimate?
    /// Seconds left out for artefacts.
    public let excluded: Double
    /// Blocks from which the intervals come.
    public let blocks: Int

    let rmsError: BlockError?
    let medianError: BlockError?
}

/// What changed from before a hold to after it.
public struct HoldChange: Hashable, Sendable {
    /// Of the root mean square, in per cent of the value before.
    public let rmsPercent: Estimate?
    /// Of the median frequency, in hertz.
    public let medianFrequency: Estimate?
    /// True when the interval leaves out no change and the change is larger than the retest error.
    public let isRealRMS: Bool
    public let isRealMedianFrequency: Bool
}

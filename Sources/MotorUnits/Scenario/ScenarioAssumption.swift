/// One assumption of the teaching model, with where it comes from.
public struct ScenarioAssumption: Hashable, Sendable, Codable {
    /// How well an assumption is founded.
    public enum Basis: String, Sendable, Codable {
        /// A model that is published and in common use.
        case published

        /// A direction that is published; the size or the shape is ours.
        case direction

        /// Ours, without a measurement behind it.
        case hypothetical
    }

    /// A stable key.
    public let key: String

    /// What is assumed, in one sentence.
    public let text: String

    /// How well it is founded.
    public let basis: Basis

    /// The source; `nil` when there is none.
    public let source: String?
}

extension PoolScenario {
    /// Everything the model assumes.
    public static let assumptions: [ScenarioAssumption] = [
        ScenarioAssumption(
            key: "pool", text: "The muscle is a pool of 120 motor units, recruited from small to large.",
            basis: .published,
            source: "Fuglevand, Winter & Patla, J Neurophysiol 1993;70:2470 (doi:10.1152/jn.1993.70.6.2470)"),
        ScenarioAssumption(
            key: "signal",
            text: "The surface signal is the sum of asynchronous action potentials, so its power is the sum of "
                + "discharge rate times energy over the units.",
            basis: .published, source: "Campbell's theorem; it leaves out cancellation only by assuming independence"),
        ScenarioAssumption(
            key: "sustained-drive",
            text: "A sensitised point drives motoneurons of its muscle all the time, also at rest.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "drive-size", text: "The size of that drive (a share of the full drive) is a free choice.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "surface-visible",
            text: "The drive shows in the surface signal. In studies of latent points it did not always: activity in "
                + "the muscle was higher at rest and the surface amplitude was not.",
            basis: .hypothetical, source: "Contrary finding: J Pain 2014, S1526-5900(13)01318-7"),
        ScenarioAssumption(
            key: "pressure-lowers-drive", text: "Pressure on the point lowers the drive while it is held.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "pressure-time",
            text: "More pressure needs less time: the effect grows as 1 − exp(−pressure × time ÷ 280). Only the "
                + "direction is published, for pain threshold, not for the signal.",
            basis: .direction, source: "Hou et al. 2002, pressure by time in 119 people"),
        ScenarioAssumption(
            key: "too-much", text: "Above 7 of 10 the muscle guards, and more pressure lowers the drive no further.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "never-all", text: "At most 80 % of the point's drive can be taken away by pressure.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "rebound",
            text: "After release 35 % of the effect is lost within minutes (time constant 4 minutes); the rest stays "
                + "for days.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "return",
            text: "While the cause stays, the lasting effect fades with a time constant of 2 days, and the signal "
                + "returns.",
            basis: .hypothetical, source: nil),
        ScenarioAssumption(
            key: "cause-treated",
            text: "Once the cause is dealt with, the point's drive itself fades with a time constant of 4 days.",
            basis: .hypothetical, source: nil),
    ]
}

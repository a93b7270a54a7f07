/// Which way an exposure can bring pain back.
public enum ExposureRisk: String, CaseIterable, Sendable {
    /// More of it brings pain back: a heavy load, a long drive.
    case excess
    /// Too little of it brings pain back: short nights, no breaks. The exposure itself protects.
    case lack

    /// The sign of the log ratio that goes with it.
    var sign: Double { self == .excess ? 1 : -1 }
}

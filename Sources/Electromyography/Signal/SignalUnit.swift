/// The unit of the samples of a recording.
public enum SignalUnit: String, CaseIterable, Sendable {
    case microvolts = "uV"
    case millivolts = "mV"
    case volts = "V"

    /// Microvolts in one unit.
    public var inMicrovolts: Double {
        switch self {
        case .microvolts: 1
        case .millivolts: 1_000
        case .volts: 1_000_000
        }
    }
}

/// The unit of a channel's samples; never assumed.
public enum SignalUnit: Hashable, Sendable, CustomStringConvertible {
    /// Microvolts.
    case microvolts

    /// Millivolts.
    case millivolts

    /// Volts.
    case volts

    /// Steps of the converter, without a known relation to a voltage.
    case counts

    /// Another unit, as the file spells it.
    case other(String)

    /// The file states none.
    case unstated

    /// Reads the spelling of a file, such as `uV`, `µV`, `mV` or `V`.
    ///
    /// Upper and lower case are different units, so `MV` is not millivolts.
    public init(_ text: some StringProtocol) {
        let trimmed = ASCIIText.trimmed(String(text))
        switch trimmed {
        case "uV", "\u{b5}V", "\u{3bc}V", "microV", "microvolt", "microvolts": self = .microvolts
        case "mV", "millivolt", "millivolts": self = .millivolts
        case "V", "volt", "volts": self = .volts
        case "counts", "count": self = .counts
        case "": self = .unstated
        default: self = .other(trimmed)
        }
    }

    /// How many microvolts one unit is; `nil` when it is no voltage.
    public var microvolts: Double? {
        switch self {
        case .microvolts: 1
        case .millivolts: 1e3
        case .volts: 1e6
        case .counts, .other, .unstated: nil
        }
    }

    /// The usual spelling, such as `µV`; `counts` and `unstated` for what has no unit.
    public var description: String {
        switch self {
        case .microvolts: "\u{b5}V"
        case .millivolts: "mV"
        case .volts: "V"
        case .counts: "counts"
        case .other(let text): text
        case .unstated: "unstated"
        }
    }

    /// The spelling with ASCII alone, as the headers of EDF need it.
    var ascii: String {
        switch self {
        case .microvolts: "uV"
        case .unstated: ""
        default: description
        }
    }
}

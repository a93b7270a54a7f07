/// What a caller declares about a file that the file itself may not state.
public struct RecordingOptions: Hashable, Sendable {
    /// What to do with a file that ends too early.
    public enum Damage: Sendable {
        /// An error that says how much could be read.
        case refuse

        /// The whole records (or rows) before the cut are read, and a note says so.
        case readWhatIsWhole
    }

    /// What to do with a field of a table that is empty or says `NaN`, `NA`, `NULL` or `None`.
    public enum Missing: Sendable {
        /// An error with its line.
        case refuse

        /// A sample that is not a number, which the search for disturbances counts as missing.
        case keep
    }

    /// How a table of numbers is written.
    public struct Table: Hashable, Sendable {
        /// The octet between two fields; `nil` to find it out, a blank for any number of blanks and tabs.
        public var delimiter: UInt8?

        /// The octet between whole and broken part, a point or a comma; `nil` to find it out.
        public var decimalMark: UInt8?

        /// Lines to leave out before the names of the columns or the first row.
        public var skippedLines = 0

        /// Creates the description of a table of which nothing is known.
        public init() {}
    }

    /// The relation between the counts of a sensor and its voltage: (counts / 2^bits - 1/2) · supply / gain.
    public struct Transfer: Hashable, Sendable {
        /// The supply voltage of the sensor, in volts.
        public let supply: Double

        /// The gain of the sensor.
        public let gain: Double

        /// Creates a relation; `nil` when supply or gain is not a positive finite number.
        public init?(supply: Double, gain: Double) {
            guard supply > 0, supply < .infinity, gain > 0, gain < .infinity else { return nil }
            self.supply = supply
            self.gain = gain
        }
    }

    /// The sampling rate in hertz, for a table that does not state it.
    public var rate: Double?

    /// The unit of the channels of which the file states none.
    public var unit: SignalUnit?

    /// What to do with a file that ends too early.
    public var damage = Damage.refuse

    /// What to do with missing numbers in a table.
    public var missing = Missing.refuse

    /// How a table of numbers is written.
    public var table = Table()

    /// The relation between counts and voltage of the EMG sensors in an OpenSignals file, when its device is not known.
    public var transfer: Transfer?

    /// The format to read; `nil` to tell by the content.
    public var format: RecordingFormat?

    /// Creates options that declare nothing.
    public init() {}
}

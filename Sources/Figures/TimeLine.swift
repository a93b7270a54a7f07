/// The course of a client on one axis of days: pain, what came back, motion, treatments, exposures and changes.
///
/// Days are whole numbers counted from any zero. Whatever colour says is also said by a shape, a height, a pattern or a
/// word, so that the picture can be printed in grey. Values that are no numbers count as not recorded, values outside
/// their scale are moved to its end, and days further than 4 million from zero are left out.
public struct TimeLine: Sendable {
    /// What the picture is called, such as the complaint.
    public var title: String
    /// The date of day 0, as `2026-05-31`; without a readable one the axis counts days.
    public var zero: String?
    /// The days that are shown; all that anything is known of when `nil`.
    public var days: ClosedRange<Int>?
    /// Pain of a day, 0...10; of several values of one day the last counts.
    public var pain: [Reading] = []
    /// The pain, 0...10, from which on downwards the change is an important one.
    public var threshold: Double?
    /// Stretches without pain; found from ``pain`` when `nil`: 7 recorded zeros or more on days that follow each other.
    public var painFree: [ClosedRange<Int>]?
    /// What came back or flared up.
    public var events: [Event] = []
    /// At most 6 are drawn.
    public var movements: [Movement] = []
    /// Sessions; those of one day are added up.
    public var treatments: [Treatment] = []
    /// At most 12 are drawn, one under test always among them.
    public var exposures: [Exposure] = []
    /// What was changed, and causes that were treated.
    public var changes: [Change] = []

    public init(title: String, zero: String? = nil, days: ClosedRange<Int>? = nil) {
        self.title = title
        self.zero = zero
        self.days = days
    }

    /// A value of a day.
    public struct Reading: Hashable, Sendable {
        public let day: Int
        public let value: Double

        public init(day: Int, value: Double) {
            self.day = day
            self.value = value
        }
    }

    /// Something that happened to the pain.
    public struct Event: Hashable, Sendable {
        /// Each kind has a shape of its own.
        public enum Kind: String, CaseIterable, Sendable {
            /// The pain came back after a stretch without it.
            case `return`
            /// It came back and stayed.
            case relapse
            /// It rose for a short while.
            case flare
        }

        public let kind: Kind
        public let day: Int
        /// Beside the mark; returns without one are numbered `R1`, `R2` in the order of their days.
        public let label: String?

        public init(kind: Kind, day: Int, label: String? = nil) {
            self.kind = kind
            self.day = day
            self.label = label
        }
    }

    /// A movement of a joint over time.
    public struct Movement: Hashable, Sendable {
        public let name: String
        /// Degrees, -360...360.
        public let norm: Double?
        /// Degrees, -360...360.
        public let readings: [Reading]

        public init(name: String, norm: Double? = nil, readings: [Reading]) {
            self.name = name
            self.norm = norm
            self.readings = readings
        }
    }

    /// One session.
    public struct Treatment: Hashable, Sendable {
        public let day: Int
        /// How many points were held, 0...999.
        public let holds: Int

        public init(day: Int, holds: Int) {
            self.day = day
            self.holds = holds
        }
    }

    /// Something the client is exposed to or does, day by day; days without a reading are hatched.
    public struct Exposure: Hashable, Sendable {
        public let name: String
        /// Of the readings, such as `hours`; empty for yes and no.
        public let unit: String
        /// The value of a full strip; the largest reading when `nil`.
        public let most: Double?
        /// Not negative.
        public let readings: [Reading]
        /// Whether this is the one that is being tried out.
        public let isUnderTest: Bool

        public init(
            name: String, unit: String = "", most: Double? = nil, readings: [Reading], isUnderTest: Bool = false
        ) {
            self.name = name
            self.unit = unit
            self.most = most
            self.readings = readings
            self.isUnderTest = isUnderTest
        }
    }

    /// Something that was made different on a day, drawn as a line through all panels.
    public struct Change: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            /// A cause was treated: what follows is shaded.
            case causeTreated
            /// A treated cause is present again: the shade of one cause ends.
            case causeBack
            /// A change was tried or made; it shades nothing.
            case change
        }

        public let kind: Kind
        /// The first day with the change.
        public let day: Int
        /// Short, such as `Desk raised`.
        public let label: String

        public init(kind: Kind = .change, day: Int, label: String) {
            self.kind = kind
            self.day = day
            self.label = label
        }
    }

    /// The picture as an `svg` element; below a width of 520 its names stand above the panels instead of beside them.
    ///
    /// `width`: In pixels, moved into 300...4000; text is at least 11 pixels high when it is shown at that width.
    /// `prefix`: Keeps the identifiers of several pictures in one document apart; letters, digits and hyphens.
    public func svg(width: Double, prefix: String = "time-line") -> String {
        TimeLineDrawing(self, width: width, prefix: prefix).svg()
    }
}

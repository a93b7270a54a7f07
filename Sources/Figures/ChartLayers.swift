public import Anatomy

/// What is laid over the drawn body.
public struct ChartLayers: Sendable {
    /// A painted zone: intensity as a number and as a tone, quality as a pattern, so that neither needs colour.
    public struct Painted: Sendable {
        public let place: SidedZone
        /// 0...10.
        public let intensity: Double
        /// The group of `qualities.tsv`; empty for plain pain.
        public let qualityGroup: String

        public init(place: SidedZone, intensity: Double, qualityGroup: String) {
            self.place = place
            self.intensity = intensity
            self.qualityGroup = qualityGroup
        }
    }

    /// How strongly a zone belongs to the field of the chosen source.
    public enum Field: String, Sendable { case own, essential, spillover }

    public var painted: [Painted] = []
    public var field: [SidedZone: Field] = [:]
    /// Muscles laid over the body, deepest first.
    public var muscles: [MuscleShape] = []
    /// Zones under which something lies that must not be pressed.
    public var hazards: Set<SidedZone> = []
    /// Cells that carry the cross of a trigger point.
    public var crosses: [Int] = []
    /// Trigger points at their exact place, drawn on views with a projection; views without one show ``crosses``.
    public var points: [LaidSheet.Point] = []
    /// Zones that carry their main dermatome as a label.
    public var dermatomes: [SidedZone: String] = [:]
    /// Zones of one or more nerve territories, with the label to show.
    public var territories: [SidedZone: String] = [:]

    public init() {}
}

/// A muscle as the chart shows it.
public struct MuscleShape: Sendable {
    /// How deep it lies; deep muscles show as ghosts.
    public enum Depth: String, Sendable { case superficial, middle, deep }

    public let sheets: [LaidSheet]
    public let depth: Depth

    public init(sheets: [LaidSheet], depth: Depth) {
        self.sheets = sheets
        self.depth = depth
    }
}

/// The pattern that stands for a group of qualities.
func pattern(forQualityGroup group: String) -> String {
    switch group {
    case "deep": "dots"
    case "vascular": "rings"
    case "superficial": "lines"
    case "nerve": "zigzag"
    case "mechanical": "squares"
    case "organ": "waves"
    case "function": "dashes"
    default: "plain"
    }
}

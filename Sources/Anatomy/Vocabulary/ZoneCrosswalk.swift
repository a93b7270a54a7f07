/// Translation between leaf zones and the region sets of other instruments: the CHOIR body map
/// (Scherrer 2021, doi 10.1097/PR9.0000000000000880) and the areas of the Widespread Pain Index
/// (Wolfe 2016, Semin Arthritis Rheum 46:319-329).
public struct ZoneCrosswalk: Sendable {
    struct Row: Sendable {
        let zone: Zone.ID
        let rightOrMidline: [String]
        let left: [String]
        let wpiArea: String
    }

    private let segmentsOf: [SidedZone: [String]]
    private let zonesOf: [String: [SidedZone]]
    private let areaOf: [Zone.ID: String]

    init(rows: [Row]) {
        var segmentsOf: [SidedZone: [String]] = [:]
        var zonesOf: [String: [SidedZone]] = [:]
        var areaOf: [Zone.ID: String] = [:]
        for row in rows {
            let first = SidedZone(row.zone, row.left.isEmpty ? .midline : .right)
            segmentsOf[first] = row.rightOrMidline
            for segment in row.rightOrMidline { zonesOf[segment, default: []].append(first) }
            if !row.left.isEmpty {
                let second = SidedZone(row.zone, .left)
                segmentsOf[second] = row.left
                for segment in row.left { zonesOf[segment, default: []].append(second) }
            }
            if !row.wpiArea.isEmpty { areaOf[row.zone] = row.wpiArea }
        }
        self.segmentsOf = segmentsOf
        self.zonesOf = zonesOf
        self.areaOf = areaOf
    }

    /// All CHOIR segments that the table knows, sorted.
    public var segments: [String] { zonesOf.keys.sorted() }

    /// The CHOIR segments (male numbering) of a drawing, sorted, each once.
    public func choirSegments(of zones: some Sequence<SidedZone>) -> [String] {
        Set(zones.flatMap { segmentsOf[$0] ?? [] }).sorted()
    }

    /// The zones that a CHOIR segment stands for; empty for an unknown segment.
    public func zones(ofChoirSegment segment: String) -> [SidedZone] { zonesOf[segment] ?? [] }

    /// Brings segment numbers drawn on the female figure to the male numbering used here.
    ///
    /// On the female figure 112-117 are permuted (CHOIRBM, `convert_bodymap`).
    public static func standardized(femaleSegment segment: String) -> String {
        ["112": "116", "113": "117", "114": "112", "115": "113", "116": "114", "117": "115"][segment] ?? segment
    }

    /// The areas of the Widespread Pain Index that a drawing touches, sorted; sided areas carry their side.
    public func wpiAreas(of zones: some Sequence<SidedZone>) -> [String] {
        Set(
            zones.compactMap { zone in
                areaOf[zone.zone].map { area in
                    Self.sidedAreas.contains(area) && zone.side != .midline
                        ? "\(zone.side.rawValue)_\(area)" : area
                }
            }
        ).sorted()
    }

    /// The zones of an area of the Widespread Pain Index (`left_jaw`, `neck`, ...); empty when unknown.
    public func zones(ofWPIArea area: String) -> [SidedZone] {
        segmentsOf.keys.filter { wpiAreas(of: [$0]) == [area] }.sorted()
    }

    private static let sidedAreas: Set<String> = [
        "jaw", "shoulder_girdle", "upper_arm", "lower_arm", "hip_buttock", "upper_leg", "lower_leg",
    ]
}

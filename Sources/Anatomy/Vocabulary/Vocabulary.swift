import Foundation

/// The controlled words of the product: every identifier that code, data and people may use.
///
/// Read once from `Resources/vocabulary/*.tsv`; immutable afterwards.
public struct Vocabulary: Sendable {
    public let zones: [Zone]
    public let muscles: [Muscle]
    public let movements: [Movement]
    public let nerves: [Nerve]
    public let entrapments: [EntrapmentSite]
    public let joints: [Joint]
    public let viscera: [Viscus]
    public let activities: [Term]
    public let qualities: [Term]
    public let history: [Term]
    public let signs: [Term]
    public let tests: [Term]
    public let palpationSigns: [Term]
    public let conditions: [Term]
    public let perpetuatingFactors: [Term]
    /// Named groups of muscles.
    public let groups: [String: [Muscle.ID]]
    public let crosswalk: ZoneCrosswalk

    public let zone: [Zone.ID: Zone]
    public let muscle: [Muscle.ID: Muscle]
    public let movement: [Movement.ID: Movement]
    public let nerve: [Nerve.ID: Nerve]
    public let entrapment: [EntrapmentSite.ID: EntrapmentSite]
    public let joint: [Joint.ID: Joint]
    public let viscus: [Viscus.ID: Viscus]
    public let activity: [Term.ID: Term]
    public let quality: [Term.ID: Term]
    public let historyFact: [Term.ID: Term]
    public let sign: [Term.ID: Term]
    public let test: [Term.ID: Term]
    public let palpationSign: [Term.ID: Term]
    public let condition: [Term.ID: Term]
    public let perpetuatingFactor: [Term.ID: Term]
    /// Leaf zones in the order of the table.
    public let leaves: [Zone]

    /// Loads the vocabulary shipped with the program.
    ///
    /// - Throws: ``AnatomyError`` naming file and line.
    public init() throws(AnatomyError) {
        try self.init(folder: ResourceFolder.of(target: "Anatomy"))
    }

    /// Loads the vocabulary from the `vocabulary` folder below `folder`.
    public init(folder: ResourceFolder) throws(AnatomyError) {
        func table(_ name: String) throws(AnatomyError) -> Table {
            let data = try folder.data("vocabulary/\(name).tsv")
            return try Table(file: "\(name).tsv", text: String(decoding: data, as: UTF8.self))
        }
        func laterality(_ cell: String) -> Laterality {
            cell == "paired" || cell == "yes" ? .paired : .midline
        }
        func terms(_ name: String, id: String, group: String = "") throws(AnatomyError) -> [Term] {
            try table(name).rows.map { row in
                Term(
                    id: Term.ID(row.cells.cell(id)), name: row.cells.cell("plain_name"),
                    group: row.cells.cell(group), redFlag: row.cells.cell("red_flag"),
                    note: row.cells.cell("note"), isLateral: row.cells.cell("lateral") == "paired",
                    agreement: Double(row.cells.cell("inter_rater_kappa"))
                )
            }
        }
        let zoneRows = try table("zones").rows
        let parents = Set(zoneRows.map { $0.cells.cell("parent") })
        zones = zoneRows.map { row in
            let id = row.cells.cell("zone_id")
            let parent = row.cells.cell("parent")
            return Zone(
                id: Zone.ID(id), parent: parent.isEmpty ? nil : Zone.ID(parent),
                laterality: laterality(row.cells.cell("lateral")), name: row.cells.cell("plain_name"),
                synonyms: row.cells.list("synonyms"), dermatomes: row.cells.list("spinal_dermatomes"),
                cutaneousNerves: row.cells.list("peripheral_cutaneous_nerves"), isLeaf: !parents.contains(id)
            )
        }
        muscles = try table("muscles").rows.map { row in
            Muscle(
                id: Muscle.ID(row.cells.cell("muscle_id")), name: row.cells.cell("plain_name"),
                latinName: row.cells.cell("latin_or_TA_name"), parts: row.cells.list("parts"),
                region: row.cells.cell("region"), synonyms: row.cells.list("synonyms"),
                laterality: laterality(row.cells.cell("paired"))
            )
        }
        movements = try table("movements").rows.map { row in
            Movement(
                id: Movement.ID(row.cells.cell("movement_id")), name: row.cells.cell("plain_name"),
                normalRange: Double(row.cells.cell("normal_range_deg")), unit: row.cells.cell("unit"),
                laterality: laterality(row.cells.cell("lateral")), source: row.cells.cell("source")
            )
        }
        nerves = try table("nerves").rows.map { row in
            Nerve(
                id: Nerve.ID(row.cells.cell("nerve_id")), name: row.cells.cell("plain_name"),
                roots: row.cells.list("roots"), kind: row.cells.cell("kind"),
                laterality: laterality(row.cells.cell("lateral"))
            )
        }
        entrapments = try table("entrapments").rows.map { row in
            EntrapmentSite(
                id: EntrapmentSite.ID(row.cells.cell("site_id")), name: row.cells.cell("plain_name"),
                nerve: Nerve.ID(row.cells.cell("nerve_id")), involved: row.cells.list("involved")
            )
        }
        joints = try table("joints").rows.map { row in
            Joint(
                id: Joint.ID(row.cells.cell("joint_id")), name: row.cells.cell("plain_name"),
                laterality: laterality(row.cells.cell("lateral")), kind: row.cells.cell("kind")
            )
        }
        viscera = try table("viscera").rows.map { row in
            Viscus(
                id: Viscus.ID(row.cells.cell("organ_id")), name: row.cells.cell("plain_name"),
                laterality: laterality(row.cells.cell("lateral")), urgency: row.cells.cell("urgency"),
                note: row.cells.cell("note")
            )
        }
        activities = try terms("activities", id: "activity_id", group: "group")
        qualities = try terms("qualities", id: "quality_id", group: "group")
        history = try terms("history", id: "history_id")
        signs = try terms("signs", id: "sign_id", group: "group")
        tests = try terms("tests", id: "test_id")
        palpationSigns = try terms("palpation_signs", id: "sign_id")
        conditions = try terms("conditions", id: "condition_id")
        perpetuatingFactors = try terms("perpetuating_factors", id: "factor_id", group: "category")
        var groups: [String: [Muscle.ID]] = [:]
        for row in try table("groups").rows {
            groups[row.cells.cell("group_id")] = row.cells.list("muscle_ids").map { Muscle.ID($0) }
        }
        self.groups = groups
        crosswalk = ZoneCrosswalk(
            rows: try table("zones_crosswalk").rows.map { row in
                ZoneCrosswalk.Row(
                    zone: Zone.ID(row.cells.cell("zone_id")),
                    rightOrMidline: row.cells.list("choir_right_or_midline", separator: ","),
                    left: row.cells.list("choir_left", separator: ","), wpiArea: row.cells.cell("wpi_area")
                )
            }
        )
        zone = indexed(zones)
        muscle = indexed(muscles)
        movement = indexed(movements)
        nerve = indexed(nerves)
        entrapment = indexed(entrapments)
        joint = indexed(joints)
        viscus = indexed(viscera)
        activity = indexed(activities)
        quality = indexed(qualities)
        historyFact = indexed(history)
        sign = indexed(signs)
        test = indexed(tests)
        palpationSign = indexed(palpationSigns)
        condition = indexed(conditions)
        perpetuatingFactor = indexed(perpetuatingFactors)
        leaves = zones.filter(\.isLeaf)
    }
}

/// The terms by their key; of two rows with one key the first counts (the check of the tables reports it).
private func indexed<Element: Identifiable>(_ rows: [Element]) -> [Element.ID: Element] {
    Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

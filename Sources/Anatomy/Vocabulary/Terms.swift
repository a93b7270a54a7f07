/// A place on the body surface, or one of a few deep places, where pain can be drawn.
public struct Zone: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Zone>
    /// The full path, for example `upper_limb/shoulder/anterior_deltoid`.
    public let id: ID
    /// The path one level up; `nil` for the six great parts of the body.
    public let parent: ID?
    public let laterality: Laterality
    /// The plain English name, without the side.
    public let name: String
    public let synonyms: [String]
    /// Dermatomes of the skin here, main one first (`C5`, `V1`); textbook consensus.
    public let dermatomes: [String]
    /// Names of the cutaneous nerves of the skin here; textbook consensus.
    public let cutaneousNerves: [String]
    /// Whether nothing lies below this zone in the tree.
    public let isLeaf: Bool
}

/// A leaf zone on one side of the body: the unit of a pain drawing.
public struct SidedZone: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let zone: Zone.ID
    public let side: Side

    public init(_ zone: Zone.ID, _ side: Side) {
        self.zone = zone
        self.side = side
    }

    public var description: String { "\(zone):\(side.rawValue)" }

    public static func < (left: SidedZone, right: SidedZone) -> Bool {
        (left.zone.text, left.side) < (right.zone.text, right.side)
    }
}

/// A skeletal muscle.
public struct Muscle: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Muscle>
    public let id: ID
    public let name: String
    public let latinName: String
    /// The parts that hold trigger points of their own; empty when the muscle is one.
    public let parts: [String]
    public let region: String
    public let synonyms: [String]
    public let laterality: Laterality
}

/// A movement of a joint or region.
public struct Movement: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Movement>
    /// Two words with one slash, for example `shoulder/abduction`.
    public let id: ID
    public let name: String
    /// Adult reference range in ``unit``, where one is known.
    public let normalRange: Double?
    public let unit: String
    public let laterality: Laterality
    public let source: String
}

/// A nerve, plexus or root.
public struct Nerve: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Nerve>
    /// For example `root/c6`, `plexus/brachial`, `nerve/median`.
    public let id: ID
    public let name: String
    public let roots: [String]
    public let kind: String
    public let laterality: Laterality
}

/// A place where a nerve is squeezed.
public struct EntrapmentSite: Identifiable, Hashable, Sendable {
    public typealias ID = Key<EntrapmentSite>
    public let id: ID
    public let name: String
    public let nerve: Nerve.ID
    /// Muscle ids and `joint:` ids that take part.
    public let involved: [String]
}

/// A joint, disc, tendon, ligament, bursa, fascia or bone that can hurt.
public struct Joint: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Joint>
    public let id: ID
    public let name: String
    public let laterality: Laterality
    /// `facet`, `disc`, `tendon`, `fracture`, ...
    public let kind: String
}

/// An organ, vessel or other serious cause.
public struct Viscus: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Viscus>
    public let id: ID
    public let name: String
    public let laterality: Laterality
    public let urgency: String
    public let note: String
}

/// A row of a table that only names something: an activity, quality, history fact, sign, test, palpation sign.
public struct Term: Identifiable, Hashable, Sendable {
    public typealias ID = Key<Term>
    public let id: ID
    public let name: String
    /// The table's own grouping, empty where it has none.
    public let group: String
    /// `yes`, `context`, `no` or empty.
    public let redFlag: String
    public let note: String
    public let isLateral: Bool
    /// Published chance-corrected agreement of two examiners (kappa); `nil` where the table has none.
    public let agreement: Double?
}

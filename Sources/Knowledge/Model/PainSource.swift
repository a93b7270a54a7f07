public import Anatomy

/// The kinds of structure that pain can come from.
public enum PainSourceKind: String, CaseIterable, Hashable, Sendable, Comparable {
    case muscle, nerve, entrapment, joint, viscus

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (left: PainSourceKind, right: PainSourceKind) -> Bool { left.order < right.order }
}

/// The identifier of a structure that pain can come from, without its side: `muscle:infraspinatus`.
public struct PainSourceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let kind: PainSourceKind
    /// The vocabulary's identifier: `infraspinatus`, `root/c6`, `carpal_tunnel`.
    public let name: String

    public init(_ kind: PainSourceKind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// Reads the written form; `nerve:median` is short for `nerve:nerve/median`.
    public init?(text: String) {
        guard let colon = text.firstIndex(of: ":"),
            let kind = PainSourceKind(rawValue: String(text[..<colon]))
        else { return nil }
        let name = String(text[text.index(after: colon)...])
        guard !name.isEmpty else { return nil }
        self.init(kind, kind == .nerve && !name.contains("/") ? "nerve/\(name)" : name)
    }

    public var description: String { "\(kind.rawValue):\(name)" }

    public static func < (left: PainSourceID, right: PainSourceID) -> Bool {
        (left.kind, left.name) < (right.kind, right.name)
    }
}

/// How strongly a zone belongs to a pattern.
public enum PatternKind: String, CaseIterable, Hashable, Sendable {
    /// Over the source itself.
    case ownSite = "own_site"
    /// Where most people feel it.
    case essential
    /// Where some people feel it.
    case spillover
}

/// A published share of examined people, 0 to 1.
public struct Share: Hashable, Sendable {
    public let value: Double
    /// People or muscles examined; `nil` where not stated.
    public let count: Int?
    /// Whether the sensation was evoked by pressing or injecting, not complained of.
    public let provoked: Bool
}

/// One zone of a pattern of pain, numbness or tingling.
public struct PatternEntry: Hashable, Sendable {
    public let zone: Zone.ID
    public let to: RelativeSide
    public let kind: PatternKind
    public let share: Share?
    public let note: String?
    /// A source that disagrees, in words, and its citations.
    public let dispute: String?
    public let disputeSources: [Citation.ID]
    public let evidence: Evidence
}

/// A trigger point site.
public struct TriggerPoint: Identifiable, Hashable, Sendable {
    /// The site's key, for example `infraspinatus/upper#1`.
    public let id: String
    /// Where to find it, in words.
    public let text: String
    public let place: SurfacePlace
    public let evidence: Evidence
}

/// A part of a source with a pattern of its own.
public struct SourcePart: Hashable, Sendable {
    /// The part of the vocabulary, or `whole`.
    public let name: String
    public let points: [TriggerPoint]
    public let pain: [PatternEntry]
    /// How the fibres lie under the skin; empty for structures that are no muscle.
    public let sheets: [FibreSheet]
}

/// How often a source is met among the sources of pain of its region.
public enum Occurrence: String, CaseIterable, Hashable, Sendable {
    case common, usual, rare
}

/// How soon a physician must see it.
public enum Urgency: String, CaseIterable, Hashable, Sendable, Comparable {
    case routine, urgent, emergency

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (left: Urgency, right: Urgency) -> Bool { left.order < right.order }
}

/// A structure that pain can come from, with all that is known about it.
public struct PainSource: Identifiable, Sendable {
    public let id: PainSourceID
    /// The plain name, without the side.
    public let name: String
    public let laterality: Laterality
    public let occurrence: Occurrence
    public let urgency: Urgency
    public let parts: [SourcePart]
    /// Where feeling is lost or tingles; empty for most muscles.
    public let numbness: [PatternEntry]
    public let findings: [KnownFinding]
    public let confusions: [Confusion]
    public let note: String?
    /// Facts that only muscles have.
    public let muscle: MuscleFacts?
    /// The reference part of a nerve's, joint's or organ's card; muscles carry theirs in ``muscle``.
    public let reference: StructureReference?
}

/// Something else that feels alike and how to tell it apart.
public struct Confusion: Hashable, Sendable {
    public let source: String
    public let tellApart: String
    public let evidence: Evidence
}

/// What a muscle does in a movement.
public enum ActionRole: String, CaseIterable, Hashable, Sendable {
    case primeMover = "prime_mover"
    case synergist, stabilizer, antagonist
}

/// One movement and the muscle's role in it.
public struct MuscleAction: Hashable, Sendable {
    public let movement: Movement.ID
    public let role: ActionRole
    public let note: String?
    public let evidence: Evidence
}

/// An attachment in words, with the zone over it.
public struct Attachment: Hashable, Sendable {
    public let text: String
    public let place: Zone.ID?
    public let evidence: Evidence
}

/// A nerve that supplies a muscle.
public struct Innervation: Hashable, Sendable {
    public let nerve: Nerve.ID
    public let roots: [String]
    public let note: String?
    public let evidence: Evidence
}

/// A published share of patients in whom points were found.
public struct Prevalence: Hashable, Sendable {
    public let condition: String
    public let count: Int?
    public let active: Double?
    public let latent: Double?
    public let evidence: Evidence
}

/// Facts that only muscles have.
public struct MuscleFacts: Sendable {
    /// `superficial`, `middle` or `deep`.
    public let layer: String
    public let origin: Attachment?
    public let insertion: Attachment?
    public let innervation: [Innervation]
    public let actions: [MuscleAction]
    public let prevalence: [Prevalence]
    public let reference: MuscleReference
}

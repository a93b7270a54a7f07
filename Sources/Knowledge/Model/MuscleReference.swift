public import Anatomy

/// The part of a muscle's card that a therapist keeps open beside the table.
public struct MuscleReference: Sendable {
    /// What the muscle does and how its pain presents.
    public let about: Stated<Statement>
    /// Muscles whose points tend to wake points in this one.
    public let keys: Stated<RelatedMuscles>
    /// Muscles in which this one tends to wake points.
    public let satellites: Stated<RelatedMuscles>
    public let unit: Stated<FunctionalUnit>
    public let entraps: Stated<EntrappedNerves>
    /// Signs beyond pain: skin, sweat, eye, nose, balance.
    public let autonomic: Stated<[AutonomicSign]>
    public let palpation: Stated<Palpation>
    public let hazards: Stated<[Hazard]>
    public let hold: Stated<Hold>
    public let lengthen: Stated<Statement>
    public let selfCare: Stated<SelfCare>
    public let perpetuating: Stated<[PerpetuatingCheck]>
    /// Why there are no published shares; `nil` where the card lists some.
    public let noPrevalence: String?
    public let contraindications: Stated<[Statement]>
}

/// Muscles, written `infraspinatus` or `deltoid/anterior`, that belong together with this one.
public struct RelatedMuscles: Hashable, Sendable {
    public let muscles: [String]
    public let evidence: Evidence
}

/// The muscles that work with and against a muscle.
public struct FunctionalUnit: Hashable, Sendable {
    public let agonists: [String]
    public let antagonists: [String]
    public let evidence: Evidence
}

/// Sites at which a muscle squeezes a nerve.
public struct EntrappedNerves: Hashable, Sendable {
    public let sites: [EntrapmentSite.ID]
    public let text: String?
    public let evidence: Evidence
}

/// A sign beyond pain.
public struct AutonomicSign: Hashable, Sendable {
    public let text: String
    /// The vocabulary's sign, where there is one.
    public let sign: Term.ID?
    public let evidence: Evidence
}

/// How the fingers reach a muscle.
public enum PalpationTechnique: String, CaseIterable, Hashable, Sendable {
    /// Against bone or deep tissue.
    case flat
    /// Between finger and thumb.
    case pincer
    /// Through other tissue.
    case deep
}

/// How to find the points of a muscle.
public struct Palpation: Hashable, Sendable {
    public let techniques: [PalpationTechnique]
    /// Position of the client.
    public let client: String
    /// What the hand does.
    public let hand: String
    /// From a landmark to the point.
    public let path: String
    /// What the band feels like.
    public let feel: String
    public let evidence: Evidence
}

/// What lies near a muscle and must not be pressed.
public enum HazardKind: String, CaseIterable, Hashable, Sendable {
    case vessel, nerve, lung, organ, gland, eye, bone, joint, skin, other
}

/// Something near a muscle that pressure can harm.
public struct Hazard: Hashable, Sendable {
    public let kind: HazardKind
    public let structure: String
    /// What to do and not to do.
    public let avoid: String
    /// The leaf zones under which it lies, on the side of the muscle.
    public let zones: [Zone.ID]
    public let evidence: Evidence
}

/// Which of the doses of `dose.yaml` a muscle takes.
public enum HoldDose: String, CaseIterable, Hashable, Sendable {
    case standard, light, trained, none
}

/// How to hold pressure on a muscle's points.
public struct Hold: Hashable, Sendable {
    public let dose: HoldDose
    public let text: String
    public let note: String?
    public let evidence: Evidence
}

/// What the client does alone.
public struct SelfCare: Hashable, Sendable {
    public let pressure: String?
    public let habits: [String]
    public let evidence: Evidence
}

/// A factor that keeps points of a muscle alive, with how to check it there.
public struct PerpetuatingCheck: Hashable, Sendable {
    /// A row of `perpetuating_factors.tsv`.
    public let factor: Term.ID
    public let check: String
    public let evidence: Evidence
}

/// The reference part of the card of a nerve, site of entrapment, joint or organ.
public struct StructureReference: Sendable {
    public let about: Stated<Statement>
    /// The way a nerve takes; `nil` for joints and organs.
    public let course: Stated<Statement>?
    public let examine: Stated<[ExaminationHint]>
    /// What a manual therapist may do here, and what not.
    public let manual: Stated<Statement>
    /// When a physician must see it.
    public let refer: Stated<Statement>
    public let selfCare: Stated<Statement>
}

/// What to examine and why.
public struct ExaminationHint: Hashable, Sendable {
    public let text: String
    public let tests: [Term.ID]
    /// Structures in written form, `muscle:pronator_teres`.
    public let sources: [String]
    public let evidence: Evidence
}

public import Anatomy
public import Reasoning

/// The five parts of an examination, in the order in which neuromuscular therapy teaches them.
public enum ExaminationPhase: String, CaseIterable, Hashable, Sendable, Comparable {
    /// Red flags, then compression and entrapment of the nerves that serve the region.
    case ruleOut = "rule_out"
    /// The muscles that move and that stabilize the joint, its range and strength.
    case joint
    /// Segments of the limb whose trouble makes the joint compensate.
    case limb
    /// The spine where the innervation leaves it: mobility and muscles of those levels.
    case innervation
    /// What keeps the points alive: habits, keys, satellites, perpetuating factors.
    case perpetuating

    public static func < (left: ExaminationPhase, right: ExaminationPhase) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// What a step asks of the therapist.
public enum StepKind: String, CaseIterable, Hashable, Sendable {
    case question, movement, strength, test, palpation
}

/// What a muscle does in the joint that is examined.
public enum JointRole: String, CaseIterable, Hashable, Sendable {
    case mover, stabilizer
}

/// One step of an examination.
public struct ExaminationStep: Identifiable, Hashable, Sendable {
    public let phase: ExaminationPhase
    public let kind: StepKind
    /// What is asked, measured or felt, with its possible outcomes.
    public let item: ExaminationItem
    /// The vocabulary's identifier of what is examined.
    public let structure: String
    public let role: JointRole?
    /// Expected information about which origins are active, in nats.
    public internal(set) var gain: Double
    /// How long it takes; a model default, not a measured figure.
    public let minutes: Double
    /// Why it is there, in plain words.
    public let reason: String

    /// The finding without its result and side: `limited:shoulder/abduction`, `test:spurling`, `palpation:infraspinatus`.
    public var id: String { item.id }
    /// The client's side; `nil` where there is none.
    public var side: Side? { item.side }
}

/// How the steps of a plan are ordered.
public enum PlanOrder: String, CaseIterable, Hashable, Sendable {
    /// Phase by phase, as taught.
    case teaching
    /// By expected information per minute and discomfort.
    case shortest
}

/// An examination that is derived from the knowledge for one presentation.
public struct ExaminationPlan: Sendable {
    public let order: PlanOrder
    public let steps: [ExaminationStep]
    /// Why a phase holds no step.
    public let emptyPhases: [ExaminationPhase: String]
    /// Why the plan ends where it does: forbidden by a red flag, nothing gained, sure enough.
    public let stop: String?
    public let conclusion: ExaminationConclusion
}

/// What steps cost, all in one place; model defaults (verification level `unverified`), no published figures.
public struct StepCosts: Hashable, Sendable {
    public var minutes: [StepKind: Double] = [
        .question: 0.4, .movement: 0.5, .strength: 0.5, .test: 1, .palpation: 0.6,
    ]
    /// A further sign under a finger that is there already.
    public var signMinutes = 0.25
    /// How much more than a question a step asks of the client.
    public var discomfort: [StepKind: Double] = [
        .question: 1, .movement: 1.1, .strength: 1.15, .test: 1.2, .palpation: 1.3,
    ]
    /// Gains below this, in nats, are not worth a step of the shortest path.
    public var leastGain = 0.005

    public init() {}

    /// What a step gains per minute and discomfort, in nats.
    public func value(of step: ExaminationStep) -> Double {
        step.gain / (max(step.minutes, 0.05) * (discomfort[step.kind] ?? 1))
    }
}

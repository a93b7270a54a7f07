public import Anatomy

/// One of the condition groups for which neuromuscular therapy is used.
public struct ConditionGuide: Identifiable, Sendable {
    /// A row of `conditions.tsv`.
    public let id: Term.ID
    public let name: String
    public let about: Statement
    /// Strength of the evidence for manual trigger-point or soft-tissue work: A strong to D none, `+` and `-` allowed.
    public let grade: String
    /// What the grade rests on.
    public let gradeBasis: Statement
    public let points: Stated<[ConditionPoint]>
    public let achieves: Stated<[Effect]>
    public let doesNot: [Statement]
    public let examination: [ExaminationHint]
    public let cautions: [Statement]
    public let refer: [Referral]
    public let selfCare: [Statement]
}

/// The published share of patients of a condition in whom a muscle held trigger points.
public struct ConditionPoint: Hashable, Sendable {
    /// A muscle or part, or `group:<id>` where a study pooled muscles.
    public let muscle: String
    /// People examined.
    public let count: Int?
    /// 0...1.
    public let active: Double?
    /// 0...1.
    public let latent: Double?
    public let note: String?
    public let evidence: Evidence
}

/// What a treatment achieves, with the measured difference where a trial gives one.
public struct Effect: Hashable, Sendable {
    /// A measured difference between groups, in the unit named.
    public struct Size: Hashable, Sendable {
        public let measure: String
        public let value: Double
        /// Limits of the published 95 % interval.
        public let low: Double?
        public let high: Double?
        public let unit: String
        /// What it was compared with.
        public let against: String?
        public let count: Int?
        /// When it was measured.
        public let when: String?
    }

    public let text: String
    public let size: Size?
    public let evidence: Evidence
}

/// When a physician must see a client.
public struct Referral: Hashable, Sendable {
    public let text: String
    public let urgency: Urgency
    public let evidence: Evidence
}

/// Something that keeps trigger points alive.
public struct PerpetuatingFactor: Identifiable, Sendable {
    /// A row of `perpetuating_factors.tsv`.
    public let id: Term.ID
    public let name: String
    public let about: Statement
    public let check: Statement
    public let change: Statement
    /// Strength of the evidence, as for conditions.
    public let grade: String
    public let known: Statement
    /// Muscle ids, and groups as `group:<id>`.
    public let muscles: Stated<[String]>
    public let refer: Stated<Statement>
}

/// One of the ways of holding pressure.
public struct Dose: Sendable {
    public let id: HoldDose
    public let name: String
    /// The lines of the dose in the order of the file: pressure, seconds, repeats, effect, tradition, ...
    public let lines: [(title: String, statement: Statement)]
    /// Seconds of one hold.
    public let seconds: ClosedRange<Double>?
    /// Discomfort on the 0...10 scale.
    public let discomfort: ClosedRange<Double>?
    public let repeats: ClosedRange<Double>?
}

/// A functional unit of muscles that links one segment of the body with another.
public struct CompensationChain: Identifiable, Hashable, Sendable {
    public let id: String
    /// The segment that has to compensate.
    public let region: BodyRegion
    /// The segment whose trouble makes it compensate.
    public let from: BodyRegion
    public let muscles: [String]
    public let text: String
    /// What to look for.
    public let check: String
    public let evidence: Evidence
}

/// Published ranges of a movement.
public struct MovementNorm: Sendable {
    /// One group of examined people.
    public struct Row: Hashable, Sendable {
        public enum Sex: String, CaseIterable, Sendable { case female, male, both }
        public let sex: Sex
        /// Years.
        public let ages: ClosedRange<Double>?
        /// In the unit of the movement.
        public let mean: Double
        public let deviation: Double?
        public let count: Int?
        public let note: String?
        public let evidence: Evidence
    }

    /// A published limit below which a range counts as impaired, or a change that is beyond measurement error.
    public struct Limit: Hashable, Sendable {
        public let value: Double
        public let text: String
        public let evidence: Evidence
    }

    public let movement: Movement.ID
    public let method: String
    public let rows: [Row]
    public let impaired: Limit?
    public let change: Limit?
}

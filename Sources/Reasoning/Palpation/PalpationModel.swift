public import Anatomy

/// What pressing tells, with the examiner's error.
///
/// Each sign has two numbers of different standing. How often it is *there* in a trigger point that causes the complaint, in a
/// local knot, and in any other muscle: published where the comment says so, else a model default (level `unverified`). How well
/// it is *read*: two examiners who read the same truth independently, each right with chance *a* whatever the truth, agree where a
/// share *p* truly has the sign with kappa = *p*(1 − *p*)(2*a* − 1)² / (*r*(1 − *r*)), where *r* is the share that is read as having
/// it; solved for *a* (the reliability model of Kraemer, Psychometrika 1979;44:461-472, doi 10.1007/BF02296208; that kappa depends
/// on *p*: Feinstein and Cicchetti, J Clin Epidemiol 1990;43:543-549, doi 10.1016/0895-4356(90)90158-L). The studies seldom state
/// *p*; it is a model default: an even share for tenderness, referral and bands, one in four for signs that few muscles have.
public struct PalpationModel: Hashable, Sendable {
    /// What the pressed place is, as far as the complaint goes.
    public enum Truth: Int, CaseIterable, Hashable, Sendable {
        /// A trigger point that causes the complaint.
        case triggerPoint
        /// A local knot that is itself the complaint.
        case knot
        /// Neither: a healthy muscle, or a latent point.
        case other
    }

    /// A sign that is there or not, once the place is tender (tenderness itself: at all).
    public struct Sign: Hashable, Sendable {
        /// How often it is really there in a trigger point, a knot and elsewhere, each 0...1.
        public let present: [Double]
        /// Kappa of two examiners, 0...1.
        public let agreement: Double
        /// The share of pressed muscles that has the sign where the agreement was measured, 0...1.
        public let share: Double

        public init(present: [Double], agreement: Double, share: Double = 0.5) {
            self.present = present
            self.agreement = agreement
            self.share = share
        }

        /// The chance that one examiner reads it rightly, 0.5...1.
        public var accuracy: Double { PalpationModel.accuracy(ofAgreement: agreement, share: share) }

        /// The chance that an examiner says it is there.
        public func read(_ truth: Truth) -> Double {
            let right = accuracy
            let share = present.indices.contains(truth.rawValue) ? present[truth.rawValue] : 0
            return share * right + (1 - share) * (1 - right)
        }
    }

    /// Tenderness.
    ///
    /// Kappa .676 pooled (Rathbone 2017, doi 10.1097/AJP.0000000000000459). Elsewhere 0.40: latent points are common in people
    /// without the complaint (upper trapezius 8-12 of 20-22, PMC7351965); model default.
    public var tender = Sign(present: [0.98, 0.98, 0.40], agreement: 0.676)
    /// Recognised as the own complaint.
    ///
    /// Kappa .575 pooled (Rathbone 2017). By definition in an active point (Delphi 2018, doi 10.1093/pm/pnx207); elsewhere a model
    /// default.
    public var familiar = Sign(present: [0.97, 0.90, 0.08], agreement: 0.575, share: 0.25)
    /// Felt beyond the muscle.
    ///
    /// In 100 % of active and 46.8 % of latent points (Hong 1996, doi 10.1300/J094v04n03_07); kappa .30-.50 (Myburgh 2008, doi
    /// 10.1016/j.apmr.2007.12.033), its middle.
    public var refers = Sign(present: [0.95, 0.05, 0.45], agreement: 0.40)
    /// A taut band.
    ///
    /// Kappa .08-.75 (Lucas 2009, doi 10.1097/AJP.0b013e31817e13b6), its middle; shares are model defaults.
    public var band = Sign(present: [0.95, 0.95, 0.45], agreement: 0.415)
    /// A local twitch.
    ///
    /// Kappa .05-.57 (Lucas 2009), its middle; shares are model defaults.
    public var twitch = Sign(present: [0.60, 0.30, 0.20], agreement: 0.31, share: 0.25)
    /// Spreading inside the muscle; no figures, model defaults with the agreement on trigger points as a whole (.452, Rathbone 2017).
    public var spreads = Sign(present: [0.45, 0.20, 0.25], agreement: 0.452, share: 0.25)
    /// A lump; as a taut band.
    public var nodule = Sign(present: [0.70, 0.70, 0.30], agreement: 0.415)
    /// The client jumps away; model defaults.
    public var jump = Sign(present: [0.45, 0.35, 0.15], agreement: 0.452, share: 0.25)

    /// Signs without any figure, in nats for the pressed muscle; model defaults.
    public var rest: [String: Double] = ["tight": 0.3, "weak_pain": 0.4, "tendon_tender": 0.2, "skin_roll_tender": 0.2]

    /// All pressing of one muscle weighs at most this, in nats: a likelihood ratio of 30 or 1/30.
    ///
    /// Fingers that go by one spot are one witness.
    public var cap = 3.4

    public init() {}

    /// The chance that one examiner reads a sign rightly, from the agreement of two.
    ///
    /// `kappa`: 0...1.
    /// `share`: The share that truly has the sign, above 0 and below 1.
    public static func accuracy(ofAgreement kappa: Double, share: Double = 0.5) -> Double {
        let even = 4 * share * (1 - share)
        let skew = (1 - 2 * share) * (1 - 2 * share)
        let kept = min(max(kappa, 0), 1)
        guard even > 0 else { return 1 }
        return (1 + (kept / (even + kept * skew)).squareRoot()) / 2
    }

    /// What a sign of the vocabulary says about tenderness, and which further sign it states.
    private func stated(_ sign: String, isMuscle: Bool) -> (tender: Bool?, sign: Sign?, isPresent: Bool) {
        switch sign {
        case "joint_line_tender", "tendon_tender", "bone_tender", "nerve_tender": (isMuscle ? nil : true, nil, true)
        case "tender_spot": (true, nil, true)
        case "no_tenderness": (false, nil, true)
        case "familiar_pain", "familiar_headache": (true, familiar, true)
        case "referred_pain", "referred_sensation": (true, refers, true)
        case "local_only": (true, refers, false)
        case "spreading": (true, spreads, true)
        case "local_twitch": (nil, twitch, true)
        case "taut_band": (nil, band, true)
        case "nodule": (nil, nodule, true)
        case "jump_sign": (true, jump, true)
        default: (nil, nil, true)
        }
    }

    /// What each reading adds to the log odds of a trigger point and of a knot of the pressed place, in nats, in the order given.
    ///
    /// A joint, tendon or bone is read as tender and familiar or not; its other signs say nothing.
    /// Tenderness counts once, with the first reading that implies it. The sum is held within ``cap``.
    /// - Complexity: O(readings).
    public func nats(
        of readings: [(sign: Term.ID, isPresent: Bool)], isMuscle: Bool = true
    ) -> [(triggerPoint: Double, knot: Double)] {
        var isTenderCounted = false
        var all: [(triggerPoint: Double, knot: Double)] = []
        for reading in readings {
            var own = (triggerPoint: 0.0, knot: 0.0)
            func add(_ sign: Sign, _ isPresent: Bool) {
                func log(_ truth: Truth) -> Double {
                    let said = sign.read(truth)
                    return logarithm(isPresent ? said : 1 - said)
                }
                own.triggerPoint += log(.triggerPoint) - log(.other)
                own.knot += log(.knot) - log(.other)
            }
            let (isTender, sign, isThere) = stated(reading.sign.text, isMuscle: isMuscle)
            // A denied sign says nothing of tenderness, but for the denial of tenderness itself.
            let tenderness =
                reading.isPresent ? isTender : sign == nil && isTender != nil ? isTender.map { !$0 } : nil
            if let tenderness, !isTenderCounted {
                add(tender, tenderness)
                isTenderCounted = true
            }
            if let sign, isMuscle || sign == familiar { add(sign, reading.isPresent == isThere) }
            if isMuscle, let other = rest[reading.sign.text] {
                let nats = reading.isPresent ? other : -other / 2
                own.triggerPoint += nats
                own.knot += nats
            }
            all.append(own)
        }
        func scale(_ total: Double) -> Double { abs(total) > cap ? cap / abs(total) : 1 }
        let trigger = scale(all.reduce(0) { $0 + $1.triggerPoint })
        let knot = scale(all.reduce(0) { $0 + $1.knot })
        return all.map { ($0.triggerPoint * trigger, $0.knot * knot) }
    }

    /// The chance that a further sign is read in a place that is tender, by what the place is; `nil` for signs without figures.
    public func chance(of sign: Term.ID, _ truth: Truth) -> Double? {
        stated(sign.text, isMuscle: true).sign?.read(truth)
    }

    /// The chance of each outcome of pressing a joint, tendon or bone: familiar, tender, nothing.
    public func chancesOfJoint(isActive: Bool) -> [Double] {
        let truth: Truth = isActive ? .triggerPoint : .other
        let tender = self.tender.read(truth)
        let familiar = self.familiar.read(truth)
        return [tender * familiar, tender * (1 - familiar), 1 - tender]
    }

    /// The chance of each outcome of pressing a muscle, in the order of ``PressedPlace/answers``.
    ///
    /// - Complexity: O(1).
    public func chances(_ truth: Truth) -> [Double] {
        let tender = self.tender.read(truth)
        let familiar = self.familiar.read(truth)
        let refers = self.refers.read(truth)
        let band = self.band.read(truth)
        let unknown = tender * (1 - familiar)
        return [
            tender * familiar * refers, tender * familiar * (1 - refers), unknown * refers,
            unknown * (1 - refers) * band, unknown * (1 - refers) * (1 - band),
            1 - tender,
        ]
    }
}

public import Knowledge

/// The defaults of the model, all in one place.
///
/// None of these is a published figure: they are model defaults (verification level `unverified`), chosen for the
/// reasons given in `docs/method.md`. Published figures (shares,
/// sensitivities, specificities) come from the knowledge and replace them.
public struct ModelParameters: Hashable, Sendable {
    /// Chance that a source sends pain into a zone of each kind, when active.
    public var felt: [PatternKind: Double] = [.ownSite: 0.4, .essential: 0.75, .spillover: 0.25]
    /// How far an entry of a pattern is believed, by the independent works that state it: one, two, three or more.
    public var credence = [0.85, 1.0, 1.2]
    /// How far an entry is believed that nobody has checked.
    public var unverifiedCredence = 0.5
    /// Chance that a felt zone gets drawn.
    public var drawn: [PatternKind: Double] = [.ownSite: 0.85, .essential: 0.9, .spillover: 0.6]
    /// Chance that a zone beside a felt one gets drawn instead or too.
    public var drawnNextDoor = 0.06
    /// Chance that a zone is painted for a reason that the knowledge does not list.
    public var paintedLeak = 0.06
    /// Painted zones of one region are one witness: each counts n^-dilution of its weight.
    public var dilution = 0.6
    /// All painted zones together weigh at most this many nats.
    public var drawingCap = 4.0
    /// A source with many parts is hardly likelier for that: each of n parts has n^-partDilution of its prior.
    public var partDilution = 0.9
    /// What unpainted essential zones can cost a source, in nats, when all of them are unpainted.
    public var absenceCap = 0.4
    /// What it costs a source, in nats, that it is not known to reach any painted zone or one beside it.
    ///
    /// An active point is one that brings the client's own pain (Delphi 2018, doi 10.1093/pm/pnx207), and that pain is what was painted: a
    /// source elsewhere can be its origin only by a way that nobody has described, or by pain that was left unpainted.
    public var nothingPainted = 1.4

    /// Prior probability of a source on one side, by kind and occurrence.
    public var prior: [PainSourceKind: [Occurrence: Double]] = [
        .muscle: [.common: 0.020, .usual: 0.0165, .rare: 0.0055],
        .nerve: [.common: 0.012, .usual: 0.0055, .rare: 0.0016],
        .entrapment: [.common: 0.012, .usual: 0.005, .rare: 0.0016],
        .joint: [.common: 0.0165, .usual: 0.007, .rare: 0.0016],
        .viscus: [.common: 0.0066, .usual: 0.0033, .rare: 0.0011],
    ]

    /// Prior of a local knot, as a share of the prior of a trigger point of the same part.
    public var knotPrior = 0.2
    /// Chance that a knot is felt at its own place.
    public var knotFelt = 0.95

    /// Chance that a source causes a finding of its card, by the card's word.
    public var caused: [Frequency: Double] = [.hallmark: 0.8, .common: 0.5, .occasional: 0.2]
    /// Chance that a finding is there for another reason, by its kind.
    public var findingLeak: [FindingKind: Double] = [
        .limited: 0.22, .painful: 0.3, .weak: 0.12, .resistedPain: 0.15, .aggravatedBy: 0.2, .relievedBy: 0.2,
        .unchangedBy: 0.15, .history: 0.2, .sign: 0.06, .quality: 0.3,
    ]
    /// Findings of one kind are correlated: each of n counts n^-findingDilution.
    public var findingDilution = 0.5
    /// What a present finding that speaks against a source costs it, in nats, by the card's word.
    public var against: [Frequency: Double] = [.hallmark: 2.0, .common: 1.2, .occasional: 0.5]

    /// Sensitivity and specificity of a test without published figures.
    public var testSensitivity = 0.5
    public var testSpecificity = 0.8
    /// Sensitivities and specificities are kept within these, so that no single test decides.
    public var testFloor = 0.03
    /// Several tests that load the same tissue weigh no more than this, in nats.
    public var tissueCap = 3.4

    /// Chance that numbness or tingling is caused in a zone of the source's sensory territory.
    public var numbEssential = 0.75
    public var numbSpillover = 0.35
    /// Chance that a zone tingles or is numb for a reason not listed.
    public var numbLeak = 0.06
    /// Numbness of several zones of one region counts as one sign with this dilution.
    public var numbDilution = 0.7

    /// What pressing tells, with the examiner's error.
    public var palpation = PalpationModel()

    /// How the network's log odds become the stated ones: shift + slope × log odds, in nats.
    ///
    /// The network is cautious by design (tempered, capped evidence), so that its order is sound; this map makes its
    /// numbers mean what they say on synthetic clients. It never changes an order. See
    /// `docs/decisions/0006-stated-probabilities.md`.
    public var statedShift = 1.8
    public var statedSlope = 1.5

    /// The seed of whatever is sampled.
    public var seed: UInt64 = 20_261_124

    public init() {}

    /// The probability that is stated for one that the network computed.
    func stated(_ probability: Double) -> Double {
        guard probability > 0, probability < 1 else { return probability }
        let odds = statedShift + statedSlope * logarithm(probability / (1 - probability))
        return odds > 0 ? 1 / (1 + exponential(-odds)) : exponential(odds) / (1 + exponential(odds))
    }

    /// How much a small error of a computed probability grows in the stated one.
    func statedGain(at probability: Double) -> Double {
        guard probability > 0, probability < 1 else { return 1 }
        let stated = stated(probability)
        return statedSlope * stated * (1 - stated) / (probability * (1 - probability))
    }

    /// The largest of these gains over all probabilities.
    var largestStatedGain: Double {
        (1..<2000).reduce(1) { largest, step in
            let odds = Double(step - 1000) / 50
            return max(largest, statedGain(at: 1 / (1 + exponential(-odds))))
        }
    }

    /// Sensitivity and specificity of a test, the default where none is published, kept off the ends.
    func accuracy(of test: ClinicalTest) -> (sensitivity: Double, specificity: Double) {
        func kept(_ rate: Double) -> Double { min(max(rate, testFloor), 1 - testFloor) }
        return (kept(test.sensitivity?.value ?? testSensitivity), kept(test.specificity?.value ?? testSpecificity))
    }

    /// How far an entry of a pattern is believed.
    func credence(of evidence: Evidence) -> Double {
        guard evidence.level != .unverified else { return unverifiedCredence }
        let step = min(max(evidence.witnesses, 1), credence.count) - 1
        return credence.indices.contains(step) ? credence[step] : 1
    }
}

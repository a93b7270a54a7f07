import Anatomy
import Knowledge
import Reasoning

/// Examines a synthetic client and reads what is there with the error that is published for examiners.
///
/// The answer to an item depends on the client, the item and the seed alone, so that every order of examination meets the same
/// answers. Weights are not the model's.
struct SyntheticExaminer {
    private let client: SyntheticClients.Client
    private let knowledge: KnowledgeBase
    private let latent: Double
    private let seed: UInt64
    private let origins: [SourceOnSide]

    init(client: SyntheticClients.Client, knowledge: KnowledgeBase, latent: Double, seed: UInt64) {
        self.client = client
        self.knowledge = knowledge
        self.latent = latent
        self.seed = seed
        origins = client.origins.sorted()
    }

    /// The outcome that the examiner records.
    func answer(_ item: ExaminationItem) -> ExaminationItem.Outcome? {
        var dice = generator(for: "\(item.id):\(item.side?.rawValue ?? "")")
        let word: String
        switch item.subject {
        case .fact(let key): word = isThere(key, side: item.side, &dice) ? "yes" : "no"
        case .range(let movement):
            let limited = isThere(FindingKey(.limited, movement.text), side: item.side, &dice)
            let painful = isThere(FindingKey(.painful, movement.text), side: item.side, &dice)
            word = limited ? "limited" : painful ? "painful" : "full"
        case .strength(let movement):
            let weak = isThere(FindingKey(.weak, movement.text), side: item.side, &dice)
            let painful = isThere(FindingKey(.resistedPain, movement.text), side: item.side, &dice)
            word = weak ? "weak" : painful ? "painful" : "strong"
        case .test(let id):
            let test = knowledge.tests.first { $0.id == id.text }
            let named = test.map(knowledge.sources) ?? []
            let isActive = origins.contains { named.contains($0.source) && fits($0.side, item.side) }
            let chance = isActive ? test?.sensitivity?.value ?? 0.5 : 1 - (test?.specificity?.value ?? 0.8)
            word = dice.unit() < chance ? "positive" : "negative"
        case .feeling(let zone): word = isNumb(zone, side: item.side, &dice) ? "reduced" : "normal"
        case .reflex(let root):
            let isActive = origins.contains { origin in
                origin.source == PainSourceID(.nerve, root.text)
                    || knowledge.vocabulary.entrapments.contains {
                        $0.nerve == root && origin.source == PainSourceID(.entrapment, $0.id.text)
                    }
            }
            word = dice.unit() < (isActive ? 0.45 : 0.06) ? "reduced" : "normal"
        case .pressing(let source): word = pressed(source, side: item.side, &dice)
        case .sign(let source, let sign): word = hasSign(sign, source, side: item.side, &dice) ? "yes" : "no"
        case .factor: word = "no"
        }
        return item.outcomes.first { $0.word == word }
    }

    // MARK: What is there

    /// By the cards of the origins, with reasons that no card lists.
    private func isThere(_ key: FindingKey, side: Side?, _ dice: inout SeededGenerator) -> Bool {
        let leaks: [FindingKind: Double] = [
            .limited: 0.2, .painful: 0.25, .weak: 0.1, .resistedPain: 0.15, .aggravatedBy: 0.2, .relievedBy: 0.2,
            .unchangedBy: 0.1, .history: 0.15, .sign: 0.04, .quality: 0.25,
        ]
        var spared = 1 - (leaks[key.kind] ?? 0.15)
        for origin in origins {
            guard let card = knowledge.source[origin.source] else { continue }
            let isAxial = ["neck/", "trunk/", "jaw/", "pelvis/", "ribs/"].contains { key.term.hasPrefix($0) }
            guard isAxial || fits(origin.side, side) else { continue }
            var chance = 0.0
            for finding in card.findings where finding.key == key && !finding.against {
                let usual = finding.how == .hallmark ? 0.75 : finding.how == .common ? 0.45 : 0.15
                chance = max(chance, finding.rate?.value ?? usual)
            }
            for action in card.muscle?.actions ?? [] where action.movement.text == key.term {
                switch (action.role, key.kind) {
                case (.primeMover, .weak): chance = max(chance, 0.35)
                case (.primeMover, .resistedPain): chance = max(chance, 0.45)
                case (.synergist, .weak), (.synergist, .resistedPain): chance = max(chance, 0.2)
                case (.antagonist, .limited): chance = max(chance, 0.35)
                case (.antagonist, .painful): chance = max(chance, 0.2)
                default: break
                }
            }
            spared *= 1 - chance
        }
        return dice.unit() < 1 - spared
    }

    private func isNumb(_ zone: Zone.ID, side: Side?, _ dice: inout SeededGenerator) -> Bool {
        var spared = 0.95
        for origin in origins where fits(origin.side, side) {
            for entry in knowledge.source[origin.source]?.numbness ?? [] where entry.zone == zone {
                spared *= 1 - (entry.share?.value ?? (entry.kind == .spillover ? 0.3 : 0.65))
            }
        }
        return dice.unit() < 1 - spared
    }

    // MARK: Pressing

    /// Reads tenderness, recognition, referral and band, each with the error that goes with its kappa.
    private func pressed(_ source: PainSourceID, side: Side?, _ dice: inout SeededGenerator) -> String {
        let model = PalpationModel()
        let origin = origins.first { $0.source == source && fits($0.side, side) }
        let isKnot = origin.map(client.knots.contains) ?? false
        let isLatent = origin == nil && source.kind == .muscle && holdsLatentPoint(source, side)
        func read(_ share: Double, _ sign: PalpationModel.Sign, _ dice: inout SeededGenerator) -> Bool {
            let isThere = dice.unit() < share
            let isRight = dice.unit() < sign.accuracy
            return isThere == isRight
        }
        // Hong 1996: pressing refers in 100 % of active and 46.8 % of latent points, in 23.4 % of normal muscle.
        let isActive = origin != nil
        let tender = read(isActive ? 0.97 : isLatent ? 0.95 : 0.15, model.tender, &dice)
        let familiar = read(isActive ? 0.95 : isLatent ? 0.1 : 0.03, model.familiar, &dice)
        let refers = read(
            isActive ? (isKnot ? 0.02 : 1) : isLatent ? 0.468 : 0.234, model.refers, &dice)
        let band = read(isActive || isLatent ? 0.9 : 0.2, model.band, &dice)
        guard tender else { return "nothing" }
        guard source.kind == .muscle else { return familiar ? "familiar" : "tender" }
        if familiar { return refers ? "familiar_referred" : "familiar" }
        return refers ? "referred" : band ? "knot" : "tender"
    }

    /// A latent point is there or not whoever presses when: the draw is the muscle's own.
    private func holdsLatentPoint(_ source: PainSourceID, _ side: Side?) -> Bool {
        var own = generator(for: "latent:\(source):\(side?.rawValue ?? "")")
        return own.unit() < latent
    }

    private func hasSign(
        _ sign: Term.ID, _ source: PainSourceID, side: Side?, _ dice: inout SeededGenerator
    ) -> Bool {
        let model = PalpationModel()
        let isActive = origins.contains { $0.source == source && fits($0.side, side) }
        let isLatent = !isActive && holdsLatentPoint(source, side)
        let (share, read): (Double, PalpationModel.Sign) =
            switch sign.text {
            case "local_twitch": (isActive ? 0.55 : isLatent ? 0.35 : 0.1, model.twitch)
            case "jump_sign": (isActive ? 0.4 : isLatent ? 0.2 : 0.08, model.jump)
            default: (isActive || isLatent ? 0.9 : 0.2, model.band)
            }
        let isThere = dice.unit() < share
        return isThere == (dice.unit() < read.accuracy)
    }

    private func fits(_ own: Side, _ asked: Side?) -> Bool {
        asked == nil || asked == .midline || own == .midline || own == asked
    }

    /// Dice of their own for every question (FNV-1a over its text).
    private func generator(for text: String) -> SeededGenerator {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return SeededGenerator(seed: hash ^ seed)
    }
}

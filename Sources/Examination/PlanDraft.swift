import Anatomy
import Knowledge
import Reasoning

/// A plan while it is put together.
struct PlanDraft {
    let index: PlanIndex
    let costs: StepCosts
    let presentation: Presentation
    private var knowledge: KnowledgeBase { index.knowledge }
    private(set) var steps: [ExaminationStep] = []
    private(set) var empty: [ExaminationPhase: String] = [:]
    private var taken: Set<ExaminationItem> = []

    /// The regions of the painted zones, the most painful first.
    let regions: [BodyRegion]
    /// The side that hurts most; `nil` in the midline.
    let side: Side?
    private let painted: Set<Zone.ID>

    init(index: PlanIndex, costs: StepCosts, presentation: Presentation) {
        self.index = index
        self.costs = costs
        self.presentation = presentation
        var weights: [BodyRegion: Double] = [:]
        var sides: [Side: Double] = [:]
        for zone in presentation.drawing {
            for (index, region) in BodyRegion.of(zone.place.zone).enumerated() {
                weights[region, default: 0] += max(zone.intensity, 0.5) / Double(index + 1)
            }
            if zone.place.side != .midline { sides[zone.place.side, default: 0] += max(zone.intensity, 0.5) }
        }
        let order = Dictionary(uniqueKeysWithValues: BodyRegion.allCases.enumerated().map { ($1, $0) })
        regions = weights.sorted { ($1.value, order[$0.key] ?? 0) < ($0.value, order[$1.key] ?? 0) }.map(\.key)
        side = sides.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.first?.key
        painted = Set(presentation.drawing.map(\.place.zone))
    }

    // MARK: Phases

    /// Questions of the red-flag rules that fit the place, then tests of the nerves that serve it.
    mutating func ruleOut(_ assessment: Assessment) {
        let raised = Set(assessment.redFlags.map(\.rule.id))
        let fitting = index.rules.filter { rule in
            !raised.contains(rule.rule.id)
                && rule.places.contains { place in
                    painted.contains { $0.text == place || $0.text.hasPrefix("\(place)/") }
                }
        }
        for rule in fitting.prefix(8) {
            var asked = 0
            for key in rule.alarms where asked < 2 && !taken.contains(ExaminationItem(.fact(key))) {
                asked += 1
                add(
                    .ruleOut, .question, .fact(key), structure: key.term,
                    reason: "\(rule.rule.urgency.rawValue) with other signs of it: \(lowered(rule.rule.title))"
                )
            }
        }
        let nerves = index.nerves.filter { !$0.zones.isDisjoint(with: painted) }.map(\.source)
        let rank = Dictionary(
            assessment.ranking.enumerated().map { ($1.source, $0) }, uniquingKeysWith: { first, _ in first }
        )
        var perTissue: [String: Int] = [:]
        for nerve in nerves.sorted(by: { (rank[$0.id] ?? 9999, $0.id) < (rank[$1.id] ?? 9999, $1.id) }).prefix(14) {
            for test in index.tests[nerve.id] ?? []
            where perTissue[test.loads, default: 0] < 2
                && !taken.contains(ExaminationItem(.test(Term.ID(test.id)), side: side))
            {
                perTissue[test.loads, default: 0] += 1
                add(
                    .ruleOut, .test, .test(Term.ID(test.id)), structure: nerve.id.description, side: side,
                    reason: "tells whether \(nerve.name) is squeezed: \(test.name)"
                )
            }
            if let zone = nerve.numbness.first(where: { $0.kind == .essential })?.zone, taken.count < 400 {
                add(
                    .ruleOut, .test, .feeling(zone), structure: nerve.id.description, side: side,
                    reason: "feeling at \(name(of: zone)) tells about \(nerve.name)"
                )
            }
        }
        for source in leading([.nerve, .entrapment, .viscus], assessment) { askAbout(source, .ruleOut) }
        if !steps.contains(where: { $0.phase == .ruleOut }) {
            empty[.ruleOut] = "no rule and no nerve of the knowledge fits the place"
        }
    }

    /// Range, strength, movers, opponents and stabilizers of the joints of the region.
    ///
    /// Then joints and their tissues among what is likely.
    mutating func joint(_ assessment: Assessment) {
        for joint in Array(regions.prefix(2)).flatMap(\.joints).prefix(4) { examine(joint: joint, phase: .joint) }
        for ranked in leading([.joint], assessment) {
            let name = knowledge.name(of: ranked.source)
            add(
                .joint, .palpation, .pressing(ranked.source), structure: ranked.source.description,
                side: ranked.side == .midline ? nil : ranked.side, reason: "\(name) is among the likeliest origins"
            )
            askAbout(ranked, .joint)
        }
        if !steps.contains(where: { $0.phase == .joint }) {
            empty[.joint] = "no joint of the vocabulary moves this place"
        }
    }

    private mutating func examine(joint: String, phase: ExaminationPhase) {
        let movements = index.movements[joint] ?? []
        for movement in movements {
            let norm = range(of: movement)
            let own = movement.laterality == .paired ? side : nil
            add(
                phase, .movement, .range(movement.id), structure: movement.id.text, side: own,
                reason: "range of \(movement.name), both sides\(norm)"
            )
            guard index.moved.contains(movement.id) else { continue }
            add(
                phase, .strength, .strength(movement.id), structure: movement.id.text, side: own,
                reason: "\(movement.name) against resistance: weak, or the familiar pain?"
            )
        }
        let roles: [(ActionRole, JointRole?, String)] = [
            (.primeMover, .mover, "moves"), (.synergist, .mover, "helps"), (.stabilizer, .stabilizer, "steadies"),
            (.antagonist, nil, "opposes"),
        ]
        for (action, role, verb) in roles {
            for mover in index.movers[joint]?[action] ?? [] {
                let own = mover.actions
                guard let first = own.first else { continue }
                let names = own.prefix(3).compactMap { knowledge.vocabulary.movement[$0.movement]?.name }
                palpate(
                    mover.source, phase, role: role,
                    reason: "\(verb) the \(joint.replacing("_", with: " ")): \(names.joined(separator: ", "))"
                        + (first.note.map { " (\($0))" } ?? "")
                )
            }
        }
    }

    /// Likely muscles that no other part of the examination comes by, with the joint: those that send pain here from elsewhere.
    mutating func elsewhere(_ assessment: Assessment) {
        for ranked in leading([.muscle], assessment) {
            guard let source = knowledge.source[ranked.source] else { continue }
            palpate(
                source, .joint, role: nil, side: ranked.side == .midline ? nil : ranked.side,
                reason: "among the likeliest origins of this drawing"
            )
        }
    }

    /// Further signs of the muscles whose pressing brought the client's own pain: they tell a point from a chance hit.
    mutating func confirm() {
        for place in presentation.pressedPlaces where place.source.kind == .muscle {
            guard place.isFamiliar else { continue }
            let known = place.present.union(place.denied)
            for sign in ["taut_band", "local_twitch", "jump_sign"] where !known.contains(sign) {
                let name = knowledge.vocabulary.palpationSign[Term.ID(sign)]?.name ?? sign
                add(
                    .joint, .palpation, .sign(place.source, Term.ID(sign)), structure: place.source.description,
                    side: place.side, minutes: costs.signMinutes,
                    reason: "\(name): tells a point that causes the pain from a chance hit"
                )
            }
        }
    }

    /// The segments of the limb, by the chains that link them.
    mutating func limb() {
        guard let region = regions.first else { return }
        for segment in region.limb {
            for chain in knowledge.chains where chain.region == region && chain.from == segment {
                for muscle in chain.muscles {
                    palpate(
                        named: muscle, .limb,
                        reason: "\(segment.name) to \(region.name): look for \(lowered(chain.check))"
                    )
                }
            }
            for joint in segment.joints.prefix(1) {
                for movement in (index.movements[joint] ?? []).prefix(4) {
                    add(
                        .limb, .movement, .range(movement.id), structure: movement.id.text,
                        side: movement.laterality == .paired ? side : nil,
                        reason: "a stiff or weak \(segment.name) makes the \(region.name) compensate: \(movement.name)"
                    )
                }
            }
            let muscles = index.muscles.filter { source in
                source.occurrence == .common && lies(source, in: segment)
            }
            for muscle in muscles.prefix(8) {
                palpate(
                    muscle, .limb, role: nil, reason: "lies in the \(segment.name), which works with the \(region.name)"
                )
            }
        }
        if !steps.contains(where: { $0.phase == .limb }) {
            empty[.limb] = "the muscles and movements of its chains stand in the phases above"
        }
    }

    /// Mobility and muscles of the spine where the region's nerves leave it, and its roots.
    mutating func innervation() {
        guard let region = regions.first else { return }
        let spine = region.spine
        let joint = spine == .neck ? "neck" : "trunk"
        for movement in index.movements[joint] ?? [] {
            add(
                .innervation, .movement, .range(movement.id), structure: movement.id.text,
                reason: "the nerves of the \(region.name) leave the spine here: \(movement.name)\(range(of: movement))"
            )
        }
        for chain in knowledge.chains where chain.region == region && chain.from == spine {
            for muscle in chain.muscles {
                palpate(
                    named: muscle, .innervation,
                    reason: "\(spine.name) to \(region.name): look for \(lowered(chain.check))")
            }
        }
        let muscles = index.muscles.filter { source in
            guard lies(source, in: spine), let muscle = source.muscle else { return false }
            let moves = muscle.actions.contains { $0.movement.text.hasPrefix("\(joint)/") && $0.role != .antagonist }
            return moves && source.occurrence != .rare
        }
        for muscle in muscles {
            palpate(
                muscle, .innervation, role: nil,
                reason: "muscle of the \(spine.name) at the levels that serve the \(region.name)")
        }
        let roots = Set(painted.flatMap { knowledge.vocabulary.zone[$0]?.dermatomes ?? [] }).map { $0.lowercased() }
            .sorted()
        for root in roots {
            guard let nerve = knowledge.source[PainSourceID(.nerve, "root/\(root)")] else { continue }
            if ["c5", "c6", "c7", "l4", "s1"].contains(root) {
                add(
                    .innervation, .test, .reflex(Nerve.ID("root/\(root)")), structure: nerve.id.description, side: side,
                    reason: "reflex of \(nerve.name)"
                )
            }
            for finding in nerve.findings
            where finding.key.kind == .weak && !finding.against && finding.how == .hallmark {
                add(
                    .innervation, .strength, .strength(Movement.ID(finding.key.term)), structure: nerve.id.description,
                    side: side, reason: "strength that \(nerve.name) gives"
                )
            }
        }
        if !steps.contains(where: { $0.phase == .innervation }) {
            empty[.innervation] =
                region.joints.contains(joint)
                ? "the spine is the joint here: its movements, muscles and tests stand in the phases above"
                : "no movement, muscle or root of the spine serves this place"
        }
    }

    /// Keys, satellites and perpetuating factors of the likeliest muscles.
    mutating func perpetuating(_ assessment: Assessment) {
        let leading = assessment.ranking.filter { $0.source.kind == .muscle }.prefix(5).compactMap {
            knowledge.source[$0.source]
        }
        for source in leading {
            for check in source.muscle?.reference.perpetuating.value ?? [] {
                let name = knowledge.vocabulary.perpetuatingFactor[check.factor]?.name ?? check.factor.text
                add(
                    .perpetuating, .question, .factor(Term.ID(check.factor.text)), structure: check.factor.text,
                    reason: "\(name) keeps \(muscleName(source)) going: \(check.check)"
                )
            }
        }
        for source in leading {
            for key in source.muscle?.reference.keys.value?.muscles ?? [] {
                palpate(named: key, .perpetuating, reason: "a point here can wake those in \(muscleName(source)) (key)")
            }
            for satellite in source.muscle?.reference.satellites.value?.muscles ?? [] {
                palpate(
                    named: satellite, .perpetuating, reason: "\(muscleName(source)) can wake points here (satellite)")
            }
        }
        for activity in leading.flatMap({
            $0.findings.filter { $0.key.kind == .aggravatedBy && $0.how == .hallmark && !$0.against }
        }) {
            add(
                .perpetuating, .question, .fact(activity.key), structure: activity.key.term,
                reason: "load of every day that the likeliest muscles answer to"
            )
        }
        if !steps.contains(where: { $0.phase == .perpetuating }) {
            empty[.perpetuating] = "no muscle among the likeliest origins; nothing of its habits to ask"
        }
    }

    // MARK: Steps

    /// The likeliest sources of some kinds, most probable first.
    private func leading(_ kinds: Set<PainSourceKind>, _ assessment: Assessment) -> [RankedSource] {
        assessment.ranking.prefix(Assessor.leading).filter { kinds.contains($0.source.kind) }
    }

    /// The findings of a source's card that would tell most: hallmarks first, at most five.
    private mutating func askAbout(_ ranked: RankedSource, _ phase: ExaminationPhase) {
        guard let card = knowledge.source[ranked.source] else { return }
        let listed = card.findings.filter { !$0.against && $0.how != .occasional }
        let sorted = listed.sorted { ($1.how == .hallmark ? 1 : 0, $0.key) < ($0.how == .hallmark ? 1 : 0, $1.key) }
        let own = ranked.side == .midline ? nil : ranked.side
        var asked = 0
        for finding in sorted where asked < 5 {
            let reason = "tells about \(card.name)\(finding.how == .hallmark ? ": found in most" : "")"
            let before = steps.count
            switch finding.key.kind {
            case .limited, .painful:
                add(
                    phase, .movement, .range(Movement.ID(finding.key.term)), structure: finding.key.term, side: own,
                    reason: reason
                )
            case .weak, .resistedPain:
                add(
                    phase, .strength, .strength(Movement.ID(finding.key.term)), structure: finding.key.term, side: own,
                    reason: reason
                )
            case .sign: add(phase, .test, .fact(finding.key), structure: finding.key.term, reason: reason)
            case .history, .aggravatedBy, .relievedBy, .unchangedBy, .quality:
                // Age is known or not, and is no question of the examination.
                guard !finding.key.term.hasPrefix("age_") else { continue }
                add(phase, .question, .fact(finding.key), structure: finding.key.term, reason: reason)
            }
            asked += steps.count > before ? 1 : 0
        }
    }

    private mutating func palpate(
        _ source: PainSource, _ phase: ExaminationPhase, role: JointRole?, side asked: Side? = nil, reason: String
    ) {
        guard source.id.kind == .muscle else { return }
        let isPressed = source.muscle?.reference.hold.value.map { $0.dose != .none } ?? true
        let way = isPressed ? "" : "; not pressed by hand: judge it by movement"
        let own = source.laterality == .paired ? asked ?? side : nil
        add(
            phase, .palpation, .pressing(source.id), structure: source.id.description, side: own, role: role,
            reason: reason + way
        )
    }

    private mutating func palpate(named name: String, _ phase: ExaminationPhase, reason: String) {
        let bare = name.split(separator: "/").first.map(String.init) ?? name
        guard let source = knowledge.source[PainSourceID(.muscle, bare)] else { return }
        palpate(source, phase, role: nil, reason: reason)
    }

    /// Adds a step unless an earlier phase holds it already.
    private mutating func add(
        _ phase: ExaminationPhase, _ kind: StepKind, _ subject: ExaminationItem.Subject, structure: String,
        side: Side? = nil, role: JointRole? = nil, minutes: Double? = nil, reason: String
    ) {
        let item = ExaminationItem(subject, side: side)
        // The other side of a pair is a step of its own.
        guard taken.insert(item).inserted else { return }
        steps.append(
            ExaminationStep(
                phase: phase, kind: kind, item: item, structure: structure, role: role, gain: 0,
                minutes: minutes ?? costs.minutes[kind] ?? 1, reason: reason
            )
        )
    }

    // MARK: What belongs together

    private func lies(_ source: PainSource, in region: BodyRegion) -> Bool {
        index.regions[source.id]?.contains(region) ?? false
    }

    /// The published range of a movement in words, for people like the client where there are such figures, with its level.
    private func range(of movement: Movement) -> String {
        let unit = movement.unit == "deg" ? "°" : " \(movement.unit)"
        let rows = knowledge.norms.first { $0.movement == movement.id }?.rows ?? []
        let sex = presentation.patient.sex.flatMap { MovementNorm.Row.Sex(rawValue: $0.rawValue) }
        let age = presentation.patient.age.map(Double.init)
        let fitting = rows.first { row in
            let isAge = age.map { years in row.ages.map { $0.contains(years) } ?? true } ?? true
            return isAge && (row.sex == .both || sex == nil || row.sex == sex)
        }
        if let row = fitting ?? rows.first {
            let who = row.sex == .both ? "" : row.sex == .female ? "women, " : "men, "
            let ages = row.ages.map { "\(Int($0.lowerBound)) to \(Int($0.upperBound)) years, " } ?? ""
            return ", published mean \(Int(row.mean.rounded()))\(unit) (\(who)\(ages)\(row.evidence.level.rawValue))"
        }
        return movement.normalRange.map { ", reference \(Int($0.rounded()))\(unit) (unverified)" } ?? ""
    }

    private func name(of zone: Zone.ID) -> String { knowledge.vocabulary.zone[zone]?.name ?? zone.text }

    private func muscleName(_ source: PainSource) -> String { source.id.name.replacing("_", with: " ") }

    private func lowered(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
}

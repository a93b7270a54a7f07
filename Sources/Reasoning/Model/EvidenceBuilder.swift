import Anatomy
import Knowledge

/// Turns a presentation into evidence items over the causes of a source table.
struct EvidenceBuilder {
    let table: SourceTable
    let knowledge: KnowledgeBase
    let surface: BodySurface?
    let presentation: Presentation

    private var parameters: ModelParameters { table.parameters }

    /// All items of evidence, the drawing first, in a fixed order.
    func items() -> [EvidenceItem] {
        var findings = presentation.consistentFindings + impliedFindings()
        findings += TestReading.impliedClusters(of: findings, tests: table.tests)
        // The map of the stated probabilities corrects for the caution about drawing and history; what the examiner finds is
        // stated as it stands.
        let found = findingItems(findings).map { item in
            guard case .finding(let finding) = item.label, finding.isExamined else { return item }
            return item.weighted(by: 1 / parameters.statedSlope)
        }
        let items = drawnItems() + numbnessItems() + found + contextItems(findings) + [absenceItem()]
        return items.filter { !$0.isIdle }
    }

    /// Age facts that the patient's age implies and nobody wrote down.
    private func impliedFindings() -> [Finding] {
        guard let age = presentation.patient.age else { return [] }
        let told = Set(presentation.findings.map(\.text))
        let implied = [(age > 50, "age_over_50"), (age > 65, "age_over_65"), (age < 20, "age_under_20")]
        return implied.compactMap { holds, fact in
            let text = "history:\(fact)"
            guard holds, !told.contains(text) else { return nil }
            return Finding(
                fact: .known(FindingKey(.history, fact), isPresent: true), side: nil, text: text
            )
        }
    }

    // MARK: The drawing

    /// One effect a painted zone; the zones of one region dilute each other, and the whole drawing is capped.
    private func drawnItems() -> [EvidenceItem] {
        var strongest: [SidedZone: PaintedZone] = [:]
        for zone in presentation.drawing where zone.intensity > (strongest[zone.place]?.intensity ?? -1) {
            strongest[zone.place] = zone
        }
        let zones = strongest.values.sorted { $0.place < $1.place }
        let weights = zones.map { min(max($0.intensity / 6, 0.25), 1.2) * coverageWeight(of: $0) }
        var perRegion: [String: Double] = [:]
        for (zone, weight) in zip(zones, weights) { perRegion[region(of: zone.place), default: 0] += weight }
        var exponents = zip(zones, weights).map { zone, weight in
            weight * power(max(perRegion[region(of: zone.place)] ?? 1, 1), -parameters.dilution)
        }
        let reference = (parameters.felt[.essential] ?? 0.75) * (parameters.drawn[.essential] ?? 0.9)
        let leak = parameters.paintedLeak
        let perZone = logarithm(1 + reference * (1 - leak) / leak)
        let total = exponents.reduce(0, +) * perZone
        if total > parameters.drawingCap { exponents = exponents.map { $0 * parameters.drawingCap / total } }
        return zip(zones, exponents).map { zone, exponent in
            let links = (table.drawers[zone.place] ?? []).map { cause in
                (cause: cause, chance: table.causes[cause].draws[zone.place] ?? 0)
            }
            return EvidenceItem(
                label: .painted(zone.place),
                effects: [
                    EvidenceItem.Effect(
                        isPresent: true,
                        leak: temperedLeak(leak, weight: exponent, reference: reference), links: links
                    )
                ]
            )
        }
    }

    /// The body part and side that a zone shares its witness with.
    private func region(of place: SidedZone) -> String {
        let parent = knowledge.vocabulary.zone[place.zone]?.parent?.text ?? place.zone.text
        return "\(parent):\(place.side.rawValue)"
    }

    /// A zone of which only a small part was painted counts less.
    private func coverageWeight(of zone: PaintedZone) -> Double {
        guard let surface, !zone.cells.isEmpty, let all = surface.cellsOf[zone.place], !all.isEmpty else { return 1 }
        let total = all.reduce(0) { $0 + surface.cells[$1].area }
        let painted = Set(zone.cells).intersection(all).sorted().reduce(0) { $0 + surface.cells[$1].area }
        return total > 0 ? 0.35 + 0.65 * min(painted / total, 1) : 1
    }

    /// What sources lose by essential zones that were left unpainted, capped per source, and by reaching nothing painted at all.
    private func absenceItem() -> EvidenceItem {
        let painted = Set(presentation.drawing.map(\.place))
        var item = EvidenceItem(label: .unpainted)
        guard !painted.isEmpty else { return item }
        // The parts of a source stand or fall together: which of them it is does not change what the source reaches.
        let reaching = Set(
            table.causes.filter { cause in
                painted.contains { (cause.draws[$0] ?? 0) > 0 || (cause.numbs[$0] ?? 0) > 0 }
            }.map { SourceOnSide($0.source, $0.side) }
        )
        for (index, cause) in table.causes.enumerated() {
            var cost = 0.0
            if !cause.essential.isEmpty {
                let missing = cause.essential.count { !painted.contains($0) }
                cost += parameters.absenceCap * Double(missing) / Double(cause.essential.count)
            }
            if !reaching.contains(SourceOnSide(cause.source, cause.side)) {
                cost += parameters.nothingPainted
            }
            if cost > 0 { item.shifts.append((index, -cost)) }
        }
        return item
    }

    // MARK: Numbness

    /// Numbness and tingling, one sign a region and side.
    private func numbnessItems() -> [EvidenceItem] {
        var numb = Set(
            presentation.drawing.filter { $0.qualities.contains { PaintedZone.nerveWords.contains($0.text) } }.map(
                \.place)
        )
        var normal: Set<SidedZone> = []
        for finding in presentation.findings {
            guard case .sensory(let zone, let feeling) = finding.fact else { continue }
            let sides =
                knowledge.vocabulary.zone[zone]?.laterality == .midline
                ? [.midline] : finding.side.map { [$0] } ?? [.right, .left]
            for side in sides {
                if feeling == .normal {
                    normal.insert(SidedZone(zone, side))
                } else if feeling != .sensitive {
                    numb.insert(SidedZone(zone, side))
                }
            }
        }
        let regions = Dictionary(grouping: numb.sorted(), by: region(of:)).sorted { $0.key < $1.key }
        let weight = power(Double(max(regions.count, 1)), -parameters.numbDilution / 2)
        var items = regions.map { name, zones in
            EvidenceItem(
                label: .numbness(region: name),
                effects: [
                    EvidenceItem.Effect(
                        isPresent: true,
                        leak: temperedLeak(
                            parameters.numbLeak, weight: weight, reference: parameters.numbEssential
                        ),
                        links: numbLinks(zones)
                    )
                ]
            )
        }
        if !normal.isEmpty {
            items.append(
                EvidenceItem(
                    label: .numbness(region: "normal"),
                    effects: [
                        EvidenceItem.Effect(
                            isPresent: false, leak: 0,
                            links: numbLinks(normal.sorted()).map { ($0.cause, $0.chance * 0.6) }
                        )
                    ]
                )
            )
        }
        return items
    }

    /// Causes that make the zones numb; a muscle whose card lists tingling does so a little where it sends pain.
    private func numbLinks(_ zones: [SidedZone]) -> [(cause: Int, chance: Double)] {
        let tingling = FindingKey(.quality, "tingling")
        return table.causes.indices.compactMap { index in
            let cause = table.causes[index]
            let total = zones.reduce(0) { sum, zone in
                let own = cause.numbs[zone] ?? 0
                let referred = cause.causes[tingling] != nil ? 0.3 * (cause.draws[zone] ?? 0) : 0
                return sum + max(own, referred)
            }
            return total > 0 ? (index, total / Double(zones.count)) : nil
        }
    }

    // MARK: Findings

    private func findingItems(_ findings: [Finding]) -> [EvidenceItem] {
        let counts = FindingCounts(findings)
        let tests = TestReading(findings: findings, tests: table.tests)
        let pressed = pressedShifts(findings)
        return findings.map { finding in
            var item = EvidenceItem(label: .finding(finding))
            switch finding.fact {
            case .known(let key, let isPresent):
                item = known(key, isPresent: isPresent, finding: finding, among: counts[key.kind, isPresent])
            case .test(let test, let isPositive):
                item = self.test(test, isPositive: isPositive, finding: finding, reading: tests)
            case .palpation: item.shifts = pressed[finding] ?? []
            case .palpationRefers(let source, let part, let zone):
                let isPainted = presentation.drawing.contains { $0.place.zone == zone }
                item.shifts = causes(of: source, part: part, side: finding.side).map { ($0, isPainted ? 1.2 : 0.3) }
            case .palpationOfZone(let zone, let sign):
                item = palpatedZone(zone, sign: sign, finding: finding)
            case .sensory: break
            case .reflex(let root, let state): item = reflex(root, state, finding: finding)
            case .wasting(let source): item = wasting(source, finding: finding)
            }
            return item
        }
    }

    private func known(
        _ key: FindingKey, isPresent: Bool, finding: Finding, among count: Int
    ) -> EvidenceItem {
        var item = EvidenceItem(label: .finding(finding))
        var links: [(cause: Int, chance: Double)] = []
        let linked = table.links[key]
        for (index, chance) in linked.caused where isCompatible(finding.side, key: key, cause: table.causes[index]) {
            links.append((index, isPresent ? chance : chance * Self.deniedShare))
        }
        for (index, nats) in linked.opposed
        where isPresent && isCompatible(finding.side, key: key, cause: table.causes[index]) {
            item.shifts.append((index, -nats))
        }
        let leak = parameters.findingLeak[key.kind] ?? 0.2
        let weight = power(Double(max(count, 1)), -parameters.findingDilution)
        let reference = parameters.caused[.common] ?? 0.5
        item.effects = [
            EvidenceItem.Effect(
                isPresent: isPresent,
                leak: isPresent ? temperedLeak(leak, weight: weight, reference: reference) : leak, links: links
            )
        ]
        // Findings that were looked for and not found are as correlated as those that were found.
        return isPresent ? item : item.weighted(by: weight)
    }

    /// How much of its chance a finding that was denied counts with: people forget and overlook.
    static let deniedShare = 0.7

    /// The chance of a finding, with what nearly the same finding says.
    ///
    /// `listed`: The chance that the card gives for the same movement or fact, by kind.
    static func relatedChance(_ kind: FindingKind, listed: (FindingKind) -> Double) -> Double {
        let own = listed(kind)
        switch kind {
        case .painful:
            return max(own, 0.8 * listed(.aggravatedBy), 0.7 * listed(.limited), 0.7 * listed(.resistedPain))
        case .aggravatedBy:
            return max(own, 0.9 * listed(.painful), 0.7 * listed(.limited), 0.7 * listed(.resistedPain))
        case .limited: return max(own, 0.6 * listed(.painful))
        case .weak: return max(own, 0.6 * listed(.resistedPain))
        case .resistedPain: return max(own, 0.7 * listed(.weak), 0.5 * listed(.aggravatedBy))
        case .relievedBy, .unchangedBy, .history, .sign, .quality: return own
        }
    }

    /// Sides must agree; movements of the trunk and head involve both sides.
    func isCompatible(_ side: Side?, key: FindingKey, cause: CauseCard) -> Bool {
        guard let side, side != .midline, cause.side != .midline else { return true }
        return side == cause.side || Self.isAxial(key)
    }

    /// Whether a finding is of a movement that involves both sides.
    static func isAxial(_ key: FindingKey) -> Bool {
        ["neck/", "trunk/", "jaw/", "pelvis/", "ribs/", "throat/", "tongue/"].contains { key.term.hasPrefix($0) }
    }

    // MARK: Tests

    private func test(
        _ id: Term.ID, isPositive: Bool, finding: Finding, reading: TestReading
    ) -> EvidenceItem {
        var item = EvidenceItem(label: .finding(finding))
        guard let test = table.tests[id], !reading.isCounted(elsewhere: id) else { return item }
        let targets = Set(test.targets.flatMap { causes(named: $0, side: finding.side) }).sorted()
        item.effects = [
            effect(of: test, isPositive: isPositive, others: reading.positives(loading: test.loads), targets: targets)
        ]
        return item
    }

    /// A test's outcome as an effect of the causes that it tests for.
    ///
    /// `others`: Positive tests that load the same tissue, itself included.
    func effect(of test: ClinicalTest, isPositive: Bool, others: Int, targets: [Int]) -> EvidenceItem.Effect {
        let (sensitivity, specificity) = parameters.accuracy(of: test)
        guard sensitivity > 1 - specificity else {
            return EvidenceItem.Effect(isPresent: isPositive, leak: 1 - specificity, links: [])
        }
        let chance = 1 - (1 - sensitivity) / specificity
        let count = Double(max(others, 1))
        let full = logarithm(sensitivity / (1 - specificity))
        let weight = min(1, parameters.tissueCap / max(full * count, 0.01)) * power(count, -0.4)
        return EvidenceItem.Effect(
            isPresent: isPositive,
            leak: isPositive ? temperedLeak(1 - specificity, weight: weight, reference: chance) : 1 - specificity,
            links: targets.map { ($0, chance) }
        )
    }

    /// The causes that a test's target names: the source itself, the sites where that nerve is squeezed, a group.
    private func causes(named target: String, side: Side?) -> [Int] {
        if target.hasPrefix("group:") {
            let group = knowledge.vocabulary.groups[String(target.dropFirst(6))] ?? []
            return group.flatMap { causes(of: PainSourceID(.muscle, $0.text), part: nil, side: side) }
        }
        guard let id = PainSourceID(text: target) else { return [] }
        let halves = id.kind == .muscle ? id.name.split(separator: "/").map(String.init) : [id.name]
        let source = PainSourceID(id.kind, halves[0])
        var found = causes(of: source, part: halves.count > 1 ? halves[1] : nil, side: side)
        if id.kind == .nerve {
            for site in knowledge.vocabulary.entrapments where site.nerve.text == id.name {
                found += causes(of: PainSourceID(.entrapment, site.id.text), part: nil, side: side)
            }
        }
        return found
    }

    private func causes(of source: PainSourceID, part: String?, side: Side?) -> [Int] {
        let sides: [Side] = side.map { $0 == .midline ? [.midline, .right, .left] : [$0, .midline] } ?? Side.allCases
        return sides.flatMap { table.members[SourceOnSide(source, $0)] ?? [] }
            .filter { part == nil || table.causes[$0].part == part }
    }

    // MARK: Hands-on signs

    /// What each palpation finding adds to the causes of the pressed source; the findings of one source are read together.
    private func pressedShifts(_ findings: [Finding]) -> [Finding: [(cause: Int, nats: Double)]] {
        var groups: [SourceOnSide: [Finding]] = [:]
        for finding in findings {
            guard case .palpation(let source, _, _, _) = finding.fact else { continue }
            groups[SourceOnSide(source, finding.side ?? .midline), default: []].append(finding)
        }
        var shifts: [Finding: [(cause: Int, nats: Double)]] = [:]
        for own in groups.values {
            let readings = own.compactMap { finding -> (sign: Term.ID, isPresent: Bool)? in
                guard case .palpation(_, _, let sign, let isPresent) = finding.fact else { return nil }
                return (sign, isPresent)
            }
            guard case .palpation(let source, _, _, _) = own.first?.fact else { continue }
            let read = parameters.palpation.nats(of: readings, isMuscle: source.kind == .muscle)
            for (finding, nats) in zip(own, read) {
                guard case .palpation(_, let part, _, _) = finding.fact else { continue }
                shifts[finding] = causes(of: source, part: part, side: finding.side).map { cause in
                    (cause, table.causes[cause].isKnot ? nats.knot : nats.triggerPoint)
                }
            }
        }
        return shifts
    }

    private func palpatedZone(_ zone: Zone.ID, sign: Term.ID, finding: Finding) -> EvidenceItem {
        var item = EvidenceItem(label: .finding(finding))
        let isTender = sign.text != "no_tenderness"
        var links: [(cause: Int, chance: Double)] = []
        for (index, cause) in table.causes.enumerated() {
            guard finding.side == nil || cause.side == .midline || finding.side == cause.side else { continue }
            let own = cause.draws[SidedZone(zone, cause.side)] ?? cause.draws[SidedZone(zone, .midline)] ?? 0
            if own >= 0.3 { links.append((index, 0.5)) }
        }
        item.effects = [
            EvidenceItem.Effect(isPresent: isTender, leak: isTender ? 0.3 : 0, links: links)
        ]
        return item
    }

    private func reflex(_ root: Nerve.ID, _ state: Finding.ReflexState, finding: Finding) -> EvidenceItem {
        var item = EvidenceItem(label: .finding(finding))
        if state == .increased {
            let cord = causes(of: PainSourceID(.viscus, "spinal_cord"), part: nil, side: nil)
            item.effects = [EvidenceItem.Effect(isPresent: true, leak: 0.05, links: cord.map { ($0, 0.6) })]
            return item
        }
        let roots = causes(named: "nerve:\(root.text)", side: finding.side)
        item.effects = [
            EvidenceItem.Effect(
                isPresent: state == .reduced, leak: Self.reflexLeak,
                links: roots.sorted().map { ($0, Self.reflexChance) }
            )
        ]
        return item
    }

    /// Chance of a reduced reflex without and with a squeezed root.
    static let reflexLeak = 0.06
    static let reflexChance = 0.45

    /// The sources that reduce a reflex: the root, and the sites where it is squeezed.
    func sourcesOfReflex(_ root: Nerve.ID) -> Set<PainSourceID> {
        let sites = knowledge.vocabulary.entrapments.filter { $0.nerve == root }
        return Set([PainSourceID(.nerve, root.text)] + sites.map { PainSourceID(.entrapment, $0.id.text) })
    }

    /// A wasted muscle points to the nerves and roots that supply it.
    private func wasting(_ source: PainSourceID, finding: Finding) -> EvidenceItem {
        var item = EvidenceItem(label: .finding(finding))
        var links: [Int: Double] = [:]
        for supply in knowledge.source[source]?.muscle?.innervation ?? [] {
            for cause in causes(named: "nerve:\(supply.nerve.text)", side: finding.side) { links[cause] = 0.4 }
            for root in supply.roots {
                for cause in causes(named: "nerve:root/\(root)", side: finding.side) { links[cause] = 0.2 }
            }
        }
        item.effects = [
            EvidenceItem.Effect(
                isPresent: true, leak: 0.04, links: links.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            )
        ]
        return item
    }

    // MARK: Context

    /// Facts that shift whole kinds of source.
    private func contextItems(_ findings: [Finding]) -> [EvidenceItem] {
        var facts: Set<String> = []
        for finding in findings {
            switch finding.fact {
            case .known(let key, let isPresent): facts.insert(isPresent ? "\(key)" : "no:\(key)")
            case .palpation(_, _, let sign, true), .palpationOfZone(_, let sign):
                facts.insert("palpation_sign:\(sign)")
            default: break
            }
        }
        for zone in presentation.drawing { facts.formUnion(zone.qualities.map { "quality:\($0)" }) }
        if let sex = presentation.patient.sex { facts.insert("sex:\(sex.rawValue)") }
        return knowledge.modifiers.compactMap { modifier in
            guard facts.contains(modifier.fact) || holdsForAge(modifier.fact) else { return nil }
            let shifts: [(cause: Int, nats: Double)] = table.causes.indices.compactMap { index in
                applies(modifier, to: table.causes[index].source) ? (index, modifier.nats) : nil
            }
            return EvidenceItem(
                label: .context(fact: modifier.fact, reason: modifier.reason), effects: [], shifts: shifts
            )
        }
    }

    private func holdsForAge(_ fact: String) -> Bool {
        guard let (quantity, isAtLeast, value) = FlagFact.comparison(fact), quantity == "age",
            let age = presentation.patient.age
        else { return false }
        return isAtLeast ? Double(age) >= value : Double(age) < value
    }

    private func applies(_ modifier: ContextModifier, to source: PainSourceID) -> Bool {
        if modifier.sources.contains(source) { return true }
        guard modifier.kinds.contains(source.kind) else { return false }
        guard !modifier.jointKinds.isEmpty else { return true }
        let kind = knowledge.vocabulary.joint[Joint.ID(source.name)]?.kind ?? ""
        return source.kind == .joint && modifier.jointKinds.contains(kind)
    }
}

/// How many findings of each kind are there, and how many are not.
struct FindingCounts {
    private var present: [FindingKind: Int] = [:]
    private var absent: [FindingKind: Int] = [:]

    init(_ findings: [Finding]) {
        for finding in findings {
            guard case .known(let key, let isPresent) = finding.fact else { continue }
            if isPresent { present[key.kind, default: 0] += 1 } else { absent[key.kind, default: 0] += 1 }
        }
    }

    subscript(_ kind: FindingKind, _ isPresent: Bool) -> Int { (isPresent ? present[kind] : absent[kind]) ?? 0 }
}

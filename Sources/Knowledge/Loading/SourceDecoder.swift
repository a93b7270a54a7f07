import Anatomy

/// Reads the card of one source of pain.
struct SourceDecoder {
    let kind: PainSourceKind
    let reader: DocumentReader

    private var vocabulary: Vocabulary { reader.vocabulary }

    /// The source, or `nil` when its identifier is not in the vocabulary; every defect goes to the log.
    func decode() -> PainSource? {
        if reader.text("schema") != "1" {
            reader.error("schema version must be 1", at: "schema", value: reader.node["schema"])
        }
        let name = reader.required("id")
        guard let named = vocabularyEntry(name) else {
            reader.error("unknown \(kind.rawValue) identifier", at: "id", value: reader.node["id"])
            return nil
        }
        let expected = "\(folder(of: kind))/\(name.replacing("/", with: "_")).yaml"
        if reader.file != expected {
            reader.error("file name does not match the identifier, expected \(expected)", at: "id")
        }
        reader.allowOnly(kind == .muscle ? muscleKeys : otherKeys)
        var occurrence = Occurrence.usual
        if let block = reader.child("occurrence") {
            occurrence = block.word("value", default: Occurrence.usual)
            _ = block.evidence()
        }
        return PainSource(
            id: PainSourceID(kind, name), name: named.name, laterality: named.laterality,
            occurrence: occurrence, urgency: reader.word("urgency", default: Urgency.routine),
            parts: kind == .muscle ? muscleParts(name) : plainPart(),
            numbness: patterns(reader.elements("numbness"), kinds: [.essential, .spillover]),
            findings: reader.child("findings").map(findings) ?? [],
            confusions: reader.listed(unlessNone: "confused_with").map(confusion),
            note: reader.text("note"), muscle: kind == .muscle ? muscleFacts() : nil,
            reference: kind == .muscle
                ? nil : ReferenceDecoder(reader: reader).structure(hasCourse: kind == .nerve || kind == .entrapment)
        )
    }

    // MARK: Patterns

    private func muscleParts(_ name: String) -> [SourcePart] {
        let listed = vocabulary.muscle[Muscle.ID(name)]?.parts ?? []
        let expected = listed.isEmpty ? ["whole"] : listed
        guard let block = reader.child("parts") else {
            reader.error("parts are missing", at: "parts")
            return []
        }
        let entries = block.entries.filter { $0.key != "src" && $0.key != "level" }
        for missing in expected where !entries.contains(where: { $0.key == missing }) {
            block.error("part \(missing) of muscles.tsv is missing")
        }
        return entries.map { entry in
            if !expected.contains(entry.key) { entry.reader.error("unknown part of \(name)") }
            let base = entry.key == "whole" ? name : "\(name)/\(entry.key)"
            let points = entry.reader.elements("points").enumerated().map { point($1, id: "\(base)#\($0 + 1)") }
            if points.isEmpty { entry.reader.error("no trigger point", at: "points") }
            let pain = patterns(entry.reader.elements("refers"), kinds: Set(PatternKind.allCases))
            for kind in [PatternKind.ownSite, .essential] where !pain.contains(where: { $0.kind == kind }) {
                entry.reader.error("no \(kind.rawValue) zone", at: "refers")
            }
            return SourcePart(name: entry.key, points: points, pain: pain, sheets: sheets(of: entry.key))
        }
    }

    private func plainPart() -> [SourcePart] {
        let pain = patterns(reader.elements("pain"), kinds: [.essential, .spillover])
        if pain.isEmpty, reader.elements("numbness").isEmpty {
            reader.error("no zone of pain or numbness", at: "pain")
        }
        return [SourcePart(name: "whole", points: [], pain: pain, sheets: [])]
    }

    private func point(_ reader: DocumentReader, id: String) -> TriggerPoint {
        if reader.text("id") != id { reader.error("must be \(id)", at: "id", value: reader.node["id"]) }
        if reader.node["at"] == nil { reader.error("no place on the surface", at: "at") }
        return TriggerPoint(
            id: id, text: reader.required("text"),
            place: reader.child("at").flatMap(place) ?? SurfacePlace(zone: Zone.ID("")), evidence: reader.evidence()
        )
    }

    private func place(_ reader: DocumentReader) -> SurfacePlace? {
        reader.leafZone(reader.required("zone")).map {
            SurfacePlace(
                zone: $0, down: reader.number("down", in: 0...1) ?? 0.5, out: reader.number("out", in: 0...1) ?? 0.5
            )
        }
    }

    /// The sheets of fibres of a part.
    private func sheets(of part: String) -> [FibreSheet] {
        guard let shape = reader.child("shape") else { return [] }
        let sheets = shape.elements(part).compactMap { sheet -> FibreSheet? in
            let from = sheet.elements("from").compactMap(place)
            let to = sheet.elements("to").compactMap(place)
            guard !from.isEmpty, !to.isEmpty else {
                sheet.error("a sheet needs from and to")
                return nil
            }
            return FibreSheet(
                from: from, via: sheet.elements("via").map { $0.listed.compactMap(place) }.filter { !$0.isEmpty },
                to: to, width: sheet.number("width", in: 2...300) ?? 20,
                tendon: sheet.word("tendon", default: FibreSheet.Tendon.both)
            )
        }
        if sheets.isEmpty { shape.warn("no sheet of fibres for part \(part)") } else { _ = shape.evidence() }
        return sheets
    }

    private func patterns(_ readers: [DocumentReader], kinds: Set<PatternKind>) -> [PatternEntry] {
        var entries: [PatternEntry] = []
        for reader in readers {
            let kind = reader.word("kind", default: PatternKind.essential)
            if !kinds.contains(kind) { reader.error("not a kind of this pattern", at: "kind") }
            if reader.text("to") == nil { reader.error("no side (to)", at: "to") }
            let to = reader.word("to", default: RelativeSide.ipsilateral)
            if to == .right || to == .left, self.kind != .viscus {
                reader.error("only organs name right and left", at: "to", value: reader.node["to"])
            }
            let zones = reader.elements("zones")
            if zones.isEmpty { reader.error("no zones", at: "zones") }
            let evidence = reader.evidence(times: max(zones.count, 1))
            let share = reader.child("share").map(share)
            for element in zones {
                guard let zone = element.leafZone(element.node.text ?? "") else { continue }
                let isPaired = vocabulary.zone[zone]?.laterality == .paired
                if isPaired, to == .midline {
                    element.error("a paired zone cannot be midline", value: element.node)
                    continue
                }
                entries.append(
                    PatternEntry(
                        zone: zone, to: isPaired ? to : .midline, kind: kind, share: share,
                        note: reader.text("note"), dispute: reader.text("dispute"),
                        disputeSources: reader.citations("dispute_src"), evidence: evidence
                    )
                )
            }
        }
        return entries
    }

    private func share(_ reader: DocumentReader) -> Share {
        Share(
            value: reader.number("value", in: 0...1) ?? 0,
            count: reader.number("n", in: 1...1_000_000).map { Int($0) },
            provoked: reader.text("provoked") == "true"
        )
    }

    // MARK: Findings

    private func findings(_ reader: DocumentReader) -> [KnownFinding] {
        var found: [KnownFinding] = []
        func collect(_ reader: DocumentReader, against: Bool) {
            for entry in reader.entries where entry.key != "src" && entry.key != "level" {
                if entry.key == "speaks_against", !against {
                    collect(entry.reader, against: true)
                    continue
                }
                guard let kind = FindingKind(rawValue: entry.key) else {
                    entry.reader.error("unknown kind of finding")
                    continue
                }
                for element in reader.elements(entry.key) {
                    found += finding(element, kind: kind, against: against).map { [$0] } ?? []
                }
            }
        }
        collect(reader, against: false)
        return found
    }

    private func finding(_ reader: DocumentReader, kind: FindingKind, against: Bool) -> KnownFinding? {
        let term = reader.node.text ?? reader.required("id")
        guard isKnown(term, as: kind) else {
            reader.error("unknown identifier for \(kind.rawValue)", value: .scalar(term, line: reader.node.line))
            return nil
        }
        return KnownFinding(
            key: FindingKey(kind, term), how: reader.word("how", default: Frequency.common),
            rate: reader.child("rate").map(share), against: against,
            why: reader.text("why"), evidence: reader.evidence()
        )
    }

    private func isKnown(_ term: String, as kind: FindingKind) -> Bool {
        switch kind {
        case .limited, .painful, .weak, .resistedPain: vocabulary.movement[Movement.ID(term)] != nil
        case .aggravatedBy, .relievedBy, .unchangedBy:
            vocabulary.movement[Movement.ID(term)] != nil || vocabulary.activity[Term.ID(term)] != nil
        case .history: vocabulary.historyFact[Term.ID(term)] != nil
        case .sign: vocabulary.sign[Term.ID(term)] != nil
        case .quality: vocabulary.quality[Term.ID(term)] != nil
        }
    }

    private func confusion(_ reader: DocumentReader) -> Confusion {
        if let source = reader.text("source"), !vocabulary.isSource(source) {
            reader.error("unknown source of pain", at: "source", value: reader.node["source"])
        }
        return Confusion(
            source: reader.required("source"), tellApart: reader.required("tell_apart"),
            evidence: reader.evidence()
        )
    }

    // MARK: Muscles

    private func muscleFacts() -> MuscleFacts {
        let attachments = reader.child("attachments")
        let actions = reader.elements("actions").map(action)
        if actions.isEmpty { reader.error("no action", at: "actions") }
        let supply = reader.elements("innervation").map(innervation)
        if supply.isEmpty { reader.error("no nerve", at: "innervation") }
        return MuscleFacts(
            layer: reader.text("layer") ?? "", origin: attachment(attachments?.child("origin"), "origin"),
            insertion: attachment(attachments?.child("insertion"), "insertion"), innervation: supply,
            actions: actions, prevalence: reader.listed(unlessNone: "prevalence").map(prevalence),
            reference: ReferenceDecoder(reader: reader).muscle()
        )
    }

    private func attachment(_ reader: DocumentReader?, _ name: String) -> Attachment? {
        guard let reader else {
            self.reader.error("\(name) is missing", at: "attachments")
            return nil
        }
        return Attachment(
            text: reader.required("text"), place: reader.text("place").flatMap { reader.leafZone($0) },
            evidence: reader.evidence()
        )
    }

    private func innervation(_ reader: DocumentReader) -> Innervation {
        let nerve = Nerve.ID(reader.required("nerve"))
        if vocabulary.nerve[nerve] == nil { reader.error("unknown nerve", at: "nerve", value: reader.node["nerve"]) }
        let roots = reader.elements("roots").compactMap(\.node.text).map { $0.lowercased() }
        for root in roots where vocabulary.nerve[Nerve.ID("root/\(root)")] == nil {
            reader.error("unknown root \(root)", at: "roots")
        }
        return Innervation(nerve: nerve, roots: roots, note: reader.text("note"), evidence: reader.evidence())
    }

    private func action(_ reader: DocumentReader) -> MuscleAction {
        let movement = Movement.ID(reader.required("movement"))
        if vocabulary.movement[movement] == nil {
            reader.error("unknown movement", at: "movement", value: reader.node["movement"])
        }
        return MuscleAction(
            movement: movement, role: reader.word("role", default: ActionRole.synergist),
            note: reader.text("note"), evidence: reader.evidence()
        )
    }

    private func prevalence(_ reader: DocumentReader) -> Prevalence {
        Prevalence(
            condition: reader.required("condition"), count: reader.number("n", in: 1...1_000_000).map { Int($0) },
            active: reader.number("active", in: 0...1), latent: reader.number("latent", in: 0...1),
            evidence: reader.evidence()
        )
    }

    // MARK: Vocabulary

    private func vocabularyEntry(_ name: String) -> (name: String, laterality: Laterality)? {
        switch kind {
        case .muscle: vocabulary.muscle[Muscle.ID(name)].map { ($0.name, $0.laterality) }
        case .nerve: vocabulary.nerve[Nerve.ID(name)].map { ($0.name, $0.laterality) }
        case .entrapment: vocabulary.entrapment[EntrapmentSite.ID(name)].map { ($0.name, .paired) }
        case .joint: vocabulary.joint[Joint.ID(name)].map { ($0.name, $0.laterality) }
        case .viscus: vocabulary.viscus[Viscus.ID(name)].map { ($0.name, $0.laterality) }
        }
    }
}

/// The folder that holds the cards of a kind.
func folder(of kind: PainSourceKind) -> String {
    switch kind {
    case .muscle: "muscles"
    case .nerve: "nerves"
    case .entrapment: "entrapments"
    case .joint: "joints"
    case .viscus: "viscera"
    }
}

private let sharedKeys: Set<String> = [
    "schema", "id", "defaults", "occurrence", "urgency", "findings", "confused_with", "note", "numbness", "about",
    "self_care",
]
private let muscleKeys = sharedKeys.union([
    "layer", "attachments", "innervation", "actions", "parts", "shape", "prevalence", "keys", "satellites", "unit",
    "entraps", "autonomic", "palpation", "hazards", "hold", "lengthen", "perpetuating", "contraindications",
])
private let otherKeys = sharedKeys.union(["pain", "course", "examine", "manual", "refer"])

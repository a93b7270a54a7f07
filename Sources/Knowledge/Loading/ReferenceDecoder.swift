import Anatomy

/// Reads the reference part of a card.
struct ReferenceDecoder {
    let reader: DocumentReader

    private var vocabulary: Vocabulary { reader.vocabulary }

    /// The reference part of a muscle's card; every missing block is a defect.
    func muscle() -> MuscleReference {
        MuscleReference(
            about: reader.stated("about") { $0.statement() },
            keys: reader.stated("keys", related), satellites: reader.stated("satellites", related),
            unit: reader.stated("unit", unit), entraps: reader.stated("entraps", entraps),
            autonomic: reader.stated("autonomic") { _ in reader.elements("autonomic").map(autonomic) },
            palpation: reader.stated("palpation", palpation),
            hazards: reader.stated("hazards") { _ in reader.elements("hazards").map(hazard) },
            hold: reader.stated("hold", hold), lengthen: reader.stated("lengthen") { $0.statement() },
            selfCare: reader.stated("self_care", selfCare),
            perpetuating: reader.stated("perpetuating") { _ in reader.elements("perpetuating").map(perpetuating) },
            noPrevalence: reader.stated("prevalence") { _ in true }.reason,
            contraindications: reader.stated("contraindications") { _ in reader.statements("contraindications") }
        )
    }

    /// The reference part of another structure's card.
    func structure(hasCourse: Bool) -> StructureReference {
        StructureReference(
            about: reader.stated("about") { $0.statement() },
            course: hasCourse ? reader.stated("course") { $0.statement() } : nil,
            examine: reader.stated("examine") { _ in reader.elements("examine").map { $0.examinationHint() } },
            manual: reader.stated("manual") { $0.statement() }, refer: reader.stated("refer") { $0.statement() },
            selfCare: reader.stated("self_care") { $0.statement() }
        )
    }

    private func related(_ block: DocumentReader) -> RelatedMuscles {
        // A plain list stands for a map with `ids`.
        let muscles = (block.node["ids"] == nil ? block.listed : block.elements("ids")).muscleNames
        if muscles.isEmpty { block.error("names no muscle", value: block.node) }
        return RelatedMuscles(muscles: muscles, evidence: block.evidence(times: max(muscles.count, 1)))
    }

    private func unit(_ block: DocumentReader) -> FunctionalUnit {
        let unit = FunctionalUnit(
            agonists: block.muscles("agonists"), antagonists: block.muscles("antagonists"),
            evidence: block.evidence(times: 2)
        )
        if unit.agonists.isEmpty, unit.antagonists.isEmpty { block.error("names no muscle", value: block.node) }
        return unit
    }

    private func entraps(_ block: DocumentReader) -> EntrappedNerves {
        let named = block.node["ids"] == nil ? block.listed : block.elements("ids")
        let sites = named.compactMap { element -> EntrapmentSite.ID? in
            let id = EntrapmentSite.ID(element.node.text ?? "")
            guard vocabulary.entrapment[id] != nil else {
                element.error("unknown site of entrapment", value: element.node)
                return nil
            }
            return id
        }
        return EntrappedNerves(
            sites: sites, text: block.text("text"), evidence: block.evidence(times: max(sites.count, 1))
        )
    }

    private func autonomic(_ entry: DocumentReader) -> AutonomicSign {
        let sign = entry.text("sign").map { Term.ID($0) }
        if let sign, vocabulary.sign[sign] == nil {
            entry.error("unknown sign", at: "sign", value: entry.node["sign"])
        }
        return AutonomicSign(text: entry.required("text"), sign: sign, evidence: entry.evidence())
    }

    private func palpation(_ block: DocumentReader) -> Palpation {
        let techniques = block.elements("technique").compactMap { element -> PalpationTechnique? in
            guard let technique = PalpationTechnique(rawValue: element.node.text ?? "") else {
                element.error("technique must be flat, pincer or deep", value: element.node)
                return nil
            }
            return technique
        }
        if techniques.isEmpty { block.error("names no technique", at: "technique") }
        return Palpation(
            techniques: techniques, client: block.required("client"), hand: block.required("hand"),
            path: block.required("path"), feel: block.required("feel"), evidence: block.evidence(times: 4)
        )
    }

    private func hazard(_ entry: DocumentReader) -> Hazard {
        Hazard(
            kind: entry.word("kind", default: HazardKind.other), structure: entry.required("structure"),
            avoid: entry.required("avoid"),
            zones: entry.elements("zones").compactMap { $0.leafZone($0.node.text ?? "") },
            evidence: entry.evidence()
        )
    }

    private func hold(_ block: DocumentReader) -> Hold {
        if block.node["dose"] == nil { block.error("dose is missing", at: "dose") }
        return Hold(
            dose: block.word("dose", default: HoldDose.standard), text: block.required("text"),
            note: block.text("note"), evidence: block.evidence()
        )
    }

    private func selfCare(_ block: DocumentReader) -> SelfCare {
        let habits = block.elements("habits").compactMap { $0.node.text ?? $0.text("text") }
        let pressure = block.text("pressure")
        if habits.isEmpty, pressure == nil { block.error("says nothing", value: block.node) }
        return SelfCare(
            pressure: pressure, habits: habits,
            evidence: block.evidence(times: habits.count + (pressure == nil ? 0 : 1))
        )
    }

    private func perpetuating(_ entry: DocumentReader) -> PerpetuatingCheck {
        let factor = Term.ID(entry.required("factor"))
        if vocabulary.perpetuatingFactor[factor] == nil {
            entry.error("unknown perpetuating factor", at: "factor", value: entry.node["factor"])
        }
        return PerpetuatingCheck(factor: factor, check: entry.required("check"), evidence: entry.evidence())
    }
}

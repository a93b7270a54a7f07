import Anatomy
import Knowledge

/// The knowledge as flat tables.
struct ExportTables {
    let knowledge: KnowledgeBase

    /// All tables, in a fixed order.
    var all: [ExportTable] {
        [
            subjects, points, patterns, findings, actions, innervation, relations, handling, hazards, perpetuating,
            prevalence, confusions, tests, conditionPoints, conditionStatements, chains, norms, citations,
        ]
    }

    private static let evidence = [
        ("level", "how far the statement was checked"), ("witnesses", "independent works that state it"),
        ("sources", "keys of citations.csv"),
    ]

    private func cells(_ evidence: Evidence) -> [String] {
        [evidence.level.rawValue, String(evidence.witnesses), evidence.sources.joined(separator: ";")]
    }

    private func number(_ value: Double?) -> String { value.map { String($0) } ?? "" }

    private func count(_ value: Int?) -> String { value.map { String($0) } ?? "" }

    private var subjects: ExportTable {
        var table = ExportTable(
            "subjects", "Every source of pain that has a card.",
            [
                ("id", "identifier"), ("kind", "muscle, nerve, entrapment, joint or viscus"),
                ("name", "plain English name"),
                ("occurrence", "how often it is met in its region: common, usual, rare"),
                ("urgency", "routine, urgent, emergency"),
                ("layer", "muscles: superficial, middle, deep"), ("about", "what it is, in words"),
            ]
        )
        table.rows = knowledge.sources.map { source in
            let about = source.muscle?.reference.about.value ?? source.reference?.about.value
            return [
                source.id.description, source.id.kind.rawValue, source.name, source.occurrence.rawValue,
                source.urgency.rawValue, source.muscle?.layer ?? "", about?.text ?? "",
            ]
        }
        return table
    }

    private var points: ExportTable {
        var table = ExportTable(
            "trigger_points", "Trigger point sites.",
            [
                ("id", "identifier of the site"), ("muscle", "muscle"), ("part", "part of the muscle"),
                ("place", "place in words"),
                ("zone", "leaf zone"), ("down", "0 at the head end of the zone, 1 at its hand or foot end"),
                ("out", "0 nearest the midline, 1 at the outer edge"),
            ] + Self.evidence
        )
        for source in knowledge.sources {
            for part in source.parts {
                table.rows += part.points.map { point in
                    [
                        point.id, source.id.name, part.name, point.text, point.place.zone.text,
                        String(point.place.down),
                        String(point.place.out),
                    ] + cells(point.evidence)
                }
            }
        }
        return table
    }

    private var patterns: ExportTable {
        var table = ExportTable(
            "patterns", "Where a source sends pain, numbness or tingling.",
            [
                ("id", "source"), ("part", "part of the source"), ("feeling", "pain or numbness"),
                ("kind", "own_site, essential (most people) or spillover (some)"), ("zone", "leaf zone"),
                ("side", "side relative to the source"),
                ("share", "published share of people, 0 to 1"), ("n", "people examined"),
                ("provoked", "whether evoked by pressure or injection"),
                ("dispute", "a source that disagrees, in words"), ("note", "remark"),
            ] + Self.evidence
        )
        for source in knowledge.sources {
            func add(_ entries: [PatternEntry], _ part: String, _ feeling: String) {
                table.rows += entries.map { entry in
                    [
                        source.id.description, part, feeling, entry.kind.rawValue, entry.zone.text, entry.to.rawValue,
                        number(entry.share?.value), count(entry.share?.count),
                        entry.share.map { String($0.provoked) } ?? "",
                        entry.dispute ?? "", entry.note ?? "",
                    ] + cells(entry.evidence)
                }
            }
            for part in source.parts { add(part.pain, part.name, "pain") }
            add(source.numbness, "whole", "numbness")
        }
        return table
    }

    private var findings: ExportTable {
        var table = ExportTable(
            "findings", "Findings that go with a source, or speak against it.",
            [
                ("id", "source"), ("kind", "limited, painful, weak, aggravated_by, history, sign, quality, ..."),
                ("term", "vocabulary identifier"),
                ("how", "hallmark (in most), common (many), occasional (some)"),
                ("against", "whether it speaks against the source"),
                ("why", "explanation where it is not plain"),
            ] + Self.evidence
        )
        for source in knowledge.sources {
            table.rows += source.findings.map { finding in
                [
                    source.id.description, finding.key.kind.rawValue, finding.key.term, finding.how.rawValue,
                    String(finding.against), finding.why ?? "",
                ] + cells(finding.evidence)
            }
        }
        return table
    }

    private var actions: ExportTable {
        var table = ExportTable(
            "actions", "What muscles do in movements.",
            [
                ("muscle", "muscle"), ("movement", "movement"),
                ("role", "prime_mover, synergist, stabilizer, antagonist"), ("note", "remark"),
            ]
                + Self.evidence
        )
        for source in knowledge.sources {
            table.rows += (source.muscle?.actions ?? []).map { action in
                [source.id.name, action.movement.text, action.role.rawValue, action.note ?? ""] + cells(action.evidence)
            }
        }
        return table
    }

    private var innervation: ExportTable {
        var table = ExportTable(
            "innervation", "Attachments, nerves and roots of muscles.",
            [
                ("muscle", "muscle"), ("what", "origin, insertion or nerve"), ("value", "words, or the nerve"),
                ("roots", "roots of the nerve for it"),
            ]
                + Self.evidence
        )
        for source in knowledge.sources {
            guard let muscle = source.muscle else { continue }
            for (what, attachment) in [("origin", muscle.origin), ("insertion", muscle.insertion)] {
                if let attachment {
                    table.rows.append([source.id.name, what, attachment.text, ""] + cells(attachment.evidence))
                }
            }
            table.rows += muscle.innervation.map { supply in
                [source.id.name, "nerve", supply.nerve.text, supply.roots.joined(separator: ";")]
                    + cells(supply.evidence)
            }
        }
        return table
    }

    private var relations: ExportTable {
        var table = ExportTable(
            "relations", "How muscles belong together, and the nerves they squeeze.",
            [
                ("muscle", "muscle"), ("relation", "key, satellite, agonist, antagonist, entraps"),
                ("other", "the other muscle or site"),
            ] + Self.evidence
        )
        for source in knowledge.sources {
            guard let reference = source.muscle?.reference else { continue }
            func add(_ relation: String, _ others: [String], _ evidence: Evidence) {
                table.rows += others.map { [source.id.name, relation, $0] + cells(evidence) }
            }
            if let keys = reference.keys.value { add("key", keys.muscles, keys.evidence) }
            if let satellites = reference.satellites.value { add("satellite", satellites.muscles, satellites.evidence) }
            if let unit = reference.unit.value {
                add("agonist", unit.agonists, unit.evidence)
                add("antagonist", unit.antagonists, unit.evidence)
            }
            if let entraps = reference.entraps.value { add("entraps", entraps.sites.map(\.text), entraps.evidence) }
        }
        return table
    }

    private var handling: ExportTable {
        var table = ExportTable(
            "handling", "Finding, holding, lengthening and caring, and the reference texts of other structures.",
            [
                ("id", "source"),
                (
                    "topic",
                    "technique, client, hand, path, feel, hold, dose, lengthen, self_pressure, habit, sign, contraindication, course, examine, manual, refer, self_care; `none` gives a reason"
                ), ("text", "words"),
            ]
                + Self.evidence
        )
        for source in knowledge.sources {
            func add(_ topic: String, _ text: String, _ evidence: Evidence) {
                table.rows.append([source.id.description, topic, text] + cells(evidence))
            }
            func none(_ topic: String, _ reason: String?) {
                if let reason { table.rows.append([source.id.description, "none: \(topic)", reason, "", "", ""]) }
            }
            if let reference = source.muscle?.reference {
                if let guide = reference.palpation.value {
                    add("technique", guide.techniques.map(\.rawValue).joined(separator: ";"), guide.evidence)
                    for (topic, text) in [
                        ("client", guide.client), ("hand", guide.hand), ("path", guide.path), ("feel", guide.feel),
                    ] {
                        add(topic, text, guide.evidence)
                    }
                }
                none("palpation", reference.palpation.reason)
                if let hold = reference.hold.value {
                    add("hold", hold.text, hold.evidence)
                    add("dose", hold.dose.rawValue, hold.evidence)
                }
                if let lengthen = reference.lengthen.value { add("lengthen", lengthen.text, lengthen.evidence) }
                if let care = reference.selfCare.value {
                    if let pressure = care.pressure { add("self_pressure", pressure, care.evidence) }
                    care.habits.forEach { add("habit", $0, care.evidence) }
                }
                for sign in reference.autonomic.value ?? [] { add("sign", sign.text, sign.evidence) }
                for line in reference.contraindications.value ?? [] {
                    add("contraindication", line.text, line.evidence)
                }
                none("hold", reference.hold.reason)
                none("lengthen", reference.lengthen.reason)
                none("self_care", reference.selfCare.reason)
                none("autonomic", reference.autonomic.reason)
                none("contraindications", reference.contraindications.reason)
            }
            if let reference = source.reference {
                for (topic, stated) in [
                    ("course", reference.course), ("manual", reference.manual), ("refer", reference.refer),
                    ("self_care", reference.selfCare),
                ] {
                    if let statement = stated?.value { add(topic, statement.text, statement.evidence) }
                    none(topic, stated?.reason)
                }
                for hint in reference.examine.value ?? [] { add("examine", hint.text, hint.evidence) }
            }
        }
        return table
    }

    private var hazards: ExportTable {
        var table = ExportTable(
            "hazards", "What lies near a muscle and must not be pressed; rows without a muscle hold for every muscle.",
            [
                ("muscle", "muscle, empty for general danger zones"), ("kind", "vessel, nerve, lung, organ, ..."),
                ("structure", "what it is"), ("avoid", "what to do and not to do"), ("zones", "leaf zones over it"),
            ]
                + Self.evidence
        )
        for source in knowledge.sources {
            table.rows += (source.muscle?.reference.hazards.value ?? []).map { hazard in
                [
                    source.id.name, hazard.kind.rawValue, hazard.structure, hazard.avoid,
                    hazard.zones.map(\.text).joined(separator: ";"),
                ]
                    + cells(hazard.evidence)
            }
        }
        table.rows += knowledge.dangerZones.map { danger in
            [
                "", danger.kinds.map(\.rawValue).joined(separator: ";"), danger.structure, danger.avoid,
                danger.zones.map(\.text).joined(separator: ";"),
            ] + cells(danger.evidence)
        }
        return table
    }

    private var perpetuating: ExportTable {
        var table = ExportTable(
            "perpetuating", "What keeps points alive: in a muscle, and in general.",
            [
                ("factor", "factor"), ("muscle", "muscle, empty for the general card"),
                ("topic", "about, check, change, known"), ("text", "words"),
            ] + Self.evidence
        )
        for source in knowledge.sources {
            table.rows += (source.muscle?.reference.perpetuating.value ?? []).map {
                [$0.factor.text, source.id.name, "check", $0.check] + cells($0.evidence)
            }
        }
        for factor in knowledge.perpetuatingFactors {
            for (topic, statement) in [
                ("about", factor.about), ("check", factor.check), ("change", factor.change), ("known", factor.known),
            ] {
                table.rows.append([factor.id.text, "", topic, statement.text] + cells(statement.evidence))
            }
        }
        return table
    }

    private var prevalence: ExportTable {
        var table = ExportTable(
            "prevalence", "Published shares of people in whom points of a muscle were found.",
            [
                ("muscle", "muscle"), ("condition", "who was examined"), ("n", "people"),
                ("active", "share with active points"), ("latent", "share with latent points"),
            ]
                + Self.evidence
        )
        for source in knowledge.sources {
            table.rows += (source.muscle?.prevalence ?? []).map {
                [source.id.name, $0.condition, count($0.count), number($0.active), number($0.latent)]
                    + cells($0.evidence)
            }
        }
        return table
    }

    private var confusions: ExportTable {
        var table = ExportTable(
            "confusions", "What feels alike, and what tells it apart.",
            [("id", "source"), ("other", "what feels alike"), ("tell_apart", "words")] + Self.evidence
        )
        for source in knowledge.sources {
            table.rows += source.confusions.map {
                [source.id.description, $0.source, $0.tellApart] + cells($0.evidence)
            }
        }
        return table
    }

    private var tests: ExportTable {
        var table = ExportTable(
            "tests", "Clinical tests.",
            [
                ("test", "test"), ("name", "plain name"), ("for", "what it tests for"), ("sensitivity", "0 to 1"),
                ("sensitivity_level", "level of the figure"),
                ("specificity", "0 to 1"), ("specificity_level", "level of the figure"),
                ("loads", "tissue; tests of one tissue are not multiplied"),
                ("procedure", "how it is done"), ("positive", "what counts as positive"),
                ("caution", "when not to do it"),
                ("depends_on", "tests it is not independent of"), ("sources", "citations of the figures"),
            ]
        )
        table.rows = knowledge.tests.map { test in
            let sources = (test.sensitivity?.evidence.sources ?? []) + (test.specificity?.evidence.sources ?? [])
            var seen: Set<String> = []
            return [
                test.id, test.name, test.targets.joined(separator: ";"), number(test.sensitivity?.value),
                test.sensitivity?.evidence.level.rawValue ?? "", number(test.specificity?.value),
                test.specificity?.evidence.level.rawValue ?? "", test.loads, test.procedure?.text ?? "",
                test.positive ?? "",
                test.caution?.value?.text ?? "", (test.dependence?.value?.tests ?? []).joined(separator: ";"),
                sources.filter { seen.insert($0).inserted }.joined(separator: ";"),
            ]
        }
        return table
    }

    private var conditionPoints: ExportTable {
        var table = ExportTable(
            "condition_points", "Trigger points found in the condition groups.",
            [
                ("condition", "condition group"), ("muscle", "muscle, part or group"), ("n", "people"),
                ("active", "share"), ("latent", "share"), ("note", "remark"),
            ]
                + Self.evidence
        )
        for condition in knowledge.conditions {
            table.rows += (condition.points.value ?? []).map {
                [condition.id.text, $0.muscle, count($0.count), number($0.active), number($0.latent), $0.note ?? ""]
                    + cells($0.evidence)
            }
        }
        return table
    }

    private var conditionStatements: ExportTable {
        var table = ExportTable(
            "conditions", "What is known about the condition groups.",
            [
                ("condition", "condition group"),
                ("topic", "about, grade, achieves, does_not, examination, caution, refer, self_care"),
                ("text", "words"),
                ("measure", "of a measured effect"), ("value", "difference"),
                ("low", "lower limit of the 95 % interval"), ("high", "upper limit"),
                ("unit", "unit"), ("against", "compared with"), ("n", "people"), ("when", "time"),
            ] + Self.evidence
        )
        let empty = [String](repeating: "", count: 8)
        for condition in knowledge.conditions {
            func add(_ topic: String, _ text: String, _ evidence: Evidence, _ size: [String]? = nil) {
                table.rows.append([condition.id.text, topic, text] + (size ?? empty) + cells(evidence))
            }
            add("about", condition.about.text, condition.about.evidence)
            add("grade", "\(condition.grade): \(condition.gradeBasis.text)", condition.gradeBasis.evidence)
            for effect in condition.achieves.value ?? [] {
                let size = effect.size.map {
                    [
                        $0.measure, String($0.value), number($0.low), number($0.high), $0.unit, $0.against ?? "",
                        count($0.count),
                        $0.when ?? "",
                    ]
                }
                add("achieves", effect.text, effect.evidence, size)
            }
            condition.doesNot.forEach { add("does_not", $0.text, $0.evidence) }
            condition.examination.forEach { add("examination", $0.text, $0.evidence) }
            condition.cautions.forEach { add("caution", $0.text, $0.evidence) }
            condition.refer.forEach { add("refer", "\($0.urgency.rawValue): \($0.text)", $0.evidence) }
            condition.selfCare.forEach { add("self_care", $0.text, $0.evidence) }
        }
        return table
    }

    private var chains: ExportTable {
        var table = ExportTable(
            "chains", "Functional units that link segments.",
            [
                ("id", "chain"), ("region", "segment that compensates"), ("from", "segment whose trouble makes it"),
                ("muscles", "muscles"), ("text", "words"), ("check", "what to look for"),
            ]
                + Self.evidence
        )
        table.rows = knowledge.chains.map {
            [$0.id, $0.region.rawValue, $0.from.rawValue, $0.muscles.joined(separator: ";"), $0.text, $0.check]
                + cells($0.evidence)
        }
        return table
    }

    private var norms: ExportTable {
        var table = ExportTable(
            "norms", "Published ranges of motion.",
            [
                ("movement", "movement"), ("method", "how it was measured"), ("sex", "female, male, both"),
                ("age_from", "years"), ("age_to", "years"), ("mean", "in the unit of movements.tsv"),
                ("sd", "standard deviation"), ("n", "people"), ("note", "remark"),
            ]
                + Self.evidence
        )
        for norm in knowledge.norms {
            table.rows += norm.rows.map { row in
                [
                    norm.movement.text, norm.method, row.sex.rawValue, number(row.ages?.lowerBound),
                    number(row.ages?.upperBound),
                    String(row.mean), number(row.deviation), count(row.count), row.note ?? "",
                ] + cells(row.evidence)
            }
        }
        return table
    }

    private var citations: ExportTable {
        var table = ExportTable(
            "citations", "The works that statements cite.",
            [
                ("key", "key"), ("authors", "authors"), ("year", "year"), ("title", "title"),
                ("venue", "journal or publisher"), ("doi", "DOI"), ("pmid", "PubMed identifier"), ("isbn", "ISBN"),
                ("url", "address"), ("seen", "what was read: full, abstract, secondary, existence"),
            ]
        )
        table.rows = knowledge.citations.keys.sorted().compactMap { key in
            knowledge.citations[key].map {
                [
                    key, $0.authors, String($0.year), $0.title, $0.venue, $0.doi ?? "", $0.pmid ?? "", $0.isbn ?? "",
                    $0.url ?? "", $0.seen,
                ]
            }
        }
        return table
    }
}

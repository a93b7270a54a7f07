import Anatomy

/// Reads conditions, perpetuating factors, doses, chains and norms.
enum GuideDecoder {
    /// One condition group; `nil` when the vocabulary does not know it.
    static func condition(_ reader: DocumentReader) -> ConditionGuide? {
        guard let term = term(of: reader, among: reader.vocabulary.condition, folder: "conditions") else { return nil }
        let grade = reader.child("grade")
        return ConditionGuide(
            id: term.id, name: term.name, about: reader.statement("about"), grade: checkedGrade(grade, "value"),
            gradeBasis: reader.statement("grade"),
            points: reader.stated("points") { _ in reader.elements("points").compactMap(point) },
            achieves: reader.stated("achieves") { _ in reader.elements("achieves").map(effect) },
            doesNot: reader.statements("does_not"),
            examination: reader.elements("examination").map { $0.examinationHint() },
            cautions: reader.statements("cautions"),
            refer: reader.elements("refer").map { entry in
                Referral(
                    text: entry.required("text"), urgency: entry.word("urgency", default: Urgency.routine),
                    evidence: entry.evidence()
                )
            },
            selfCare: reader.statements("self_care")
        )
    }

    /// One perpetuating factor; `nil` when the vocabulary does not know it.
    static func factor(_ reader: DocumentReader) -> PerpetuatingFactor? {
        guard let term = term(of: reader, among: reader.vocabulary.perpetuatingFactor, folder: "perpetuating")
        else { return nil }
        return PerpetuatingFactor(
            id: term.id, name: term.name, about: reader.statement("about"), check: reader.statement("check"),
            change: reader.statement("change"), grade: checkedGrade(reader.child("evidence"), "grade"),
            known: reader.statement("evidence"),
            muscles: reader.stated("muscles") { block in
                let ids = block.elements("ids").compactMap(\.node.text)
                for id in ids where !reader.vocabulary.isMuscleOrPart(id) && !reader.vocabulary.isGroup(id) {
                    block.error("unknown muscle or group", value: .scalar(id, line: block.node.line))
                }
                _ = block.evidence(times: max(ids.count, 1))
                return ids
            },
            refer: reader.stated("refer") { $0.statement() }
        )
    }

    /// The doses of a hold.
    static func doses(_ reader: DocumentReader) -> [HoldDose: Dose] {
        var doses: [HoldDose: Dose] = [:]
        for entry in reader.child("doses")?.entries ?? [] where entry.key != "src" && entry.key != "level" {
            guard let id = HoldDose(rawValue: entry.key) else {
                entry.reader.error("unknown dose; there are standard, light, trained and none")
                continue
            }
            let ranges = ["seconds", "discomfort", "repeats"]
            let lines = entry.reader.entries.filter { !["name", "src", "level", "none"].contains($0.key) }
            doses[id] = Dose(
                id: id, name: entry.reader.text("name") ?? entry.key,
                lines: lines.compactMap { line in
                    if ranges.contains(line.key) {
                        return (line.key, Statement(text: rangeText(line.reader), evidence: line.reader.evidence()))
                    }
                    return (line.key, line.reader.statement())
                },
                seconds: entry.reader.range("seconds", in: 0...600),
                discomfort: entry.reader.range("discomfort", in: 0...10),
                repeats: entry.reader.range("repeats", in: 0...50)
            )
        }
        for id in HoldDose.allCases where doses[id] == nil {
            reader.error("dose \(id.rawValue) is missing", at: "doses")
        }
        return doses
    }

    private static func rangeText(_ reader: DocumentReader) -> String {
        if let text = reader.node.text { return text }
        let low = reader.text("low") ?? ""
        let high = reader.text("high") ?? low
        let note = (reader.text("text") ?? reader.text("note")).map { ": \($0)" } ?? ""
        return (low == high ? low : "\(low) to \(high)") + note
    }

    /// The compensation chains.
    static func chains(_ reader: DocumentReader) -> [CompensationChain] {
        reader.elements("chains").compactMap { entry in
            func region(_ key: String) -> BodyRegion? {
                let region = BodyRegion(rawValue: entry.required(key))
                if region == nil { entry.error("not a region that chains link", at: key, value: entry.node[key]) }
                return region
            }
            let muscles = entry.muscles("muscles")
            if muscles.isEmpty { entry.error("names no muscle", at: "muscles") }
            guard let to = region("region"), let from = region("from") else { return nil }
            return CompensationChain(
                id: entry.required("id"), region: to, from: from, muscles: muscles, text: entry.required("text"),
                check: entry.required("check"), evidence: entry.evidence(times: 2)
            )
        }
    }

    /// The published ranges of motion.
    static func norms(_ reader: DocumentReader) -> [MovementNorm] {
        reader.elements("norms").map { entry in
            let movement = Movement.ID(entry.required("movement"))
            if reader.vocabulary.movement[movement] == nil {
                entry.error("unknown movement", at: "movement", value: entry.node["movement"])
            }
            let rows = entry.elements("rows").compactMap(normRow)
            if rows.isEmpty { entry.error("no row", at: "rows") }
            return MovementNorm(
                movement: movement, method: entry.required("method"), rows: rows,
                impaired: limit(entry.child("impaired"), "below"), change: limit(entry.child("change"), "value")
            )
        }
    }

    /// The places where pressure can harm.
    static func dangers(_ reader: DocumentReader) -> [DangerZone] {
        reader.elements("zones").map { entry in
            DangerZone(
                id: entry.required("id"), structure: entry.required("structure"),
                kinds: entry.elements("kinds").compactMap { element in
                    guard let kind = HazardKind(rawValue: element.node.text ?? "") else {
                        element.error("unknown kind of hazard", value: element.node)
                        return nil
                    }
                    return kind
                },
                zones: entry.elements("zones").compactMap { $0.leafZone($0.node.text ?? "") },
                avoid: entry.required("avoid"), evidence: entry.evidence()
            )
        }
    }

    /// Rows of the vocabulary that are left out on purpose, per table, with the reason.
    static func unused(_ reader: DocumentReader) -> [String: [String: String]] {
        var excused: [String: [String: String]] = [:]
        for table in reader.child("tables")?.entries ?? [] {
            for group in table.reader.listed {
                let reason = group.required("reason")
                for id in group.elements("ids") { id.node.text.map { excused[table.key, default: [:]][$0] = reason } }
            }
        }
        return excused
    }

    private static func normRow(_ row: DocumentReader) -> MovementNorm.Row? {
        guard let mean = row.number("mean", in: -90...400) else {
            row.error("no mean", at: "mean")
            return nil
        }
        let ages = row.elements("age").compactMap { $0.node.text.flatMap(Double.init) }
        if !ages.isEmpty, ages.count != 2 || ages[0] > ages[ages.count - 1] {
            row.error("age must be [from, to]", at: "age", value: row.node["age"])
        }
        return MovementNorm.Row(
            sex: row.word("sex", default: MovementNorm.Row.Sex.both),
            ages: ages.count == 2 && ages[0] <= ages[1] ? ages[0]...ages[1] : nil, mean: mean,
            deviation: row.number("sd", in: 0...200), count: row.number("n", in: 1...1_000_000).map { Int($0) },
            note: row.text("note"), evidence: row.evidence()
        )
    }

    private static func limit(_ block: DocumentReader?, _ key: String) -> MovementNorm.Limit? {
        guard let block, block.text("none") == nil else { return nil }
        guard let value = block.number(key, in: -90...400) else {
            block.error("no number", at: key)
            return nil
        }
        return MovementNorm.Limit(value: value, text: block.required("text"), evidence: block.evidence())
    }

    private static func point(_ entry: DocumentReader) -> ConditionPoint? {
        let muscle = entry.required("muscle")
        guard entry.vocabulary.isMuscleOrPart(muscle) || entry.vocabulary.isGroup(muscle) else {
            entry.error("unknown muscle, part or group", at: "muscle", value: entry.node["muscle"])
            return nil
        }
        return ConditionPoint(
            muscle: muscle, count: entry.number("n", in: 1...1_000_000).map { Int($0) },
            active: entry.number("active", in: 0...1), latent: entry.number("latent", in: 0...1),
            note: entry.text("note"), evidence: entry.evidence()
        )
    }

    private static func effect(_ entry: DocumentReader) -> Effect {
        let size = entry.child("effect").flatMap { block -> Effect.Size? in
            guard let value = block.number("value", in: -100_000...100_000) else {
                block.error("no value", at: "value")
                return nil
            }
            return Effect.Size(
                measure: block.required("measure"), value: value, low: block.number("low", in: -100_000...100_000),
                high: block.number("high", in: -100_000...100_000), unit: block.text("unit") ?? "",
                against: block.text("against"), count: block.number("n", in: 1...1_000_000).map { Int($0) },
                when: block.text("when")
            )
        }
        return Effect(text: entry.required("text"), size: size, evidence: entry.evidence())
    }

    private static func term(of reader: DocumentReader, among terms: [Term.ID: Term], folder: String) -> Term? {
        let id = reader.required("id")
        guard let term = terms[Term.ID(id)] else {
            reader.error("unknown identifier", at: "id", value: reader.node["id"])
            return nil
        }
        if reader.file != "\(folder)/\(id).yaml" { reader.error("file name does not match the identifier", at: "id") }
        return term
    }

    private static func checkedGrade(_ reader: DocumentReader?, _ key: String) -> String {
        let grade = reader?.text(key) ?? ""
        let isKnown =
            grade.count <= 2 && "ABCD".contains(grade.prefix(1)) && ["", "+", "-"].contains(grade.dropFirst())
        if grade.isEmpty || !isKnown { reader?.error("grade must be A to D with + or -", at: key) }
        return grade
    }
}

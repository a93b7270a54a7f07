import Anatomy
public import Clinic
import Foundation
import Knowledge
import Outcomes
import Reasoning
public import Records

/// A session's note suggested from what was charted; the therapist edits and signs it.
///
/// It says what was found and done. It names no diagnosis.
public struct SessionDraft: Codable, Hashable, Sendable {
    public let subjective: String
    public let objective: String
    public let assessment: String
    public let plan: String

    /// Writes the four parts from the record.
    ///
    /// - Complexity: O(entries).
    public init(of visit: RecordEntry.ID, in record: ClientRecord, product: Product) {
        let writer = DraftWriter(visit: visit, record: record, words: ChartWords(product))
        subjective = writer.subjective
        objective = writer.objective
        assessment = writer.assessment
        plan = writer.plan
    }
}

/// What is charted, in words.
public struct ChartWords: Sendable {
    private let product: Product

    public init(_ product: Product) { self.product = product }

    /// `infraspinatus, right`.
    public func source(_ id: String, side: String) -> String {
        let name = PainSourceID(text: id).map { product.wording.source($0) } ?? id
        return Self.sided(name, side)
    }

    /// A zone, a movement, a muscle or nothing.
    public func target(_ value: MeasuredValue) -> String {
        if value.target.isEmpty { return "" }
        let vocabulary = product.knowledge.vocabulary
        if let zone = vocabulary.zone[Zone.ID(value.target)] { return Self.sided(zone.name, value.side) }
        if let movement = vocabulary.movement[Movement.ID(value.target)] {
            let joint = value.target.split(separator: "/").first.map { $0.replacing("_", with: " ") } ?? ""
            return Self.sided("\(joint) \(movement.name)", value.side)
        }
        return source(value.target, side: value.side)
    }

    public func finding(_ finding: KeptFinding) -> String {
        let side = finding.side.isEmpty || finding.side == "midline" ? "" : ", \(finding.side)"
        let degrees = finding.degrees.map { " \(Self.number($0))°" } ?? ""
        let parts = finding.finding.split(separator: ":").map(String.init)
        if parts.count == 3, parts[0] == "palpation" {
            let sign = product.knowledge.vocabulary.palpationSign[Term.ID(parts[2])]?.name ?? parts[2]
            return "pressing \(source("muscle:\(parts[1])", side: finding.side)): \(sign)"
        }
        return product.wording.fact(finding.finding) + side + degrees
    }

    /// `pain, deltoid area, right: 6 → 3`.
    public func measured(_ value: MeasuredValue) -> String {
        let name = [Self.name(value.measure), target(value)].filter { !$0.isEmpty }.joined(separator: ", ")
        let values = value.values.map(Self.number).joined(separator: ", ")
        let mean = value.values.count > 1 ? " (mean \(Self.number(value.figure)))" : ""
        return "\(name): \(values)\(mean)\(Self.unit(value.measure))"
    }

    /// One hold with what came of it.
    public func hold(_ hold: PressureHold) -> String {
        var text = source(hold.source, side: hold.side)
        if hold.point > 0 { text += ", point \(hold.point)" }
        text += ": \(hold.technique.rawValue.replacing("_", with: " "))"
        text += hold.seconds.map { ", \(Int($0.rounded())) s" } ?? ", not ended"
        if let pressure = hold.pressure { text += " at \(Self.number(pressure)) of 10" }
        if let kilograms = hold.kilograms { text += ", \(Self.number(kilograms)) kg/cm²" }
        let pains = hold.pains
        if let first = pains.first {
            text += "; pain \(Self.number(first.pain))"
            if pains.count > 1, let last = pains.last { text += " → \(Self.number(last.pain))" }
        }
        let seen: [(PressureHold.Moment.Kind, String)] = [
            (.release, "release felt"), (.twitch, "twitch"), (.familiar, "felt as the complaint"),
            (.referred, "pain referred"), (.stop, "the client asked to stop"),
        ]
        for (kind, word) in seen where hold.has(kind) { text += "; \(word)" }
        return text
    }

    /// A perpetuating factor in words.
    public func factor(_ id: String) -> String {
        product.knowledge.vocabulary.perpetuatingFactors.first { $0.id.text == id }?.name
            ?? id.replacing("_", with: " ")
    }

    /// The published norm of a movement in degrees; `nil` where none is known.
    public func norm(of movement: String) -> Double? { product.norm(of: Movement.ID(movement)) }

    static func sided(_ name: String, _ side: String) -> String {
        side.isEmpty || side == "midline" ? name : "\(name), \(side)"
    }

    /// A number without needless decimals.
    public static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }

    static func name(_ measure: MeasuredValue.Measure) -> String {
        switch measure {
        case .pain: "pain"
        case .pressureThreshold: "pressure pain threshold"
        case .range: "range"
        case .psfs: "own activities (PSFS)"
        case .peg: "pain, enjoyment, activity (PEG)"
        case .pgic: "global impression of change (1 very much better, 7 very much worse)"
        }
    }

    static func unit(_ measure: MeasuredValue.Measure) -> String {
        switch measure {
        case .pain, .psfs, .peg: " of 10"
        case .pressureThreshold: " kg/cm²"
        case .range: "°"
        case .pgic: ""
        }
    }
}

/// Puts the parts of a note together.
private struct DraftWriter {
    let visit: RecordEntry.ID
    let record: ClientRecord
    let words: ChartWords

    private var entries: [RecordEntry] { record.entries(of: visit) }
    private var measured: [MeasuredValue] { record.measurements(of: visit) }
    private var complaint: RecordEntry.ID? { record.entry(visit)?.complaint }

    var subjective: String {
        var lines: [String] = []
        if let complaint, case .complaint(let value)? = record.entry(complaint)?.body {
            lines.append(value.title + (value.began.isEmpty ? "." : ", since \(value.began)."))
        }
        let before = measured.filter { $0.phase == .before && [.pain, .psfs, .peg].contains($0.measure) }
        lines += before.map { sentence(words.measured($0)) }
        if let complaint {
            let days = record.diary(of: complaint)
            let told = days.compactMap(\.pain)
            if let last = days.last, !told.isEmpty {
                let mean = told.suffix(14).reduce(0, +) / Double(min(told.count, 14))
                lines.append(
                    "Diary to \(last.day): \(told.count) days, worst pain of the last \(min(told.count, 14)) on average \(ChartWords.number(mean)) of 10."
                )
            }
            lines += answers(to: complaint)
        }
        return lines.joined(separator: "\n")
    }

    /// What the client answered at home up to the day of the visit.
    private func answers(to complaint: RecordEntry.ID) -> [String] {
        guard case .visit(let value)? = record.entry(visit)?.body else { return [] }
        let zone = TimeZone(identifier: value.zone) ?? .gmt
        let course = QuestionnaireCourse(
            of: complaint, in: record, zone: zone, until: CalendarDay(value.started, in: zone))
        return course.series.filter { $0.answers.last?.value.source != nil }.map { sentence($0.sentence) }
    }

    var objective: String {
        var lines: [String] = []
        let findings = entries.compactMap { if case .finding(let value) = $0.body { value } else { nil } }
        lines += findings.map { sentence(words.finding($0)) }
        for value in measured where value.phase == .before && [.range, .pressureThreshold].contains(value.measure) {
            let norm =
                value.measure == .range ? words.norm(of: value.target).map { " (norm \(Int($0.rounded()))°)" } : nil
            lines.append(sentence(words.measured(value) + (norm ?? "")))
        }
        let holds = record.holds(of: visit)
        if !holds.isEmpty { lines.append("Pressure held:") }
        lines += holds.map { "- " + sentence(words.hold($0)) }
        let pairs = MeasuredPair.pairs(measured)
        if !pairs.isEmpty { lines.append("Measured again:") }
        for pair in pairs {
            let from = ChartWords.number(pair.before.figure)
            let name = [ChartWords.name(pair.before.measure), words.target(pair.before)].filter { !$0.isEmpty }
                .joined(separator: ", ")
            lines.append(
                "- \(sentence("\(name): \(from) → \(ChartWords.number(pair.after.figure))\(ChartWords.unit(pair.after.measure)); \(pair.verdict)"))"
            )
        }
        return lines.joined(separator: "\n")
    }

    var assessment: String {
        var lines: [String] = []
        let last = record.current.last { entry in
            guard entry.complaint == complaint, case .assessment = entry.body else { return false }
            return true
        }
        if case .assessment(let kept)? = last?.body {
            let origins = kept.origins.prefix(3).map { origin in
                "\(words.source(origin.source, side: origin.side)) (\(Int((origin.probability * 100).rounded())) %)"
            }
            if !origins.isEmpty {
                lines.append(
                    "Hypotheses for examination, no diagnosis: \(origins.joined(separator: "; ")). Knowledge \(kept.knowledge)."
                )
            }
            if !kept.redFlags.isEmpty { lines.append("RED FLAGS: \(kept.redFlags.joined(separator: ", ")).") }
        }
        let held = Set(record.holds(of: visit).map { words.source($0.source, side: $0.side) }).sorted()
        if !held.isEmpty { lines.append("Treated by pressure: \(held.joined(separator: "; ")).") }
        let real = MeasuredPair.pairs(measured).filter { $0.change?.reality == .realBetter }
        if !MeasuredPair.pairs(measured).isEmpty {
            lines.append(
                real.isEmpty
                    ? "No measured change goes beyond the error of measurement today."
                    : "Beyond the error of measurement: "
                        + real.map {
                            words.target($0.before).isEmpty
                                ? ChartWords.name($0.before.measure)
                                : "\(ChartWords.name($0.before.measure)) of \(words.target($0.before))"
                        }
                        .joined(separator: "; ") + ".")
        }
        return lines.joined(separator: "\n")
    }

    var plan: String {
        var lines: [String] = []
        let programme = complaint.flatMap { record.programme(of: $0)?.value }
        for exercise in programme?.exercises ?? [] {
            lines.append(
                "- \(exercise.kind == .lengthen ? "Lengthen" : "Press") \(words.source(exercise.source, side: exercise.side)): \(ChartWords.number(exercise.seconds)) s, \(exercise.perDay) times a day."
            )
        }
        if let complaint {
            let yes = record.causes(of: complaint).values.filter { $0.answer == .yes }.map { words.factor($0.factor) }
            if !yes.isEmpty { lines.append("May keep it alive: \(yes.sorted().joined(separator: "; ")).") }
            if let tried = record.events(of: complaint).last(where: { $0.kind == .changeTried }) {
                let text = tried.text.isEmpty ? words.factor(tried.factor) : tried.text
                lines.append("One change is tried since \(tried.day): \(text).")
            }
        }
        return lines.joined(separator: "\n")
    }

    /// With a capital letter and a full stop.
    private func sentence(_ text: String) -> String {
        let first = text.prefix(1).uppercased() + text.dropFirst()
        return first.hasSuffix(".") ? first : first + "."
    }
}

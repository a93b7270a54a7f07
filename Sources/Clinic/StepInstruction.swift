import Anatomy
import Knowledge
import Reasoning

/// How a step is done, in the words of the knowledge.
struct StepInstruction {
    private(set) var how: [String] = []
    private(set) var hazards: [String] = []
    private(set) var holdSeconds: Int?
    private(set) var figure: String?

    init(_ item: ExaminationItem, wording: Wording) {
        let knowledge = wording.knowledge
        let side = item.side?.rawValue ?? "midline"
        switch item.subject {
        case .pressing(let source):
            guard let card = knowledge.source[source] else { return }
            figure = "/api/figure/\(source.kind.rawValue)/\(source.name)?side=\(side)"
            holdSeconds = 5
            if let palpation = card.muscle?.reference.palpation.value {
                how = [palpation.client, palpation.hand, palpation.path, palpation.feel]
            }
            let points = card.parts.flatMap(\.points)
            if !points.isEmpty {
                how.append("Points: " + points.prefix(6).map(\.text).joined(separator: "; "))
            }
            if source.kind == .muscle {
                how.append("Hold 5 s before you record that the pain stays where it is.")
            } else {
                how.append("Press with one finger, the same on both sides; ask whether it is the client's own pain.")
            }
            for hazard in card.muscle?.reference.hazards.value ?? [] {
                hazards.append("\(hazard.structure): \(hazard.avoid)")
            }
        case .test(let id):
            guard let test = knowledge.tests.first(where: { $0.id == id.text }) else { return }
            how = [test.procedure?.text, test.positive.map { "Positive: \($0)." }].compactMap { $0 }
            if let caution = test.caution?.value { hazards.append(caution.text) }
            how.append(accuracy(of: test))
        case .range: how = ["Both sides, slowly, as far as it goes; note degrees and where it hurts."]
        case .strength: how = ["Hold against your hand for 3 s, both sides; ask whether it is the client's own pain."]
        case .feeling(let zone):
            figure = "/api/figure/zone?zone=\(zone)&side=\(side)"
            how = ["Touch lightly with cotton or a fingertip here and at the same place of the other side."]
        case .reflex:
            how = ["Tap the tendon on both sides, muscle relaxed; let the client clench the teeth if nothing comes."]
        case .sign(let source, let sign):
            figure = "/api/figure/\(source.kind.rawValue)/\(source.name)?side=\(side)"
            how = [
                knowledge.vocabulary.palpationSign[sign].map {
                    "Look for it while the finger is on the point: \($0.name)."
                }
            ]
            .compactMap { $0 }
            for hazard in knowledge.source[source]?.muscle?.reference.hazards.value ?? [] {
                hazards.append("\(hazard.structure): \(hazard.avoid)")
            }
        case .fact, .factor: break
        }
    }

    private func accuracy(of test: ClinicalTest) -> String {
        func percent(_ rate: MeasuredRate) -> String {
            "\(Int((rate.value * 100).rounded())) % (\(rate.evidence.level.rawValue))"
        }
        guard let sensitivity = test.sensitivity, let specificity = test.specificity else {
            return "No published sensitivity and specificity: weak evidence either way."
        }
        return "Sensitivity \(percent(sensitivity)), specificity \(percent(specificity))."
    }
}

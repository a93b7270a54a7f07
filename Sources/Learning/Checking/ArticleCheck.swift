import Anatomy
import Knowledge

/// Holds the pages against the vocabulary, the knowledge and each other.
struct ArticleCheck {
    let knowledge: KnowledgeBase
    let works: [String: Work]
    let readings: [Reading]
    let log: ContentLog

    /// Longest description that search engines show whole.
    static let longestDescription = 160

    func run(_ articles: [Article]) {
        let known = Set(articles.map(\.id))
        var slugs: Set<String> = []
        for article in articles {
            if !slugs.insert(article.slug).inserted { report(article, "id", article.id, "two pages have this address") }
            checkFrame(of: article, known: known)
            checkSections(of: article)
            for claim in article.claims { check(claim, in: article) }
            for sign in article.physician { check(sign, in: article) }
            checkMuscles(of: article)
        }
        for term in knowledge.vocabulary.conditions where !known.contains(term.id.text) {
            log.report(
                LearningDiagnostic(
                    file: "conditions/\(term.id).yaml", path: "document", value: "",
                    message: "no page for this row of conditions.tsv")
            )
        }
    }

    private func report(_ article: Article, _ path: String, _ value: String, _ message: String) {
        log.report(LearningDiagnostic(file: article.file, path: path, value: value, message: message))
    }

    // MARK: Frame

    private func checkFrame(of article: Article, known: Set<String>) {
        let expected = article.kind == .condition ? "conditions/\(article.id).yaml" : "\(article.id).yaml"
        if article.file != expected { report(article, "id", article.id, "the file must be named \(expected)") }
        if article.description.count > Self.longestDescription {
            report(article, "description", "\(article.description.count)", "more than 160 characters")
        }
        if article.kind == .condition {
            if knowledge.vocabulary.condition[Term.ID(article.id)] == nil {
                report(article, "id", article.id, "unknown condition")
            }
            let grade = knowledge.conditions.first { $0.id.text == article.id }?.grade ?? ""
            if EvidenceGrade(grade) == nil {
                report(article, "id", grade, "the grade of the knowledge is outside of A to D")
            }
        }
        for (index, id) in article.related.enumerated() where !known.contains(id) || id == article.id {
            report(article, "related[\(index)]", id, "no such page to read on")
        }
        check(Claim(text: "", evidence: article.evidence, namesSource: true, path: "defaults"), in: article)
    }

    private func checkSections(of article: Article) {
        func need(_ isThere: Bool, _ path: String, _ message: String = "this part is missing") {
            if !isThere { report(article, path, "", message) }
        }
        need(!article.summary.isEmpty, "summary")
        guard article.kind == .condition else {
            need(!article.sections.isEmpty || !article.questions.isEmpty || !article.physician.isEmpty, "sections")
            for (index, section) in article.sections.enumerated() {
                let isEmpty = section.paragraphs.isEmpty && section.list.isEmpty && section.steps.isEmpty
                need(!isEmpty, "sections[\(index)]", "an empty part")
            }
            return
        }
        need(!article.benefit.isEmpty, "benefit")
        need(!article.missing.isEmpty, "evidence.missing", "what no study shows must be said")
        need(!article.can.isEmpty, "can")
        need(!article.cannot.isEmpty, "cannot")
        need(article.muscles.count >= 2, "muscles", "at least two muscles")
        need(article.selfCare.count >= 2, "self_care", "at least two lines")
        need(article.physician.contains { $0.urgency == .emergency }, "physician", "no emergency is named")
        need(article.physician.count >= 3, "physician", "at least three lines")
    }

    // MARK: Statements

    private func check(_ claim: Claim, in article: Article) {
        var strongest = VerificationLevel.unverified
        for source in claim.evidence.sources {
            guard let work = works[source] else {
                report(article, "\(claim.path).src", source, "unknown source")
                continue
            }
            let seen = [work.seen] + readings.filter { $0.work == source }.map(\.seen)
            for level in seen.map(Work.strongestLevel) { strongest = min(strongest, level) }
        }
        if claim.evidence.level < strongest, !claim.evidence.sources.isEmpty {
            report(
                article, "\(claim.path).level", claim.evidence.level.rawValue,
                "stronger than what was read of its sources (\(strongest.rawValue))"
            )
        }
        let words = Set(claim.text.lowercased().split { !$0.isLetter }.map(String.init))
        for word in Self.promises.intersection(words).sorted() where !claim.path.hasPrefix("cannot") {
            report(article, claim.path, word, "a promise that no page makes")
        }
        if !claim.path.hasPrefix("defaults"), claim.text.count < 4 {
            report(article, claim.path, claim.text, "too short to say something")
        }
    }

    /// Words that promise more than any study can.
    static let promises: Set<String> = [
        "guarantee", "guaranteed", "guarantees", "miracle", "miraculous", "cures", "cured", "permanently", "proven",
    ]

    // MARK: Red flags

    private func check(_ sign: WarningSign, in article: Article) {
        var facts: Set<String> = []
        var urgency = Urgency.routine
        for (index, id) in sign.rules.enumerated() {
            guard let rule = knowledge.redFlags.first(where: { $0.id == id }) else {
                report(article, "\(sign.claim.path).rules[\(index)]", id, "no such rule of the safety gate")
                continue
            }
            facts.formUnion(rule.condition.facts)
            urgency = max(urgency, rule.urgency)
        }
        if sign.urgency < urgency {
            report(
                article, "\(sign.claim.path).urgency", sign.urgency.rawValue,
                "weaker than the rule of the safety gate (\(urgency.rawValue))"
            )
        }
        for (index, fact) in sign.facts.enumerated() {
            let path = "\(sign.claim.path).facts[\(index)]"
            if let problem = FlagFact.problem(with: fact, vocabulary: knowledge.vocabulary) {
                report(article, path, fact, problem)
            } else if !sign.rules.isEmpty, !facts.contains(fact) {
                report(article, path, fact, "none of the named rules reads this fact")
            }
        }
        if sign.rules.isEmpty, sign.beyondGate == nil {
            report(article, "\(sign.claim.path).rules", "", "names no rule of the safety gate and no reason (beyond)")
        }
    }

    // MARK: Muscles

    private func checkMuscles(of article: Article) {
        var seen: Set<String> = []
        for (index, use) in article.muscles.enumerated() {
            let path = "muscles[\(index)].id"
            guard knowledge.vocabulary.muscle[Muscle.ID(use.id)] != nil else {
                report(article, path, use.id, "unknown muscle")
                continue
            }
            if !seen.insert(use.id).inserted { report(article, path, use.id, "named twice") }
            guard use.showsSelfCare else { continue }
            // Arteries, nerves and the lung lie beside them; nobody is sent there alone.
            if knowledge.vocabulary.muscle[Muscle.ID(use.id)]?.region == "neck" {
                report(article, path, use.id, "a muscle of the neck is not shown for pressing alone")
            }
            let dose = knowledge.source[PainSourceID(.muscle, use.id)]?.muscle?.reference.hold.value?.dose
            if dose != .standard, dose != .light {
                report(article, path, use.id, "not a muscle that people may press alone")
            }
        }
    }
}

extension FlagCondition {
    /// Every fact that the condition reads, those it must not find included.
    var facts: Set<String> {
        switch self {
        case .fact(let fact): [fact]
        case .not(let condition): condition.facts
        case .all(let conditions), .any(let conditions), .atLeast(_, of: let conditions):
            conditions.reduce(into: []) { $0.formUnion($1.facts) }
        }
    }
}

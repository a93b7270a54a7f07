import Anatomy
import Knowledge

/// Builds one page.
struct PageBuilder {
    let pages: LearnPages
    let article: Article
    let pressed: String?
    let model: ModelBlock?
    private var writer: LineWriter

    init(pages: LearnPages, article: Article, pressed: String?, model: ModelBlock? = nil) {
        self.pages = pages
        self.article = article
        self.pressed = pressed
        self.model = model
        writer = LineWriter(works: pages.base.works, common: article.evidence)
    }

    private var knowledge: KnowledgeBase { pages.knowledge }

    /// The page; sources are numbered in the order in which a reader meets them.
    consuming func page() -> LearnPage {
        let path = LearnAddress.page(article.slug)
        let summaryMark = writer.mark(of: article.summary)
        let summary = article.summary.map { writer.line($0) }
        let physician = physician()
        let benefit = part("benefit", "Who can benefit", article.benefit)
        let studies = studies()
        let can = part("can", "What NMT can do here", article.can)
        let cannot = part("cannot", "What NMT cannot do here", article.cannot)
        let muscles = muscles()
        let care = care()
        let parts = article.sections.map { section in
            writer.part(
                section.id, section.title, paragraphs: section.paragraphs, lines: section.list,
                steps: section.steps, note: section.note
            )
        }
        let press = article.blocks.contains(.press) ? pressBlock() : nil
        let questions = article.questions.enumerated().map { index, question in
            LearnPage.QuestionLine(
                id: "question-\(index + 1)", question: question.question,
                answer: question.answer.map { writer.line($0) }
            )
        }
        let tiles = article.blocks.contains(.conditions) ? pages.tiles() : []
        let gate = article.blocks.contains(.gate) ? gate() : []
        let jumps: [(String, String, Bool)] =
            [
                ("physician", "See a physician", physician != nil), ("benefit", "Who can benefit", benefit != nil),
                ("studies", "What studies say", studies != nil), ("can", "Can and cannot", can != nil),
                ("muscles", "Muscles", muscles != nil), ("press", "Press a muscle", press != nil),
            ] + parts.map { ($0.id, $0.heading, true) } + [
                ("model", ModelBlock.heading, model != nil),
                ("self-care", "At home", care != nil), ("questions", "Questions", !questions.isEmpty),
                ("sources", "Sources", true),
            ]
        return LearnPage(
            frame: pages.frame(current: path), title: article.title, heading: article.title,
            description: article.description, slug: article.slug, canonical: pages.site.origin.map { $0 + path },
            structuredData: StructuredData(site: pages.site).page(
                article, works: writer.order.compactMap { pages.base.works[$0] }
            ),
            isCondition: article.kind == .condition, summary: summary, summaryMark: summaryMark,
            physician: physician, benefit: benefit, studies: studies, can: can, cannot: cannot, muscles: muscles,
            care: care, parts: parts, press: press, model: model, tiles: tiles, hasTiles: !tiles.isEmpty, gate: gate,
            hasGate: !gate.isEmpty, questions: questions, hasQuestions: !questions.isEmpty,
            related: related(), hasRelated: !article.related.isEmpty,
            jumps: jumps.filter(\.2).map { LearnPage.Link(name: $0.1, href: "#\($0.0)", current: false) },
            sources: writer.sources, reviewed: article.reviewed.description, reviewedWords: article.reviewed.words,
            author: LearnPages.author, reportHref: pages.site.report(path: path)
        )
    }

    /// The block of the pressed muscle alone, without the map.
    consuming func answer() -> PressBlock { pressBlock(withMap: false) }

    private mutating func part(_ id: String, _ heading: String, _ claims: [Claim]) -> LearnPage.Part? {
        claims.isEmpty ? nil : writer.part(id, heading, lines: claims)
    }

    private func related() -> [LearnPage.Link] {
        article.related.compactMap { id in
            pages.base.article[Article.slug(id)].map {
                LearnPage.Link(name: $0.shortTitle, href: LearnAddress.page($0.slug), current: false)
            }
        }
    }

    // MARK: Safety

    private static let urgencies: [(Urgency, String)] = [
        (.emergency, "Call for emergency help now"), (.urgent, "See a physician soon, within a day or so"),
        (.routine, "Make an appointment with a physician"),
    ]

    private mutating func physician() -> LearnPage.Physician? {
        guard !article.physician.isEmpty else { return nil }
        let mark = writer.mark(of: article.physician.map(\.claim))
        let groups = Self.urgencies.compactMap { urgency, heading -> LearnPage.Urgency? in
            let signs = article.physician.filter { $0.urgency == urgency }
            guard !signs.isEmpty else { return nil }
            return LearnPage.Urgency(
                heading: heading, kind: urgency.rawValue, lines: signs.map { writer.line($0.claim) }
            )
        }
        return LearnPage.Physician(mark: mark, groups: groups)
    }

    private func gate() -> [LearnPage.Gate] {
        Self.urgencies.compactMap { urgency, heading in
            let titles = knowledge.redFlags.filter { $0.urgency == urgency }.map(\.title)
            return titles.isEmpty
                ? nil : LearnPage.Gate(heading: heading, kind: urgency.rawValue, titles: titles.sorted())
        }
    }

    // MARK: Studies

    private mutating func studies() -> LearnPage.Studies? {
        guard let guide = pages.guide(of: article), let grade = EvidenceGrade(guide.grade) else { return nil }
        let basis = writer.line(guide.gradeBasis.text, guide.gradeBasis.evidence)
        let findings = article.findings.map { finding in
            LearnPage.Finding(
                line: writer.line(finding.claim), outcome: finding.outcome.rawValue,
                outcomeWords: finding.outcome.words, certaintyWords: finding.certainty.words
            )
        }
        return LearnPage.Studies(
            grade: grade.description, letter: grade.letter.rawValue, gradeWords: grade.words,
            gradeMeaning: grade.meaning, basis: basis, findings: findings, hasFindings: !findings.isEmpty,
            missing: writer.part("missing", "What no study shows", lines: article.missing)
        )
    }

    // MARK: Muscles

    private mutating func muscles() -> LearnPage.Muscles? {
        guard !article.muscles.isEmpty, !article.blocks.contains(.press) else { return nil }
        let press = pages.base.articles.first { $0.blocks.contains(.press) }?.slug ?? article.slug
        let mark = writer.mark(of: article.muscles.map(\.claim))
        return LearnPage.Muscles(
            mark: mark,
            lines: article.muscles.map { use in
                LearnPage.MuscleLine(
                    name: MuscleWords.name(use.id), plainName: plainName(use.id), href: LearnAddress.muscle(use.id),
                    pressHref: LearnAddress.press(use.id, on: press), line: writer.line(use.claim)
                )
            },
            charts: article.muscles.map { chart($0.id) }
        )
    }

    private func plainName(_ id: String) -> String? {
        let plain = knowledge.name(of: PainSourceID(.muscle, id))
        return plain == MuscleWords.name(id) ? nil : plain
    }

    private func chart(_ id: String) -> LearnChart {
        let name = MuscleWords.name(id)
        let usual = knowledge.source[PainSourceID(.muscle, id)].map { words.field(of: $0).usual } ?? ""
        return LearnChart(
            src: LearnAddress.chart(id), alt: "Body chart of \(name). Many people feel its pain at: \(usual).",
            caption: name
        )
    }

    private var words: MuscleWords { MuscleWords(knowledge: knowledge) }

    private mutating func care() -> LearnPage.Care? {
        guard !article.selfCare.isEmpty else { return nil }
        let part = writer.part("self-care", "What you can do at home", lines: article.selfCare)
        let muscles = article.muscles.filter(\.showsSelfCare).compactMap { use -> LearnPage.MuscleCare? in
            guard let reference = knowledge.source[PainSourceID(.muscle, use.id)]?.muscle?.reference else { return nil }
            let own = reference.selfCare.value
            let pressure = own.flatMap { care in care.pressure.map { ($0, care.evidence) } }
            let forbidden = reference.contraindications.value ?? []
            return LearnPage.MuscleCare(
                name: MuscleWords.name(use.id), href: LearnAddress.muscle(use.id),
                pressure: pressure.map { writer.line(MuscleWords.sentence($0.0), $0.1) },
                lengthen: reference.lengthen.value.map { writer.line(MuscleWords.sentence($0.text), $0.evidence) },
                caution: forbidden.map { writer.line(MuscleWords.sentence($0.text), $0.evidence) },
                hasCaution: !forbidden.isEmpty
            )
        }
        return LearnPage.Care(part: part, muscles: muscles, hasMuscles: !muscles.isEmpty)
    }

    // MARK: Press

    private mutating func pressBlock(withMap: Bool = true) -> PressBlock {
        let vocabulary = knowledge.vocabulary
        let asked = pressed.flatMap { text in text.isEmpty ? nil : text }
        let chosen = asked.flatMap { knowledge.source[PainSourceID(.muscle, $0)] }
        func muscle(_ id: String) -> PressBlock.Muscle {
            PressBlock.Muscle(
                id: id, name: MuscleWords.name(id), plainName: plainName(id),
                href: LearnAddress.press(id, on: article.slug), current: id == chosen?.id.name
            )
        }
        var groups: [(name: String, ids: [String])] = []
        for use in article.muscles {
            let region = BodyArea.of(region: vocabulary.muscle[Muscle.ID(use.id)]?.region ?? "").rawValue
            if let index = groups.firstIndex(where: { $0.name == region }) {
                groups[index].ids.append(use.id)
            } else {
                groups.append((region, [use.id]))
            }
        }
        let all = knowledge.sources.filter { $0.id.kind == .muscle }.map { muscle($0.id.name) }
        let map = withMap ? pages.maps.map(of: article.muscles.map { muscle($0.id) }) : []
        return PressBlock(
            action: LearnAddress.page(article.slug),
            groups: groups.map { PressBlock.Group(name: $0.name, muscles: $0.ids.map(muscle)) },
            all: all.sorted { $0.name < $1.name }, map: map, hasMap: !map.isEmpty,
            chosen: chosen.map { source in
                let field = words.field(of: source)
                var own = LineWriter(works: pages.base.works, common: field.evidence)
                _ = own.mark(field.evidence)
                return PressBlock.Chosen(
                    name: MuscleWords.name(source.id.name), plainName: plainName(source.id.name),
                    href: LearnAddress.muscle(source.id.name), usual: field.usual, sometimes: field.sometimes,
                    chart: chart(source.id.name),
                    mark: LearnPage.Mark(
                        level: field.evidence.level.rawValue, meaning: field.evidence.level.meaning, single: false,
                        sources: []
                    ), rests: own.sources
                )
            },
            unknown: chosen == nil ? asked.map { String($0.prefix(60)) } : nil
        )
    }
}

extension LearnPage {
    /// Everything on the page that is meant to be read as text: no titles of works, no numbers of sources, no menus.
    ///
    /// Used to measure how hard a page is to read; so the lines from the muscles' cards count as well.
    public var prose: [String] {
        var texts = summary.map(\.text)
        for group in physician?.groups ?? [] { texts += [group.heading] + group.lines.map(\.text) }
        for part in [benefit, can, cannot].compactMap({ $0 }) + parts { texts += part.prose }
        if let studies {
            texts += [studies.gradeMeaning, studies.basis.text] + studies.findings.map(\.line.text)
            texts += studies.missing.prose
        }
        if let muscles { texts += muscles.lines.map(\.line.text) }
        if let care {
            texts += care.part.prose
            for muscle in care.muscles {
                texts += [muscle.pressure?.text, muscle.lengthen?.text].compactMap { $0 } + muscle.caution.map(\.text)
            }
        }
        for group in gate { texts += [group.heading] + group.titles }
        texts += tiles.map(\.teaser)
        for question in questions { texts += [question.question] + question.answer.map(\.text) }
        return texts
    }
}

extension LearnPage.Part {
    fileprivate var prose: [String] {
        ([heading] + paragraphs.map(\.text) + lines.map(\.text) + steps.map(\.text)) + (note.map { [$0.text] } ?? [])
    }
}

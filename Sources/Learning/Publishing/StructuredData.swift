import Knowledge

/// What the pages tell search engines about themselves, in the words of schema.org.
struct StructuredData {
    let site: LearnSite

    private typealias Entry = (key: String, value: LinkedData)

    /// `MedicalWebPage`, `BreadcrumbList` and, with questions, `FAQPage`.
    func page(_ article: Article, works: [Work]) -> String {
        let path = LearnAddress.page(article.slug)
        var page: [Entry] = [
            ("@type", .text("MedicalWebPage")), ("@id", .text(site.absolute(path))),
            ("url", .text(site.absolute(path))), ("name", .text(article.title)),
            ("description", .text(article.description)), ("inLanguage", .text("en")),
            ("lastReviewed", .text(article.reviewed.description)),
            ("dateModified", .text(article.reviewed.description)), ("author", organization),
            ("publisher", organization),
            ("audience", .object([("@type", .text("MedicalAudience")), ("audienceType", .text("Patient"))])),
            ("license", .text("https://creativecommons.org/licenses/by/4.0/")),
        ]
        if article.kind == .condition {
            page.append(
                ("about", .object([("@type", .text("MedicalCondition")), ("name", .text(article.shortTitle))]))
            )
        }
        if !works.isEmpty { page.append(("citation", .list(works.map(citation)))) }
        var graph: [LinkedData] = [
            .object(page), crumbs([("Learn", LearnAddress.overview), (article.shortTitle, path)]),
        ]
        if !article.questions.isEmpty { graph.append(questions(article, path: path)) }
        return document(graph)
    }

    /// `CollectionPage` with all pages.
    func overview(_ articles: [Article]) -> String {
        let parts = articles.map { article in
            LinkedData.object([
                ("@type", .text("MedicalWebPage")),
                ("url", .text(site.absolute(LearnAddress.page(article.slug)))), ("name", .text(article.title)),
            ])
        }
        return document([
            .object([
                ("@type", .text("CollectionPage")), ("url", .text(site.absolute(LearnAddress.overview))),
                ("name", .text("Learn")), ("description", .text(LearnOverview.description)),
                ("inLanguage", .text("en")), ("publisher", organization), ("hasPart", .list(parts)),
            ]),
            crumbs([("Learn", LearnAddress.overview)]),
        ])
    }

    private func document(_ graph: [LinkedData]) -> String {
        LinkedData.object([("@context", .text("https://schema.org")), ("@graph", .list(graph))]).script
    }

    private var organization: LinkedData {
        var entries: [Entry] = [("@type", .text("Organization")), ("name", .text(LearnPages.author))]
        if let origin = site.origin { entries.append(("url", .text(origin + "/"))) }
        return .object(entries)
    }

    private func citation(_ work: Work) -> LinkedData {
        var entries: [Entry] = [("@type", .text("CreativeWork")), ("name", .text(work.title))]
        if work.year > 0 { entries.append(("datePublished", .text(String(work.year)))) }
        if let address = work.address { entries.append(("url", .text(address))) }
        return .object(entries)
    }

    private func crumbs(_ steps: [(name: String, path: String)]) -> LinkedData {
        .object([
            ("@type", .text("BreadcrumbList")),
            (
                "itemListElement",
                .list(
                    steps.enumerated().map { index, step in
                        .object([
                            ("@type", .text("ListItem")), ("position", .number(index + 1)),
                            ("name", .text(step.name)), ("item", .text(site.absolute(step.path))),
                        ])
                    }
                )
            ),
        ])
    }

    private func questions(_ article: Article, path: String) -> LinkedData {
        .object([
            ("@type", .text("FAQPage")), ("@id", .text(site.absolute(path) + "#questions")),
            (
                "mainEntity",
                .list(
                    article.questions.map { question in
                        let answer = question.answer.map(\.text).joined(separator: " ")
                        return .object([
                            ("@type", .text("Question")), ("name", .text(question.question)),
                            (
                                "acceptedAnswer",
                                .object([("@type", .text("Answer")), ("text", .text(answer))])
                            ),
                        ])
                    }
                )
            ),
        ])
    }
}

import Anatomy
public import Knowledge

/// Makes the pages of the Learn part for the templates.
public struct LearnPages: Sendable {
    let knowledge: KnowledgeBase
    let base: LearningBase
    let site: LearnSite
    let maps: any LearnMaps

    public static let author = "Tautband"

    public init(
        knowledge: KnowledgeBase, base: LearningBase, site: LearnSite = LearnSite(), maps: any LearnMaps = NoMaps()
    ) {
        self.knowledge = knowledge
        self.base = base
        self.site = site
        self.maps = maps
    }

    /// The name under which a page is found, for links that write it otherwise; `nil` when there is no such page.
    public func canonicalSlug(_ name: String) -> String? {
        let slug = Article.slug(name.lowercased())
        return base.article[slug] == nil ? nil : slug
    }

    /// The page of this name, with a muscle pressed where one is asked for; `nil` when there is none.
    ///
    /// - Parameters:
    ///   - slug: The name of the page in its address.
    ///   - muscle: The muscle that is pressed.
    ///   - model: The answer of the model, for a page that has the block; other pages leave it out.
    /// - Returns: The page, ready for its template.
    /// - Complexity: O(statements of the page), and the drawing of its map.
    public func page(_ slug: String, muscle: String? = nil, model: ModelBlock? = nil) -> LearnPage? {
        guard let article = base.article[slug] else { return nil }
        let shown = article.blocks.contains(.model) ? model : nil
        return PageBuilder(pages: self, article: article, pressed: muscle, model: shown).page()
    }

    /// Whether the page of this name has a block that the program makes.
    public func has(_ block: Article.Block, on slug: String) -> Bool {
        base.article[slug]?.blocks.contains(block) ?? false
    }

    /// The block of a page in which a muscle is pressed, alone: what a script fetches; `nil` where the page has none.
    public func press(_ slug: String, muscle: String?) -> PressBlock? {
        guard let article = base.article[slug], article.blocks.contains(.press) else { return nil }
        return PageBuilder(pages: self, article: article, pressed: muscle).answer()
    }

    /// The overview of all pages.
    public func overview() -> LearnOverview {
        let pages = base.articles.filter { $0.kind == .page }
        return LearnOverview(
            frame: frame(current: LearnAddress.overview), title: "Learn",
            description: LearnOverview.description, canonical: site.origin.map { $0 + LearnAddress.overview },
            structuredData: StructuredData(site: site).overview(base.articles),
            pages: pages.map {
                LearnOverview.Tile(
                    name: $0.shortTitle, href: LearnAddress.page($0.slug), teaser: $0.description
                )
            },
            conditions: tiles()
        )
    }

    /// The sitemap of these pages, and of other paths of the server.
    ///
    /// - Parameter paths: Paths from the root, with the slash.
    /// - Returns: `nil` where the server does not know its own origin.
    public func sitemap(also paths: [String] = []) -> String? {
        guard let origin = site.origin else { return nil }
        let newest = base.articles.map(\.reviewed).max()
        let entries =
            [Sitemap.Entry(path: LearnAddress.overview, changed: newest)]
            + base.articles.map { Sitemap.Entry(path: LearnAddress.page($0.slug), changed: $0.reviewed) }
            + paths.map { Sitemap.Entry(path: $0, changed: nil) }
        return Sitemap(entries: entries).xml(origin: origin)
    }

    func frame(current: String) -> LearnFrame {
        let entries = [
            ("Learn", LearnAddress.overview), ("Draw your pain", LearnAddress.draw),
            ("Find a therapist", LearnAddress.find), ("Knowledge", "/knowledge"),
        ]
        return LearnFrame(
            menu: entries.map { LearnPage.Link(name: $0.0, href: $0.1, current: $0.1 == current) },
            drawHref: LearnAddress.draw, findHref: LearnAddress.find, learnHref: LearnAddress.overview,
            version: knowledge.version
        )
    }

    func tiles() -> [LearnPage.ConditionTile] {
        base.articles.filter { $0.kind == .condition }.map { article in
            let grade = grade(of: article)
            return LearnPage.ConditionTile(
                name: article.shortTitle, href: LearnAddress.page(article.slug), grade: grade?.description ?? "",
                letter: grade?.letter.rawValue ?? "D", gradeWords: grade?.words ?? "", teaser: article.description
            )
        }
    }

    func guide(of article: Article) -> ConditionGuide? { knowledge.conditions.first { $0.id.text == article.id } }

    func grade(of article: Article) -> EvidenceGrade? { guide(of: article).flatMap { EvidenceGrade($0.grade) } }
}

/// The overview of the Learn part as its template needs it.
public struct LearnOverview: Sendable {
    public struct Tile: Sendable {
        public let name: String
        public let href: String
        public let teaser: String
    }

    static let description =
        "Plain pages on muscle pain and neuromuscular therapy: what it can do, what not, and when to see a physician."

    public let frame: LearnFrame
    public let title: String
    public let description: String
    public let canonical: String?
    public let structuredData: String
    public let pages: [Tile]
    public let conditions: [LearnPage.ConditionTile]
}

import Clinic
import Knowledge

/// What every page of the knowledge shows around its content.
struct Frame {
    struct Entry {
        let name: String
        let href: String
        let current: Bool
    }

    let menu: [Entry]
    let version: String

    init(current: Address.List?, version: String) {
        menu =
            [Entry(name: "Draw", href: "/", current: false)]
            + Address.List.allCases.map { Entry(name: $0.name, href: $0.path, current: $0 == current) }
            + [Entry(name: "Clients", href: "/clients", current: false)]
        self.version = version
    }
}

/// The page of one card.
struct CardPage {
    struct Figure {
        let svg: String
        let caption: String
        let kind: String
    }

    struct Line {
        let term: String?
        let href: String?
        let text: String?
        let related: [Related]
        let hasRelated: Bool
        let level: String?
        let meaning: String
        let single: Bool
        let sources: [Int]
        let dispute: String?
    }

    struct Related {
        let name: String
        let href: String?
        let isLast: Bool
    }

    struct Section {
        let id: String
        let title: String
        let lines: [Line]
        let hasLines: Bool
        let none: String?
        /// Whether it is unfolded at first: what the hands need is, background is not.
        let isOpen: Bool
    }

    struct Citation {
        let number: Int
        let text: String
    }

    let menu: [Frame.Entry]
    let version: String
    let title: String
    let subtitle: String
    let badges: [String]
    let about: Line?
    let figures: [Figure]
    let hasFigures: Bool
    let sections: [Section]
    let citations: [Citation]
    let hasCitations: Bool
    let listHref: String
    let listName: String
    let jsonHref: String
    /// How small print must be to keep the card on one sheet.
    let density: String

    /// Sections that start folded.
    private static let background: Set<String> = [
        "findings", "against", "chains", "prevalence", "anatomy", "unit", "keys", "satellites", "entraps", "autonomic",
        "cards", "dose",
    ]

    init(_ card: CardDocument, list: Address.List, figures: [Figure]) {
        let frame = Frame(current: list, version: card.knowledgeVersion)
        menu = frame.menu
        version = frame.version
        title = card.title
        subtitle = card.subtitle
        badges = card.badges
        about = card.about.map(Line.init)
        self.figures = figures
        hasFigures = !figures.isEmpty
        sections = card.sections.map { section in
            Section(
                id: section.id, title: section.title, lines: section.lines.map(Line.init),
                hasLines: !section.lines.isEmpty, none: section.none, isOpen: !Self.background.contains(section.id)
            )
        }
        citations = card.citations.enumerated().map { Citation(number: $0 + 1, text: $1) }
        hasCitations = !card.citations.isEmpty
        listHref = list.path
        listName = list.name
        jsonHref = Address.data(card.id)
        let letters = card.sections.filter { !Self.background.contains($0.id) }.reduce(0) { sum, section in
            section.lines.reduce(sum + 60) { $0 + $1.text.count + ($1.term?.count ?? 0) + 12 }
        }
        density = letters < 5200 ? "loose" : letters < 7400 ? "dense" : "densest"
    }
}

extension CardPage.Line {
    init(_ line: CardDocument.Line) {
        term = line.term
        href = line.link.flatMap(Address.card)
        text = line.text.isEmpty ? nil : line.text
        related = line.related.enumerated().map { index, related in
            CardPage.Related(
                name: related.name, href: related.link.flatMap(Address.card), isLast: index == line.related.count - 1
            )
        }
        hasRelated = !line.related.isEmpty
        level = line.level
        meaning = line.level.flatMap(VerificationLevel.init(rawValue:))?.meaning ?? ""
        single = line.isSingleSource && line.level != nil
        sources = line.sources
        dispute = line.dispute
    }
}

/// The page that answers when there is no card of a name.
struct MissingPage {
    let menu: [Frame.Entry]
    let version: String
    let title = "Not found"
    let name: String
    let list: String
    let listHref: String
    let near: [CardPage.Related]
    let hasNear: Bool
}

/// The page of a list of cards.
struct ListPage {
    struct Row {
        let name: String
        let plain: String?
        let href: String
        let text: String
    }

    struct Filter {
        struct Option {
            let value: String
            let text: String
            let selected: Bool
        }
        let name: String
        let label: String
        let options: [Option]
    }

    let menu: [Frame.Entry]
    let version: String
    let title: String
    let heading: String
    let lead: String
    let path: String
    let query: String
    let placeholder: String
    let filters: [Filter]
    let count: String
    let rows: [Row]
}

/// The page that explains the knowledge.
struct KnowledgePage {
    struct Tile {
        let name: String
        let href: String
        let count: Int
        let text: String
    }

    struct Level {
        let name: String
        let meaning: String
        let count: Int
    }

    let menu: [Frame.Entry]
    let version: String
    let title = "Knowledge"
    let tiles: [Tile]
    let levels: [Level]
}

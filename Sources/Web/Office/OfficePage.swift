import Foundation
import Mustache
import Records

/// A page of the office: a heading and blocks, drawn by one template so that all pages work alike.
struct OfficePage {
    /// An entry of the menu.
    struct MenuEntry {
        let name: String
        let href: String
        let current: Bool
    }

    /// A fault in the summary, with a link to its field.
    struct Problem {
        let anchor: String
        let text: String
    }

    var heading: String
    var lead: [String]
    var blocks: [Block]
    var message: String?
    /// Whether the message is of something that went wrong.
    var isWarning = false
    /// `narrow` for forms, `wide` for tables.
    var width: String
    /// Scripts of this page besides the common one.
    var modules: [String] = []
    var styles: [String] = []

    // Filled in by `OfficePages.answer`.
    var isDemo = false
    var hasMenu = false
    var hasPublicMenu = false
    /// Whether no menu is shown to those who are not signed in: pages behind a link.
    var isPlain = false
    var menu: [MenuEntry] = []
    var userName = ""
    var roleName = ""
    var csrf = ""

    // Follows from the above; stored because templates see stored properties alone.
    private(set) var errors: [Problem] = []
    private(set) var hasErrors = false

    /// Works out what follows from the blocks.
    mutating func finish() {
        var taken: Set<String> = []
        for block in blocks.indices {
            for field in blocks[block].form?.fields.indices ?? 0..<0 {
                blocks[block].form?.fields[field].finish(taken: &taken)
            }
        }
        errors = blocks.compactMap(\.form).flatMap(\.fields).compactMap { field in
            field.error.map { Problem(anchor: field.id, text: $0) }
        }
        hasErrors = !errors.isEmpty
    }

    init(_ heading: String, lead: [String] = [], width: String = "narrow", message: String? = nil, _ blocks: [Block]) {
        self.heading = heading
        self.lead = lead
        self.width = width
        self.message = message
        self.blocks = blocks
    }

    /// One part of a page; exactly one member is set.
    struct Block {
        var text: TextBlock?
        var drawing: Drawing?
        var mount: Mount?
        var facts: Facts?
        var picture: Picture?
        var codes: Codes?
        var shared: SharedLink?
        var table: Table?
        var form: FormBlock?
        var cards: Cards?
        var slots: Slots?
        var choices: Choices?
    }

    /// Things found, each with a name that leads to it, some lines, and what can be done.
    struct Cards {
        struct Card {
            let name: String
            let href: String?
            let badges: [String]
            let lines: [String]
            let action: Link?
            let hasBadges: Bool

            init(name: String, href: String?, badges: [String], lines: [String], action: Link?) {
                self.name = name
                self.href = href
                self.badges = badges
                self.lines = lines
                self.action = action
                hasBadges = !badges.isEmpty
            }
        }
        let title: String
        let count: String
        let all: [Card]

        init(_ title: String, count: String, _ all: [Card]) { (self.title, self.count, self.all) = (title, count, all) }
    }

    /// Free times by day, each a link.
    struct Slots {
        struct Day {
            let name: String
            let count: String
            let times: [Time]
        }
        struct Time {
            let text: String
            /// What is heard: day and time together.
            let label: String
            let href: String
        }
        var title: String
        var note: String
        var days: [Day]
        var earlier: Link?
        var later: Link?
        var isEmpty: String?
    }

    /// One of several answers, each a button of its own.
    struct Choices {
        struct Choice {
            let name: String
            let value: String
            let text: String
            let action: String
            let hidden: [FormBlock.Hidden]

            init(name: String, value: String, text: String, action: String, hidden: [String: String] = [:]) {
                self.name = name
                self.value = value
                self.text = text
                self.action = action
                self.hidden = hidden.sorted { $0.key < $1.key }.map { FormBlock.Hidden(name: $0.key, value: $0.value) }
            }
        }
        let title: String
        private(set) var all: [Choice]

        /// Adds what protects forms of a session.
        mutating func protect(with token: String) {
            all = all.map { choice in
                var fields = Dictionary(uniqueKeysWithValues: choice.hidden.map { ($0.name, $0.value) })
                fields["csrf"] = token
                return Choice(
                    name: choice.name, value: choice.value, text: choice.text, action: choice.action, hidden: fields)
            }
        }

        init(_ title: String, _ all: [Choice]) { (self.title, self.all) = (title, all) }
    }

    struct Link {
        let name: String
        let href: String
    }

    struct TextBlock {
        var title: String?
        var paragraphs: [String] = []
        /// A command to type.
        var code: String?
        /// Text that keeps its lines.
        var pre: String?
        var link: Link?
    }

    struct Facts {
        struct Row {
            let name: String
            let value: String
        }
        var title: String?
        var rows: [Row]

        init(_ title: String? = nil, _ rows: [(String, String)]) {
            self.title = title
            self.rows = rows.filter { !$0.1.isEmpty }.map { Row(name: $0.0, value: $0.1) }
        }
    }

    struct Picture {
        let svg: String
        let caption: String
        let code: String
    }

    /// A figure that was drawn here; its text is escaped already.
    struct Drawing {
        var title: String?
        let svg: String
        /// For narrow screens, where it differs.
        var narrow: String?
        var caption: String?
    }

    /// A place that a script fills.
    struct Mount {
        struct Datum {
            let name: String
            let value: String
        }
        let id: String
        let data: [Datum]
        /// For browsers without scripts.
        let without: String

        init(_ id: String, _ data: [String: String], without: String) {
            self.id = id
            self.data = data.sorted { $0.key < $1.key }.map { Datum(name: $0.key, value: $0.value) }
            self.without = without
        }
    }

    struct Codes {
        let all: [String]
        let joined: String

        init(_ all: [String]) {
            self.all = all
            joined = all.joined(separator: "\n")
        }
    }

    /// A link to hand on, shown once.
    struct SharedLink {
        let label: String
        let value: String
        let note: String
    }

    struct Table {
        struct Action {
            let path: String
            let button: String
            /// What it acts on, for those who hear the page.
            let subject: String
            let csrf: String
            /// The page to go on with, where the action leaves it open.
            var back: String?
        }
        struct Cell {
            var label = ""
            let value: String
            var href: String?
            var action: Action?
            /// Whether it is shown struck through.
            var isStruck = false
            /// What a link acts on, for those who hear the page.
            var subject: String?

            init(_ value: String, href: String? = nil, action: Action? = nil) {
                self.value = value
                self.href = href
                self.action = action
            }
        }
        struct Row {
            let cells: [Cell]
        }

        var title: String?
        var caption: String
        var headers: [String]
        var rows: [Row]
        var emptyText: String?
        var more: Link?
        /// Whether the search box above replaces it while one types.
        var live = false
        let count: String
        let hasRows: Bool

        init(
            _ title: String? = nil, caption: String, headers: [String], rows: [[Cell]], empty: String? = nil,
            more: Link? = nil, live: Bool = false
        ) {
            self.title = title
            self.caption = caption
            self.headers = headers
            self.rows = rows.map { cells in
                Row(
                    cells: zip(cells, headers + Array(repeating: "", count: cells.count)).map { cell, header in
                        var cell = cell
                        cell.label = header
                        return cell
                    }
                )
            }
            emptyText = rows.isEmpty ? empty : nil
            count = rows.isEmpty ? "" : rows.count == 1 ? "1 found" : "\(rows.count) found"
            hasRows = !rows.isEmpty
            self.more = more
            self.live = live
        }
    }
}

public import Knowledge

/// A page of the Learn part: one about a condition group, or one about the method.
public struct Article: Identifiable, Sendable {
    /// What a page is about.
    public enum Kind: String, Sendable { case page, condition }

    /// A part of a page about the method.
    public struct Section: Identifiable, Sendable {
        public let id: String
        public let title: String
        public let paragraphs: [Claim]
        public let list: [Claim]
        public let steps: [Claim]
        public let note: Claim?
    }

    /// The identifier in the files: a row of `conditions.tsv`, or the page's own name.
    public let id: String
    public let kind: Kind
    /// The file it was read from.
    public let file: String
    public let title: String
    /// The few words of menus and lists.
    public let shortTitle: String
    /// What search engines show; at most 160 characters.
    public let description: String
    /// The day on which somebody last checked the page.
    public let reviewed: ReviewDay
    /// What statements without a source of their own rest on.
    public let evidence: Evidence
    /// Where it stands among the pages; conditions follow in the order of the vocabulary.
    public let order: Int
    public let summary: [Claim]
    public let benefit: [Claim]
    public let findings: [Finding]
    public let missing: [Claim]
    public let can: [Claim]
    public let cannot: [Claim]
    public let physician: [WarningSign]
    public let muscles: [MuscleUse]
    public let selfCare: [Claim]
    public let sections: [Section]
    public let questions: [Question]
    /// Identifiers of pages to read on.
    public let related: [String]
    /// Blocks that the program makes.
    public let blocks: [Block]

    /// A block that is made from the knowledge.
    public enum Block: String, CaseIterable, Sendable {
        /// Choose a muscle and see where it sends pain.
        case press
        /// The titles of all rules of the safety gate.
        case gate
        /// The condition groups with their grades.
        case conditions
        /// The teaching model of a held point, to be asked; the program draws it.
        case model
    }

    /// The name of the page in its address.
    public var slug: String { Self.slug(id) }

    /// An identifier as it stands in an address.
    public static func slug(_ id: String) -> String { String(id.map { $0 == "_" ? "-" : $0 }) }

    /// Every statement of the page.
    public var claims: [Claim] {
        summary + benefit + findings.map(\.claim) + missing + can + cannot + physician.map(\.claim)
            + muscles.map(\.claim) + selfCare
            + sections.flatMap { $0.paragraphs + $0.list + $0.steps + ($0.note.map { [$0] } ?? []) }
            + questions.flatMap(\.answer)
    }
}

/// A calendar day, written `2026-11-26`.
public struct ReviewDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Reads a day of the Gregorian calendar from 2020 on; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), (2020...2200).contains(year), (1...12).contains(month)
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        guard (1...days).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    public var description: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))" }

    /// The day as people write it: 26 November 2026.
    public var words: String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(day) \(months[month - 1]) \(year)"
    }

    public static func < (left: ReviewDay, right: ReviewDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

/// The block in which a reader asks the teaching model of a held point: a form, a picture, what it assumes.
///
/// Learn knows no model; whoever has one fills this in. Every text is ready to be read.
public struct ModelBlock: Sendable {
    /// The heading of the block, also in the list of what is on the page.
    public static let heading = "A model of a held point"

    /// A field of the form that takes a number.
    public struct Field: Sendable {
        public let name: String
        public let label: String
        /// What is counted: seconds, days.
        public let unit: String
        public let value: String
        public let least: String
        public let most: String
        public let step: String
        /// What is wrong with what was typed, and what is shown instead.
        public let problem: String?

        public init(
            name: String, label: String, unit: String, value: String, least: String, most: String, step: String,
            problem: String?
        ) {
            self.name = name
            self.label = label
            self.unit = unit
            self.value = value
            self.least = least
            self.most = most
            self.step = step
            self.problem = problem
        }
    }

    /// An answer that can be chosen.
    public struct Choice: Sendable {
        public let value: String
        public let label: String
        public let isChosen: Bool

        public init(value: String, label: String, isChosen: Bool) {
            self.value = value
            self.label = label
            self.isChosen = isChosen
        }
    }

    /// Something the model takes for granted.
    public struct Assumption: Sendable {
        public let text: String
        /// `hypothetical`, `direction`, `published`: for the style.
        public let basis: String
        public let basisWords: String
        public let source: String?

        public init(text: String, basis: String, basisWords: String, source: String?) {
            self.text = text
            self.basis = basis
            self.basisWords = basisWords
            self.source = source
        }
    }

    /// The picture in two widths and in words.
    public struct Picture: Sendable {
        /// An `svg` element for screens and paper.
        public let wide: String
        /// An `svg` element for phones.
        public let narrow: String
        public let summary: String

        public init(wide: String, narrow: String, summary: String) {
            self.wide = wide
            self.narrow = narrow
            self.summary = summary
        }
    }

    public let title = Self.heading
    /// Where the form goes.
    public let action: String
    /// What the model is, and what it is not.
    public let purpose: String
    public let fields: [Field]
    public let causes: [Choice]
    public let causeProblem: String?
    public let picture: Picture
    public let assumptions: [Assumption]
    /// What a signal on the skin cannot do, and where that stands.
    public let limit: String
    public let limitSource: String

    public init(
        action: String, purpose: String, fields: [Field], causes: [Choice], causeProblem: String?, picture: Picture,
        assumptions: [Assumption], limit: String, limitSource: String
    ) {
        self.action = action
        self.purpose = purpose
        self.fields = fields
        self.causes = causes
        self.causeProblem = causeProblem
        self.picture = picture
        self.assumptions = assumptions
        self.limit = limit
        self.limitSource = limitSource
    }
}

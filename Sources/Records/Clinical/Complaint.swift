/// What a client agreed to, or took back.
public struct Consent: EntryDocument {
    /// What can be agreed to.
    public static let kinds = ["treatment", "record", "statistics", "photos"]

    /// One of ``kinds``.
    public var kind: String
    public var isGiven: Bool
    /// The words that were agreed to.
    public var text: String

    public init(kind: String, isGiven: Bool, text: String) {
        self.kind = kind
        self.isGiven = isGiven
        self.text = text
    }

    func checked() throws(RecordsError) -> Consent {
        guard Self.kinds.contains(kind) else {
            throw .invalid(
                field: "kind", value: String(kind.prefix(20)), reason: "is not treatment, record, statistics or photos")
        }
        var copy = self
        copy.text = try Text.block(text, field: "text", longest: 4_000)
        return copy
    }
}

/// An episode of care: one complaint, from its first day to its end.
public struct Complaint: EntryDocument {
    public var title: String
    /// The first day of the pain, as far as it is known; `2026-05-31` or empty.
    public var began: String
    public var isClosed: Bool
    /// The newest drawing with history and findings, as a case document; empty before the first.
    public var drawing: String
    /// What the client is asked at home; `nil` for the usual rhythm.
    public var questions: HomeQuestions?

    public init(
        title: String, began: String = "", isClosed: Bool = false, drawing: String = "",
        questions: HomeQuestions? = nil
    ) {
        self.title = title
        self.began = began
        self.isClosed = isClosed
        self.drawing = drawing
        self.questions = questions
    }

    func checked() throws(RecordsError) -> Complaint {
        var copy = self
        copy.title = try Text.line(title, field: "title", longest: 120)
        copy.began = began.isEmpty ? "" : try Check.day(began, "began")
        copy.questions = try questions?.checked()
        guard drawing.utf8.count <= 200_000 else {
            throw .invalid(field: "drawing", value: "", reason: "is larger than 200,000 bytes")
        }
        return copy
    }
}

/// What the reasoning said at a moment, with the version of the knowledge that it said it from.
public struct KeptAssessment: EntryDocument {
    public struct Origin: Codable, Hashable, Sendable {
        /// `muscle:infraspinatus`.
        public var source: String
        public var side: String
        /// 0 to 1.
        public var probability: Double

        public init(source: String, side: String, probability: Double) {
            self.source = source
            self.side = side
            self.probability = probability
        }
    }

    public var knowledge: String
    public var origins: [Origin]
    public var redFlags: [String]
    /// The case document that was assessed.
    public var drawing: String

    public init(knowledge: String, origins: [Origin], redFlags: [String], drawing: String) {
        self.knowledge = knowledge
        self.origins = origins
        self.redFlags = redFlags
        self.drawing = drawing
    }

    func checked() throws(RecordsError) -> KeptAssessment {
        try Check.count(origins.count, "origins", most: 50)
        for origin in origins {
            try Check.name(origin.source, "source")
            try Check.side(origin.side)
            try Check.number(origin.probability, "probability", 0...1)
        }
        guard drawing.utf8.count <= 200_000 else {
            throw .invalid(field: "drawing", value: "", reason: "is larger than 200,000 bytes")
        }
        return self
    }
}

/// The first form: what a client wrote, and the drawing, before anybody has seen them.
public struct Intake: EntryDocument {
    public var text: String
    /// A case document; empty without a drawing.
    public var drawing: String

    public init(text: String, drawing: String = "") {
        self.text = text
        self.drawing = drawing
    }

    func checked() throws(RecordsError) -> Intake {
        var copy = self
        copy.text = try Text.block(text, field: "text", longest: 10_000)
        guard drawing.utf8.count <= 200_000 else {
            throw .invalid(field: "drawing", value: "", reason: "is larger than 200,000 bytes")
        }
        guard !copy.text.isEmpty || !drawing.isEmpty else {
            throw .invalid(field: "text", value: "", reason: "is empty")
        }
        return copy
    }
}

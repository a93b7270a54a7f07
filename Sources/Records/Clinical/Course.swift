/// An answer to one question of the list of what keeps a point alive.
public struct CauseAnswer: EntryDocument {
    public enum Answer: String, Codable, CaseIterable, Hashable, Sendable { case yes, no, unsure }

    /// `workstation_height`; of the vocabulary's perpetuating factors.
    public var factor: String
    public var answer: Answer
    public var text: String

    public init(factor: String, answer: Answer, text: String = "") {
        self.factor = factor
        self.answer = answer
        self.text = text
    }

    func checked() throws(RecordsError) -> CauseAnswer {
        try Check.name(factor, "factor")
        var copy = self
        copy.text = try Text.block(text, field: "text", longest: 1_000)
        return copy
    }
}

/// Something that happened on a day: a cause was treated, one change is tried, an accident.
public struct ClientEvent: EntryDocument {
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        case causeTreated = "cause_treated"
        case changeTried = "change_tried"
        /// A letter to a physician was written; ``text`` is the letter.
        case referred
        case other

        /// The longest text, in characters.
        var longestText: Int { self == .referred ? 20_000 : 1_000 }
    }

    public var kind: Kind
    public var day: String
    /// The perpetuating factor or the exposure; empty where none is meant.
    public var factor: String
    public var text: String

    public init(kind: Kind, day: String, factor: String = "", text: String = "") {
        self.kind = kind
        self.day = day
        self.factor = factor
        self.text = text
    }

    func checked() throws(RecordsError) -> ClientEvent {
        var copy = self
        copy.day = try Check.day(day, "day")
        try Check.name(factor, "factor", optional: kind == .other || kind == .referred)
        copy.text = try Text.block(text, field: "text", longest: kind.longestText)
        return copy
    }
}

/// One day of a client's diary.
public struct DiaryDay: EntryDocument {
    public var day: String
    /// 0 to 10, the worst of the day; `nil` when it was not told.
    public var pain: Double?
    /// By identifier: hours, counts, or 1 and 0 for yes and no.
    public var exposures: [String: Double]
    public var text: String

    public init(day: String, pain: Double?, exposures: [String: Double] = [:], text: String = "") {
        self.day = day
        self.pain = pain
        self.exposures = exposures
        self.text = text
    }

    func checked() throws(RecordsError) -> DiaryDay {
        var copy = self
        copy.day = try Check.day(day, "day")
        try Check.number(pain, "pain", 0...10)
        try Check.count(exposures.count, "exposures", most: 40)
        for (name, value) in exposures.sorted(by: { $0.key < $1.key }) {
            try Check.name(name, "exposures")
            try Check.number(value, name, 0...100_000)
        }
        copy.text = try Text.block(text, field: "text", longest: 2_000)
        return copy
    }
}

public import Foundation

/// A session: from the greeting to the signed note.
public struct Visit: EntryDocument {
    public var started: Date
    /// The IANA zone in which its times are shown.
    public var zone: String

    public init(started: Date, zone: String) {
        self.started = started
        self.zone = zone
    }

    func checked() throws(RecordsError) -> Visit {
        try Check.moment(started, "started")
        guard TimeZone(identifier: zone) != nil else {
            throw .invalid(field: "zone", value: String(zone.prefix(40)), reason: "is no time zone such as Europe/Rome")
        }
        return self
    }
}

/// A finding of the examination as it was seen at a visit.
public struct KeptFinding: EntryDocument {
    /// `palpation:infraspinatus:familiar_pain`, `limited:shoulder/abduction`.
    public var finding: String
    public var side: String
    /// Degrees, where it is a range.
    public var degrees: Double?

    public init(finding: String, side: String, degrees: Double? = nil) {
        self.finding = finding
        self.side = side
        self.degrees = degrees
    }

    func checked() throws(RecordsError) -> KeptFinding {
        try Check.name(finding, "finding")
        try Check.side(side)
        try Check.number(degrees, "degrees", -180...360)
        return self
    }
}

/// One part of the session's note.
public struct NoteSection: EntryDocument {
    public enum Part: String, Codable, CaseIterable, Hashable, Sendable {
        case subjective, objective, assessment, plan
    }

    public var part: Part
    public var text: String

    public init(part: Part, text: String) {
        self.part = part
        self.text = text
    }

    func checked() throws(RecordsError) -> NoteSection {
        var copy = self
        copy.text = try Text.block(text, field: "text", longest: 20_000)
        return copy
    }
}

/// That a therapist stands for a visit as it is.
public struct Signature: EntryDocument {
    /// The entries that were signed, oldest first.
    public var entries: [String]
    /// SHA-256 over them, in hexadecimal digits.
    public var digest: String
    /// The name under it.
    public var name: String

    public init(entries: [String], digest: String, name: String) {
        self.entries = entries
        self.digest = digest
        self.name = name
    }

    func checked() throws(RecordsError) -> Signature {
        var copy = self
        copy.name = try Text.line(name, field: "name", longest: 120)
        return copy
    }
}

/// What the client does at home.
public struct HomeProgramme: EntryDocument {
    public struct Exercise: Codable, Hashable, Sendable {
        public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
            case lengthen
            case selfPressure = "self_pressure"
        }

        public var kind: Kind
        /// `muscle:infraspinatus`.
        public var source: String
        public var side: String
        public var seconds: Double
        public var perDay: Int
        public var text: String

        public init(kind: Kind, source: String, side: String, seconds: Double, perDay: Int, text: String) {
            self.kind = kind
            self.source = source
            self.side = side
            self.seconds = seconds
            self.perDay = perDay
            self.text = text
        }
    }

    public var exercises: [Exercise]
    public var text: String

    public init(exercises: [Exercise], text: String = "") {
        self.exercises = exercises
        self.text = text
    }

    func checked() throws(RecordsError) -> HomeProgramme {
        try Check.count(exercises.count, "exercises", most: 30)
        var copy = self
        copy.text = try Text.block(text, field: "text", longest: 4_000)
        for index in copy.exercises.indices {
            let exercise = copy.exercises[index]
            try Check.name(exercise.source, "source")
            try Check.side(exercise.side)
            try Check.number(exercise.seconds, "seconds", 1...600)
            try Check.number(Double(exercise.perDay), "perDay", 1...24)
            copy.exercises[index].text = try Text.block(exercise.text, field: "text", longest: 2_000)
        }
        return copy
    }
}

public import Foundation

/// One version of an entry of a client's record: written once and never changed; a correction is a further version.
///
/// Complaints and visits are named by the entry that opened them.
public struct RecordEntry: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<RecordEntry>

    /// The same for all versions.
    public let id: ID
    /// From 1.
    public let version: Int
    public let client: Client.ID
    /// The entry that opened the complaint this belongs to; `nil` for what concerns the whole client.
    public let complaint: ID?
    /// The entry that opened the visit this belongs to.
    public let visit: ID?
    /// Why a signed visit is amended, or an entry is struck out or restored; empty otherwise.
    public let reason: String
    /// Whether this version strikes the entry out: it stays readable and counts nowhere.
    public let isStruck: Bool
    public let at: Date
    /// `nil` for what the client wrote through a link.
    public let author: Account.ID?
    public let body: EntryBody

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` when the reason is too long.
    public init(
        id: ID = ID(), version: Int = 1, client: Client.ID, complaint: ID? = nil, visit: ID? = nil,
        reason: String = "", isStruck: Bool = false, at: Date, author: Account.ID?, body: EntryBody
    ) throws(RecordsError) {
        self.id = id
        self.version = version
        self.client = client
        self.complaint = complaint
        self.visit = visit
        self.reason = try Text.optionalLine(reason, field: "reason", longest: 300)
        self.isStruck = isStruck
        self.at = at
        self.author = author
        self.body = body
    }

    /// The calendar day that the entry is about where it says one itself, such as a day of the diary.
    public var ownDay: String? {
        switch body {
        case .diary(let day): day.day
        case .event(let event): event.day
        case .measurement(let value): value.day
        default: nil
        }
    }
}

/// What an entry holds.
public enum EntryBody: Hashable, Sendable {
    case consent(Consent)
    case complaint(Complaint)
    case assessment(KeptAssessment)
    case visit(Visit)
    case finding(KeptFinding)
    case hold(PressureHold)
    case measurement(MeasuredValue)
    case recording(SignalRecording)
    case note(NoteSection)
    case cause(CauseAnswer)
    case programme(HomeProgramme)
    case event(ClientEvent)
    case diary(DiaryDay)
    case intake(Intake)
    case signature(Signature)

    /// The kind, as it stands in the store and on the wire.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case consent, complaint, assessment, visit, finding, hold, measurement, recording, note, cause, programme, event
        case diary, intake, signature

        /// Whether it belongs to a complaint, and whether it belongs to a visit.
        public var needsComplaint: Bool { self != .consent && self != .complaint && self != .intake }
        public var needsVisit: Bool { [.hold, .recording, .note, .signature].contains(self) }

        /// Whether a single entry of it can be struck out; of other kinds a further version says what holds now.
        public var canBeStruck: Bool { [.finding, .hold, .measurement, .recording].contains(self) }
    }

    public var kind: Kind {
        switch self {
        case .consent: .consent
        case .complaint: .complaint
        case .assessment: .assessment
        case .visit: .visit
        case .finding: .finding
        case .hold: .hold
        case .measurement: .measurement
        case .recording: .recording
        case .note: .note
        case .cause: .cause
        case .programme: .programme
        case .event: .event
        case .diary: .diary
        case .intake: .intake
        case .signature: .signature
        }
    }

    private var document: any EntryDocument {
        switch self {
        case .consent(let value): value
        case .complaint(let value): value
        case .assessment(let value): value
        case .visit(let value): value
        case .finding(let value): value
        case .hold(let value): value
        case .measurement(let value): value
        case .recording(let value): value
        case .note(let value): value
        case .cause(let value): value
        case .programme(let value): value
        case .event(let value): value
        case .diary(let value): value
        case .intake(let value): value
        case .signature(let value): value
        }
    }

    /// JSON with sorted keys: equal bodies give equal bytes.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return try encoder.encode(document)
    }

    /// Reads a body.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming what is missing, of the wrong kind or out of range.
    public init(_ kind: Kind, json: Data) throws(RecordsError) {
        self =
            switch kind {
            case .consent: .consent(try Self.read(json))
            case .complaint: .complaint(try Self.read(json))
            case .assessment: .assessment(try Self.read(json))
            case .visit: .visit(try Self.read(json))
            case .finding: .finding(try Self.read(json))
            case .hold: .hold(try Self.read(json))
            case .measurement: .measurement(try Self.read(json))
            case .recording: .recording(try Self.read(json))
            case .note: .note(try Self.read(json))
            case .cause: .cause(try Self.read(json))
            case .programme: .programme(try Self.read(json))
            case .event: .event(try Self.read(json))
            case .diary: .diary(try Self.read(json))
            case .intake: .intake(try Self.read(json))
            case .signature: .signature(try Self.read(json))
            }
    }

    /// The body as it would be read again: checked, with its text trimmed.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)``.
    public func checked() throws -> EntryBody { try EntryBody(kind, json: json()) }

    private static func read<Document: EntryDocument>(_ json: Data) throws(RecordsError) -> Document {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        let document: Document
        do {
            // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
            document = try decoder.decode(Document.self, from: json + Data("\n".utf8))
        } catch DecodingError.keyNotFound(let key, _) {
            throw .invalid(field: key.stringValue, value: "", reason: "is missing")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .invalid(field: field, value: "", reason: "is of the wrong kind")
        } catch DecodingError.dataCorrupted(let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .invalid(field: field, value: "", reason: "is not readable")
        } catch {
            throw .invalid(field: "", value: "", reason: "is not readable")
        }
        return try document.checked()
    }
}

/// What an entry's document can do: it is JSON, and it checks itself after it was read.
protocol EntryDocument: Codable, Hashable, Sendable {
    /// The document with its text trimmed.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)``.
    func checked() throws(RecordsError) -> Self
}

/// Checks that documents share.
enum Check {
    static func number(
        _ value: Double, _ field: String, _ range: ClosedRange<Double>
    ) throws(RecordsError) {
        guard value.isFinite, range.contains(value) else {
            throw .invalid(
                field: field, value: "\(value)",
                reason: "is not within \(plain(range.lowerBound)) and \(plain(range.upperBound))")
        }
    }

    static func number(_ value: Double?, _ field: String, _ range: ClosedRange<Double>) throws(RecordsError) {
        if let value { try number(value, field, range) }
    }

    /// A moment from 1970 to 2199: calendars of the system end the program at ones far outside.
    static func moment(_ moment: Date, _ field: String) throws(RecordsError) {
        let seconds = moment.timeIntervalSince1970
        guard seconds.isFinite, (0...7_258_118_400).contains(seconds) else {
            throw .invalid(field: field, value: "", reason: "is no moment from 1970 to 2199")
        }
    }

    static func count(_ count: Int, _ field: String, most: Int) throws(RecordsError) {
        guard count <= most else { throw .invalid(field: field, value: "\(count)", reason: "are more than \(most)") }
    }

    /// An identifier of the vocabulary, such as `infraspinatus` or `palpation:soleus:taut_band`: its form alone.
    static func name(_ text: String, _ field: String, optional: Bool = false) throws(RecordsError) {
        if text.isEmpty, optional { return }
        let isPlain = text.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5f || byte == 0x3a || byte == 0x2f
                || byte == 0x3d || byte == 0x2d || byte == 0x2e || (0x41...0x5a).contains(byte)
        }
        guard isPlain, (1...120).contains(text.utf8.count) else {
            throw .invalid(field: field, value: String(text.prefix(40)), reason: "is no identifier")
        }
    }

    static func side(_ text: String) throws(RecordsError) {
        guard ["right", "left", "midline", ""].contains(text) else {
            throw .invalid(field: "side", value: String(text.prefix(20)), reason: "is not right, left or midline")
        }
    }

    /// A day such as 2026-05-31.
    static func day(_ text: String, _ field: String) throws(RecordsError) -> String {
        guard let day = CalendarDay(text) else {
            throw .invalid(field: field, value: String(text.prefix(20)), reason: "is no date such as 2026-05-31")
        }
        return day.text
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}

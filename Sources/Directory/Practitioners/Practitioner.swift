public import Records

/// Someone who treats, as the public sees them.
public struct Practitioner: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Practitioner>

    /// What the public gets to see.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// Nothing yet.
        case draft
        /// The page, once a training is verified and current.
        case listed
        /// Nothing any more.
        case hidden
    }

    /// How clients come to an appointment.
    public enum Mode: String, CaseIterable, Hashable, Sendable {
        /// They book.
        case open
        /// They ask, and the therapist accepts, whatever the service says.
        case request
        /// They see the page and call.
        case view
    }

    public let id: ID
    public let practice: Practice.ID
    /// Who may change it besides the owner; `nil` for one that was taken over from a list.
    public let account: Account.ID?
    public var status: Status
    public var mode: Mode
    public var name: String
    public var about: String
    /// Codes of BCP 47, such as `de` or `pt-BR`; at most 12.
    public var languages: [String]
    /// Identifiers of conditions of the vocabulary; at most 40.
    public var conditions: [String]
    public var accessibility: Set<Accessibility>
    /// Where they are found besides the places of their services.
    public var base: ServicePlace.ID?
    /// When they work.
    public var plan: AvailabilityPlan
    /// Counts edits from 1.
    public var version: Int

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
    public init(
        id: ID = ID(), practice: Practice.ID, account: Account.ID?, status: Status = .draft, mode: Mode = .open,
        name: String, about: String = "", languages: [String] = [], conditions: [String] = [],
        accessibility: Set<Accessibility> = [], base: ServicePlace.ID? = nil, plan: AvailabilityPlan, version: Int = 1
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.account = account
        self.status = status
        self.mode = mode
        self.name = try Text.line(name, field: "name", longest: 120)
        self.about = try Text.block(about, field: "about", longest: 3_000)
        self.languages = try Self.codes(languages, field: "languages", most: 12) { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count <= 3 && parts.allSatisfy { (2...8).contains($0.utf8.count) }
                && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        }
        self.conditions = try Self.codes(conditions, field: "conditions", most: 40) { text in
            text.utf8.count <= 60 && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        }
        self.accessibility = accessibility
        self.base = base
        self.plan = plan
        self.version = version
    }

    private static func codes(
        _ codes: [String], field: String, most: Int, _ isCode: (String) -> Bool
    ) throws(RecordsError) -> [String] {
        guard codes.count <= most else {
            throw .invalid(field: field, value: "\(codes.count)", reason: "are more than \(most)")
        }
        for code in codes where code.isEmpty || !isCode(code) {
            throw .invalid(field: field, value: String(code.prefix(40)), reason: "is no such code")
        }
        return Array(Set(codes)).sorted()
    }
}

private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) }
private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// What makes a treatment reachable for somebody.
public enum Accessibility: String, CaseIterable, Hashable, Sendable {
    case stepFree = "step_free"
    case wheelchairToilet = "wheelchair_toilet"
    case lift
    case parking
    case lowTable = "low_table"
    case signLanguage = "sign_language"
    case homeVisits = "home_visits"
    case quietRoom = "quiet_room"
    case assistanceDog = "assistance_dog"
}

public import Foundation
public import Records

/// What a client tells of a completed visit.
public struct Experience: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Experience>

    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// The link went out.
        case invited
        /// Waits for a steward.
        case submitted
        case approved
        case refused
        /// Was published and is not any more.
        case withdrawn
    }

    public let id: ID
    public let practice: Practice.ID
    public let practitioner: Practitioner.ID
    public let service: OfferedService.ID
    public let appointment: Appointment.ID
    public var status: Status
    public var telling: Telling?
    /// Not shown before this moment, so that nobody can tell from the day who wrote it.
    public var shownFrom: Date?
    /// The therapist's answer.
    public var reply: Reply?
    public let created: Date
    public var decided: Decision?

    /// What was written.
    public struct Telling: Hashable, Codable, Sendable {
        /// 1 to 5.
        public private(set) var rating: Int
        public private(set) var text: String
        /// Thanks to the therapist, shown apart.
        public private(set) var shoutOut: String
        /// How the pain is now.
        public private(set) var progress: Progress?
        /// As the client wants to be called in public; empty for nobody.
        public private(set) var name: String
        /// Whether it may be published; without it the therapist alone reads it.
        public private(set) var mayPublish: Bool

        /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
        public init(
            rating: Int, text: String, shoutOut: String = "", progress: Progress? = nil, name: String = "",
            mayPublish: Bool
        ) throws(RecordsError) {
            guard (1...5).contains(rating) else {
                throw .invalid(field: "rating", value: "\(rating)", reason: "is not within 1 and 5")
            }
            self.rating = rating
            self.text = try Text.block(text, field: "text", longest: 2_000)
            self.shoutOut = try Text.optionalLine(shoutOut, field: "shout_out", longest: 200)
            self.progress = progress
            self.name = try Text.optionalLine(name, field: "shown_name", longest: 40)
            self.mayPublish = mayPublish
        }
    }

    /// The change that the client notices.
    public enum Progress: String, CaseIterable, Hashable, Codable, Sendable {
        case muchBetter = "much_better"
        case better
        case same
        case worse
    }

    /// Answers that cannot hold a fact about a client.
    public enum Reply: String, CaseIterable, Hashable, Sendable {
        case thanks
        case glad
        case sorry
        case contact

        /// The words; general, and the same for everybody.
        public var words: String {
            switch self {
            case .thanks: "Thank you for taking the time to write."
            case .glad: "Thank you. Words like these mean a lot to everyone who works here."
            case .sorry: "We are sorry to read this. Every report helps us to do better."
            case .contact:
                "We take every report seriously. Anyone who wants to talk about it can reach the practice directly."
            }
        }
    }

    /// The steward's decision.
    public struct Decision: Hashable, Sendable {
        public let by: Account.ID
        public let at: Date
        public let reason: String

        public init(by: Account.ID, at: Date, reason: String) { (self.by, self.at, self.reason) = (by, at, reason) }
    }

    public init(
        id: ID = ID(), practice: Practice.ID, practitioner: Practitioner.ID, service: OfferedService.ID,
        appointment: Appointment.ID, status: Status = .invited, telling: Telling? = nil, shownFrom: Date? = nil,
        reply: Reply? = nil, created: Date, decided: Decision? = nil
    ) {
        self.id = id
        self.practice = practice
        self.practitioner = practitioner
        self.service = service
        self.appointment = appointment
        self.status = status
        self.telling = telling
        self.shownFrom = shownFrom
        self.reply = reply
        self.created = created
        self.decided = decided
    }

    /// Whether the public sees it.
    public func isShown(at now: Date) -> Bool {
        status == .approved && telling?.mayPublish == true && shownFrom.map { $0 <= now } ?? false
    }

    /// Days after the decision between which the moment of publication is drawn.
    public static let delayDays = 3...21
}

/// Experiences of clients.
public protocol ExperienceRepository: Sendable {
    /// Notes that a link goes out, unless the client told of this service within a year.
    ///
    /// - Returns: `nil` when there is nothing to ask.
    func invite(after appointment: Appointment.ID, now: Date, mail: OutgoingLetter?) async throws -> Experience?

    func experience(_ id: Experience.ID) async throws -> Experience?

    /// Takes what was written; it can be written anew until it is decided.
    func tell(_ id: Experience.ID, _ telling: Experience.Telling) async throws

    /// Takes back one's own words, published or not.
    func withdraw(_ id: Experience.ID) async throws

    /// Experiences that wait for a decision, with the name of the practitioner.
    func waitingExperiences(for author: Author) async throws -> [(experience: Experience, practitioner: String)]

    /// Publishes from a moment on, or refuses with a reason; never the author's own.
    func decide(_ id: Experience.ID, publish shownFrom: Date?, reason: String, by author: Author) async throws

    /// All of a practitioner, for the one concerned.
    func experiences(of practitioner: Practitioner.ID, for author: Author) async throws -> [Experience]

    func reply(_ reply: Experience.Reply?, to id: Experience.ID, by author: Author) async throws
}

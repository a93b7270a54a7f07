public import Foundation
public import Records

/// Practitioners with all that belongs to them, for those who work with it.
public protocol DirectoryRepository: Sendable {
    /// The practice's practitioners, by name.
    func practitioners(for author: Author) async throws -> [Practitioner]

    /// - Throws: ``RecordsError/notFound`` when there is none or it is not the author's practice.
    func practitioner(_ id: Practitioner.ID, for author: Author) async throws -> Practitioner

    /// Adds or changes; `version` is the version that was read, and 1 for a new one.
    ///
    /// - Throws: ``RecordsError/stale(current:)``.
    func save(_ practitioner: Practitioner, isNew: Bool, by author: Author) async throws -> Practitioner

    func places(for author: Author) async throws -> [ServicePlace]
    func save(_ place: ServicePlace, isNew: Bool, by author: Author) async throws -> ServicePlace
    func services(of practitioner: Practitioner.ID, for author: Author) async throws -> [OfferedService]

    /// A practice's name and zone, which its pages and letters show.
    func publicPractice(_ id: Practice.ID) async throws -> Practice
    func save(_ service: OfferedService, isNew: Bool, by author: Author) async throws -> OfferedService
}

/// Evidence of training and who checks it.
public protocol TrainingRepository: Sendable {
    func training(of practitioner: Practitioner.ID, for author: Author) async throws -> [TrainingRecord]

    /// Hands evidence in; the document is kept sealed and never shown inline.
    func submit(_ record: TrainingRecord, document: Data?, by author: Author) async throws

    /// The document, for the practitioner, the owner and stewards.
    func document(of training: TrainingRecord.ID, for author: Author) async throws -> (kind: DocumentKind, bytes: Data)

    func isSteward(_ author: Author) async throws -> Bool

    /// Names or dismisses a steward, by address of mail; for whoever runs the server.
    func setSteward(mail: String, _ isSteward: Bool) async throws
    func stewards() async throws -> [String]

    /// What waits for a steward, oldest first, and what is verified, for revocation and renewal.
    func cases(for author: Author) async throws -> [TrainingCase]

    /// Verifies or refuses; never the author's own.
    ///
    /// - Throws: ``RecordsError/notFound`` when it is the author's own or no longer waits.
    func decide(
        _ training: TrainingRecord.ID, method: TrainingRecord.Method?, note: String, by author: Author,
        mail: (@Sendable (TrainingCase) -> [OutgoingLetter])?) async throws

    func proposeRevocation(of training: TrainingRecord.ID, reason: String, by author: Author) async throws

    /// Confirms or drops a proposed revocation; by another steward than the one who proposed it.
    func answerRevocation(of training: TrainingRecord.ID, confirm: Bool, by author: Author) async throws

    /// Tells of trainings that run out within some days, once each.
    func tellOfExpiry(
        within days: Int, now: Date, mail: @escaping @Sendable (TrainingCase) -> OutgoingLetter?
    ) async throws

    /// Takes practitioners over from a list: all that are right, one report for each row.
    func takeOver(_ rows: [ListedRow], by author: Author) async throws -> [ListedRow.Report]
}

/// A training with whose it is.
public struct TrainingCase: Hashable, Sendable {
    public let record: TrainingRecord
    public let practitioner: String
    public let practice: String
    /// Where the practitioner is written to; `nil` without an account.
    public let mail: String?
    public let account: Account.ID?

    public init(record: TrainingRecord, practitioner: String, practice: String, mail: String?, account: Account.ID?) {
        self.record = record
        self.practitioner = practitioner
        self.practice = practice
        self.mail = mail
        self.account = account
    }
}

/// A row of a list of practitioners that is taken over.
public struct ListedRow: Sendable {
    /// Its line in the file.
    public let line: Int
    /// What was read, or what is wrong with it.
    public let content: Result<Content, RecordsError>

    public struct Content: Sendable {
        public let practitioner: Practitioner
        public let place: ServicePlace?
        public let training: TrainingRecord

        public init(practitioner: Practitioner, place: ServicePlace?, training: TrainingRecord) {
            (self.practitioner, self.place, self.training) = (practitioner, place, training)
        }
    }

    public enum Outcome: Hashable, Sendable {
        case added
        /// The same name and certificate are there already.
        case known
        case refused(field: String, value: String, reason: String)
    }

    public struct Report: Hashable, Sendable {
        public let line: Int
        public let outcome: Outcome

        public init(line: Int, outcome: Outcome) { (self.line, self.outcome) = (line, outcome) }
    }

    public init(line: Int, content: Result<Content, RecordsError>) { (self.line, self.content) = (line, content) }
}

/// What anybody may see: practitioners that are listed and have a verified, current training; nobody else.
public protocol PublicDirectory: Sendable {
    /// - Returns: `nil` for one that is unknown, not listed, or without a training that counts.
    func listing(of practitioner: Practitioner.ID) async throws -> Listing?

    /// The same by service.
    func listing(with service: OfferedService.ID) async throws -> Listing?

    /// Listed practitioners in the order of their identifiers, behind one of them.
    func listings(after last: Practitioner.ID?, limit: Int) async throws -> [Listing]

    /// Those near a point, nearest first.
    func search(_ question: DirectoryQuestion) async throws -> [DirectoryHit]

    /// Practitioners whose free times have to be worked out anew.
    func outdated(limit: Int, now: Date) async throws -> [Listing]

    /// Keeps the next free times of a practitioner; `again` is when to look anew.
    func setOpenTimes(_ times: [OpenTime], of practitioner: Practitioner.ID, again: Date) async throws

    /// Looks at the free times of a practitioner again at a moment, and leaves what is known of them.
    func putOff(_ practitioner: Practitioner.ID, until moment: Date) async throws
}

/// A free time of a service.
public struct OpenTime: Hashable, Sendable {
    public let service: OfferedService.ID
    public let start: Date

    public init(service: OfferedService.ID, start: Date) { (self.service, self.start) = (service, start) }
}

/// What the public sees of a practitioner.
public struct Listing: Sendable {
    public let practitioner: Practitioner
    public let practiceName: String
    public let places: [ServicePlace]
    /// Open services, by name.
    public let services: [OfferedService]
    /// Verified and current.
    public let training: [TrainingRecord]
    public let experiences: [Experience]

    public init(
        practitioner: Practitioner, practiceName: String, places: [ServicePlace], services: [OfferedService],
        training: [TrainingRecord], experiences: [Experience]
    ) {
        self.practitioner = practitioner
        self.practiceName = practiceName
        self.places = places
        self.services = services
        self.training = training
        self.experiences = experiences
    }
}

/// Whom somebody looks for.
public struct DirectoryQuestion: Hashable, Sendable {
    public var position: ServicePlace.Position
    /// 1 to 500.
    public var radiusKilometres: Int
    public var condition: String?
    public var language: String?
    public var accessibility: Set<Accessibility>
    /// Only those with a free time before this moment.
    public var freeBefore: Date?
    /// The first free time first, instead of the nearest.
    public var soonestFirst: Bool
    public var now: Date
    /// 1 to 100.
    public var limit: Int

    public init(
        position: ServicePlace.Position, radiusKilometres: Int = 25, condition: String? = nil, language: String? = nil,
        accessibility: Set<Accessibility> = [], freeBefore: Date? = nil, soonestFirst: Bool = false, now: Date,
        limit: Int = 20
    ) {
        self.position = position
        self.radiusKilometres = min(max(radiusKilometres, 1), 500)
        self.condition = condition
        self.language = language
        self.accessibility = accessibility
        self.freeBefore = freeBefore
        self.soonestFirst = soonestFirst
        self.now = now
        self.limit = min(max(limit, 1), 100)
    }
}

/// A practitioner that was found.
public struct DirectoryHit: Hashable, Sendable {
    public let practitioner: Practitioner.ID
    public let name: String
    public let place: ServicePlace.ID
    public let placeKind: ServicePlace.Kind
    public let town: String
    public let country: String
    /// From the point to the place; for an area to its middle.
    public let kilometres: Double
    /// Whether the therapist travels, and the point lies where they go.
    public let comesThere: Bool
    public let languages: [String]
    public let conditions: [String]
    public let accessibility: Set<Accessibility>
    /// The first free time and its service; `nil` without one that is known.
    public let next: OpenTime?
    /// IANA name of the zone of the practitioner's times.
    public let zone: String
    /// Titles of the trainings that count.
    public let trainings: [String]

    public init(
        practitioner: Practitioner.ID, name: String, place: ServicePlace.ID, placeKind: ServicePlace.Kind, town: String,
        country: String, kilometres: Double, comesThere: Bool, languages: [String], conditions: [String],
        accessibility: Set<Accessibility>, next: OpenTime?, zone: String, trainings: [String]
    ) {
        self.practitioner = practitioner
        self.name = name
        self.place = place
        self.placeKind = placeKind
        self.town = town
        self.country = country
        self.kilometres = kilometres
        self.comesThere = comesThere
        self.languages = languages
        self.conditions = conditions
        self.accessibility = accessibility
        self.next = next
        self.zone = zone
        self.trainings = trainings
    }
}

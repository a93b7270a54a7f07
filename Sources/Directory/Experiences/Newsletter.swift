public import Foundation
public import Records

/// Somebody who gets a practice's newsletter; never tied to a client.
public struct Subscriber: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Subscriber>
    public enum Status: String, CaseIterable, Hashable, Sendable { case unproved, active, left }

    public let id: ID
    public let practice: Practice.ID
    public let mail: String
    public var topics: Set<Topic>
    public var status: Status
    public let since: Date

    /// What a newsletter can be about.
    public enum Topic: String, CaseIterable, Hashable, Sendable {
        case news
        case selfCare = "self_care"
        case courses
        case research
    }

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `mail` or `topics`.
    public init(
        id: ID = ID(), practice: Practice.ID, mail: String, topics: Set<Topic>, status: Status = .unproved, since: Date
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.mail = try Text.mail(mail, field: "mail")
        guard !topics.isEmpty else { throw .invalid(field: "topics", value: "", reason: "must be chosen") }
        self.topics = topics
        self.status = status
        self.since = since
    }
}

/// One newsletter.
public struct NewsletterIssue: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<NewsletterIssue>
    public let id: ID
    public let practice: Practice.ID
    public let topic: Subscriber.Topic
    public let subject: String
    /// Paragraphs, parted by empty lines.
    public let text: String
    public let created: Date
    public let recipients: Int

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `subject` or `text`.
    public init(
        id: ID = ID(), practice: Practice.ID, topic: Subscriber.Topic, subject: String, text: String, created: Date,
        recipients: Int = 0
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.topic = topic
        self.subject = try Text.line(subject, field: "subject", longest: 150)
        self.text = try Text.block(text, field: "text", longest: 20_000)
        guard !self.text.isEmpty else { throw .invalid(field: "text", value: "", reason: "is empty") }
        self.created = created
        self.recipients = recipients
    }
}

/// Newsletters and who gets them.
public protocol NewsletterRepository: Sendable {
    /// Whether a practice shows itself: somebody of it is listed, or it has sent a newsletter.
    func hasNewsletter(_ practice: Practice.ID) async throws -> Bool

    /// Notes a wish; the answer is the same whether the address was known or not.
    func subscribe(_ subscriber: Subscriber, mail: OutgoingLetter) async throws
    func subscriber(_ id: Subscriber.ID) async throws -> Subscriber?
    func prove(_ id: Subscriber.ID) async throws
    /// Ends it; doing so again changes nothing.
    func unsubscribe(_ id: Subscriber.ID) async throws
    func subscriberCounts(for author: Author) async throws -> [Subscriber.Topic: Int]
    /// Keeps an issue and puts a letter in line for each subscriber of its topic, all or nothing.
    func send(_ issue: NewsletterIssue, by author: Author) async throws -> NewsletterIssue
    func issue(_ id: NewsletterIssue.ID) async throws -> NewsletterIssue?
    func issues(for author: Author) async throws -> [NewsletterIssue]
}

public import Foundation
public import Records
import Scheduling

/// Evidence of a training: who issued what to whom, and who checked it how and when.
public struct TrainingRecord: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<TrainingRecord>

    public enum Status: String, CaseIterable, Hashable, Sendable {
        case submitted
        case verified
        case refused
        case revoked
    }

    /// How a certificate was checked.
    public enum Method: String, CaseIterable, Hashable, Sendable {
        /// The issuing body confirmed it.
        case issuer
        /// It stands in the issuing body's public register.
        case register
        /// The document was looked at, and nobody else was asked.
        case document
    }

    public let id: ID
    public let practice: Practice.ID
    public let practitioner: Practitioner.ID
    public let issuer: String
    public let title: String
    public let number: String
    /// Hours of the training, 0 when not told.
    public let hours: Int
    /// `2024-05-31`.
    public let issued: String
    /// The last day on which it counts; `nil` when it does not expire.
    public let expires: String?
    /// The kind of document that was handed in.
    public let document: DocumentKind?
    public let submitted: Date
    public var status: Status
    public var check: Check?
    public var revocation: Revocation?

    /// The decision.
    public struct Check: Hashable, Sendable {
        public let by: Account.ID
        /// As it is shown in public.
        public let name: String
        public let method: Method?
        public let at: Date
        /// Why it was refused, or what was asked.
        public let note: String

        public init(by: Account.ID, name: String, method: Method?, at: Date, note: String) {
            self.by = by
            self.name = name
            self.method = method
            self.at = at
            self.note = note
        }
    }

    /// Proposed by one and confirmed by another.
    public struct Revocation: Hashable, Sendable {
        public let proposed: Account.ID
        public let reason: String
        public let at: Date
        public let confirmed: Account.ID?

        public init(proposed: Account.ID, reason: String, at: Date, confirmed: Account.ID?) {
            self.proposed = proposed
            self.reason = reason
            self.at = at
            self.confirmed = confirmed
        }
    }

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
    public init(
        id: ID = ID(), practice: Practice.ID, practitioner: Practitioner.ID, issuer: String, title: String,
        number: String = "", hours: Int = 0, issued: String, expires: String? = nil, document: DocumentKind? = nil,
        submitted: Date, status: Status = .submitted, check: Check? = nil, revocation: Revocation? = nil
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.practitioner = practitioner
        self.issuer = try Text.line(issuer, field: "issuer", longest: 160)
        self.title = try Text.line(title, field: "title", longest: 160)
        self.number = try Text.optionalLine(number, field: "number", longest: 60)
        guard (0...20_000).contains(hours) else {
            throw .invalid(field: "hours", value: "\(hours)", reason: "is not within 0 and 20000")
        }
        self.hours = hours
        guard let first = CalendarDay(issued) else {
            throw .invalid(field: "issued", value: String(issued.prefix(20)), reason: "is no date such as 2024-05-31")
        }
        guard first.text <= CalendarDay(submitted.addingTimeInterval(86_400), in: .gmt).text else {
            throw .invalid(field: "issued", value: first.text, reason: "lies in the future")
        }
        self.issued = first.text
        if let expires, !expires.isEmpty {
            guard let last = CalendarDay(expires) else {
                throw .invalid(
                    field: "expires", value: String(expires.prefix(20)), reason: "is no date such as 2027-05-31")
            }
            guard last.text >= first.text else {
                throw .invalid(field: "expires", value: last.text, reason: "is before the day of issue")
            }
            self.expires = last.text
        } else {
            self.expires = nil
        }
        self.document = document
        self.submitted = submitted
        self.status = status
        self.check = check
        self.revocation = revocation
    }

    /// The moment from which it counts no more: the end of its last day in the zone that is last to get there (UTC-12).
    ///
    /// `nil` when it does not expire.
    public var end: Date? {
        guard let expires, let day = WallDay(expires) else { return nil }
        return Date(timeIntervalSince1970: Double(day.number + 1) * 86_400 + 12 * 3_600)
    }

    /// Whether it is verified and current.
    public func counts(at now: Date) -> Bool { status == .verified && end.map { now < $0 } ?? true }
}

/// The kinds of document that are taken, told by content.
public enum DocumentKind: String, CaseIterable, Hashable, Sendable {
    case pdf
    case png
    case jpeg

    /// The largest document, in bytes.
    public static let largest = 5 * 1_024 * 1_024

    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        }
    }

    /// What the first bytes say, whatever the name of the file says.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `document`.
    public static func of(_ bytes: Data) throws(RecordsError) -> DocumentKind {
        guard bytes.count <= largest else {
            throw .invalid(field: "document", value: "\(bytes.count)", reason: "is larger than 5 MB")
        }
        let start = Array(bytes.prefix(8))
        let marks: [(DocumentKind, [UInt8])] = [
            (.pdf, Array("%PDF-".utf8)), (.png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
            (.jpeg, [0xff, 0xd8, 0xff]),
        ]
        for (kind, mark) in marks where start.starts(with: mark) { return kind }
        throw .invalid(field: "document", value: "", reason: "is neither PDF, PNG nor JPEG")
    }
}

public import Foundation

/// What a person is to a practice.
public enum Role: String, CaseIterable, Hashable, Sendable {
    /// Runs the practice: its team, its settings, its audit trail.
    case owner
    case therapist
    /// Keeps the register; never reads clinical text.
    case assistant
    /// Sees the own record alone.
    case client

    /// Whether the role belongs to those who work there.
    public var isStaff: Bool { self != .client }
}

/// Someone who can sign in.
public struct Account: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Account>

    public enum Status: String, CaseIterable, Hashable, Sendable { case active, disabled }

    public let id: ID
    public let practice: Practice.ID
    public var role: Role
    public var status: Status
    public var name: String
    /// Address of mail, in small letters; unique in the installation.
    public var mail: String
    /// Whether a second factor is set.
    public var hasSecondFactor: Bool
    /// The client whose record it is; only with ``Role/client``.
    public let client: Client.ID?
    public let created: Date
    /// Counts edits from 1.
    public var version: Int

    public init(
        id: ID = ID(), practice: Practice.ID, role: Role, status: Status = .active, name: String, mail: String,
        hasSecondFactor: Bool = false, client: Client.ID? = nil, created: Date, version: Int = 1
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.role = role
        self.status = status
        self.name = try Text.line(name, field: "name", longest: 120)
        self.mail = try Text.mail(mail, field: "mail")
        self.hasSecondFactor = hasSecondFactor
        self.client = client
        self.created = created
        self.version = version
    }
}

/// What proves who someone is; never leaves the server.
public struct Secrets: Hashable, Sendable {
    /// Argon2id in PHC form.
    public var password: String
    /// The shared secret of the one-time codes; `nil` without a second factor.
    public var codeSecret: Data?
    /// The last time step whose code was used, so that no code works twice.
    public var lastCodeStep: Int
    /// SHA-256 of the recovery codes that are left.
    public var recoveryCodes: [Data]

    public init(password: String, codeSecret: Data? = nil, lastCodeStep: Int = 0, recoveryCodes: [Data] = []) {
        self.password = password
        self.codeSecret = codeSecret
        self.lastCodeStep = lastCodeStep
        self.recoveryCodes = recoveryCodes
    }
}

/// A signed-in browser.
public struct Session: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Session>
    public let id: ID
    public let account: Account.ID
    public let practice: Practice.ID
    public let created: Date
    public var seen: Date
    /// Ends then, whatever happens.
    public let expires: Date
    /// The browser in a few words.
    public let device: String
    /// When the password, or the code, was last shown; for what needs it anew.
    public var proved: Date

    public init(
        id: ID = ID(), account: Account.ID, practice: Practice.ID, created: Date, seen: Date, expires: Date,
        device: String, proved: Date
    ) {
        self.id = id
        self.account = account
        self.practice = practice
        self.created = created
        self.seen = seen
        self.expires = expires
        self.device = device
        self.proved = proved
    }
}

/// A link for one purpose, for some time; most work once.
///
/// Of the link itself only the SHA-256 is kept.
public struct Ticket: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Ticket>

    public enum Purpose: String, CaseIterable, Hashable, Sendable {
        /// The first owner.
        case setup
        /// A new member of the team, or a client.
        case invitation
        /// A new password.
        case password
        /// A client fills in the first form. Never opens the record.
        case intake
        /// A client writes the diary, each day until the link expires, and answers questions. Of the record it shows the
        /// activities that the client named and what was answered on the same day.
        case diary
        /// A client taps what a hold feels like, until the link expires. Never opens the record.
        case hold

        /// Whether it may be used more than once.
        public var isLasting: Bool { self == .diary || self == .hold }
    }

    public let id: ID
    public let purpose: Purpose
    /// `nil` for the set-up.
    public let practice: Practice.ID?
    public let account: Account.ID?
    public let client: Client.ID?
    /// The complaint of a diary, the visit of a hold.
    public let subject: RecordEntry.ID?
    public let role: Role?
    public let name: String
    public let mail: String
    public let created: Date
    public let expires: Date
    public var used: Date?

    public init(
        id: ID = ID(), purpose: Purpose, practice: Practice.ID?, account: Account.ID? = nil, client: Client.ID? = nil,
        subject: RecordEntry.ID? = nil, role: Role? = nil, name: String = "", mail: String = "", created: Date,
        expires: Date, used: Date? = nil
    ) {
        self.id = id
        self.purpose = purpose
        self.practice = practice
        self.account = account
        self.client = client
        self.subject = subject
        self.role = role
        self.name = name
        self.mail = mail
        self.created = created
        self.expires = expires
        self.used = used
    }
}

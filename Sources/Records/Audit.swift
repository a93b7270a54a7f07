public import Foundation

/// What happened to a record: who, what, when, with which result.
///
/// Identifiers only.
public struct AuditEvent: Hashable, Sendable {
    public enum Action: String, CaseIterable, Hashable, Sendable {
        case setUp = "set_up"
        case signIn = "sign_in"
        case signInRefused = "sign_in_refused"
        case signOut = "sign_out"
        case sessionRevoked = "session_revoked"
        case passwordChanged = "password_changed"
        case secondFactorSet = "second_factor_set"
        case secondFactorRemoved = "second_factor_removed"
        case recoveryCodeUsed = "recovery_code_used"
        case invited
        case joined
        case accountChanged = "account_changed"
        case accountDisabled = "account_disabled"
        case accountEnabled = "account_enabled"
        case teamRead = "team_read"
        case practiceRead = "practice_read"
        case practiceChanged = "practice_changed"
        case clientRead = "client_read"
        case clientsListed = "clients_listed"
        case clientCreated = "client_created"
        case clientChanged = "client_changed"
        case entriesRead = "entries_read"
        case entriesWritten = "entries_written"
        case recordingRead = "recording_read"
        case entryStruck = "entry_struck"
        case entryRestored = "entry_restored"
        case visitSigned = "visit_signed"
        case clientErased = "client_erased"
        case glassBroken = "glass_broken"
        case linkMade = "link_made"
        case linkUsed = "link_used"
        case auditRead = "audit_read"
        case backupRead = "backup_read"
        case refused
        case keysRotated = "keys_rotated"
        case backedUp = "backed_up"
        case restored
        case practitionerChanged = "practitioner_changed"
        case trainingSubmitted = "training_submitted"
        case trainingRead = "training_read"
        case trainingDecided = "training_decided"
        case stewardSet = "steward_set"
        case appointmentBooked = "appointment_booked"
        case appointmentChanged = "appointment_changed"
        case appointmentsRead = "appointments_read"
        case experienceDecided = "experience_decided"
        case newsletterSent = "newsletter_sent"
    }

    public let action: Action
    /// `client:3f…`, `account:…`, `practice:…`; empty when there is no object.
    public let object: String
    /// Version numbers, counts, the name of a rule; never health words.
    public let detail: String

    public init(_ action: Action, object: String = "", detail: String = "") {
        self.action = action
        self.object = object
        self.detail = detail
    }
}

/// One link of the audit chain.
public struct AuditEntry: Hashable, Sendable {
    /// From 1, without gaps.
    public let sequence: Int
    public let at: Date
    public let practice: String
    public let actor: String
    public let role: String
    public let action: String
    public let object: String
    public let detail: String
    /// SHA-256 over the previous link's hash and this link's fields.
    public let hash: Data

    public init(
        sequence: Int, at: Date, practice: String, actor: String, role: String, action: String, object: String,
        detail: String, hash: Data
    ) {
        self.sequence = sequence
        self.at = at
        self.practice = practice
        self.actor = actor
        self.role = role
        self.action = action
        self.object = object
        self.detail = detail
        self.hash = hash
    }
}

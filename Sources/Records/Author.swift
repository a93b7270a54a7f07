/// In whose name a call to the record is made.
public struct Author: Hashable, Sendable {
    public let account: Account.ID?
    public let practice: Practice.ID?
    public let role: Role?
    /// The client whose account it is.
    public let client: Client.ID?

    public init(account: Account.ID?, practice: Practice.ID?, role: Role?, client: Client.ID? = nil) {
        self.account = account
        self.practice = practice
        self.role = role
        self.client = client
    }

    public init(_ account: Account) {
        self.init(account: account.id, practice: account.practice, role: account.role, client: account.client)
    }

    /// The program itself: set-up, clean-up, migrations.
    public static let system = Author(account: nil, practice: nil, role: nil)
}

/// Who may do what to which object; the one place that says so.
public enum AccessRules {
    /// What can be done with a client's record.
    public enum ClientAction: Hashable, Sendable { case list, readContact, readNote, create, editContact, editNote }

    /// Whether the author may do this; `broken` tells that the author has broken the glass for this client.
    public static func allows(_ author: Author, _ action: ClientAction, _ client: Client, broken: Bool = false) -> Bool
    {
        guard let practice = author.practice, practice == client.practice, let role = author.role else { return false }
        switch role {
        case .owner: return true
        case .therapist:
            let isOwn = client.therapist == author.account
            return switch action {
            case .create: isOwn
            case .list, .readContact, .readNote: isOwn || broken
            case .editContact, .editNote: isOwn
            }
        case .assistant:
            return switch action {
            case .list, .readContact, .create, .editContact: true
            case .readNote, .editNote: false
            }
        case .client:
            guard author.client == client.id else { return false }
            return action == .readContact || action == .readNote
        }
    }

    /// The team, the practice's settings, the audit trail and the state of backups are the owner's.
    public static func runsPractice(_ author: Author, _ practice: Practice.ID) -> Bool {
        author.role == .owner && author.practice == practice
    }

    /// Who may add clients at all.
    public static func keepsRegister(_ author: Author) -> Bool {
        author.role?.isStaff == true && author.practice != nil
    }

    /// Own sessions, and those of the team for the owner.
    public static func allowsSessions(_ author: Author, of account: Account) -> Bool {
        author.account == account.id || runsPractice(author, account.practice)
    }
}

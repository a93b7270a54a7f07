public import Foundation

/// The entries of clients' records.
public protocol EntryRepository: Sendable {
    /// Adds entries or further versions of entries, all or nothing; what is there already with the same content counts as done.
    ///
    /// - Throws: ``RecordsError/stale(current:)`` when there is another version than the one before already,
    ///   ``RecordsError/notFound`` when the client, complaint or visit is not the author's to write to, and
    ///   ``RecordsError/invalid(field:value:reason:)`` when an entry does not belong where it is put, or a signed visit
    ///   is amended without a reason.
    func add(_ entries: [RecordEntry], to client: Client.ID, by author: Author) async throws -> [RecordEntry]

    /// Strikes an entry out or brings it back, as a further version; what is so already counts as done.
    ///
    /// - Throws: ``RecordsError/notFound`` when the entry is not the author's to write to, and what ``Strike`` throws.
    func strike(_ entry: RecordEntry.ID, _ strike: Strike, of client: Client.ID, by author: Author) async throws
        -> RecordEntry

    /// Entries of a client in the order in which they were written.
    ///
    /// - Throws: ``RecordsError/notFound``.
    func entries(_ filter: EntryFilter, of client: Client.ID, for author: Author) async throws -> [RecordEntry]

    /// What waits: visits without a signature and first forms of the last two weeks, newest first, of clients whose record the author reads.
    func open(for author: Author) async throws -> OpenItems

    /// The clients of the author's practice who keep a diary, for counting across clients; leaves the trace of the whole count.
    ///
    /// - Throws: ``RecordsError/notFound`` unless the author runs the practice.
    func diarists(for author: Author) async throws -> [Client.ID]

    /// The newest versions of some clients' entries, for counting across clients: nothing of them is shown to anybody.
    ///
    /// Clients of other practices are left out.
    /// - Throws: ``RecordsError/notFound`` unless the author runs the practice.
    func entries(of kinds: Set<EntryBody.Kind>, across clients: [Client.ID], for author: Author) async throws
        -> [Client.ID: [RecordEntry]]

    /// Adds moments to a hold of a visit, whoever else adds some at the same time; makes the hold when it is new.
    func merge(_ hold: PressureHold, id: RecordEntry.ID, visit: RecordEntry.ID, of client: Client.ID, by author: Author)
        async throws -> RecordEntry

    /// Signs a visit as it is.
    ///
    /// - Throws: ``RecordsError/duplicate(field:)`` when it is signed already.
    func sign(_ visit: RecordEntry.ID, of client: Client.ID, name: String, by author: Author) async throws
        -> RecordEntry

    /// Keeps what a client wrote through a link; a link to the first form is used up.
    ///
    /// - Throws: ``RecordsError/notFound`` when the link is unknown, used or out of date.
    func write(_ body: EntryBody, ticket: Data, purpose: Ticket.Purpose) async throws

    /// What the client of a diary's link is asked today, and what was answered today; leaves a trace.
    ///
    /// - Throws: ``RecordsError/notFound`` when the link is unknown or out of date.
    func questions(ticket: Data) async throws -> QuestionSheet

    /// Keeps what a client answered at home; a second answer of the same day amends the first one.
    ///
    /// - Throws: ``RecordsError/notFound`` when the link is unknown or out of date, and
    ///   ``RecordsError/invalid(field:value:reason:)`` for what is not asked today or out of range.
    func answer(_ answers: [MeasuredValue], ticket: Data) async throws

    /// Adds what a client taps on the own device to the hold that runs at the visit of a link.
    ///
    /// - Throws: ``RecordsError/notFound`` when the link cannot be used or no hold runs.
    func tap(_ moments: [PressureHold.Moment], ticket: Data) async throws

    /// Removes all entries of a client and what identifies the person, and leaves a mark that there was one.
    ///
    /// - Throws: ``RecordsError/notFound`` unless the author runs the practice.
    func erase(_ client: Client.ID, by author: Author) async throws
}

/// What waits for somebody.
public struct OpenItems: Sendable {
    public struct Item: Hashable, Sendable {
        public let id: RecordEntry.ID
        public let client: Client.ID
        /// The client's name.
        public let name: String
        public let at: Date

        public init(id: RecordEntry.ID, client: Client.ID, name: String, at: Date) {
            self.id = id
            self.client = client
            self.name = name
            self.at = at
        }
    }

    /// At most 200 of each.
    public let visits: [Item]
    public let written: [Item]

    public init(visits: [Item], written: [Item]) {
        self.visits = visits
        self.written = written
    }
}

/// Which entries are asked for.
public struct EntryFilter: Hashable, Sendable {
    /// `nil` for all.
    public var kinds: Set<EntryBody.Kind>?
    public var complaint: RecordEntry.ID?
    public var visit: RecordEntry.ID?
    /// With earlier versions.
    public var withHistory = false
    /// Of the diary only days from this one on, such as `2026-05-31`.
    public var fromDay: String?

    public init(
        kinds: Set<EntryBody.Kind>? = nil, complaint: RecordEntry.ID? = nil, visit: RecordEntry.ID? = nil,
        withHistory: Bool = false, fromDay: String? = nil
    ) {
        self.kinds = kinds
        self.complaint = complaint
        self.visit = visit
        self.withHistory = withHistory
        self.fromDay = fromDay
    }
}

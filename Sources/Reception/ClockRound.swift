import Directory

/// How far the work of the clock has come: a round goes on where the one before stopped, so that nobody waits for ever.
public struct ClockRound: Sendable {
    /// The most appointments, wait lists and pages that one round looks at, of each.
    let limits: (appointments: Int, waitLists: Int, pages: Int)
    /// The last appointment that was looked at for reminders; `nil` to begin with the next to come.
    var reminded: Appointment?
    /// The last practitioner whose wait list was looked at.
    var served: Practitioner.ID?

    /// A round that begins at the beginning.
    public init(appointments: Int = 1_000, waitLists: Int = 50, pages: Int = 200) {
        limits = (max(appointments, 1), max(waitLists, 1), max(pages, 1))
    }
}

/// Does some work for each, also for those behind one for which it fails.
///
/// - Throws: The first error, once the work was tried for all.
func forEach<Item>(_ items: [Item], _ work: (Item) async throws -> Void) async throws {
    var first: (any Error)?
    for item in items {
        do { try await work(item) } catch { first = first ?? error }
    }
    if let first { throw first }
}

/// What goes wrong with some work, if anything.
func fault(_ work: () async throws -> Void) async -> (any Error)? {
    do {
        try await work()
        return nil
    } catch { return error }
}

import Foundation

/// One transaction with its tries, on the thread of its place.
struct PostgresAttempts {
    /// An error after which trying again is safe: nothing was committed.
    private struct Again: Error {
        let reason: StorageError
        /// Whether a kept connection had broken: no sign that a new one cannot be made.
        let isStale: Bool
    }

    private let place: PostgresPlace
    private let address: PostgresAddress
    private let options: PostgresDatabase.Options
    private let isolation: String
    private let scope: SQLScope
    private let isClosed: () -> Bool
    /// Seconds after which a lost race is not tried again: statements that take too long would hold their place for
    /// minutes.
    private static let longestRace = 15.0

    init(
        _ place: PostgresPlace, _ address: PostgresAddress, _ options: PostgresDatabase.Options, _ isolation: String,
        _ scope: SQLScope, isClosed: @escaping () -> Bool
    ) {
        self.place = place
        self.address = address
        self.options = options
        self.isolation = isolation
        self.scope = scope
        self.isClosed = isClosed
    }

    /// Runs the transaction, again after a lost race or a connection that broke before the commit.
    func run<Value>(_ work: (any SQLTransaction) throws -> Value) throws -> Value {
        let start = ContinuousClock.now
        var (races, breaks) = (1, 0)
        while true {
            do {
                return try attempt(work)
            } catch let again as Again {
                guard !again.isStale else { continue }
                switch again.reason {
                case .contended where races < options.tries && start.duration(to: .now) < .seconds(Self.longestRace):
                    Thread.sleep(forTimeInterval: .random(in: 0.005...min(0.5, 0.005 * pow(2, Double(races)))))
                    races += 1
                case .disconnected where breaks < options.reconnects && !isClosed():
                    breaks += 1
                    Thread.sleep(forTimeInterval: 0.27 * Double(breaks * breaks) * .random(in: 0.9...1.1))
                default: throw again.reason
                }
            }
        }
    }

    private func attempt<Value>(_ work: (any SQLTransaction) throws -> Value) throws -> Value {
        let isKept = place.connection != nil
        let connection: PostgresConnection
        do throws(StorageError) {
            if let kept = place.connection { connection = kept } else { connection = try PostgresConnection(address) }
        } catch {
            throw Again(reason: error, isStale: false)
        }
        place.connection = connection
        // A connection whose transaction could not be ended is not used again.
        defer { if !connection.isAlive || !connection.isIdle { place.connection = nil } }
        try begin(connection, isKept: isKept)
        let value: Value
        do {
            value = try finished(work, connection)
        } catch {
            if connection.isAlive, !connection.isIdle { try? connection.script("ROLLBACK") }
            switch error as? StorageError {
            case .contended(let why): throw Again(reason: .contended(why), isStale: false)
            case .disconnected(let why):
                place.connection = nil
                throw Again(reason: .disconnected(why), isStale: false)
            default: throw error
            }
        }
        try commit(connection)
        return value
    }

    /// Begins, takes on the role and the practice; all in one round trip.
    private func begin(_ connection: PostgresConnection, isKept: Bool) throws {
        let role = try options.role.map { "SET LOCAL ROLE \(try connection.identifier($0)); " } ?? ""
        let practice = try connection.literal(scope.setting())
        do throws(PostgresFailure) {
            try connection.perform(
                "BEGIN ISOLATION LEVEL \(isolation); \(role)SELECT set_config('tautband.practice', \(practice), true)",
                isOwn: true
            )
        } catch {
            if connection.isAlive, !connection.isIdle { try? connection.script("ROLLBACK") }
            switch error.error {
            case .contended: throw Again(reason: error.error, isStale: false)
            case .disconnected:
                place.connection = nil
                throw Again(reason: error.error, isStale: isKept)
            default: throw error.error
            }
        }
    }

    /// Runs the work, and makes sure that its transaction can still be committed.
    private func finished<Value>(
        _ work: (any SQLTransaction) throws -> Value, _ connection: PostgresConnection
    ) throws -> Value {
        let transaction = PostgresTransaction(connection)
        defer { transaction.end() }
        let value = try work(transaction)
        // The server would answer a commit with a silent rollback.
        guard connection.isInTransaction else {
            throw transaction.failure ?? .statement("the work ended its own transaction")
        }
        return value
    }

    private func commit(_ connection: PostgresConnection) throws {
        do throws(PostgresFailure) {
            let tag = try connection.perform("COMMIT", isOwn: true)
            guard tag == "COMMIT" else { throw PostgresFailure("the database rolled back") }
        } catch {
            if connection.isAlive, !connection.isIdle { try? connection.script("ROLLBACK") }
            if case .disconnected = error.error { place.connection = nil }
            switch error.error {
            case .contended: throw Again(reason: error.error, isStale: false)
            case .disconnected where isolation.hasSuffix("READ ONLY"): throw Again(reason: error.error, isStale: false)
            case .disconnected(let why): throw StorageError.disconnected("\(why) while committing: outcome unknown")
            default: throw error.error
            }
        }
    }
}

extension SQLScope {
    /// What the policies of row-level security compare with.
    ///
    /// - Throws: ``StorageError/statement(_:)`` for a practice that is empty or would pass for the whole system.
    func setting() throws(StorageError) -> String {
        switch self {
        case .system: return "*"
        case .practice(let id):
            guard !id.isEmpty, id != "*" else { throw .statement("a practice has no identifier") }
            return id
        }
    }
}

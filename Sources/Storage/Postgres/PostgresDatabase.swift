import Dispatch
import Foundation

/// PostgreSQL over libpq, for several instances of the server on the same data.
///
/// Connections live in a pool; each blocks a thread of its own, never one of the cooperative pool. The practice of a
/// transaction, and the role that row-level security holds for, are set for that transaction alone and end with it.
/// Policies compare `current_setting('tautband.practice', true)` with the practice of a row: it is the identifier under
/// ``SQLScope/practice(_:)``, `*` under ``SQLScope/system``, and empty or null outside of a transaction.
public final class PostgresDatabase: Database {
    /// How far transactions that change something are kept apart.
    public enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case serializable = "SERIALIZABLE"
    }

    public struct Options: Sendable {
        /// Most connections at a time.
        public var connections = 8
        /// The role that transactions run as; `nil` for the one that signed in, which owns the tables.
        public var role: String?
        /// How far transactions that change something are kept apart.
        public var isolation = Isolation.readCommitted
        /// Seconds that a transaction waits for a connection.
        public var patience = 10.0
        /// How often a transaction that lost races is tried, the first time included.
        public var tries = 8
        /// How often a broken connection is made again before the commit; 5 times take some 15 seconds.
        public var reconnects = 5

        public init() {}
    }

    public let dialect = SQLDialect.postgres
    private let address: PostgresAddress
    private let options: Options
    private let pool: PostgresPool

    /// Prepares the pool; connections are made when they are needed.
    ///
    /// - Parameters:
    ///   - url: `postgresql://user:password@host:port/database`, signs of the password escaped with `%`.
    ///   - options: The role and the limits.
    /// - Throws: ``StorageError/disconnected(_:)`` for another form of `url`, without quoting it.
    public init(url: String, options: Options = Options()) throws(StorageError) {
        address = try PostgresAddress(url)
        self.options = options
        pool = PostgresPool(places: options.connections, patience: options.patience)
    }

    /// Runs `work` on one snapshot.
    public func read<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await perform("REPEATABLE READ READ ONLY", scope, work)
    }

    /// Runs `work` and commits.
    ///
    /// A lost race, or a connection that breaks before the commit was sent, runs `work` again.
    /// - Throws: What `work` throws, unchanged; ``StorageError/disconnected(_:)`` with "outcome unknown" when the
    ///   connection broke during the commit. A failure of a statement that `work` caught is thrown too: the server has
    ///   given the transaction up, unless `work` went back to a savepoint.
    public func write<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await perform(options.isolation.rawValue, scope, work)
    }

    public func close() async { await pool.close() }

    private func perform<Value: Sendable>(
        _ isolation: String, _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let place = try await pool.acquire()
        return try await withCheckedThrowingContinuation { continuation in
            place.queue.async { [self] in
                let attempts = PostgresAttempts(place, address, options, isolation, scope) { [pool] in pool.isClosed }
                let result = Result { try attempts.run(work) }
                pool.release(place)
                continuation.resume(with: result)
            }
        }
    }
}

import Dispatch
import Foundation
import Synchronization

/// PostgreSQL over libpq, for several instances of the server on the same data.
///
/// Connections live in a pool; each transaction runs on a thread of its own outside of the cooperative pool. The practice of a
/// transaction, and the role that row-level security holds for, are set with `SET LOCAL`: they end with it.
public final class PostgresDatabase: Database {
    public struct Options: Sendable {
        /// Most connections at a time.
        public var connections = 8
        /// The role that transactions run as; `nil` for the one that signed in, which owns the tables.
        public var role: String?
        /// Seconds that a transaction waits for a connection.
        public var patience = 10.0
        /// How often a lost race is tried again.
        public var tries = 8
        /// How often a broken connection is made again before the commit; with the pauses between some 15 seconds.
        public var reconnects = 8

        public init() {}
    }

    public let dialect = SQLDialect.postgres
    private let url: String
    private let options: Options
    private let queue = DispatchQueue(label: "tautband.postgres", attributes: .concurrent)
    private let free: DispatchSemaphore
    private let idle = Mutex<[PostgresConnection]>([])
    private let isClosed = Mutex(false)
    /// Waiters beyond these are refused at once, so that they do not take all threads.
    private let waiting = Mutex(0)
    private static let mostWaiting = 48

    /// Prepares the pool; connections are made when they are needed.
    ///
    /// `url`: `postgresql://user:password@host:port/database`.
    /// - Throws: ``StorageError/disconnected(_:)`` for another form.
    public init(url: String, options: Options = Options()) throws(StorageError) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            throw .disconnected("the address of the database must begin with postgresql://")
        }
        if let role = options.role {
            guard role.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
                throw .statement("the role has a strange name")
            }
        }
        self.url = url
        self.options = options
        free = DispatchSemaphore(value: max(options.connections, 1))
    }

    public func read<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await perform("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", scope, work)
    }

    public func write<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await perform("BEGIN ISOLATION LEVEL READ COMMITTED", scope, work)
    }

    public func close() async {
        isClosed.withLock { $0 = true }
        // Whoever has all permits knows that nothing is under way.
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            queue.async {
                for _ in 0..<max(self.options.connections, 1) { self.free.wait() }
                self.idle.withLock { $0 = [] }
                for _ in 0..<max(self.options.connections, 1) { self.free.signal() }
                done.resume()
            }
        }
    }

    // MARK: Transactions

    private func perform<Value: Sendable>(
        _ begin: String, _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isCrowded = waiting.withLock { count in
                guard count < Self.mostWaiting else { return true }
                count += 1
                return false
            }
            guard !isCrowded else {
                return continuation.resume(throwing: StorageError.contended("too many requests wait for the database"))
            }
            queue.async {
                let result = Result { try self.perform(begin, scope, work) }
                self.waiting.withLock { $0 -= 1 }
                continuation.resume(with: result)
            }
        }
    }

    /// Runs the transaction on this thread, again after a lost race or a connection that broke before the commit.
    private func perform<Value>(
        _ begin: String, _ scope: SQLScope, _ work: (any SQLTransaction) throws -> Value
    ) throws -> Value {
        guard !isClosed.withLock({ $0 }) else { throw StorageError.disconnected("the store is closed") }
        guard free.wait(timeout: .now() + options.patience) == .success else {
            throw StorageError.contended("no connection to the database became free")
        }
        defer { free.signal() }
        var (races, breaks) = (0, 0)
        while true {
            do {
                return try attempt(begin, scope, work)
            } catch let error as Attempt {
                switch error.reason {
                case .contended where races < options.tries:
                    races += 1
                    pause(0.005 * pow(2, Double(races)), most: 0.5)
                case .disconnected where breaks < options.reconnects:
                    breaks += 1
                    pause(0.05 * pow(2, Double(breaks)), most: 4)
                default: throw error.reason
                }
            }
        }
    }

    /// An error after which trying again is safe: nothing was committed.
    private struct Attempt: Error { let reason: StorageError }

    private func attempt<Value>(
        _ begin: String, _ scope: SQLScope, _ work: (any SQLTransaction) throws -> Value
    ) throws -> Value {
        let connection: PostgresConnection
        do throws(StorageError) {
            if let kept = idle.withLock({ $0.popLast() }) {
                connection = kept
            } else {
                connection = try PostgresConnection(url: url)
            }
        } catch {
            throw Attempt(reason: error)
        }
        var isUsable = true
        defer {
            // A connection whose transaction could not be ended is not given to the next.
            if isUsable, connection.isAlive, !connection.isInTransaction { idle.withLock { $0.append(connection) } }
        }
        let value: Value
        do {
            try connection.script("\(begin); \(setUp(scope))")
            value = try work(PostgresTransaction(connection: connection))
        } catch {
            if connection.isAlive, connection.isInTransaction { try? connection.script("ROLLBACK") }
            switch error as? StorageError {
            case .contended(let why): throw Attempt(reason: .contended(why))
            case .disconnected(let why):
                isUsable = false
                // What else is idle is most likely broken too.
                idle.withLock { $0 = [] }
                throw Attempt(reason: .disconnected(why))
            default: throw error
            }
        }
        do throws(StorageError) {
            try connection.script("COMMIT")
        } catch {
            if connection.isAlive, connection.isInTransaction { try? connection.script("ROLLBACK") }
            switch error {
            case .contended: throw Attempt(reason: error)
            case .disconnected(let why):
                isUsable = false
                throw StorageError.disconnected("\(why) while committing: look whether the change is there")
            default: throw error
            }
        }
        return value
    }

    /// The role and the practice of this transaction alone.
    private func setUp(_ scope: SQLScope) -> String {
        let practice =
            switch scope {
            case .practice(let id): id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            case .system: "*"
            }
        let role = options.role.map { "SET LOCAL ROLE \($0); " } ?? ""
        return "\(role)SET LOCAL tautband.practice = '\(practice)'"
    }

    private func pause(_ seconds: Double, most: Double) {
        Thread.sleep(forTimeInterval: min(seconds, most) * Double.random(in: 0.5...1))
    }
}

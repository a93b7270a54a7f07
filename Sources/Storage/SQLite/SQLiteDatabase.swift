import Dispatch
public import Foundation
import GRDB
import Synchronization

/// The embedded store: SQLite in WAL mode, every commit on disk before it is acknowledged.
///
/// Readers see snapshots. Writers that wait at the same time share one commit (each in a savepoint of its own), so that the disk is
/// synchronized once for all of them; a failed commit fails all of them.
public final class SQLiteDatabase: Database {
    public let dialect = SQLDialect.sqlite
    let pool: DatabasePool
    public let file: URL
    private let queue = DispatchQueue(label: "tautband.sqlite.writer")
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var jobs: [Job] = []
        var isDraining = false
        var isClosed = false
    }

    /// One write: `run` inside a savepoint, then `finish` with the error of the commit, if any.
    private struct Job: Sendable {
        let run: @Sendable (GRDB.Database) -> Void
        let finish: @Sendable (StorageError?) -> Void
    }

    /// Most writes that share a commit.
    private static let mostTogether = 128

    /// Opens, or makes, the database file; its folder must exist.
    ///
    /// - Throws: ``StorageError``.
    public init(file: URL) throws(StorageError) {
        self.file = file
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        // Readers wait for the processor, not for the disk: more of them only take memory.
        configuration.maximumReaderCount = min(max(ProcessInfo.processInfo.activeProcessorCount, 2), 8)
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cache_size = -256")
            // Pages that many commits change are copied from the log to the file once instead of often; the log takes up to 16 MB.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        do {
            pool = try DatabasePool(path: file.path, configuration: configuration)
            // The operating system keeps what readers look at; the writer also changes its pages.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA cache_size = -1024") }
        } catch {
            throw StorageError(error)
        }
    }

    public func read<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { db in try work(SQLiteTransaction(db)) }
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    public func write<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = Mutex<Result<Value, any Error>?>(nil)
            let shared = Shared(outcome)
            enqueue(
                Job(
                    run: { db in
                        let result = Result { try Self.inSavepoint(db) { try work(SQLiteTransaction(db)) } }
                        shared.outcome.withLock { $0 = result }
                    },
                    finish: { failure in
                        if let failure { return continuation.resume(throwing: failure) }
                        let result = shared.outcome.withLock { $0 }
                        continuation.resume(
                            with: result ?? .failure(StorageError.contended("the write did not run"))
                        )
                    }
                )
            )
        }
    }

    public func close() async {
        waiting.withLock { $0.isClosed = true }
        await withCheckedContinuation { done in queue.async { done.resume() } }
        try? pool.close()
    }

    // MARK: Writing together

    private final class Shared<Value: Sendable>: Sendable {
        let outcome: Mutex<Result<Value, any Error>?>
        init(_ outcome: consuming sending Mutex<Result<Value, any Error>?>) { self.outcome = outcome }
    }

    private func enqueue(_ job: Job) {
        enum Answer { case drain, wait, closed }
        let answer: Answer = waiting.withLock { waiting in
            guard !waiting.isClosed else { return .closed }
            waiting.jobs.append(job)
            guard !waiting.isDraining else { return .wait }
            waiting.isDraining = true
            return .drain
        }
        switch answer {
        case .closed: job.finish(.disconnected("the store is closed"))
        case .wait: break
        case .drain: queue.async { self.drain() }
        }
    }

    private func drain() {
        while true {
            let jobs = waiting.withLock { waiting -> [Job] in
                let batch = Array(waiting.jobs.prefix(Self.mostTogether))
                waiting.jobs.removeFirst(batch.count)
                if batch.isEmpty { waiting.isDraining = false }
                return batch
            }
            guard !jobs.isEmpty else { return }
            let failure = commit(jobs)
            for job in jobs { job.finish(failure) }
        }
    }

    /// Runs the jobs in one transaction.
    private func commit(_ jobs: [Job]) -> StorageError? {
        do {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                do {
                    for job in jobs {
                        job.run(db)
                        // A full disk rolls the whole transaction back by itself.
                        guard db.isInsideTransaction else {
                            throw StorageError.device("the disk is full or failed; nothing was changed")
                        }
                    }
                    try db.execute(sql: "COMMIT")
                } catch {
                    if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
            return nil
        } catch {
            return StorageError(error)
        }
    }

    private static func inSavepoint<Value>(_ db: GRDB.Database, _ work: () throws -> Value) throws -> Value {
        try db.cachedStatement(sql: "SAVEPOINT work").execute()
        do {
            let value = try work()
            try db.cachedStatement(sql: "RELEASE work").execute()
            return value
        } catch {
            if db.isInsideTransaction {
                try db.execute(sql: "ROLLBACK TO work")
                try db.execute(sql: "RELEASE work")
            }
            throw (error as? DatabaseError).map(StorageError.init) ?? error
        }
    }
}

extension StorageError {
    /// What GRDB reports, without the arguments of the statement.
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error as? StorageError ?? .statement("\(type(of: error))")
            return
        }
        let message = error.message ?? "code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CONSTRAINT:
            let isUnique = [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY].contains(error.extendedResultCode)
            self = isUnique ? .unique(message) : .constraint(message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .contended("the database is busy")
        case .SQLITE_FULL: self = .device("the disk is full; nothing was changed")
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: self = .device(message)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(message)
        default: self = .statement(message)
        }
    }
}

import CPostgres
import Foundation

/// One connection over libpq, with calls that block; used by one thread at a time.
final class PostgresConnection {
    /// A statement that the server has prepared.
    private struct Prepared {
        let name: String
        let count: Int
    }

    /// What a prepared statement is found by: the types of the arguments belong to it.
    private struct PreparedKey: Hashable {
        let sql: String
        let types: [Oid]
    }

    private let handle: OpaquePointer
    private var prepared: [PreparedKey: Prepared] = [:]
    private var number = 0
    /// Beyond these all are forgotten and made anew.
    private static let mostPrepared = 200

    /// Connects and sets the limits of the session.
    ///
    /// A statement ends after 30 s, the wait for a lock after 10 s, a forgotten transaction after 60 s. Notices of the
    /// server are dropped.
    /// - Throws: ``StorageError/disconnected(_:)``, without the password.
    init(_ address: PostgresAddress) throws(StorageError) {
        handle = try address.connect()
        tautband_silence(handle)
        try script(
            """
            SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';
            SET bytea_output = 'hex'; SET standard_conforming_strings = on
            """
        )
    }

    deinit { PQfinish(handle) }

    /// Whether the connection stands, as far as its last use tells.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
    /// Whether a transaction is open in which every statement so far succeeded.
    var isInTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INTRANS }
    /// Whether a transaction is open in which a statement failed: all that is left is to roll back.
    var isInFailedTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INERROR }
    /// Whether the next transaction may begin.
    var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }

    // MARK: Statements

    /// Runs statements without arguments in one round trip.
    func script(_ sql: String) throws(StorageError) {
        do throws(PostgresFailure) { try perform(sql) } catch { throw error.error }
    }

    /// Runs statements without arguments in one round trip.
    ///
    /// - Parameters:
    ///   - sql: The statements, separated by semicolons.
    ///   - isOwn: Whether they frame a transaction: an error then keeps the server's words.
    /// - Throws: The failure of the first statement that failed; the rest is not run.
    /// - Returns: What the last one did, for example `COMMIT`.
    @discardableResult
    func perform(_ sql: String, isOwn: Bool = false) throws(PostgresFailure) -> String {
        // A NUL would cut the rest off.
        guard !sql.utf8.contains(0) else { throw PostgresFailure("a statement holds a NUL character") }
        return try checked(PQexec(handle, sql), isOwn: isOwn).tag
    }

    /// Runs one statement with arguments, as a prepared one.
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(PostgresFailure) -> PostgresAnswer {
        let values: PostgresArguments
        do throws(StorageError) { values = try PostgresArguments(arguments) } catch { throw PostgresFailure(error) }
        let key = PreparedKey(sql: sql, types: values.types)
        let known = prepared[key]
        let statement: Prepared
        if let known { statement = known } else { statement = try prepare(key, count: values.count) }
        let result = values.withPointers { pointers, lengths, formats in
            PQexecPrepared(handle, statement.name, Int32(statement.count), pointers, lengths, formats, 0)
        }
        do throws(PostgresFailure) {
            return try checked(result, isOwn: false)
        } catch {
            guard known != nil, error.isStale else { throw error }
            // The schema changed under the statement. The transaction is lost, its next try prepares it anew.
            prepared[key] = nil
            throw PostgresFailure(StorageError.contended("the schema of the database changed"))
        }
    }

    private func prepare(_ key: PreparedKey, count: Int) throws(PostgresFailure) -> Prepared {
        guard !key.sql.utf8.contains(0) else { throw PostgresFailure("a statement holds a NUL character") }
        let statement = PostgresPlaceholders(key.sql)
        guard statement.count == count, let types = Int32(exactly: count) else {
            throw PostgresFailure("a statement takes \(statement.count) arguments and was given \(count)")
        }
        if prepared.count >= Self.mostPrepared {
            try perform("DEALLOCATE ALL")
            prepared = [:]
        }
        number += 1
        let made = Prepared(name: "s\(number)", count: count)
        _ = try checked(PQprepare(handle, made.name, statement.sql, types, key.types), isOwn: false)
        prepared[key] = made
        return made
    }

    private func checked(_ result: OpaquePointer?, isOwn: Bool) throws(PostgresFailure) -> PostgresAnswer {
        let answer = PostgresAnswer(result)
        switch answer.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return answer
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: throw PostgresFailure("COPY is not supported")
        default: throw PostgresFailure(answer, isAlive: isAlive, isOwn: isOwn)
        }
    }

    // MARK: Quoting

    /// A text as a literal of SQL, quotes included.
    ///
    /// - Throws: ``StorageError/statement(_:)`` for a NUL character.
    func literal(_ text: String) throws(StorageError) -> String {
        try quoted(text) { PQescapeLiteral(handle, $0, $1) }
    }

    /// A name as an identifier of SQL, quotes included.
    ///
    /// - Throws: ``StorageError/statement(_:)`` for a NUL character.
    func identifier(_ name: String) throws(StorageError) -> String {
        try quoted(name) { PQescapeIdentifier(handle, $0, $1) }
    }

    private func quoted(
        _ text: String, _ escape: (UnsafePointer<CChar>, Int) -> UnsafeMutablePointer<CChar>?
    ) throws(StorageError) -> String {
        guard !text.utf8.contains(0), let quoted = text.withCString({ escape($0, text.utf8.count) }) else {
            throw .statement("a text cannot be quoted")
        }
        defer { PQfreemem(quoted) }
        return String(cString: quoted)
    }
}

extension PostgresFailure {
    /// A failure found on this side, before the server saw anything.
    init(_ error: StorageError) {
        state = ""
        self.error = error
    }

    /// A mistake of the program found on this side.
    init(_ mistake: String) { self.init(StorageError.statement(mistake)) }
}

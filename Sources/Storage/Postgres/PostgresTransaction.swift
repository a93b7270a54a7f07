/// A transaction under way on a connection.
final class PostgresTransaction: SQLTransaction {
    let dialect = SQLDialect.postgres
    private let connection: PostgresConnection
    /// The first failure that the server reported; after it only a rollback is left, be it to a savepoint.
    private(set) var failure: StorageError?
    /// Set when the work has returned: whoever kept the transaction finds it closed.
    private var isOver = false

    init(_ connection: PostgresConnection) { self.connection = connection }

    func end() { isOver = true }

    @discardableResult
    func run(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> Int {
        try noting { connection throws(PostgresFailure) in try connection.execute(sql, arguments).touched }
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [SQLRow] {
        let answer = try noting { connection throws(PostgresFailure) in try connection.execute(sql, arguments) }
        return try answer.rows()
    }

    func script(_ sql: String) throws(StorageError) {
        _ = try noting { connection throws(PostgresFailure) in try connection.perform(sql) }
    }

    /// Runs a statement and remembers the first failure, which the server does not repeat.
    private func noting<Value>(
        _ body: (PostgresConnection) throws(PostgresFailure) -> Value
    ) throws(StorageError) -> Value {
        guard !isOver else { throw .statement("the transaction is over") }
        do throws(PostgresFailure) {
            let value = try body(connection)
            // Back before the failure, by a savepoint.
            if failure != nil, connection.isInTransaction { failure = nil }
            return value
        } catch {
            if error.isAfterAnother, let failure { throw failure }
            if failure == nil, !connection.isInTransaction { failure = error.error }
            throw error.error
        }
    }
}

import CPostgres

/// What the server answered instead of doing a statement.
struct PostgresFailure: Error {
    /// The SQLSTATE; empty when libpq gave up on its own.
    let state: String
    /// For the rest of the program; never holds arguments or rows.
    let error: StorageError

    /// Whether the transaction had failed before and this statement was not looked at.
    var isAfterAnother: Bool { state == "25P02" }
    /// Whether a prepared statement no longer fits the schema, or is gone.
    var isStale: Bool { state == "0A000" || state == "26000" }

    /// Reads an error report.
    ///
    /// - Parameters:
    ///   - answer: The result that reports it.
    ///   - isAlive: Whether the connection still stands after the answer.
    ///   - isOwn: Whether the statement is the program's own frame of a transaction: the server's words then hold no
    ///     data.
    init(_ answer: PostgresAnswer, isAlive: Bool, isOwn: Bool) {
        state = answer.field(UInt8(ascii: "C")) ?? ""
        let message = answer.field(UInt8(ascii: "M")) ?? "no reason given"
        guard isAlive, !answer.isMissing else {
            error = .disconnected("the connection to the database broke")
            return
        }
        let place = [UInt8(ascii: "t"), UInt8(ascii: "c")].compactMap { answer.field($0) }.joined(separator: ".")
        let name = answer.field(UInt8(ascii: "n")) ?? place
        error =
            switch state {
            case "": .statement("libpq refused the statement")
            case "23505": .unique(name)
            case "40001", "40P01", "55P03": .contended("the database lost a race")
            case "57014": .contended("the database took too long")
            case "57P01", "57P02", "57P03", "57P05", "25P03": .disconnected("the database ends or starts")
            default:
                switch state.prefix(2) {
                case "08": .disconnected("the connection to the database broke")
                case "23": .constraint(name)
                case "53", "58": .device("the database server: \(message)")
                // The message quotes the value that was refused, which may be a patient's.
                case "22" where !isOwn: .statement("\(state) a value was refused")
                default: .statement("\(state) \(message)")
                }
            }
    }
}

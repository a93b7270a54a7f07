import CPostgres
import Foundation

/// Where a PostgreSQL server is and who signs in; its text holds the password and is never shown.
struct PostgresAddress: Sendable {
    private let url: String
    private let password: String

    /// Checks an address of the form `postgresql://user:password@host:port/database?option=value`.
    ///
    /// - Throws: ``StorageError/disconnected(_:)`` for another form. Its words never quote the address: a password with
    ///   an unescaped sign ends up in the host, the port or the name of the database.
    init(_ url: String) throws(StorageError) {
        guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://"), !url.utf8.contains(0) else {
            throw .disconnected("the address of the database must begin with postgresql://")
        }
        guard let options = PQconninfoParse(url, nil) else {
            throw .disconnected("the address of the database is malformed")
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            next += 1
        }
        let ports = (values["port"] ?? "").split(separator: ",")
        guard ports.allSatisfy({ UInt16($0) != nil }) else {
            throw .disconnected("the port of the address of the database is no number")
        }
        let (host, database) = (values["host"] ?? "", values["dbname"] ?? "")
        guard !host.contains("@"), !database.contains("@"), !database.contains("/") else {
            throw .disconnected("signs of the password in the address of the database must be escaped with %")
        }
        self.url = url
        password = values["password"] ?? ""
    }

    /// A new connection, or the reason why there is none.
    func connect() throws(StorageError) -> OpaquePointer {
        // The later of two equal keys holds: the address may change the first ones, but not the encoding.
        let settings: KeyValuePairs = [
            "connect_timeout": "5", "application_name": "tautband", "keepalives": "1", "keepalives_idle": "30",
            "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "30000", "dbname": url,
            "client_encoding": "UTF8",
        ]
        let keys = settings.map { strdup($0.key) } + [nil]
        let values = settings.map { strdup($0.value) } + [nil]
        defer { (keys + values).forEach { free($0) } }
        let handle = PQconnectdbParams(keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        guard let handle else { throw .disconnected("no memory for a connection") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
            PQfinish(handle)
            throw .disconnected(shown(message))
        }
        return handle
    }

    /// The first line of a message; nothing of it when it quotes the password.
    private func shown(_ message: String) -> String {
        let line = message.split(separator: "\n").first.map(String.init) ?? "cannot connect to the database"
        guard !password.isEmpty, line.contains(password) else { return line }
        return "cannot connect to the database"
    }
}

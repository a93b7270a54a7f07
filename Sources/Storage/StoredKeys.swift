import Foundation
import Synchronization
import Vault

/// The practices' data keys, unwrapped once and kept in memory.
///
/// What belongs to no practice (addresses of mail, links before the set-up) has keys of its own, under the empty name.
final class StoredKeys: Sendable {
    private struct State {
        var ciphers: [String: FieldCipher] = [:]
        var newest: [String: Int] = [:]
        var indexes: [String: SearchIndex] = [:]
        var mailKey: DataKey?
    }

    let keyFile: KeyFile
    private let state = Mutex(State())

    init(keyFile: KeyFile) { self.keyFile = keyFile }

    /// The cipher of a practice, with a data key made at the first call.
    ///
    /// A key that another instance made meanwhile is found because the newest number is asked each time.
    func cipher(_ practice: String, _ sql: any SQLTransaction, now: Date) throws -> FieldCipher {
        let newest = try sql.row(
            "SELECT MAX(id) AS id FROM data_key WHERE practice = ? AND purpose = 'field'", [.text(practice)]
        )?.optionalInteger("id")
        if let newest, let kept = state.withLock({ $0.newest[practice] == newest ? $0.ciphers[practice] : nil }) {
            return kept
        }
        let keys = try dataKeys(practice, "field", sql, now: now)
        let cipher = FieldCipher(keys: keys)
        // A key that this transaction made may still be rolled back: it is kept only once it is read.
        if let newest {
            state.withLock {
                $0.ciphers[practice] = cipher
                $0.newest[practice] = newest
            }
        }
        return cipher
    }

    /// The index by which a practice's clients are found by name.
    func search(_ practice: String, _ sql: any SQLTransaction, now: Date) throws -> SearchIndex {
        if let kept = state.withLock({ $0.indexes[practice] }) { return kept }
        let isNew = try !hasKey(practice, "index", sql)
        guard let key = try dataKeys(practice, "index", sql, now: now).first else { throw VaultError.unknownKey(0) }
        let index = SearchIndex(key: key)
        if !isNew { state.withLock { $0.indexes[practice] = index } }
        return index
    }

    /// The cipher and the index of a practice as they were last seen, without a look at the store.
    ///
    /// What is made with them ahead of a transaction counts if the cipher seals with the newest key then, too.
    func kept(_ practice: String) -> (cipher: FieldCipher, index: SearchIndex)? {
        state.withLock { state in
            guard let cipher = state.ciphers[practice], let index = state.indexes[practice] else { return nil }
            return (cipher, index)
        }
    }

    /// What an address of mail is found by; the address itself is sealed.
    func mailIndex(_ mail: String, _ sql: any SQLTransaction, now: Date) throws -> Data {
        let kept = state.withLock { $0.mailKey }
        if let kept { return SearchIndex(key: kept).exact(mail) }
        let isNew = try !hasKey("", "index", sql)
        guard let key = try dataKeys("", "index", sql, now: now).first else { throw VaultError.unknownKey(0) }
        if !isNew { state.withLock { $0.mailKey = key } }
        return SearchIndex(key: key).exact(mail)
    }

    /// Forgets what is kept, after a restore or a rotation.
    func forget() { state.withLock { $0 = State() } }

    /// Whether the installation has keys at all; before the first write there are none.
    func hasKey(_ practice: String, _ purpose: String, _ sql: any SQLTransaction) throws -> Bool {
        try sql.row(
            "SELECT id FROM data_key WHERE practice = ? AND purpose = ? LIMIT 1", [.text(practice), .text(purpose)])
            != nil
    }

    private func dataKeys(
        _ practice: String, _ purpose: String, _ sql: any SQLTransaction, now: Date
    ) throws -> [DataKey] {
        let question = "SELECT id, wrapped FROM data_key WHERE practice = ? AND purpose = ? ORDER BY id DESC"
        let arguments: [SQLValue] = [.text(practice), .text(purpose)]
        var rows = try sql.rows(question, arguments)
        if rows.isEmpty {
            // Two instances must not both make the first key.
            if sql.dialect == .postgres { try sql.script("SELECT pg_advisory_xact_lock(7231007)") }
            rows = try sql.rows(question, arguments)
            if rows.isEmpty { return [try add(practice, purpose, sql, now: now)] }
        }
        return try unwrap(rows, practice)
    }

    private func unwrap(_ rows: [SQLRow], _ practice: String) throws -> [DataKey] {
        func attempt() throws -> [DataKey] {
            let ring = DataKeyring(masters: keyFile.keys)
            return try rows.map { row in
                guard let id = UInt32(exactly: try row.integer("id")) else { throw VaultError.damaged }
                return try ring.unwrap(row.blob("wrapped"), id: id, practice: practice)
            }
        }
        do {
            return try attempt()
        } catch VaultError.unknownKey {
            // The key file may have got a new key meanwhile.
            try keyFile.reloadIfChanged()
            return try attempt()
        }
    }

    /// Makes a new data key, which seals from the commit on.
    @discardableResult
    func add(_ practice: String, _ purpose: String, _ sql: any SQLTransaction, now: Date) throws -> DataKey {
        let last =
            try sql.row(
                "SELECT COALESCE(MAX(id), 0) AS id FROM data_key WHERE practice = ?", [.text(practice)]
            )?.integer("id") ?? 0
        guard let id = UInt32(exactly: last + 1) else { throw VaultError.unknownKey(0) }
        let key = DataKeyring.makeKey(id: id)
        let wrapped = try DataKeyring(masters: keyFile.keys).wrap(key, practice: practice)
        try sql.run(
            "INSERT INTO data_key (id, practice, purpose, wrapped, created) VALUES (?, ?, ?, ?, ?)",
            [.integer(Int(id)), .text(practice), .text(purpose), .blob(wrapped), .date(now)]
        )
        return key
    }
}

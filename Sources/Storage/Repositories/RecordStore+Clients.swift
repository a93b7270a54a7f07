public import Foundation
public import Records
import Vault

extension RecordStore: ClientRepository {
    public func clients(matching query: String, for author: Author) async throws -> [Client] {
        try await work(author) { work in
            guard let practice = author.practice, AccessRules.keepsRegister(author) else { throw RecordsError.notFound }
            var sql = "SELECT \(RecordTransaction.clientColumns) FROM client c WHERE practice = ?"
            var arguments: [SQLValue] = [.text(practice.text)]
            // The rule of `AccessRules` in the question itself, so that nothing is opened in vain.
            if author.role == .therapist {
                sql +=
                    " AND (therapist = ? OR EXISTS (SELECT 1 FROM glass g WHERE g.client = c.id AND g.account = ?"
                    + " AND g.expires > ?))"
                let own = author.account?.text ?? ""
                arguments += [.text(own), .text(own), .date(work.now)]
            }
            let tokens = try work.keys.search(practice.text, work.sql, now: work.now).queryTokens(query)
            let isAll = query.allSatisfy(\.isWhitespace)
            if !isAll, tokens.isEmpty { return [] }
            if !tokens.isEmpty {
                let find = work.sql.dialect == .sqlite ? "instr(tokens, ?)" : "position(? in tokens)"
                let each = tokens.map { _ in " AND \(find) > 0" }.joined()
                sql += " AND id IN (SELECT client FROM client_name WHERE practice = ?\(each))"
                arguments += [.text(practice.text)] + tokens.map(SQLValue.blob)
            }
            sql += " LIMIT 2000"
            let found = try work.sql.rows(sql, arguments).map { try work.client($0, withNote: false) }
                .filter { try AccessRules.allows(author, .list, $0, broken: work.hasBroken($0.id)) }
                .sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
            try work.audit(AuditEvent(.clientsListed, detail: "\(found.count)"))
            return found
        }
    }

    public func client(_ id: Client.ID, for author: Author) async throws -> Client {
        try await work(author) { work in
            var client = try work.visible(id, to: .readContact)
            let isBroken = try work.hasBroken(id)
            if !AccessRules.allows(author, .readNote, client, broken: isBroken) { client.note = nil }
            try work.audit(AuditEvent(.clientRead, object: "client:\(id)", detail: isBroken ? "glass" : ""))
            return client
        }
    }

    public func add(_ client: Client, key: IdempotencyKey, by author: Author) async throws -> Client {
        var added = client
        if !AccessRules.allows(author, .editNote, client) { added.note = "" }
        let sealed = try SealedClient(added, keys)
        return try await work(author) { work in
            guard let practice = author.practice, let account = author.account,
                AccessRules.allows(author, .create, client)
            else { throw RecordsError.notFound }
            let isNew = try work.sql.run(
                """
                INSERT INTO idempotency (practice, account, name, request, object, created) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (account, name) DO NOTHING
                """,
                [
                    .text(practice.text), .text(account.text), .text(key.name), .blob(key.request),
                    .text(client.id.text), .date(work.now),
                ]
            )
            guard isNew == 1 else {
                let row = try work.sql.row(
                    "SELECT request, object FROM idempotency WHERE account = ? AND name = ?",
                    [.text(account.text), .text(key.name)]
                )
                guard let row, try row.blob("request") == key.request else { throw RecordsError.keyReused }
                var kept = try work.visible(row.identifier("object", of: Client.self), to: .readContact)
                let isBroken = try work.hasBroken(kept.id)
                if !AccessRules.allows(author, .readNote, kept, broken: isBroken) { kept.note = nil }
                try work.audit(AuditEvent(.clientRead, object: "client:\(kept.id)", detail: "repeated"))
                return kept
            }
            try work.checkTherapist(sealed.client.therapist)
            try work.insert(sealed)
            try work.audit(AuditEvent(.clientCreated, object: "client:\(sealed.client.id)", detail: "version 1"))
            var added = sealed.client
            if !AccessRules.allows(author, .readNote, added) { added.note = nil }
            return added
        }
    }

    public func change(_ client: Client, by author: Author) async throws -> Client {
        try await work(author) { work in
            let before = try work.visible(client.id, to: .editContact)
            var after = client
            if !AccessRules.allows(author, .editNote, before) || after.note == nil { after.note = before.note }
            if after.therapist != before.therapist {
                // A therapist may hand a client over, an assistant may not.
                guard author.role != .assistant else { throw RecordsError.notFound }
                try work.checkTherapist(after.therapist)
            }
            guard before.version == client.version else { throw RecordsError.stale(current: before.version) }
            let fields = try work.sealed(after)
            let changed = try work.sql.run(
                """
                UPDATE client SET therapist = ?, status = ?, name = ?, born = ?, mail = ?, phone = ?, note = ?,
                  version = version + 1 WHERE id = ? AND practice = ? AND version = ?
                """,
                [.text(after.therapist.text), .text(after.status.rawValue)] + fields
                    + [.text(after.id.text), .text(before.practice.text), .integer(client.version)]
            )
            guard changed == 1 else { throw RecordsError.stale(current: before.version + 1) }
            if after.name != before.name { try work.index(after) }
            after.version += 1
            try work.audit(AuditEvent(.clientChanged, object: "client:\(after.id)", detail: "version \(after.version)"))
            if !AccessRules.allows(author, .readNote, after) { after.note = nil }
            return after
        }
    }

    public func breakGlass(_ client: Client.ID, reason: String, until: Date, by author: Author) async throws {
        try await work(author) { work in
            guard author.role == .therapist, let account = author.account, let practice = author.practice,
                let found = try work.storedClient(client), found.practice == practice
            else { throw RecordsError.notFound }
            let id = BrokenGlass.ID()
            try work.sql.run(
                "INSERT INTO glass (id, practice, account, client, reason, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(id.text), .text(practice.text), .text(account.text), .text(client.text),
                    .blob(try work.cipher(practice).seal(reason, context: "glass.reason:\(id)")), .date(work.now),
                    .date(until),
                ]
            )
            try work.audit(AuditEvent(.glassBroken, object: "client:\(client)", detail: "glass:\(id)"))
        }
    }

    public func brokenGlass(for author: Author) async throws -> [BrokenGlass] {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            let cipher = try work.cipher(practice)
            return try work.sql.rows(
                "SELECT id, account, client, reason, created, expires FROM glass WHERE practice = ? AND noted IS NULL"
                    + " ORDER BY created DESC, id", [.text(practice.text)]
            ).map { row in
                let id = try row.identifier("id", of: BrokenGlass.self)
                return BrokenGlass(
                    id: id, account: try row.identifier("account", of: Account.self),
                    client: try row.identifier("client", of: Client.self),
                    reason: try cipher.open(row.blob("reason"), context: "glass.reason:\(id)"),
                    created: try row.date("created"), expires: try row.date("expires")
                )
            }
        }
    }

    public func noteGlass(_ id: BrokenGlass.ID, by author: Author) async throws {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            let changed = try work.sql.run(
                "UPDATE glass SET noted = ? WHERE id = ? AND practice = ? AND noted IS NULL",
                [.date(work.now), .text(id.text), .text(practice.text)]
            )
            guard changed == 1 else { throw RecordsError.notFound }
            try work.audit(AuditEvent(.glassBroken, object: "glass:\(id)", detail: "noted by the owner"))
        }
    }
}

/// Clients as rows.
extension RecordTransaction {
    static let clientColumns = "id, practice, therapist, status, name, born, mail, phone, note, created, version"

    func client(_ row: SQLRow, withNote: Bool = true) throws -> Client {
        let id = try row.identifier("id", of: Client.self)
        let practice = try row.identifier("practice", of: Practice.self)
        let cipher = try cipher(practice)
        guard let status = Client.Status(rawValue: try row.text("status")) else {
            throw StorageError.damaged("client \(id) has an unknown status")
        }
        func open(_ field: String) throws -> String {
            try cipher.open(row.blob(field), context: "client.\(field):\(id)")
        }
        return try Client(
            id: id, practice: practice, therapist: row.identifier("therapist", of: Account.self), status: status,
            name: open("name"), born: open("born"), mail: open("mail"), phone: open("phone"),
            note: withNote ? open("note") : nil, created: row.date("created"), version: row.integer("version")
        )
    }

    func storedClient(_ id: Client.ID) throws -> Client? {
        try sql.row("SELECT \(Self.clientColumns) FROM client WHERE id = ?", [.text(id.text)]).map { try client($0) }
    }

    /// The client if the author may do this with it.
    ///
    /// - Throws: ``RecordsError/notFound`` both when there is none and when it is not the author's.
    func visible(_ id: Client.ID, to action: AccessRules.ClientAction) throws -> Client {
        guard let client = try storedClient(id), AccessRules.allows(author, action, client, broken: try hasBroken(id))
        else { throw RecordsError.notFound }
        return client
    }

    /// Whether the author has broken the glass for this client and may still look.
    func hasBroken(_ client: Client.ID) throws -> Bool {
        guard author.role == .therapist, let account = author.account else { return false }
        return try sql.row(
            "SELECT id FROM glass WHERE account = ? AND client = ? AND expires > ? LIMIT 1",
            [.text(account.text), .text(client.text), .date(now)]
        ) != nil
    }

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` unless the account treats in the author's practice.
    fileprivate func checkTherapist(_ id: Account.ID) throws {
        let found = try sql.row(
            "SELECT id FROM account WHERE id = ? AND practice = ? AND status = 'active' AND role IN ('owner', 'therapist')",
            [.text(id.text), .optional(author.practice?.text)]
        )
        guard found != nil else {
            throw RecordsError.invalid(
                field: "therapist", value: id.text, reason: "is nobody who treats in this practice"
            )
        }
    }

    /// The five sealed fields, in the order of the columns.
    func sealed(_ client: Client) throws -> [SQLValue] {
        try SealedClient.fields(client, by: try cipher(client.practice))
    }

    fileprivate func insert(_ sealed: SealedClient) throws {
        let client = sealed.client
        let cipher = try cipher(client.practice)
        let isNewest = sealed.key != nil && sealed.key == cipher.newest
        let fields = try isNewest ? sealed.fields : SealedClient.fields(client, by: cipher)
        try sql.run(
            """
            INSERT INTO client (id, practice, therapist, status, name, born, mail, phone, note, created, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [
                .text(client.id.text), .text(client.practice.text), .text(client.therapist.text),
                .text(client.status.rawValue),
            ] + fields + [.date(now)]
        )
        try index(client, sealed.key == nil ? tokens(of: client) : sealed.tokens)
    }

    /// Writes the tokens by which a client is found.
    private func index(_ client: Client, _ tokens: Data) throws {
        try sql.run(
            """
            INSERT INTO client_name (practice, client, tokens) VALUES (?, ?, ?)
            ON CONFLICT (practice, client) DO UPDATE SET tokens = EXCLUDED.tokens
            """, [.text(client.practice.text), .text(client.id.text), .blob(tokens)]
        )
    }

    fileprivate func index(_ client: Client) throws { try index(client, tokens(of: client)) }

    private func tokens(of client: Client) throws -> Data {
        try keys.search(client.practice.text, sql, now: now).joinedTokens(of: client.name)
    }
}

/// A new client, sealed before its transaction begins where the keys are at hand: writers wait for each other, this does not.
private struct SealedClient: Sendable {
    let client: Client
    /// The key of ``fields``; `nil` when neither they nor the tokens could be made yet.
    let key: DataKey.ID?
    let fields: [SQLValue]
    let tokens: Data

    init(_ client: Client, _ keys: StoredKeys) throws {
        self.client = client
        guard let (cipher, index) = keys.kept(client.practice.text), let key = cipher.newest else {
            (self.key, fields, tokens) = (nil, [], Data())
            return
        }
        self.key = key
        fields = try Self.fields(client, by: cipher)
        tokens = index.joinedTokens(of: client.name)
    }

    static func fields(_ client: Client, by cipher: FieldCipher) throws(VaultError) -> [SQLValue] {
        let id = client.id.text
        func seal(_ field: String, _ text: String) throws(VaultError) -> SQLValue {
            .blob(try cipher.seal(text, context: "client.\(field):\(id)"))
        }
        return [
            try seal("name", client.name), try seal("born", client.born), try seal("mail", client.mail),
            try seal("phone", client.phone), try seal("note", client.note ?? ""),
        ]
    }
}

extension SearchIndex {
    /// The tokens of a name as its row holds them, in an order that tells nothing of the name.
    fileprivate func joinedTokens(of name: String) -> Data {
        tokens(of: name).sorted { $0.lexicographicallyPrecedes($1) }.reduce(into: Data()) { $0.append($1) }
    }
}

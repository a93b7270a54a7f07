extension Migration {
    /// Practices, accounts, sessions, links, clients, audit.
    static let record = Migration(
        version: 1, name: "record", sqlite: tables(.sqlite) + sqliteGuards, postgres: tables(.postgres) + postgresGuards
    )

    /// The tables in the words of one dialect.
    private static func tables(_ dialect: SQLDialect) -> String {
        let (integer, bytes, strict) = dialect == .sqlite ? ("INTEGER", "BLOB", " STRICT") : ("BIGINT", "BYTEA", "")
        return template.replacing("{integer}", with: integer).replacing("{bytes}", with: bytes)
            .replacing("{strict}", with: strict)
    }

    private static let template = """
        CREATE TABLE practice (
          id TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT NOT NULL, address TEXT NOT NULL,
          created {integer} NOT NULL, version {integer} NOT NULL CHECK (version > 0)
        ){strict};
        CREATE TABLE data_key (
          id {integer} NOT NULL, practice TEXT NOT NULL, purpose TEXT NOT NULL CHECK (purpose IN ('field', 'index')),
          wrapped {bytes} NOT NULL, created {integer} NOT NULL, PRIMARY KEY (practice, id)
        ){strict};
        CREATE INDEX data_key_practice ON data_key (practice, purpose, id);
        CREATE TABLE account (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          role TEXT NOT NULL CHECK (role IN ('owner', 'therapist', 'assistant', 'client')),
          status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
          name {bytes} NOT NULL, mail {bytes} NOT NULL, mail_index {bytes} NOT NULL UNIQUE,
          client TEXT, created {integer} NOT NULL, version {integer} NOT NULL CHECK (version > 0),
          password TEXT NOT NULL, code_secret {bytes}, last_code_step {integer} NOT NULL,
          CHECK ((role = 'client') = (client IS NOT NULL))
        ){strict};
        CREATE INDEX account_practice ON account (practice, role);
        CREATE TABLE recovery_code (
          account TEXT NOT NULL REFERENCES account (id), hash {bytes} NOT NULL, PRIMARY KEY (account, hash)
        ){strict};
        CREATE TABLE session (
          id TEXT PRIMARY KEY, token {bytes} NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES account (id),
          practice TEXT NOT NULL REFERENCES practice (id), created {integer} NOT NULL, seen {integer} NOT NULL,
          expires {integer} NOT NULL, device TEXT NOT NULL, proved {integer} NOT NULL
        ){strict};
        CREATE INDEX session_account ON session (account);
        CREATE TABLE ticket (
          id TEXT PRIMARY KEY, token {bytes} NOT NULL UNIQUE,
          purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invitation', 'password', 'intake', 'diary')),
          practice TEXT REFERENCES practice (id), account TEXT REFERENCES account (id), client TEXT, role TEXT,
          name {bytes}, mail {bytes}, created {integer} NOT NULL, expires {integer} NOT NULL, used {integer},
          CHECK ((purpose = 'setup') = (practice IS NULL))
        ){strict};
        CREATE INDEX ticket_practice ON ticket (practice, purpose);
        CREATE TABLE client (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          therapist TEXT NOT NULL REFERENCES account (id), status TEXT NOT NULL CHECK (status IN ('active', 'archived')),
          name {bytes} NOT NULL, born {bytes} NOT NULL, mail {bytes} NOT NULL, phone {bytes} NOT NULL,
          note {bytes} NOT NULL, created {integer} NOT NULL, version {integer} NOT NULL CHECK (version > 0)
        ){strict};
        CREATE INDEX client_practice ON client (practice, therapist);
        CREATE TABLE client_token (
          client TEXT NOT NULL REFERENCES client (id), practice TEXT NOT NULL, token {bytes} NOT NULL,
          PRIMARY KEY (practice, token, client)
        ){strict};
        CREATE INDEX client_token_client ON client_token (client);
        CREATE TABLE client_entry (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          client TEXT NOT NULL REFERENCES client (id), kind TEXT NOT NULL CHECK (kind IN ('intake', 'diary')),
          text {bytes} NOT NULL, created {integer} NOT NULL
        ){strict};
        CREATE INDEX client_entry_client ON client_entry (client, created);
        CREATE TABLE glass (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          account TEXT NOT NULL REFERENCES account (id), client TEXT NOT NULL REFERENCES client (id),
          reason {bytes} NOT NULL, created {integer} NOT NULL, expires {integer} NOT NULL, noted {integer}
        ){strict};
        CREATE INDEX glass_account ON glass (account, client);
        CREATE TABLE attempt (
          name {bytes} NOT NULL, slot {integer} NOT NULL, count {integer} NOT NULL, PRIMARY KEY (name, slot)
        ){strict};
        CREATE TABLE idempotency (
          practice TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, request {bytes} NOT NULL,
          object TEXT NOT NULL, created {integer} NOT NULL, PRIMARY KEY (account, name)
        ){strict};
        CREATE TABLE audit (
          sequence {integer} PRIMARY KEY, at {integer} NOT NULL, practice TEXT NOT NULL, actor TEXT NOT NULL,
          role TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, detail TEXT NOT NULL, hash {bytes} NOT NULL
        ){strict};
        CREATE INDEX audit_practice ON audit (practice, sequence);
        CREATE TABLE audit_head (
          one {integer} PRIMARY KEY CHECK (one = 1), sequence {integer} NOT NULL, hash {bytes} NOT NULL
        ){strict};
        CREATE TABLE installation (name TEXT PRIMARY KEY, value TEXT NOT NULL){strict};

        """

    /// An audit row is never changed or removed.
    private static let sqliteGuards = """
        CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
        CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
        INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, zeroblob(32));
        """

    /// The same guard, the application's role with no more rights than it needs, and a wall between practices in every row.
    private static let postgresGuards: String = {
        let ofPractice = [
            "account", "session", "client", "client_token", "client_entry", "glass", "idempotency",
        ]
        let walled = ofPractice.map { table in
            """
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON \(table)
              USING (current_setting('tautband.practice', true) IN (practice, '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (practice, '*'));

            """
        }.joined()
        let special = """
            ALTER TABLE practice ENABLE ROW LEVEL SECURITY;
            ALTER TABLE practice FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON practice
              USING (current_setting('tautband.practice', true) IN (id, '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (id, '*'));
            ALTER TABLE ticket ENABLE ROW LEVEL SECURITY;
            ALTER TABLE ticket FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON ticket
              USING (current_setting('tautband.practice', true) IN (COALESCE(practice, '*'), '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (COALESCE(practice, '*'), '*'));
            ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
            ALTER TABLE data_key FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON data_key
              USING (practice = '' OR current_setting('tautband.practice', true) IN (practice, '*'))
              WITH CHECK (practice = '' OR current_setting('tautband.practice', true) IN (practice, '*'));
            ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
            ALTER TABLE audit FORCE ROW LEVEL SECURITY;
            CREATE POLICY append ON audit FOR INSERT WITH CHECK (true);
            CREATE POLICY own_practice ON audit FOR SELECT
              USING (current_setting('tautband.practice', true) IN (practice, '*'));

            """
        let guards = """
            CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the audit trail is append only' USING ERRCODE = '23514'; END $$;
            CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
              EXECUTE FUNCTION audit_append_only();
            INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

            """
        let grants = """
            DO $$ BEGIN
              IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tautband_app') THEN
                CREATE ROLE tautband_app NOLOGIN;
              END IF;
              EXECUTE format('GRANT tautband_app TO %I', current_user);
              EXECUTE format('GRANT USAGE ON SCHEMA %I TO tautband_app', current_schema());
            END $$;
            GRANT SELECT, INSERT, UPDATE, DELETE ON practice, data_key, account, recovery_code, session, ticket, client,
              client_token, client_entry, glass, attempt, idempotency, installation TO tautband_app;
            GRANT SELECT, INSERT ON audit TO tautband_app;
            GRANT SELECT, UPDATE ON audit_head TO tautband_app;
            GRANT SELECT ON schema_version TO tautband_app;
            """
        return walled + special + guards + grants
    }()
}

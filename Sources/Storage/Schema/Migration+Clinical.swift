extension Migration {
    /// The clinical record: entries that are written once, erasure, links that last.
    static let clinical = Migration(
        version: 2, name: "clinical", sqlite: tables(.sqlite) + sqliteTicket + sqliteEntryGuards,
        postgres: tables(.postgres) + postgresTicket + postgresGuards
    )

    private static func tables(_ dialect: SQLDialect) -> String {
        let (integer, bytes, strict) = dialect == .sqlite ? ("INTEGER", "BLOB", " STRICT") : ("BIGINT", "BYTEA", "")
        return template.replacing("{integer}", with: integer).replacing("{bytes}", with: bytes)
            .replacing("{strict}", with: strict)
    }

    /// `id` is that of the entry, a full stop, and the version.
    private static let template = """
        CREATE TABLE entry (
          id TEXT PRIMARY KEY, entry TEXT NOT NULL, version {integer} NOT NULL CHECK (version > 0),
          practice TEXT NOT NULL REFERENCES practice (id), client TEXT NOT NULL REFERENCES client (id),
          complaint TEXT, visit TEXT,
          kind TEXT NOT NULL CHECK (kind IN ('consent', 'complaint', 'assessment', 'visit', 'finding', 'hold',
            'measurement', 'note', 'cause', 'programme', 'event', 'diary', 'intake', 'signature')),
          day TEXT, author TEXT REFERENCES account (id), at {integer} NOT NULL, body {bytes} NOT NULL,
          UNIQUE (entry, version)
        ){strict};
        CREATE INDEX entry_client ON entry (client, kind, day);
        CREATE INDEX entry_visit ON entry (visit, at);
        CREATE INDEX entry_kind ON entry (practice, kind, at);
        CREATE UNIQUE INDEX entry_signature ON entry (visit) WHERE kind = 'signature';
        CREATE TABLE tombstone (
          client TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id), account TEXT NOT NULL,
          erased {integer} NOT NULL, entries {integer} NOT NULL
        ){strict};

        """

    /// SQLite cannot change a rule of a column: the table is made anew.
    private static let sqliteTicket = """
        CREATE TABLE ticket_new (
          id TEXT PRIMARY KEY, token BLOB NOT NULL UNIQUE,
          purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invitation', 'password', 'intake', 'diary', 'hold')),
          practice TEXT REFERENCES practice (id), account TEXT REFERENCES account (id), client TEXT, subject TEXT,
          role TEXT, name BLOB, mail BLOB, created INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER,
          CHECK ((purpose = 'setup') = (practice IS NULL))
        ) STRICT;
        INSERT INTO ticket_new
          SELECT id, token, purpose, practice, account, client, NULL, role, name, mail, created, expires, used FROM ticket;
        DROP TABLE ticket;
        ALTER TABLE ticket_new RENAME TO ticket;
        CREATE INDEX ticket_practice ON ticket (practice, purpose);

        """

    private static let postgresTicket = """
        ALTER TABLE ticket ADD COLUMN subject TEXT;
        ALTER TABLE ticket DROP CONSTRAINT ticket_purpose_check;
        ALTER TABLE ticket ADD CONSTRAINT ticket_purpose_check
          CHECK (purpose IN ('setup', 'invitation', 'password', 'intake', 'diary', 'hold'));

        """

    /// What was written stays as it is; only the seal around it may be made anew, and an erased client's entries go.
    static let sqliteEntryGuards = """
        CREATE TRIGGER entry_no_update
          BEFORE UPDATE OF id, entry, version, practice, client, complaint, visit, kind, day, author, at ON entry
          BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
        CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
          WHEN NOT EXISTS (SELECT 1 FROM tombstone t WHERE t.client = OLD.client)
          BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
        """

    private static let postgresGuards: String = {
        let walled = ["entry", "tombstone"].map { table in
            """
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON \(table)
              USING (current_setting('tautband.practice', true) IN (practice, '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (practice, '*'));

            """
        }.joined()
        return walled + """
            CREATE FUNCTION entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
              IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM tombstone t WHERE t.client = OLD.client) THEN
                RETURN OLD;
              END IF;
              RAISE EXCEPTION 'entries are never changed' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER entry_no_update
              BEFORE UPDATE OF id, entry, version, practice, client, complaint, visit, kind, day, author, at ON entry
              FOR EACH ROW EXECUTE FUNCTION entry_is_kept();
            CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_is_kept();
            GRANT SELECT, INSERT, DELETE ON entry TO tautband_app;
            GRANT UPDATE (body) ON entry TO tautband_app;
            GRANT SELECT, INSERT ON tombstone TO tautband_app;
            """
    }()
}

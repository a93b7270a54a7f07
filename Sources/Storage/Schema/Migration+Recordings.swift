extension Migration {
    /// Recordings of muscle signals: entries of a new kind, and their files in sealed parts.
    static let recordings = Migration(
        version: 5, name: "recordings", sqlite: sqliteEntries + tables(.sqlite),
        postgres: postgresEntries + tables(.postgres) + postgresWalls
    )

    private static let kinds = """
        'consent', 'complaint', 'assessment', 'visit', 'finding', 'hold', 'measurement', 'recording', 'note', 'cause',
            'programme', 'event', 'diary', 'intake', 'signature'
        """

    private static func tables(_ dialect: SQLDialect) -> String {
        let (integer, bytes, strict) = dialect == .sqlite ? ("INTEGER", "BLOB", " STRICT") : ("BIGINT", "BYTEA", "")
        return template.replacing("{integer}", with: integer).replacing("{bytes}", with: bytes)
            .replacing("{strict}", with: strict)
    }

    /// The identifier of a part is that of its recording with the numbers of file and part, so that each seal is bound to its place.
    private static let template = """
        CREATE TABLE recording (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          client TEXT NOT NULL REFERENCES client (id), visit TEXT NOT NULL, account TEXT REFERENCES account (id),
          state TEXT NOT NULL CHECK (state IN ('arriving', 'kept')), created {integer} NOT NULL, files {bytes} NOT NULL,
          overview {bytes}, CHECK (state <> 'kept' OR overview IS NOT NULL)
        ){strict};
        CREATE INDEX recording_client ON recording (client);
        CREATE INDEX recording_state ON recording (state, created);
        CREATE TABLE recording_part (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          client TEXT NOT NULL REFERENCES client (id), recording TEXT NOT NULL REFERENCES recording (id),
          content {bytes} NOT NULL
        ){strict};
        CREATE INDEX recording_part_recording ON recording_part (recording);
        CREATE INDEX recording_part_client ON recording_part (client);

        """

    /// SQLite cannot change a rule of a column: the table is made anew, with the same guards.
    private static let sqliteEntries = """
        CREATE TABLE entry_new (
          id TEXT PRIMARY KEY, entry TEXT NOT NULL, version INTEGER NOT NULL CHECK (version > 0),
          practice TEXT NOT NULL REFERENCES practice (id), client TEXT NOT NULL REFERENCES client (id),
          complaint TEXT, visit TEXT, kind TEXT NOT NULL CHECK (kind IN (\(kinds))),
          day TEXT, author TEXT REFERENCES account (id), at INTEGER NOT NULL, body BLOB NOT NULL,
          UNIQUE (entry, version)
        ) STRICT;
        INSERT INTO entry_new (id, entry, version, practice, client, complaint, visit, kind, day, author, at, body)
          SELECT id, entry, version, practice, client, complaint, visit, kind, day, author, at, body FROM entry;
        DROP TABLE entry;
        ALTER TABLE entry_new RENAME TO entry;
        CREATE INDEX entry_client ON entry (client, kind, day);
        CREATE INDEX entry_visit ON entry (visit, at);
        CREATE INDEX entry_kind ON entry (practice, kind, at);
        CREATE UNIQUE INDEX entry_signature ON entry (visit) WHERE kind = 'signature';

        """ + sqliteEntryGuards + "\n"

    private static let postgresEntries = """
        ALTER TABLE entry DROP CONSTRAINT entry_kind_check;
        ALTER TABLE entry ADD CONSTRAINT entry_kind_check CHECK (kind IN (\(kinds)));

        """

    private static let postgresWalls =
        ["recording", "recording_part"].map { table in
            """
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON \(table)
              USING (current_setting('tautband.practice', true) IN (practice, '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (practice, '*'));
            GRANT SELECT, INSERT, UPDATE, DELETE ON \(table) TO tautband_app;

            """
        }.joined()
}

extension Migration {
    /// Practitioners, their training, services, appointments, mail in line, experiences, newsletters.
    static let directory = Migration(
        version: 4, name: "directory", sqlite: tables(.sqlite) + sqliteTime + sqliteSearch,
        postgres: "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;\n" + tables(.postgres) + postgresTime
            + postgresSearch + postgresWalls
    )

    private static func tables(_ dialect: SQLDialect) -> String {
        let (integer, bytes, strict) = dialect == .sqlite ? ("INTEGER", "BLOB", " STRICT") : ("BIGINT", "BYTEA", "")
        return (offers + visits + letters).replacing("{integer}", with: integer).replacing("{bytes}", with: bytes)
            .replacing("{strict}{rowless}", with: dialect == .sqlite ? " STRICT, WITHOUT ROWID" : "")
            .replacing("{strict}", with: strict)
    }

    /// The states in which an appointment holds its time.
    static let holding = "('held', 'pending', 'booked', 'arrived', 'completed')"

    private static let offers = """
        CREATE TABLE place (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          kind TEXT NOT NULL CHECK (kind IN ('room', 'site', 'area')), name TEXT NOT NULL, address TEXT NOT NULL,
          town TEXT NOT NULL, country TEXT NOT NULL,
          latitude {integer} NOT NULL CHECK (latitude BETWEEN -9000000 AND 9000000),
          longitude {integer} NOT NULL CHECK (longitude BETWEEN -18000000 AND 18000000),
          radius {integer} NOT NULL CHECK (radius BETWEEN 0 AND 200), note TEXT NOT NULL,
          version {integer} NOT NULL CHECK (version > 0), CHECK ((kind = 'area') = (radius > 0)),
          CHECK (kind <> 'area' OR address = '')
        ){strict};
        CREATE INDEX place_practice ON place (practice);
        CREATE TABLE practitioner (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          account TEXT UNIQUE REFERENCES account (id),
          status TEXT NOT NULL CHECK (status IN ('draft', 'listed', 'hidden')),
          mode TEXT NOT NULL CHECK (mode IN ('open', 'request', 'view')), name TEXT NOT NULL, about TEXT NOT NULL,
          languages TEXT NOT NULL, conditions TEXT NOT NULL, accessibility TEXT NOT NULL, base TEXT REFERENCES place (id),
          plan TEXT NOT NULL,
          created {integer} NOT NULL, version {integer} NOT NULL CHECK (version > 0)
        ){strict};
        CREATE INDEX practitioner_practice ON practitioner (practice);
        CREATE TABLE service (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          practitioner TEXT NOT NULL REFERENCES practitioner (id), place TEXT NOT NULL REFERENCES place (id),
          name TEXT NOT NULL, about TEXT NOT NULL, price TEXT NOT NULL, terms TEXT NOT NULL, reminders TEXT NOT NULL,
          change_minutes {integer} NOT NULL, series_most {integer} NOT NULL, asks_intake {integer} NOT NULL,
          is_open {integer} NOT NULL, version {integer} NOT NULL CHECK (version > 0)
        ){strict};
        CREATE INDEX service_practitioner ON service (practitioner);
        CREATE TABLE training (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          practitioner TEXT NOT NULL REFERENCES practitioner (id), issuer TEXT NOT NULL, title TEXT NOT NULL,
          number TEXT NOT NULL, hours {integer} NOT NULL, issued TEXT NOT NULL, expires TEXT,
          status TEXT NOT NULL CHECK (status IN ('submitted', 'verified', 'refused', 'revoked')),
          submitted {integer} NOT NULL, submitted_by TEXT REFERENCES account (id), document_kind TEXT, document {bytes}, checked_by TEXT REFERENCES account (id),
          checked_name TEXT, method TEXT, checked_at {integer}, check_note TEXT,
          revoke_by TEXT REFERENCES account (id), revoke_reason TEXT, revoke_at {integer},
          revoke_confirmed TEXT REFERENCES account (id), told {integer} NOT NULL,
          CHECK (status NOT IN ('verified', 'revoked') OR (checked_by IS NOT NULL AND method IS NOT NULL)),
          CHECK (status <> 'revoked' OR (revoke_by IS NOT NULL AND revoke_confirmed IS NOT NULL
            AND revoke_by <> revoke_confirmed))
        ){strict};
        CREATE INDEX training_practitioner ON training (practitioner);
        CREATE INDEX training_status ON training (status, submitted);
        CREATE TABLE steward (account TEXT PRIMARY KEY REFERENCES account (id), since {integer} NOT NULL){strict};

        """

    private static let visits = """
        CREATE TABLE appointment (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          practitioner TEXT NOT NULL REFERENCES practitioner (id), service TEXT NOT NULL REFERENCES service (id),
          place TEXT NOT NULL REFERENCES place (id), room TEXT REFERENCES place (id),
          status TEXT NOT NULL CHECK (status IN ('held', 'pending', 'booked', 'arrived', 'completed', 'cancelled',
            'declined', 'missed', 'lapsed')),
          starts {integer} NOT NULL, ends {integer} NOT NULL, blocked_from {integer} NOT NULL,
          blocked_until {integer} NOT NULL, contact {bytes} NOT NULL, mail_index {bytes} NOT NULL,
          client TEXT REFERENCES client (id), series TEXT, hold_ends {integer}, created {integer} NOT NULL,
          ending TEXT CHECK (ending IN ('client', 'practice', 'program')), ended {integer},
          intake {bytes}, sequence {integer} NOT NULL, asked {integer} NOT NULL, version {integer} NOT NULL CHECK (version > 0),
          CHECK (starts < ends AND blocked_from <= starts AND ends <= blocked_until
            AND blocked_until - blocked_from <= 150000),
          CHECK (status <> 'held' OR hold_ends IS NOT NULL)
        ){strict};
        CREATE INDEX appointment_time ON appointment (practitioner, blocked_from);
        CREATE INDEX appointment_room ON appointment (room, blocked_from) WHERE room IS NOT NULL;
        CREATE INDEX appointment_status ON appointment (status, starts);
        CREATE INDEX appointment_mail ON appointment (practice, mail_index);
        CREATE INDEX appointment_client ON appointment (client);
        CREATE INDEX appointment_series ON appointment (series) WHERE series IS NOT NULL;
        CREATE TABLE absence (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          practitioner TEXT NOT NULL REFERENCES practitioner (id), starts {integer} NOT NULL, ends {integer} NOT NULL,
          imported {integer} NOT NULL, CHECK (starts < ends)
        ){strict};
        CREATE INDEX absence_time ON absence (practitioner, ends);
        CREATE TABLE feed (
          practitioner TEXT PRIMARY KEY REFERENCES practitioner (id), practice TEXT NOT NULL,
          token {bytes} NOT NULL UNIQUE, created {integer} NOT NULL
        ){strict};
        CREATE TABLE busy_source (
          id TEXT PRIMARY KEY REFERENCES practitioner (id), practice TEXT NOT NULL, address {bytes} NOT NULL,
          fetched {integer}, problem TEXT NOT NULL, events {integer} NOT NULL
        ){strict};
        CREATE TABLE waiting (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          practitioner TEXT NOT NULL REFERENCES practitioner (id), service TEXT NOT NULL REFERENCES service (id),
          contact {bytes} NOT NULL, wanted TEXT NOT NULL, since {integer} NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('unproved', 'waiting', 'served', 'left'))
        ){strict};
        CREATE INDEX waiting_practitioner ON waiting (practitioner, status);
        CREATE TABLE offer (
          appointment TEXT PRIMARY KEY REFERENCES appointment (id), practice TEXT NOT NULL,
          practitioner TEXT NOT NULL, waiting TEXT NOT NULL REFERENCES waiting (id), starts {integer} NOT NULL,
          ends {integer} NOT NULL, expires {integer} NOT NULL,
          answer TEXT NOT NULL CHECK (answer IN ('none', 'accepted', 'declined'))
        ){strict};
        CREATE INDEX offer_practitioner ON offer (practitioner, starts);

        """

    private static let letters = """
        CREATE TABLE letter (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id), event TEXT NOT NULL, kind TEXT NOT NULL,
          subject TEXT NOT NULL, recipient {bytes} NOT NULL, mail_index {bytes} NOT NULL, due {integer} NOT NULL,
          next {integer} NOT NULL, expires {integer}, detail TEXT NOT NULL, claim {integer} NOT NULL, lease {integer} NOT NULL,
          tries {integer} NOT NULL, doubts {integer} NOT NULL, sending {integer} NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed')), fault TEXT NOT NULL,
          created {integer} NOT NULL, settled {integer}, UNIQUE (event, kind, mail_index)
        ){strict};
        CREATE INDEX letter_next ON letter (state, next);
        CREATE TABLE experience (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
          practitioner TEXT NOT NULL REFERENCES practitioner (id), service TEXT NOT NULL REFERENCES service (id),
          appointment TEXT NOT NULL UNIQUE REFERENCES appointment (id), mail_index {bytes} NOT NULL,
          year {integer} NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('invited', 'submitted', 'approved', 'refused', 'withdrawn')),
          telling {bytes}, may_publish {integer} NOT NULL, shown_from {integer}, reply TEXT, created {integer} NOT NULL,
          decided_by TEXT REFERENCES account (id), decided_at {integer}, reason TEXT,
          UNIQUE (service, mail_index, year),
          CHECK (status <> 'approved' OR (telling IS NOT NULL AND may_publish = 1 AND decided_by IS NOT NULL))
        ){strict};
        CREATE INDEX experience_practitioner ON experience (practitioner, status);
        CREATE TABLE subscriber (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id), mail {bytes} NOT NULL,
          mail_index {bytes} NOT NULL, topics TEXT NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('unproved', 'active', 'left')), since {integer} NOT NULL,
          UNIQUE (practice, mail_index)
        ){strict};
        CREATE TABLE newsletter (
          id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id), topic TEXT NOT NULL,
          subject TEXT NOT NULL, text TEXT NOT NULL, created {integer} NOT NULL, recipients {integer} NOT NULL
        ){strict};
        CREATE TABLE listing (
          number {integer} PRIMARY KEY, practitioner TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL,
          latitude {integer} NOT NULL, longitude {integer} NOT NULL, radius {integer} NOT NULL, name TEXT NOT NULL,
          town TEXT NOT NULL, country TEXT NOT NULL, languages TEXT NOT NULL, conditions TEXT NOT NULL,
          accessibility TEXT NOT NULL, trainings TEXT NOT NULL, zone TEXT NOT NULL,
          valid_until {integer} NOT NULL, next {integer},
          next_service TEXT,
          UNIQUE (practitioner, place)
        ){strict};
        CREATE TABLE open_time (
          practitioner TEXT NOT NULL, start {integer} NOT NULL, service TEXT NOT NULL,
          PRIMARY KEY (practitioner, start, service)
        ){strict}{rowless};
        CREATE TABLE refresh (practitioner TEXT PRIMARY KEY, due {integer} NOT NULL){strict};
        CREATE INDEX refresh_due ON refresh (due);
        CREATE TABLE freed (practitioner TEXT PRIMARY KEY, since {integer} NOT NULL){strict};

        """

    /// The twin of PostgreSQL's exclusion constraints.
    private static let sqliteTime: String = {
        func guarded(_ name: String, _ event: String) -> String {
            """
            CREATE TRIGGER \(name) BEFORE \(event) ON appointment WHEN NEW.status IN \(holding)
            BEGIN
              SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
                SELECT 1 FROM appointment a WHERE a.practitioner = NEW.practitioner AND a.id <> NEW.id
                  AND a.status IN \(holding) AND a.blocked_from < NEW.blocked_until
                  AND a.blocked_from > NEW.blocked_from - 150000 AND a.blocked_until > NEW.blocked_from);
              SELECT RAISE(ABORT, 'appointment_overlap') WHERE NEW.room IS NOT NULL AND EXISTS (
                SELECT 1 FROM appointment a WHERE a.room = NEW.room AND a.id <> NEW.id
                  AND a.status IN \(holding) AND a.blocked_from < NEW.blocked_until
                  AND a.blocked_from > NEW.blocked_from - 150000 AND a.blocked_until > NEW.blocked_from);
            END;

            """
        }
        return guarded("appointment_free_insert", "INSERT")
            + guarded(
                "appointment_free_update", "UPDATE OF status, practitioner, room, blocked_from, blocked_until")
    }()

    private static let postgresTime = """
        ALTER TABLE appointment ADD CONSTRAINT appointment_overlap EXCLUDE USING gist
          (practitioner WITH =, int8range(blocked_from, blocked_until) WITH &&) WHERE (status IN \(holding));
        ALTER TABLE appointment ADD CONSTRAINT appointment_overlap_room EXCLUDE USING gist
          (room WITH =, int8range(blocked_from, blocked_until) WITH &&)
          WHERE (room IS NOT NULL AND status IN \(holding));

        """

    private static let sqliteSearch = """
        CREATE VIRTUAL TABLE listing_box USING rtree_i32 (number, min_latitude, max_latitude, min_longitude, max_longitude);
        """

    private static let postgresSearch = """
        CREATE SEQUENCE listing_number;
        ALTER TABLE listing ADD COLUMN area BOX NOT NULL;
        CREATE INDEX listing_area ON listing USING gist (area);

        """

    private static let postgresWalls: String = {
        let tables = [
            "practitioner", "place", "service", "training", "appointment", "absence", "feed", "busy_source", "waiting",
            "offer", "letter", "experience", "subscriber", "newsletter",
        ]
        let walls = tables.map { table in
            """
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON \(table)
              USING (current_setting('tautband.practice', true) IN (practice, '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (practice, '*'));

            """
        }.joined()
        return walls
            + "GRANT SELECT, INSERT, UPDATE, DELETE ON \(tables.joined(separator: ", ")), steward, listing, open_time,"
            + " refresh, freed TO tautband_app;\nGRANT USAGE ON SEQUENCE listing_number TO tautband_app;\n"
    }()
}

extension Migration {
    /// The tokens by which a client is found, together in one row.
    ///
    /// One row for each token cost a new client a dozen pages, each written twice. Looking through the rows of one practice takes some
    /// milliseconds for tens of thousands of clients. Tokens are 10 bytes each, one after the other.
    static let names = Migration(
        version: 3, name: "names",
        sqlite: """
            CREATE TABLE client_name (
              practice TEXT NOT NULL, client TEXT NOT NULL REFERENCES client (id), tokens BLOB NOT NULL,
              PRIMARY KEY (practice, client)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO client_name
              SELECT practice, client, CAST(group_concat(token, '') AS BLOB)
                FROM (SELECT practice, client, token FROM client_token ORDER BY practice, client, token)
                GROUP BY practice, client;
            DROP TABLE client_token;
            CREATE TABLE idempotency_new (
              practice TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, request BLOB NOT NULL,
              object TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (account, name)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO idempotency_new SELECT practice, account, name, request, object, created FROM idempotency;
            DROP TABLE idempotency;
            ALTER TABLE idempotency_new RENAME TO idempotency;
            """,
        postgres: """
            CREATE TABLE client_name (
              practice TEXT NOT NULL, client TEXT NOT NULL REFERENCES client (id), tokens BYTEA NOT NULL,
              PRIMARY KEY (practice, client)
            );
            INSERT INTO client_name
              SELECT practice, client, string_agg(token, ''::bytea ORDER BY token)
                FROM client_token GROUP BY practice, client;
            DROP TABLE client_token;
            ALTER TABLE client_name ENABLE ROW LEVEL SECURITY;
            ALTER TABLE client_name FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_practice ON client_name
              USING (current_setting('tautband.practice', true) IN (practice, '*'))
              WITH CHECK (current_setting('tautband.practice', true) IN (practice, '*'));
            GRANT SELECT, INSERT, UPDATE, DELETE ON client_name TO tautband_app;
            """
    )
}

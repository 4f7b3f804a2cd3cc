// Why: finance brings a statement's file by a page, or asks for one now, and whoever looks sees how far
// it has come, on any server and after a reload. What was brought is kept as it was received.
//   statement_run_open            one at a time for a wallet's account and day

extension Migration {
    static let statementRuns = Migration(
        version: 14, name: "statement runs",
        why: "reconciliations that people began, how far they are, and the files as received",
        statements: [
            """
            CREATE TABLE statement_run (
                run_id         TEXT   PRIMARY KEY,
                wallet         TEXT   NOT NULL,
                merchant_account TEXT NOT NULL,
                day            TEXT   NOT NULL,
                how            TEXT   NOT NULL CHECK (how IN ('fetched', 'uploaded', 'again')),
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                file_name      TEXT   NOT NULL,
                state          TEXT   NOT NULL CHECK (state IN ('running', 'done', 'refused',
                    'failed')),
                statement_no   BIGINT,
                row_count      BIGINT NOT NULL,
                compared       BIGINT NOT NULL,
                heard          BIGINT NOT NULL,
                break_count    BIGINT NOT NULL,
                new_count      BIGINT NOT NULL,
                gone_count     BIGINT NOT NULL,
                was_known      BIGINT NOT NULL CHECK (was_known IN (0, 1)),
                verdict        TEXT   NOT NULL,
                code           TEXT   NOT NULL,
                problem_count  BIGINT NOT NULL,
                problems       TEXT   NOT NULL,
                sha256         TEXT,
                begun_at_us    BIGINT NOT NULL,
                changed_at_us  BIGINT NOT NULL,
                ended_at_us    BIGINT,
                CHECK ((state = 'running') = (ended_at_us IS NULL))
            )
            """,
            """
            CREATE UNIQUE INDEX statement_run_open
                ON statement_run (wallet, merchant_account, day) WHERE ended_at_us IS NULL
            """,
            "CREATE INDEX statement_run_begun ON statement_run (begun_at_us)",
            .each(sqlite: files("BLOB"), postgres: files("BYTEA")),
        ])

    private static func files(_ bytes: String) -> String {
        """
        CREATE TABLE statement_file (
            statement_no   BIGINT NOT NULL REFERENCES statement (statement_no),
            seq            BIGINT NOT NULL,
            file_name      TEXT   NOT NULL,
            piece          \(bytes) NOT NULL,
            PRIMARY KEY (statement_no, seq)
        )
        """
    }
}

// Why: what people asked for (each act once, answered the same for ever), who is signed in, what waits
// to be printed, and what finance was told in function 400449.

extension Migration {
    static let actsAndPaper = Migration(
        version: 3, name: "acts and paper",
        why: "idempotency keys that never expire, sessions, print jobs, remarks",
        statements: [
            """
            CREATE TABLE act (
                store_id       TEXT   NOT NULL,
                act_key        TEXT   NOT NULL,
                fingerprint    TEXT   NOT NULL,
                staff_id       TEXT   NOT NULL,
                answer         TEXT   NOT NULL,
                at_us          BIGINT NOT NULL,
                PRIMARY KEY (store_id, act_key)
            )
            """,
            """
            CREATE TABLE session (
                token_hash     TEXT   PRIMARY KEY,
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                store_id       TEXT   NOT NULL,
                register_id    TEXT   NOT NULL,
                opened_at_us   BIGINT NOT NULL,
                closes_at_us   BIGINT NOT NULL,
                FOREIGN KEY (store_id, register_id) REFERENCES register (store_id, register_id)
            )
            """,
            """
            CREATE TABLE print_job (
                store_id       TEXT   NOT NULL,
                job_id         TEXT   NOT NULL,
                sale_id        TEXT   NOT NULL,
                register_id    TEXT   NOT NULL,
                copy_no        BIGINT NOT NULL,
                state          TEXT   NOT NULL
                    CHECK (state IN ('queued', 'printed', 'none')),
                tries          BIGINT NOT NULL,
                next_at_us     BIGINT NOT NULL,
                last_error     TEXT   NOT NULL,
                made_at_us     BIGINT NOT NULL,
                PRIMARY KEY (store_id, job_id),
                UNIQUE (store_id, sale_id, copy_no),
                FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id)
            )
            """,
            """
            CREATE INDEX print_job_waiting ON print_job (store_id, register_id)
            WHERE state = 'queued'
            """,
            "CREATE INDEX print_job_queued ON print_job (next_at_us) WHERE state = 'queued'",
            """
            CREATE TABLE remark (
                store_id       TEXT   NOT NULL,
                remark_id      TEXT   NOT NULL,
                sale_id        TEXT   NOT NULL,
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                words          TEXT   NOT NULL,
                at_us          BIGINT NOT NULL,
                PRIMARY KEY (store_id, remark_id),
                FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id)
            )
            """,
        ])
}

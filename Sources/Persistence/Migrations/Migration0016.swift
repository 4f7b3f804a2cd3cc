// Why: function 400449 takes remarks on a store's day and on a payment as well as on a sale, and finance
// answers them. A remark is never changed; its answer is written once.
//   remark_open                   finance reads what waits for an answer

extension Migration {
    static let remarksOnAnything = Migration(
        version: 16, name: "remarks on anything",
        why: "remarks on a day and on a payment, and the answers of finance",
        statements: [
            """
            CREATE TABLE remark_of_all (
                store_id       TEXT   NOT NULL,
                remark_id      TEXT   NOT NULL,
                kind           TEXT   NOT NULL CHECK (kind IN ('sale', 'day', 'payment')),
                subject        TEXT   NOT NULL,
                sale_id        TEXT,
                business_date  TEXT   NOT NULL,
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                words          TEXT   NOT NULL,
                at_us          BIGINT NOT NULL,
                answer         TEXT,
                answered_by    TEXT   REFERENCES staff (staff_id),
                answered_at_us BIGINT,
                PRIMARY KEY (store_id, remark_id),
                FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id),
                CHECK ((kind = 'sale') = (sale_id IS NOT NULL)),
                CHECK ((answer IS NULL) = (answered_by IS NULL)),
                CHECK ((answer IS NULL) = (answered_at_us IS NULL))
            )
            """,
            """
            INSERT INTO remark_of_all (
                store_id, remark_id, kind, subject, sale_id, business_date, staff_id, words, at_us)
            SELECT r.store_id, r.remark_id, 'sale', coalesce(s.receipt_number, s.sale_id),
                   r.sale_id, s.business_date, r.staff_id, r.words, r.at_us
            FROM   remark r JOIN sale s ON s.store_id = r.store_id AND s.sale_id = r.sale_id
            """,
            "DROP TABLE remark",
            "ALTER TABLE remark_of_all RENAME TO remark",
            "CREATE INDEX remark_subject ON remark (store_id, subject)",
            "CREATE INDEX remark_open ON remark (at_us) WHERE answer IS NULL",
        ])
}

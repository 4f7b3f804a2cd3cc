// Why: a case ends by a person's word, or by a payment's own end, and both must be told apart for ever.
// So everything that people do with a case is a line of its own, and above a limit the word of one is
// only a proposal until another says the same.
//   payment_case_due              the workbench reads what is open, longest waiting first

extension Migration {
    static let caseWork = Migration(
        version: 10, name: "case work",
        why: "who works on a case, what was proposed for it, and everything that was done",
        statements: [
            "ALTER TABLE payment_case ADD COLUMN assigned_to TEXT REFERENCES staff (staff_id)",
            "ALTER TABLE payment_case ADD COLUMN proposed_by TEXT REFERENCES staff (staff_id)",
            "ALTER TABLE payment_case ADD COLUMN proposed_how TEXT",
            """
            CREATE INDEX payment_case_due ON payment_case (due_at_us, store_id, case_id)
                WHERE state = 'open'
            """,
            """
            CREATE TABLE case_event (
                store_id       TEXT   NOT NULL,
                case_id        TEXT   NOT NULL,
                seq            BIGINT NOT NULL,
                at_us          BIGINT NOT NULL,
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                kind           TEXT   NOT NULL CHECK (kind IN ('taken', 'released', 'noted',
                    'proposed', 'withdrawn', 'closed')),
                words          TEXT   NOT NULL,
                PRIMARY KEY (store_id, case_id, seq),
                FOREIGN KEY (store_id, case_id) REFERENCES payment_case (store_id, case_id)
            )
            """,
        ])
}

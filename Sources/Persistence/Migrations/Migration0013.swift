// Why: a drawer is in one person's keeping at a time, and what is missing from it is that shift's. What
// must hold when two windows or two processes race is a constraint here first and a check in the code
// second:
//   open_shift_of_register        one open shift of a register
//   shift_count                   a count that was handed in is never changed
//   shift_handover                what was handed over, as it stood then, and whether it was read
//   ledger_entry.shift_no         in whose drawer the cash of a sale or return moved
// A shift's slip is printed like a receipt, so print jobs learn of a third paper.

extension Migration {
    static let shifts = Migration(
        version: 13, name: "shifts",
        why: "shifts with their counts and what was handed over, and slips of them",
        statements: shiftTables + shiftsInLedger + shiftSlips)

    private static let shiftTables: [SQLText] = [
        """
        CREATE TABLE shift (
            store_id       TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            shift_no       BIGINT NOT NULL CHECK (shift_no >= 1),
            state          TEXT   NOT NULL CHECK (state IN ('open', 'closed', 'signed')),
            cashier_id     TEXT   NOT NULL REFERENCES staff (staff_id),
            opened_at_us   BIGINT NOT NULL,
            carried_fen    BIGINT NOT NULL,
            waiting_before_fen BIGINT NOT NULL,
            float_fen      BIGINT NOT NULL,
            cash_facts     BIGINT NOT NULL CHECK (cash_facts >= 0),
            booked_on      TEXT,
            ended_at_us    BIGINT,
            closed_by      TEXT   REFERENCES staff (staff_id),
            given_to       TEXT   REFERENCES staff (staff_id),
            expected_fen   BIGINT,
            counted_fen    BIGINT CHECK (counted_fen >= 0),
            left_fen       BIGINT,
            waiting_fen    BIGINT,
            approved_by    TEXT   REFERENCES staff (staff_id),
            approval_reason TEXT,
            PRIMARY KEY (store_id, register_id, shift_no),
            FOREIGN KEY (store_id, register_id) REFERENCES register (store_id, register_id),
            CHECK ((state = 'open') = (ended_at_us IS NULL)),
            CHECK ((state = 'open') = (booked_on IS NULL)),
            CHECK ((state = 'open') = (left_fen IS NULL)),
            CHECK ((state = 'open') = (waiting_fen IS NULL)),
            CHECK ((state = 'closed') = (counted_fen IS NOT NULL)),
            CHECK ((state = 'closed') = (expected_fen IS NOT NULL)),
            CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
            CHECK ((state = 'closed') = (given_to IS NOT NULL)),
            CHECK (state <> 'closed' OR left_fen BETWEEN 0 AND counted_fen),
            CHECK ((approved_by IS NULL) = (approval_reason IS NULL))
        )
        """,
        """
        CREATE UNIQUE INDEX open_shift_of_register ON shift (store_id, register_id)
        WHERE state = 'open'
        """,
        "CREATE INDEX shift_of_day ON shift (store_id, booked_on)",
        """
        CREATE TABLE shift_count (
            store_id       TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            shift_no       BIGINT NOT NULL,
            count_no       BIGINT NOT NULL CHECK (count_no >= 1),
            counted_by     TEXT   NOT NULL REFERENCES staff (staff_id),
            counted_at_us  BIGINT NOT NULL,
            expected_fen   BIGINT NOT NULL,
            PRIMARY KEY (store_id, register_id, shift_no, count_no),
            FOREIGN KEY (store_id, register_id, shift_no)
                REFERENCES shift (store_id, register_id, shift_no)
        )
        """,
        """
        CREATE TABLE shift_count_line (
            store_id       TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            shift_no       BIGINT NOT NULL,
            count_no       BIGINT NOT NULL,
            denomination_fen BIGINT NOT NULL
                CHECK (denomination_fen IN (10000, 5000, 2000, 1000, 500, 100, 50, 10)),
            pieces         BIGINT NOT NULL CHECK (pieces BETWEEN 1 AND 99999),
            PRIMARY KEY (store_id, register_id, shift_no, count_no, denomination_fen),
            FOREIGN KEY (store_id, register_id, shift_no, count_no)
                REFERENCES shift_count (store_id, register_id, shift_no, count_no)
        )
        """,
        """
        CREATE TABLE shift_handover (
            store_id       TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            shift_no       BIGINT NOT NULL,
            item_no        BIGINT NOT NULL CHECK (item_no >= 1),
            kind           TEXT   NOT NULL
                CHECK (kind IN ('sale', 'held', 'payment', 'refund', 'paper')),
            subject        TEXT   NOT NULL,
            words          TEXT   NOT NULL,
            amount_fen     BIGINT,
            given_by       TEXT   NOT NULL REFERENCES staff (staff_id),
            given_to       TEXT   NOT NULL REFERENCES staff (staff_id),
            seen_at_us     BIGINT,
            PRIMARY KEY (store_id, register_id, shift_no, item_no),
            FOREIGN KEY (store_id, register_id, shift_no)
                REFERENCES shift (store_id, register_id, shift_no)
        )
        """,
        """
        CREATE INDEX shift_handover_unseen ON shift_handover (store_id, given_to)
        WHERE seen_at_us IS NULL
        """,
    ]

    private static let shiftsInLedger: [SQLText] = [
        "ALTER TABLE ledger_entry ADD COLUMN register_id TEXT",
        """
        ALTER TABLE ledger_entry ADD COLUMN shift_no BIGINT
            CHECK ((shift_no IS NULL) = (register_id IS NULL))
        """,
        """
        CREATE INDEX ledger_entry_shift ON ledger_entry (store_id, register_id, shift_no)
        WHERE shift_no IS NOT NULL
        """,
    ]

    private static let shiftSlips: [SQLText] = [
        """
        CREATE TABLE print_job_of_any_paper (
            store_id       TEXT   NOT NULL,
            job_id         TEXT   NOT NULL,
            sale_id        TEXT,
            return_seq     BIGINT NOT NULL CHECK (return_seq >= 0),
            shift_no       BIGINT,
            register_id    TEXT   NOT NULL,
            copy_no        BIGINT NOT NULL,
            state          TEXT   NOT NULL
                CHECK (state IN ('queued', 'printed', 'none')),
            tries          BIGINT NOT NULL,
            next_at_us     BIGINT NOT NULL,
            last_error     TEXT   NOT NULL,
            made_at_us     BIGINT NOT NULL,
            PRIMARY KEY (store_id, job_id),
            UNIQUE (store_id, sale_id, return_seq, copy_no),
            UNIQUE (store_id, register_id, shift_no, copy_no),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id),
            FOREIGN KEY (store_id, register_id, shift_no)
                REFERENCES shift (store_id, register_id, shift_no),
            CHECK ((sale_id IS NULL) = (shift_no IS NOT NULL)),
            CHECK (shift_no IS NULL OR return_seq = 0)
        )
        """,
        """
        INSERT INTO print_job_of_any_paper (
            store_id, job_id, sale_id, return_seq, register_id, copy_no, state, tries, next_at_us,
            last_error, made_at_us)
        SELECT store_id, job_id, sale_id, return_seq, register_id, copy_no, state, tries,
               next_at_us, last_error, made_at_us
        FROM print_job
        """,
        "DROP TABLE print_job",
        "ALTER TABLE print_job_of_any_paper RENAME TO print_job",
        """
        CREATE INDEX print_job_waiting ON print_job (store_id, register_id)
        WHERE state = 'queued'
        """,
        "CREATE INDEX print_job_queued ON print_job (next_at_us) WHERE state = 'queued'",
    ]
}

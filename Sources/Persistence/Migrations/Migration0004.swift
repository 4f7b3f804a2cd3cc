// Why: goods come back and money is given back. What must hold when two tills or two processes race is
// a constraint here first and a check in the code second:
//   sale_return (sale, seq)       two returns of one sale at once: one of them is refused
//   claim.refunded_fen            what is being given back of a debit never exceeds it; raised in the
//                                 transaction that writes a refund, lowered only when one has failed
//   refund.refund_number          a number names one refund, for ever
// A slip for a return is printed like a receipt, so print jobs learn which of the two they are.

extension Migration {
    static let returnsAndRefunds = Migration(
        version: 4, name: "returns and refunds",
        why: "returned goods with their money, refunds with their journal, goods in quarantine",
        statements: goodsBack + moneyBack + slips)

    private static let goodsBack: [SQLText] = [
        """
        CREATE TABLE sale_return (
            store_id       TEXT   NOT NULL,
            return_id      TEXT   NOT NULL,
            sale_id        TEXT   NOT NULL,
            seq            BIGINT NOT NULL CHECK (seq >= 1),
            register_id    TEXT   NOT NULL,
            cashier_id     TEXT   NOT NULL REFERENCES staff (staff_id),
            business_date  TEXT   NOT NULL,
            reason         TEXT   NOT NULL
                CHECK (reason IN ('quality', 'wrong-item', 'managers-leave')),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen >= 0),
            returned_at_us BIGINT NOT NULL,
            approved_by    TEXT   REFERENCES staff (staff_id),
            approval_reason TEXT,
            PRIMARY KEY (store_id, return_id),
            UNIQUE (store_id, sale_id, seq),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id),
            FOREIGN KEY (store_id, register_id) REFERENCES register (store_id, register_id),
            CHECK ((approved_by IS NULL) = (approval_reason IS NULL)),
            CHECK (reason <> 'managers-leave' OR approved_by IS NOT NULL)
        )
        """,
        "CREATE INDEX sale_return_of_day ON sale_return (store_id, business_date)",
        """
        CREATE TABLE return_line (
            store_id       TEXT   NOT NULL,
            return_id      TEXT   NOT NULL,
            line_no        BIGINT NOT NULL,
            quantity       BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen >= 0),
            PRIMARY KEY (store_id, return_id, line_no),
            FOREIGN KEY (store_id, return_id) REFERENCES sale_return (store_id, return_id)
        )
        """,
        // Returned goods wait here for a person's decision; nothing of them goes back to the lot.
        """
        CREATE TABLE quarantine (
            store_id       TEXT   NOT NULL,
            return_id      TEXT   NOT NULL,
            line_no        BIGINT NOT NULL,
            product_code   TEXT   NOT NULL REFERENCES product (product_code),
            lot_number     TEXT   NOT NULL,
            expires_on     TEXT   NOT NULL,
            quantity       BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
            reason         TEXT   NOT NULL,
            since_us       BIGINT NOT NULL,
            PRIMARY KEY (store_id, return_id, line_no),
            FOREIGN KEY (store_id, return_id, line_no)
                REFERENCES return_line (store_id, return_id, line_no)
        )
        """,
        "CREATE INDEX quarantine_since ON quarantine (store_id, since_us)",
    ]

    private static let moneyBack: [SQLText] = [
        """
        ALTER TABLE claim ADD COLUMN refunded_fen BIGINT NOT NULL DEFAULT 0
            CHECK (refunded_fen BETWEEN 0 AND amount_fen)
        """,
        """
        CREATE TABLE refund (
            store_id       TEXT   NOT NULL,
            refund_number  TEXT   NOT NULL UNIQUE CHECK (length(refund_number) = 29),
            order_number   TEXT   NOT NULL REFERENCES claim (order_number),
            sale_id        TEXT   NOT NULL,
            return_id      TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            cashier_id     TEXT   NOT NULL REFERENCES staff (staff_id),
            wallet         TEXT   NOT NULL,
            merchant_account TEXT NOT NULL,
            trade_number   TEXT   NOT NULL,
            paid_fen       BIGINT NOT NULL CHECK (paid_fen > 0),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen BETWEEN 1 AND paid_fen),
            reason         TEXT   NOT NULL,
            started_at_us  BIGINT NOT NULL,
            state          TEXT   NOT NULL CHECK (state IN ('reserved', 'sending', 'unresolved',
                'accepted', 'succeeded', 'failed')),
            is_open        BIGINT NOT NULL CHECK (is_open IN (0, 1)),
            state_text     TEXT   NOT NULL,
            step           TEXT   CHECK (step IN ('send', 'query')),
            step_at_us     BIGINT,
            sends          BIGINT NOT NULL,
            queries        BIGINT NOT NULL,
            escalation     TEXT   NOT NULL,
            changed_at_us  BIGINT NOT NULL,
            worker_id      TEXT   NOT NULL,
            version        BIGINT NOT NULL,
            PRIMARY KEY (store_id, refund_number),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id),
            FOREIGN KEY (store_id, return_id) REFERENCES sale_return (store_id, return_id),
            CHECK ((is_open = 1) = (state IN ('reserved', 'sending', 'unresolved', 'accepted'))),
            CHECK ((is_open = 1) = (step IS NOT NULL)),
            CHECK ((step IS NULL) = (step_at_us IS NULL))
        )
        """,
        "CREATE INDEX refund_due ON refund (step_at_us) WHERE is_open = 1",
        """
        CREATE INDEX refund_open_register ON refund (store_id, register_id) WHERE is_open = 1
        """,
        "CREATE INDEX refund_of_sale ON refund (store_id, sale_id)",
        "CREATE INDEX refund_of_order ON refund (order_number)",
        """
        CREATE TABLE refund_event (
            store_id       TEXT   NOT NULL,
            refund_number  TEXT   NOT NULL,
            seq            BIGINT NOT NULL,
            at_us          BIGINT NOT NULL,
            actor          TEXT   NOT NULL,
            event          TEXT   NOT NULL,
            state_after    TEXT   NOT NULL,
            PRIMARY KEY (store_id, refund_number, seq),
            FOREIGN KEY (store_id, refund_number) REFERENCES refund (store_id, refund_number)
        )
        """,
        """
        CREATE TABLE return_tender (
            store_id       TEXT   NOT NULL,
            return_id      TEXT   NOT NULL,
            tender_no      BIGINT NOT NULL,
            method_id      BIGINT NOT NULL REFERENCES tender_method (method_id),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
            kind           TEXT   NOT NULL CHECK (kind IN ('cash', 'wallet')),
            order_number   TEXT,
            refund_number  TEXT,
            PRIMARY KEY (store_id, return_id, tender_no),
            FOREIGN KEY (store_id, return_id) REFERENCES sale_return (store_id, return_id),
            FOREIGN KEY (store_id, refund_number) REFERENCES refund (store_id, refund_number),
            CHECK ((kind = 'wallet') = (refund_number IS NOT NULL)),
            CHECK ((kind = 'wallet') = (order_number IS NOT NULL))
        )
        """,
    ]

    private static let slips: [SQLText] = [
        """
        CREATE TABLE print_job_of_paper (
            store_id       TEXT   NOT NULL,
            job_id         TEXT   NOT NULL,
            sale_id        TEXT   NOT NULL,
            return_seq     BIGINT NOT NULL CHECK (return_seq >= 0),
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
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id)
        )
        """,
        """
        INSERT INTO print_job_of_paper (
            store_id, job_id, sale_id, return_seq, register_id, copy_no, state, tries, next_at_us,
            last_error, made_at_us)
        SELECT store_id, job_id, sale_id, 0, register_id, copy_no, state, tries, next_at_us,
               last_error, made_at_us
        FROM print_job
        """,
        "DROP TABLE print_job",
        "ALTER TABLE print_job_of_paper RENAME TO print_job",
        """
        CREATE INDEX print_job_waiting ON print_job (store_id, register_id)
        WHERE state = 'queued'
        """,
        "CREATE INDEX print_job_queued ON print_job (next_at_us) WHERE state = 'queued'",
    ]
}

// Why: the two halves of every payment. What must hold when two tills, two windows or two processes
// race is a constraint here first and a check in the code second:
//   attempt.order_number          a number names one attempt, for ever
//   attempt_open_sale             at most one open attempt of a sale
//   claim.order_number            a debit is posted at most once (P2)
//   claim (wallet, trade_number)  …whichever of its two numbers was scanned
//   sale_receipt_number, open_sale_of_register

extension Migration {
    static let salesAndPayments = Migration(
        version: 2, name: "sales and payments",
        why: "sales with lines and tenders, attempts with their journal, claims, cases",
        statements: sale + payment)

    private static let sale: [SQLText] = [
        """
        CREATE TABLE sale (
            store_id       TEXT   NOT NULL,
            sale_id        TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            cashier_id     TEXT   NOT NULL REFERENCES staff (staff_id),
            business_date  TEXT   NOT NULL,
            state          TEXT   NOT NULL
                CHECK (state IN ('open', 'suspended', 'posted', 'voided')),
            salesperson_id TEXT   REFERENCES staff (staff_id),
            discount       TEXT   NOT NULL,
            due_fen        BIGINT NOT NULL CHECK (due_fen >= 0),
            opened_at_us   BIGINT NOT NULL,
            changed_at_us  BIGINT NOT NULL,
            posted_at_us   BIGINT,
            receipt_number TEXT,
            note           TEXT   NOT NULL DEFAULT '',
            last_line_no   BIGINT NOT NULL,
            last_tender_no BIGINT NOT NULL,
            version        BIGINT NOT NULL,
            PRIMARY KEY (store_id, sale_id),
            FOREIGN KEY (store_id, register_id) REFERENCES register (store_id, register_id),
            CHECK ((state = 'posted') = (posted_at_us IS NOT NULL)),
            CHECK ((state = 'posted') = (receipt_number IS NOT NULL))
        )
        """,
        "CREATE UNIQUE INDEX sale_receipt_number ON sale (receipt_number)",
        """
        CREATE UNIQUE INDEX open_sale_of_register ON sale (store_id, register_id)
        WHERE state = 'open'
        """,
        "CREATE INDEX sale_suspended ON sale (store_id, changed_at_us) WHERE state = 'suspended'",
        "CREATE INDEX sale_of_day ON sale (store_id, business_date)",
        """
        CREATE TABLE sale_line (
            store_id       TEXT   NOT NULL,
            sale_id        TEXT   NOT NULL,
            line_no        BIGINT NOT NULL,
            product_code   TEXT   NOT NULL REFERENCES product (product_code),
            ean13          TEXT,
            name           TEXT   NOT NULL,
            spec           TEXT   NOT NULL,
            unit           TEXT   NOT NULL,
            maker          TEXT   NOT NULL,
            category       TEXT   NOT NULL,
            lot_number     TEXT   NOT NULL,
            expires_on     TEXT   NOT NULL,
            quantity       BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
            price_fen      BIGINT NOT NULL CHECK (price_fen >= 0),
            discount       TEXT   NOT NULL,
            amount_fen     BIGINT NOT NULL CHECK (amount_fen >= 0),
            salesperson_id TEXT   REFERENCES staff (staff_id),
            PRIMARY KEY (store_id, sale_id, line_no),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id)
        )
        """,
        """
        CREATE TABLE tender (
            store_id       TEXT   NOT NULL,
            sale_id        TEXT   NOT NULL,
            tender_no      BIGINT NOT NULL,
            method_id      BIGINT NOT NULL REFERENCES tender_method (method_id),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
            received_fen   BIGINT CHECK (received_fen >= amount_fen),
            state          TEXT   NOT NULL CHECK (state IN ('open', 'paid', 'failed')),
            payment_id     TEXT,
            order_number   TEXT,
            wallet         TEXT,
            override_by    TEXT   REFERENCES staff (staff_id),
            override_reason TEXT,
            PRIMARY KEY (store_id, sale_id, tender_no),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id),
            CHECK ((override_by IS NULL) = (override_reason IS NULL))
        )
        """,
        """
        CREATE TABLE receipt_counter (
            store_id       TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            business_date  TEXT   NOT NULL,
            last_serial    BIGINT NOT NULL,
            PRIMARY KEY (store_id, register_id, business_date)
        )
        """,
    ]

    private static let payment: [SQLText] = [
        """
        CREATE TABLE worker (
            worker_id      TEXT   PRIMARY KEY,
            alive_until_us BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE attempt (
            store_id       TEXT   NOT NULL,
            order_number   TEXT   NOT NULL UNIQUE CHECK (length(order_number) = 28),
            sale_id        TEXT   NOT NULL,
            payment_id     TEXT   NOT NULL,
            register_id    TEXT   NOT NULL,
            cashier_id     TEXT   NOT NULL REFERENCES staff (staff_id),
            wallet         TEXT   NOT NULL,
            amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
            merchant_account TEXT NOT NULL,
            started_at_us  BIGINT NOT NULL,
            payable_until_us BIGINT NOT NULL,
            state          TEXT   NOT NULL CHECK (state IN ('sending', 'awaitingShopper',
                'unresolved', 'reversing', 'succeeded', 'declined', 'reversed')),
            is_open        BIGINT NOT NULL CHECK (is_open IN (0, 1)),
            state_text     TEXT   NOT NULL,
            trade_number   TEXT,
            step           TEXT   CHECK (step IN ('query', 'reverse')),
            step_at_us     BIGINT,
            queries        BIGINT NOT NULL,
            escalation     TEXT   NOT NULL,
            changed_at_us  BIGINT NOT NULL,
            worker_id      TEXT   NOT NULL,
            version        BIGINT NOT NULL,
            PRIMARY KEY (store_id, order_number),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id),
            CHECK ((is_open = 1) = (state IN
                ('sending', 'awaitingShopper', 'unresolved', 'reversing'))),
            CHECK ((is_open = 1) = (step IS NOT NULL)),
            CHECK ((step IS NULL) = (step_at_us IS NULL)),
            CHECK ((state = 'succeeded') = (trade_number IS NOT NULL))
        )
        """,
        """
        CREATE UNIQUE INDEX attempt_open_sale ON attempt (store_id, sale_id) WHERE is_open = 1
        """,
        "CREATE INDEX attempt_due ON attempt (step_at_us) WHERE is_open = 1",
        "CREATE INDEX attempt_trade_number ON attempt (trade_number)",
        "CREATE INDEX attempt_of_sale ON attempt (store_id, sale_id)",
        """
        CREATE TABLE attempt_event (
            store_id       TEXT   NOT NULL,
            order_number   TEXT   NOT NULL,
            seq            BIGINT NOT NULL,
            at_us          BIGINT NOT NULL,
            actor          TEXT   NOT NULL,
            event          TEXT   NOT NULL,
            state_after    TEXT   NOT NULL,
            PRIMARY KEY (store_id, order_number, seq),
            FOREIGN KEY (store_id, order_number) REFERENCES attempt (store_id, order_number)
        )
        """,
        """
        CREATE TABLE claim (
            order_number   TEXT   PRIMARY KEY,
            wallet         TEXT   NOT NULL,
            trade_number   TEXT   NOT NULL,
            store_id       TEXT   NOT NULL,
            sale_id        TEXT   NOT NULL,
            method_id      BIGINT NOT NULL REFERENCES tender_method (method_id),
            amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
            proof          TEXT   NOT NULL,
            claimed_by     TEXT   NOT NULL REFERENCES staff (staff_id),
            claimed_at_us  BIGINT NOT NULL,
            UNIQUE (wallet, trade_number),
            FOREIGN KEY (store_id, sale_id) REFERENCES sale (store_id, sale_id)
        )
        """,
        // The one writer looks a debit up for each payment: after a year it must not read them all.
        "CREATE INDEX claim_trade_number ON claim (trade_number)",
        "CREATE INDEX claim_of_sale ON claim (store_id, sale_id)",
        """
        CREATE TABLE payment_case (
            store_id       TEXT   NOT NULL,
            case_id        TEXT   NOT NULL,
            cause          TEXT   NOT NULL,
            subject        TEXT   NOT NULL,
            detail         TEXT   NOT NULL,
            amount_fen     BIGINT NOT NULL,
            owner_role     TEXT   NOT NULL,
            opened_at_us   BIGINT NOT NULL,
            due_at_us      BIGINT NOT NULL,
            state          TEXT   NOT NULL CHECK (state IN ('open', 'closed')),
            closed_at_us   BIGINT,
            closed_how     TEXT,
            PRIMARY KEY (store_id, case_id),
            UNIQUE (store_id, subject, cause),
            CHECK ((state = 'closed') = (closed_how IS NOT NULL))
        )
        """,
        "CREATE INDEX payment_case_subject ON payment_case (subject)",
    ]
}

// Why: other tills pay through this gateway. What must hold when two requests race is a constraint
// here first and a check in the code second:
//   terminal_nonce             a signed request is taken once, whichever process it reaches
//   api_payment (terminal, reference), api_refund (terminal, reference)
//                              what a terminal calls a payment names one, for ever
// A payment that came this way is a sale of its own (decision 0025), so that the attempt, the claim
// and the refund are what they are everywhere else.

extension Migration {
    static let terminals = Migration(
        version: 5, name: "terminals",
        why: "terminals with their keys, what they asked for, and the events they are told",
        statements: [
            """
            CREATE TABLE terminal (
                terminal_id    TEXT   PRIMARY KEY CHECK (length(terminal_id) = 9),
                name           TEXT   NOT NULL,
                store_id       TEXT   NOT NULL,
                register_id    TEXT   NOT NULL,
                staff_id       TEXT   NOT NULL REFERENCES staff (staff_id),
                rights         TEXT   NOT NULL,
                state          TEXT   NOT NULL CHECK (state IN ('active', 'revoked')),
                made_at_us     BIGINT NOT NULL,
                code_hash      TEXT,
                code_until_us  BIGINT NOT NULL DEFAULT 0,
                code_tries     BIGINT NOT NULL DEFAULT 0,
                webhook_url    TEXT,
                UNIQUE (store_id, register_id),
                FOREIGN KEY (store_id, register_id) REFERENCES register (store_id, register_id)
            )
            """,
            """
            CREATE TABLE terminal_key (
                terminal_id    TEXT   NOT NULL REFERENCES terminal (terminal_id),
                key_id         TEXT   NOT NULL CHECK (length(key_id) = 32),
                public_key     TEXT   NOT NULL,
                from_us        BIGINT NOT NULL,
                until_us       BIGINT,
                PRIMARY KEY (terminal_id, key_id)
            )
            """,
            """
            CREATE TABLE terminal_nonce (
                terminal_id    TEXT   NOT NULL,
                nonce          TEXT   NOT NULL,
                until_us       BIGINT NOT NULL,
                PRIMARY KEY (terminal_id, nonce)
            )
            """,
            "CREATE INDEX terminal_nonce_until ON terminal_nonce (until_us)",
            """
            CREATE TABLE api_payment (
                order_number   TEXT   PRIMARY KEY,
                terminal_id    TEXT   NOT NULL REFERENCES terminal (terminal_id),
                reference      TEXT   NOT NULL,
                store_id       TEXT   NOT NULL,
                sale_id        TEXT   NOT NULL,
                subject        TEXT   NOT NULL,
                business_date  TEXT   NOT NULL,
                made_at_us     BIGINT NOT NULL,
                UNIQUE (terminal_id, reference),
                FOREIGN KEY (store_id, order_number) REFERENCES attempt (store_id, order_number)
            )
            """,
            "CREATE INDEX api_payment_of_day ON api_payment (terminal_id, business_date)",
            "CREATE UNIQUE INDEX api_payment_of_sale ON api_payment (store_id, sale_id)",
            """
            CREATE TABLE api_refund (
                refund_number  TEXT   PRIMARY KEY,
                terminal_id    TEXT   NOT NULL REFERENCES terminal (terminal_id),
                reference      TEXT   NOT NULL,
                order_number   TEXT   NOT NULL REFERENCES api_payment (order_number),
                kind           TEXT   NOT NULL CHECK (kind IN ('refund', 'reversal')),
                business_date  TEXT   NOT NULL,
                made_at_us     BIGINT NOT NULL,
                UNIQUE (terminal_id, reference)
            )
            """,
            "CREATE INDEX api_refund_of_day ON api_refund (terminal_id, business_date)",
            "CREATE INDEX api_refund_of_order ON api_refund (order_number)",
            """
            CREATE TABLE terminal_event (
                event_id       TEXT   PRIMARY KEY,
                terminal_id    TEXT   NOT NULL REFERENCES terminal (terminal_id),
                kind           TEXT   NOT NULL CHECK (kind IN ('payment', 'refund')),
                number         TEXT   NOT NULL,
                state          TEXT   NOT NULL,
                at_us          BIGINT NOT NULL,
                is_open        BIGINT NOT NULL CHECK (is_open IN (0, 1)),
                tries          BIGINT NOT NULL,
                next_at_us     BIGINT NOT NULL,
                last_error     TEXT   NOT NULL
            )
            """,
            "CREATE INDEX terminal_event_open ON terminal_event (next_at_us) WHERE is_open = 1",
        ])
}

// Why: finance believes a figure that can be followed to the wallet's own statement. A statement is kept
// as it was read, what differs from the books is kept beside it, and a second run finds what is there:
//   statement_current             one statement of a wallet's account and day is believed
//   statement_row                 read in the order of its numbers, page by page
//   statement_break               a number differs in a class once, however often it is looked at

extension Migration {
    static let statements = Migration(
        version: 8, name: "statements",
        why: "wallets' statements with their lines, and what differs between them and the books",
        statements: [
            """
            CREATE TABLE statement (
                statement_no   BIGINT PRIMARY KEY,
                wallet         TEXT   NOT NULL,
                merchant_account TEXT NOT NULL,
                day            TEXT   NOT NULL,
                how            TEXT   NOT NULL CHECK (how IN ('fetched', 'uploaded')),
                sha256         TEXT   CHECK (length(sha256) = 64),
                verdict        TEXT   NOT NULL CHECK (verdict IN ('reading', 'complete', 'broken',
                    'absent', 'notReady', 'refused', 'unreachable')),
                code           TEXT   NOT NULL,
                row_count      BIGINT NOT NULL CHECK (row_count >= 0),
                problem_count  BIGINT NOT NULL CHECK (problem_count >= 0),
                row_checksum   BIGINT NOT NULL,
                is_current     BIGINT NOT NULL CHECK (is_current IN (0, 1)),
                begun_at_us    BIGINT NOT NULL,
                ended_at_us    BIGINT,
                CHECK (is_current = 0 OR verdict = 'complete'),
                CHECK ((verdict = 'reading') = (ended_at_us IS NULL))
            )
            """,
            "CREATE INDEX statement_of_day ON statement (wallet, merchant_account, day)",
            """
            CREATE UNIQUE INDEX statement_current ON statement (wallet, merchant_account, day)
                WHERE is_current = 1
            """,
            """
            CREATE TABLE statement_row (
                statement_no   BIGINT NOT NULL REFERENCES statement (statement_no),
                number         TEXT   NOT NULL,
                line_no        BIGINT NOT NULL,
                kind           TEXT   NOT NULL CHECK (kind IN ('payment', 'refund', 'reversal')),
                order_number   TEXT   NOT NULL,
                trade_number   TEXT   NOT NULL,
                refund_number  TEXT,
                channel_refund_number TEXT,
                order_fen      BIGINT NOT NULL,
                settled_fen    BIGINT NOT NULL,
                refund_fen     BIGINT NOT NULL,
                settled_refund_fen BIGINT NOT NULL,
                fee_microyuan  BIGINT NOT NULL,
                fee_rate_ppm   BIGINT,
                at_us          BIGINT NOT NULL,
                account        TEXT   NOT NULL,
                state          TEXT   NOT NULL CHECK (state IN ('succeeded', 'processing',
                    'failed', 'needsPerson', 'unlisted')),
                PRIMARY KEY (statement_no, number, line_no)
            )
            """,
            "CREATE INDEX statement_row_number ON statement_row (number)",
            """
            CREATE TABLE statement_break (
                wallet         TEXT   NOT NULL,
                merchant_account TEXT NOT NULL,
                day            TEXT   NOT NULL,
                number         TEXT   NOT NULL,
                class          TEXT   NOT NULL CHECK (class IN ('channel-only', 'books-only',
                    'amount', 'refund', 'duplicate', 'other-day', 'fee')),
                store_id       TEXT   NOT NULL,
                order_number   TEXT   NOT NULL,
                trade_number   TEXT,
                books_fen      BIGINT,
                channel_fen    BIGINT,
                evidence       TEXT   NOT NULL,
                found_at_us    BIGINT NOT NULL,
                gone_at_us     BIGINT,
                PRIMARY KEY (wallet, merchant_account, day, number, class)
            )
            """,
        ])
}

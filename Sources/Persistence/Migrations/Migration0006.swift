// Why: a till may show the code that the customer scans. Which way an attempt was made decides how it
// is asked about and undone after a crash, and a page that is loaded again shows the same code.

extension Migration {
    static let offeredCodes = Migration(
        version: 6, name: "offered codes",
        why: "who shows the code of an attempt, and the code that the till shows",
        statements: [
            """
            ALTER TABLE attempt ADD COLUMN presentment TEXT NOT NULL DEFAULT 'customer'
                CHECK (presentment IN ('customer', 'merchant'))
            """,
            "ALTER TABLE attempt ADD COLUMN offered_code TEXT",
            // Wider rows, and SQLite would read a register's open attempts from all of its store's.
            """
            CREATE INDEX attempt_open_of_register ON attempt (store_id, register_id)
                WHERE is_open = 1
            """,
        ])
}

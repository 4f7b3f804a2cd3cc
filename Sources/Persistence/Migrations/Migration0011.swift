// Why: a method begins or ends on a date because somebody decided it, and years later a reader of the
// reports asks who, and why (R05).

extension Migration {
    static let methodChanges = Migration(
        version: 11, name: "method changes",
        why: "who decided that a tender method begins or ends, and why",
        statements: [
            "ALTER TABLE tender_method ADD COLUMN changed_by TEXT",
            """
            ALTER TABLE tender_method ADD COLUMN change_reason TEXT
                CHECK ((changed_by IS NULL) = (change_reason IS NULL))
            """,
        ])
}

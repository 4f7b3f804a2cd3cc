// A copy goes in many transactions, so that neither side has to keep a whole chain in one. Until the
// last of them a row stands in the table that every program looks at first, under a version that
// none knows: no server takes half a database for a whole one, an older program's neither.

internal import Retail

enum CopyMarker {
    static let version = Int64.max

    static func write(
        _ copy: String, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO schema_migration (version, name, checksum, applied_at_us)
            VALUES (?, ?, 0, ?)
            """, [.integer(version), .text(copy), .integer(now.microseconds)])
    }

    /// Whether a copy was begun here, and has not been finished.
    static func isThere(in transaction: any Transaction) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM schema_migration WHERE version = ?", [.integer(version)]) != nil
    }

    /// Before anything is written: whether it is still this copy's turn.
    ///
    /// *Errors*: `CopyProblem.overtaken`.
    static func check(_ copy: String, in transaction: any Transaction) throws {
        let row = try transaction.row(
            "SELECT name FROM schema_migration WHERE version = ?", [.integer(version)])
        guard try row?.text("name") == copy else { throw CopyProblem.overtaken }
    }

    static func remove(in transaction: any Transaction) throws {
        try transaction.execute(
            "DELETE FROM schema_migration WHERE version = ?", [.integer(version)])
    }
}

// A statement's files as they were received, in pieces: whatever is asked about them later can be
// answered from the very bytes.

package enum StatementFileTable {
    /// Keeps the next piece of a file.
    package static func insert(
        _ piece: [UInt8], of name: String, as seq: Int64, statement: Int64,
        in transaction: any Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO statement_file (statement_no, seq, file_name, piece) VALUES (?, ?, ?, ?)",
            [.integer(statement), .integer(seq), .text(name), .blob(piece)])
    }

    /// A piece of what was received; nil behind the last.
    package static func piece(
        _ seq: Int64, of statement: Int64, in transaction: any Transaction
    ) throws -> (name: String, bytes: [UInt8])? {
        try transaction.row(
            "SELECT file_name, piece FROM statement_file WHERE statement_no = ? AND seq = ?",
            [.integer(statement), .integer(seq)]
        ).map { (try $0.text("file_name"), try $0.blob("piece")) }
    }

    /// The files of a statement in their order, each with the places of its pieces.
    package static func files(
        of statement: Int64, in transaction: any Transaction
    ) throws -> [(name: String, pieces: ClosedRange<Int64>)] {
        try transaction.rows(
            """
            SELECT file_name, min(seq) AS first_seq, max(seq) AS last_seq FROM statement_file
            WHERE statement_no = ? GROUP BY file_name ORDER BY min(seq)
            """, [.integer(statement)]
        ).map { row in
            let (first, last) = (try row.integer("first_seq"), try row.integer("last_seq"))
            guard first <= last else { throw StoredError.unreadable("statement_file") }
            return (try row.text("file_name"), first...last)
        }
    }

    /// Gives the bytes to another reading of the same statement, unless it has its own.
    package static func move(
        from number: Int64, to same: Int64, in transaction: any Transaction
    ) throws {
        guard try piece(0, of: same, in: transaction) == nil else { return }
        try transaction.execute(
            "UPDATE statement_file SET statement_no = ? WHERE statement_no = ?",
            [.integer(same), .integer(number)])
    }

    /// Removes some of them; false once nothing is left.
    static func removeSome(
        of statement: Int64, limit: Int64, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            DELETE FROM statement_file WHERE statement_no = ? AND seq IN (
                SELECT seq FROM statement_file WHERE statement_no = ? ORDER BY seq LIMIT ?)
            """, [.integer(statement), .integer(statement), .integer(limit)]) > 0
    }
}

// The rows of a table, a page at a time in the order of its key, and back into another. Both engines
// put keys in the same order (integers by size, texts by their bytes), so both give the same pages.

extension TableShape {
    /// Values of one row, in the order of `columns`.
    typealias Values = [SQLValue]

    /// The rows that follow a key, at most `limit`; those at the beginning where there is no key.
    func page(
        after key: Values?, limit: Int, in transaction: any Transaction
    ) throws -> [Values] {
        let keys = columns.prefix(keyCount).map(\.quoted).joined(separator: ", ")
        let places = Array(repeating: "?", count: keyCount).joined(separator: ", ")
        let condition = key == nil ? "" : " WHERE (\(keys)) > (\(places))"
        return try transaction.rows(
            "SELECT \(names) FROM \(quoted)\(condition) ORDER BY \(keys) LIMIT \(limit)", key ?? []
        ).map(\.values)
    }

    /// What `page` takes to go on after a row.
    func key(of row: Values) -> Values { Array(row.prefix(keyCount)) }

    func insert(_ rows: [Values], in transaction: any Transaction) throws {
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        let sql = "INSERT INTO \(quoted) (\(names)) VALUES (\(places))"
        for row in rows { try transaction.queue(sql, row) }
    }

    func isEmpty(in transaction: any Transaction) throws -> Bool {
        try transaction.rows("SELECT 1 FROM \(quoted) LIMIT 1").isEmpty
    }

    func count(in transaction: any Transaction) throws -> Int64 {
        try transaction.row("SELECT count(*) AS n FROM \(quoted)", [])?.integer("n") ?? 0
    }

    func empty(in transaction: any Transaction) throws {
        try transaction.execute("DELETE FROM \(quoted)")
    }

    var quoted: String { "\"\(name)\"" }
    private var names: String { columns.map(\.quoted).joined(separator: ", ") }
}

// What two tables are compared by. The engine itself counts and adds up, by a road of its own; the
// checksum is ours, over every value of every row in the order of the key.

package struct TableFingerprint: Equatable, Sendable {
    package let rows: Int64
    /// Of each column of money, in fen.
    package let sums: [ColumnSum]
    package let checksum: Checksum

    package struct ColumnSum: Equatable, Sendable {
        package let column: String
        package let fen: Int64
    }
}

extension TableShape {
    /// Reads the whole table, page by page; `passed` hears of each page's rows.
    func fingerprint(
        in database: any Database, pageSize: Int, passed: @escaping @Sendable (Int) -> Void
    ) async throws -> TableFingerprint {
        var checksum = Checksum()
        var key: Values?
        while true {
            let after = key
            let page = try await database.read {
                try self.page(after: after, limit: pageSize, in: $0)
            }
            guard let last = page.last else { break }
            for row in page {
                for value in row { checksum.add(value) }
            }
            passed(page.count)
            key = self.key(of: last)
        }
        let (rows, sums) = try await database.read { try self.totals(in: $0) }
        return TableFingerprint(rows: rows, sums: sums, checksum: checksum)
    }

    private func totals(
        in transaction: any Transaction
    ) throws -> (Int64, [TableFingerprint.ColumnSum]) {
        let money = columns.filter(\.isFen)
        let sums = money.map { ", sum(\($0.quoted)) AS \($0.quoted)" }.joined()
        let row = try transaction.row("SELECT count(*) AS row_count\(sums) FROM \(quoted)", [])
        guard let row else { return (0, []) }
        return (
            try row.integer("row_count"),
            try money.map { column in
                TableFingerprint.ColumnSum(
                    column: column.name, fen: try row.integerIfAny(column.name) ?? 0)
            }
        )
    }
}

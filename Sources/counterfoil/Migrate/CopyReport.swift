// What was copied, a line for each table; where the sides differ, what each of them has.

internal import Persistence

struct CopyReport {
    let text: String

    init(_ tables: [CopiedTable]) {
        var lines = [CopyReport.cells("表 table", "行 rows", "校验 checksum", "合计 sums (fen)")]
        for table in tables {
            let name = "\(table.isSame ? "✓" : "✗") \(table.name)"
            lines.append(CopyReport.cells(name, table.source))
            if !table.isSame { lines.append(CopyReport.cells("  → 目标 target", table.target)) }
        }
        let rows = tables.map(\.source.rows).reduce(0, +)
        lines.append(CopyReport.cells("  \(tables.count) 表 tables", "\(rows)", "", ""))
        text = lines.map { $0 + "\n" }.joined()
    }

    private static func cells(_ name: String, _ table: TableFingerprint) -> String {
        let sum = String(table.checksum.value, radix: 16)
        let sums = table.sums.map { "\($0.column) \($0.fen)" }.joined(separator: " · ")
        return cells(
            name, "\(table.rows)", String(repeating: "0", count: 16 - sum.utf8.count) + sum, sums)
    }

    private static func cells(
        _ name: String, _ rows: String, _ checksum: String, _ sums: String
    ) -> String {
        let line =
            name + blanks(24 - width(name)) + blanks(12 - width(rows)) + rows + "  " + checksum
            + blanks(18 - width(checksum)) + sums
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    /// Chinese characters take two columns of a terminal.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.map { $0.value >= 0x2E80 ? 2 : 1 }.reduce(0, +)
    }
}

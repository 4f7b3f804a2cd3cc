// A sheet as text. Spreadsheets take a cell for a formula by how it begins, quoted or not, so a text
// that begins so is given an apostrophe before it; numbers are ours and need none.

internal import Retail

/// A table as comma-separated text.
package enum CSV {
    /// With a mark, by which spreadsheets know that it is UTF-8.
    package static func text(_ sheet: Sheet) -> String {
        let all = sheet.rows + (sheet.total.map { [$0] } ?? [])
        let rows = [sheet.heads.map { cell($0) }] + all.map { $0.map { cell($0) } }
        return "\u{FEFF}" + rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cell(_ cell: Sheet.Cell) -> String {
        switch cell {
        case .text(let text): self.cell(text)
        case .count(let count): "\(count)"
        case .money(let amount), .sum(let amount, _): amount.yuan
        case .empty: ""
        }
    }

    /// What begins a formula in one spreadsheet or another, in full width, too.
    private static let formula = "=+-@\t\r\n＝＋－＠".unicodeScalars

    /// A text as a cell.
    package static func cell(_ text: String) -> String {
        // Scalars: `\r\n`, or a sign with an accent on it, is one character and another.
        let looksLikeFormula = text.unicodeScalars.first.map { formula.contains($0) } ?? false
        let isNumber = looksLikeFormula && (try? Money(yuan: text)) != nil
        let safe = looksLikeFormula && !isNumber ? "'" + text : text
        let needsQuotes = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }
}

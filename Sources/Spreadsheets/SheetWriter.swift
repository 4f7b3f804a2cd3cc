// A sheet, row by row. The library keeps one row at a time, so the order is from the top down.

internal import CXLSXWriter
internal import Retail

/// Writes one sheet's cells.
@safe struct SheetWriter {
    let page: UnsafeMutablePointer<lxw_worksheet>
    let formats: Formats

    /// *Errors*: `SpreadsheetError`.
    func write(_ sheet: Sheet) throws(SpreadsheetError) {
        for (index, head) in sheet.heads.enumerated() {
            try unsafe text(head, row: 0, column: index, format: formats.head)
        }
        for (index, row) in sheet.rows.enumerated() {
            for (column, cell) in row.enumerated() {
                try write(cell, row: index + 1, column: column)
            }
        }
        guard let total = sheet.total else { return }
        for (column, cell) in total.enumerated() {
            try writeTotal(cell, under: sheet.rows.count, column: column)
        }
    }

    private func write(_ cell: Sheet.Cell, row: Int, column: Int) throws(SpreadsheetError) {
        switch cell {
        case .empty: return
        case .text(let words):
            try unsafe text(words, row: row, column: column, format: nil)
        case .count(let count):
            let number = try CellNumber(count: count)
            try unsafe self.number(number, row: row, column: column, format: formats.count)
        case .money(let amount):
            let number = try CellNumber(yuan: amount)
            try unsafe self.number(number, row: row, column: column, format: formats.money)
        case .sum(let amount, let rows):
            // The head is line 1, and lines are counted from there.
            let letter = SheetWriter.letters(column)
            let places = rows.map { "\(letter)\($0 + 2)" }
            try unsafe formula(
                "=SUM(\(places.joined(separator: ",")))", try CellNumber(yuan: amount), row: row,
                column: column, format: formats.money)
        }
    }

    private func writeTotal(
        _ cell: Sheet.Cell, under count: Int, column: Int
    ) throws(SpreadsheetError) {
        let number: CellNumber
        let format: UnsafeMutablePointer<lxw_format>
        switch cell {
        case .empty, .text:
            var words = ""
            if case .text(let written) = cell { words = written }
            return try unsafe text(
                words, row: count + 1, column: column, format: formats.totalText)
        case .count(let count):
            number = try CellNumber(count: count)
            unsafe format = formats.totalCount
        case .money(let amount), .sum(let amount, _):
            number = try CellNumber(yuan: amount)
            unsafe format = formats.totalMoney
        }
        guard count > 0 else {
            return try unsafe self.number(number, row: 1, column: column, format: format)
        }
        let letter = SheetWriter.letters(column)
        try unsafe formula(
            "=SUM(\(letter)2:\(letter)\(count + 1))", number, row: count + 1, column: column,
            format: format)
    }

    private func text(
        _ words: String, row: Int, column: Int, format: UnsafeMutablePointer<lxw_format>?
    ) throws(SpreadsheetError) {
        let (row, column) = try SheetWriter.place(row, column)
        guard !words.isEmpty else {
            return try Workbook.check(unsafe worksheet_write_blank(page, row, column, format))
        }
        try Workbook.check(
            unsafe worksheet_write_string(page, row, column, CellText.safe(words), format))
    }

    private func number(
        _ number: CellNumber, row: Int, column: Int, format: UnsafeMutablePointer<lxw_format>
    ) throws(SpreadsheetError) {
        let (row, column) = try SheetWriter.place(row, column)
        try Workbook.check(
            unsafe worksheet_write_number(page, row, column, number.value, format))
    }

    private func formula(
        _ formula: String, _ result: CellNumber, row: Int, column: Int,
        format: UnsafeMutablePointer<lxw_format>
    ) throws(SpreadsheetError) {
        let (row, column) = try SheetWriter.place(row, column)
        try Workbook.check(
            unsafe worksheet_write_formula_num(page, row, column, formula, format, result.value))
    }

    private static func place(
        _ row: Int, _ column: Int
    ) throws(SpreadsheetError) -> (UInt32, UInt16) {
        guard let row = UInt32(exactly: row) else { throw .badShape }
        return (row, try Workbook.column(column))
    }

    /// The name of a column: A to Z, then AA.
    static func letters(_ column: Int) -> String {
        var letters = ""
        var rest = column
        repeat {
            letters.unicodeScalars.insert(
                Unicode.Scalar(UInt8(ascii: "A") + UInt8(rest % 26)),
                at: letters.unicodeScalars.startIndex)
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }
}

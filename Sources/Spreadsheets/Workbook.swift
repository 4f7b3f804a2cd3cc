// The one place that talks to the C library. A row is written out before the next begins, so a long
// table needs no more memory than a short one.
//
// Trap: closing writes the file and frees the workbook, whether it succeeds or not; whoever gives up
// before that must free it, and never both.

internal import CXLSXWriter
internal import Glibc
internal import Retail

/// A file of tables for a spreadsheet (xlsx).
@safe package struct Workbook: ~Copyable {
    private let book: UnsafeMutablePointer<lxw_workbook>
    private let formats: Formats

    /// Writes sheets to a new file; `folder` has what is in between, and is empty afterwards.
    ///
    /// *Errors*: `SpreadsheetError`. What is then in the file is of no use.
    package static func write(
        _ sheets: [Sheet], to path: String, folder: String
    ) throws(SpreadsheetError) {
        let book = try Workbook(path: path, folder: folder)
        do {
            for sheet in sheets { try book.add(sheet) }
        } catch {
            book.giveUp()
            throw error
        }
        try book.close()
    }

    private init(path: String, folder: String) throws(SpreadsheetError) {
        var folder = folder.utf8CString.map { $0 }
        let opened = unsafe folder.withUnsafeMutableBufferPointer { place in
            var options = unsafe lxw_workbook_options()
            unsafe options.constant_memory = 1
            // Copied by the library.
            unsafe options.tmpdir = place.baseAddress
            return unsafe workbook_new_opt(path, &options)
        }
        guard let opened = unsafe opened else { throw .unwritable }
        guard let formats = unsafe Formats(opened) else {
            unsafe lxw_workbook_free(opened)
            throw .unwritable
        }
        unsafe book = opened
        self.formats = formats
    }

    private consuming func close() throws(SpreadsheetError) {
        guard unsafe workbook_close(book) == LXW_NO_ERROR else { throw .unwritable }
    }

    private consuming func giveUp() { unsafe lxw_workbook_free(book) }

    private func add(_ sheet: Sheet) throws(SpreadsheetError) {
        // The library lets an empty name be, Excel does not.
        guard !sheet.name.isEmpty,
            unsafe workbook_validate_sheet_name(book, sheet.name) == LXW_NO_ERROR
        else { throw .badShape }
        guard let page = unsafe workbook_add_worksheet(book, sheet.name) else {
            throw .unwritable
        }
        unsafe worksheet_freeze_panes(page, 1, 0)
        unsafe worksheet_set_landscape(page)
        unsafe worksheet_fit_to_pages(page, 1, 0)
        try Workbook.check(unsafe worksheet_repeat_rows(page, 0, 0))
        for (index, width) in Workbook.widths(sheet).enumerated() {
            let column = try Workbook.column(index)
            try Workbook.check(
                unsafe worksheet_set_column(page, column, column, Double(width), nil))
        }
        let writer = unsafe SheetWriter(page: page, formats: formats)
        try writer.write(sheet)
        // The rows lie in a file until the end, and the library does not look whether they got there:
        // on a full disk a workbook would be short of some.
        if let rows = unsafe page.pointee.optimize_tmpfile {
            guard unsafe fflush(rows) == 0, unsafe ferror(rows) == 0 else { throw .unwritable }
        }
    }

    /// Wide enough for what is in a column, and never a page of its own.
    private static func widths(_ sheet: Sheet) -> [Int] {
        var widths = sheet.heads.map { CellText.width($0) }
        for row in sheet.rows + (sheet.total.map { [$0] } ?? []) {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], width(cell))
            }
        }
        return widths.map { min(max($0 + 2, 8), 60) }
    }

    private static func width(_ cell: Sheet.Cell) -> Int {
        switch cell {
        case .text(let text): CellText.width(text)
        case .count(let count): "\(count)".utf8.count * 4 / 3
        case .money(let amount), .sum(let amount, _): amount.yuan.utf8.count * 4 / 3
        case .empty: 0
        }
    }

    static func column(_ index: Int) throws(SpreadsheetError) -> UInt16 {
        guard let column = UInt16(exactly: index) else { throw .badShape }
        return column
    }

    static func check(_ answer: lxw_error) throws(SpreadsheetError) {
        switch answer {
        case LXW_NO_ERROR: return
        case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE: throw .badShape
        default: throw .unwritable
        }
    }
}

/// How cells look.
@safe struct Formats {
    let head: UnsafeMutablePointer<lxw_format>
    let count: UnsafeMutablePointer<lxw_format>
    let money: UnsafeMutablePointer<lxw_format>
    let totalText: UnsafeMutablePointer<lxw_format>
    let totalCount: UnsafeMutablePointer<lxw_format>
    let totalMoney: UnsafeMutablePointer<lxw_format>

    /// Nil when there is no memory.
    ///
    /// They are freed with the workbook.
    init?(_ book: UnsafeMutablePointer<lxw_workbook>) {
        func make(_ number: String?, isTotal: Bool) -> UnsafeMutablePointer<lxw_format>? {
            guard let format = unsafe workbook_add_format(book) else { return nil }
            if let number { unsafe format_set_num_format(format, number) }
            if isTotal {
                unsafe format_set_bold(format)
                unsafe format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
            }
            return unsafe format
        }
        guard let head = unsafe workbook_add_format(book),
            let count = unsafe make("#,##0", isTotal: false),
            let money = unsafe make("#,##0.00", isTotal: false),
            let totalText = unsafe make(nil, isTotal: true),
            let totalCount = unsafe make("#,##0", isTotal: true),
            let totalMoney = unsafe make("#,##0.00", isTotal: true)
        else { return nil }
        unsafe format_set_bold(head)
        unsafe format_set_bottom(head, UInt8(LXW_BORDER_THIN.rawValue))
        unsafe (self.head, self.count, self.money) = (head, count, money)
        unsafe (self.totalText, self.totalCount, self.totalMoney) =
            (totalText, totalCount, totalMoney)
    }
}

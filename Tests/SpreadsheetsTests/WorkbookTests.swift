// A workbook as it comes out of the file again: each amount to the fen, totals as sums, words as words.

import Foundation
import Retail
import Spreadsheets
import TestSupport
import Testing
import WorkbookForTests

/// Writes sheets and reads them; nothing is left of the file, nor of what was in between.
private func written(_ sheets: [Sheet]) throws -> ReadWorkbook {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("workbook-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? files.removeItem(at: folder) }
    let file = folder.appendingPathComponent("a.xlsx")
    try Workbook.write(sheets, to: file.path, folder: folder.path)
    #expect(try files.contentsOfDirectory(atPath: folder.path) == ["a.xlsx"])
    return try ReadWorkbook([UInt8](Data(contentsOf: file)))
}

/// The nearest whole fen of a number as it is written in the file, without floating point.
private func fen(_ number: String) -> Int64? {
    let isNegative = number.hasPrefix("-")
    let parts = number.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
    let digits = (parts.count > 1 ? String(parts[1]) : "") + "000"
    guard let thousandths = Int64(digits.prefix(3)) else { return nil }
    let fen = whole * 100 + (thousandths + 5) / 10
    return isNegative ? -fen : fen
}

@Suite("A workbook")
struct WorkbookTests {
    @Test("reads back each amount to the fen, up to fifteen digits")
    func amounts() throws {
        var random = SeededRandom(seed: 7)
        var all = Array(Int64(0)...1_000)
        // Around each power of two and of ten, and then anywhere.
        for power in (0..<50).map({ Int64(1) << $0 }) + (0..<15).map({ tenToThe($0) }) {
            all += (-9...9).map { power + $0 }
        }
        all += (0...300).map { CellNumber.most - $0 }
        all += (0..<3_000).map { _ in Int64.random(in: 0...CellNumber.most, using: &random) }
        all = all.filter { $0 <= CellNumber.most }
        var sheet = Sheet("a", heads: ["b"])
        for amount in all { sheet.add([.money(Money(fen: amount))]) }
        for amount in all { sheet.add([.money(Money(fen: -amount))]) }
        let read = try written([sheet]).sheets[0].rows.dropFirst().map { fen($0[0]) }
        #expect(read.count == 2 * all.count)
        let wrong = zip(all + all.map { -$0 }, read).filter { $0 != $1 }.map(\.0)
        #expect(wrong == [])
    }

    private func tenToThe(_ power: Int) -> Int64 {
        (0..<power).reduce(Int64(1)) { value, _ in value * 10 }
    }

    @Test(
        "refuses what has more digits than a spreadsheet keeps",
        arguments: [CellNumber.most + 1, 1 << 53, .max, -CellNumber.most - 1, .min])
    func tooLarge(_ number: Int64) throws {
        for cell in [Sheet.Cell.money(Money(fen: number)), .count(number)] {
            var sheet = Sheet("a", heads: ["b"])
            sheet.add([cell])
            #expect(throws: SpreadsheetError.tooLarge) { try written([sheet]) }
        }
    }

    @Test("has totals and parts as sums, with what they come to")
    func sums() throws {
        var sheet = Sheet("日报", heads: ["项目", "笔数", "金额"])
        sheet.add([.text("原价"), .count(3), .money(Money(fen: 1_000))])
        sheet.add([.text("折扣"), .empty, .money(Money(fen: -1))])
        sheet.add([.text("销售额"), .empty, .sum(Money(fen: 999), rows: [0, 1])])
        sheet.total = [.text("合计"), .count(3), .money(Money(fen: 1_998))]
        let read = try written([sheet]).sheets[0]
        #expect(read.cells["C4"] == ReadCell(number: "9.99", formula: "SUM(C2,C3)"))
        #expect(read.cells["B5"] == ReadCell(number: "3", formula: "SUM(B2:B4)"))
        #expect(read.cells["C5"] == ReadCell(number: "19.98", formula: "SUM(C2:C4)"))
        #expect(read.cells["A5"] == ReadCell(text: "合计"))
        #expect(read.cells["B3"] == nil)
    }

    @Test("an empty table has a total of nothing, and no sum over itself")
    func empty() throws {
        var sheet = Sheet("a", heads: ["b", "c"])
        sheet.total = [.text("合计"), .money(.zero)]
        let read = try written([sheet]).sheets[0]
        #expect(read.cells["B2"] == ReadCell(number: "0"))
    }

    @Test(
        "has words as words",
        arguments: [
            ("=1+1", "=1+1"), ("+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"), ("@sum", "@sum"),
            ("-x", "-x"), ("http://example.com", "http://example.com"), ("<b>&\"'", "<b>&\"'"),
            ("10034", "10034"), ("2026112321", "2026112321"), ("  两头空  ", "  两头空  "),
            ("a\u{0}b\u{7}", "a\u{FFFD}b\u{FFFD}"), ("\u{FFFF}", "\u{FFFD}"), ("😀", "😀"),
        ])
    func words(_ text: String, _ expected: String) throws {
        var sheet = Sheet("a", heads: [text])
        sheet.add([.text(text)])
        let read = try written([sheet]).sheets[0]
        #expect(read.cells["A1"] == ReadCell(text: expected))
        #expect(read.cells["A2"] == ReadCell(text: expected))
        #expect(!read.xml.contains("<f>") && !read.xml.contains("<hyperlink"))
    }

    @Test("cuts a text that is longer than a cell, whatever it is made of")
    func long() throws {
        for (letter, count) in [("药", 32_767), ("😀", 16_383)] {
            var sheet = Sheet("a", heads: ["b"])
            sheet.add([.text(String(repeating: letter, count: 40_000))])
            let read = try written([sheet]).sheets[0]
            #expect(read.cells["A2"]?.text == String(repeating: letter, count: count))
        }
    }

    @Test("freezes its head, and its columns are as wide as what is in them")
    func looks() throws {
        var sheet = Sheet("日报", heads: ["a", "b"])
        sheet.add([.text("一二三四五六七八"), .text(String(repeating: "x", count: 900))])
        let book = try written([sheet, Sheet("Second", heads: ["c"])])
        #expect(book.sheets.map(\.name) == ["日报", "Second"])
        #expect(book.sheets[0].xml.contains("topLeftCell=\"A2\""))
        #expect(book.sheets[0].xml.contains("state=\"frozen\""))
        let widths = book.sheets[0].xml.matches(of: #/<col [^>]*width="([0-9]+)/#).map(\.1)
        #expect(widths == ["18", "60"])
        #expect(book.files["xl/workbook.xml"]?.contains("fullCalcOnLoad=\"1\"") == true)
    }

    @Test("shows amounts with two decimals, and counts with none")
    func formats() throws {
        for (cell, format) in [
            (Sheet.Cell.money(Money(fen: 1)), "#,##0.00"), (.count(1), "#,##0"),
            (.sum(Money(fen: 1), rows: [0]), "#,##0.00"),
        ] {
            var sheet = Sheet("a", heads: ["b"])
            sheet.add([cell])
            let styles = try written([sheet]).files["xl/styles.xml"] ?? ""
            let used = styles.matches(of: #/formatCode="([^"]*)"/#).map { String($0.1) }
            #expect(used == [format])
        }
    }

    @Test(
        "refuses names that spreadsheets do not allow",
        arguments: [["a/b"], ["a", "A"], [""], ["'a"], [String(repeating: "a", count: 32)]])
    func names(_ names: [String]) {
        #expect(throws: SpreadsheetError.badShape) {
            try written(names.map { Sheet($0, heads: ["b"]) })
        }
    }

    @Test("a folder that is not there is an error, and no fault")
    func nowhere() {
        #expect(throws: SpreadsheetError.unwritable) {
            try Workbook.write(
                [Sheet("a", heads: ["b"])], to: "/nowhere/a.xlsx", folder: "/nowhere")
        }
    }
}

// A list of shifts that is longer than a page can be.

import Checkout
import Persistence
import Retail
import Sales
import Spreadsheets
import Testing

@testable import WebServer

@Suite struct ShiftPagesTests {
    private func report(isCut: Bool) throws -> (ShiftReport, ReportMonth) {
        let month = try ReportMonth(iso: "2026-11")
        let close = ShiftClose(
            by: try StaffID("1007"), to: try StaffID("1012"), at: Timestamp(microseconds: 9),
            expected: Money(fen: 5_010), counted: Money(fen: 5_000), left: .zero, waiting: .zero,
            approval: nil)
        let shift = Shift(
            id: ShiftID(store: try StoreID("0101"), register: try RegisterID("01"), no: 1),
            cashier: try StaffID("1007"), openedAt: Timestamp(microseconds: 1), carried: .zero,
            waitingBefore: .zero, float: .zero, cashFacts: 1, counts: [], state: .closed(close))
        let line = ReportedShift(
            shift: shift, cashier: "陈小满", closedBy: "陈小满", givenTo: "何二店", approvedBy: nil,
            bookedOn: "2026-11-23")
        let report = ShiftReport(
            first: month.first, last: month.last, store: nil, shifts: [line], isCut: isCut,
            overShort: Money(fen: isCut ? -12_345 : -10))
        return (report, month)
    }

    @Test("Page and sheet say that they are cut, with the total of all", arguments: [true, false])
    func cut(_ isCut: Bool) throws {
        let (report, month) = try report(isCut: isCut)
        for isEnglish in [true, false] {
            let pages = ShiftPages(ReportWords(isEnglish: isEnglish))
            let page = try pages.month(report, month).content
            let sheet = try #require(try pages.export(report, month).sheets.first)
            let words = isEnglish ? "the total is of all of them" : "合计是全部班次的"
            let said = sheet.rows.flatMap { $0 }.contains { cell in
                if case .text(let text) = cell { text.contains(words) } else { false }
            }
            #expect(page.contains(words) == isCut && said == isCut)
            #expect(page.contains("-123.45") == isCut && page.contains("-0.10"))
            // A workbook makes its total a sum of the column, which this one is not.
            #expect((sheet.total == nil) == isCut)
            #expect(sheet.rows.count == (isCut ? 3 : 1))
            let all = Sheet.Cell.money(Money(fen: -12_345))
            #expect(sheet.rows.flatMap { $0 }.contains(all) == isCut)
            #expect(sheet.rows.allSatisfy { $0.count == sheet.heads.count })
        }
    }
}

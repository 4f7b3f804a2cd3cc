// Cash of sales that another till has taken long ago: money of their day, and of no drawer here.

import Checkout
import Ledger
import Persistence
import Retail
import Sales
import Testing

@Suite struct ImportedCashTests {
    private let rows = [
        "0101,A-17,2019-09-25,18:30,01,1007,goods,0001,,1,65.10,60.00",
        "0101,A-17,2019-09-25,18:30,01,1007,goods,0002,,2,12.00,24.00",
        "0101,A-17,2019-09-25,18:30,01,1007,tender,43,,,,70.00",
        "0101,A-17,2019-09-25,18:30,01,1007,tender,1,,,,14.00",
    ]

    @Test("Cash of an old sale is in no drawer here: no register and no count waits for it")
    func inNoDrawer() async throws {
        try await withShop(at: .local("2019-09-26 09:00:00")) { shop in
            let manager = try await shop.till(by: "1001").session
            let (store, counter) = (manager.store, try shop.process.counter)
            let old = try BusinessDate(iso: "2019-09-25")
            _ = try await shop.importSales(rows)
            let past = try await counter.dayReport(of: store, on: old, by: manager)
            #expect(past.uncounted.isEmpty)
            #expect(try past.figures.cash.fen == 1_400 && past.figures.drawerCash == .zero)
            let signed = try await counter.signDay(store, old, counted: .zero, by: manager)
            #expect(signed.net.fen == 8_400 && signed.cash == .zero)

            // Another one comes after the signature: a correction that stands in today.
            let late = rows.map { $0.replacing("A-17", with: "A-18") }
            #expect(try await shop.importSales(late).corrections == 1)
            try await shop.till().soldForCash()
            let today = try await shop.today()
            #expect(today.uncounted.map(\.digits) == ["01"])
            #expect(try today.figures.cash.fen == Fixture.usual.fen + 1_400)
            _ = try await counter.signDay(
                store, today.date, counted: Fixture.usual, of: today.uncounted, by: manager)
            let after = try await shop.today()
            #expect(try after.overShort == .zero)
            let balance = try await shop.balance()
            #expect(balance[.overShort] == .zero && balance[.drawer] == Fixture.usual)
            #expect(balance[.safe].fen == 2_800)
        }
    }

    @Test("Cash of an old sale that goes back is paid from today's drawer, in its shift")
    func backFromDrawer() async throws {
        try await withShop { shop in
            _ = try await shop.importSales(rows)
            let till = try await shop.till()
            let sale = try await till.returnable("A-17").sale
            let all = [pieces(1), pieces(2, ofLine: 2)]
            #expect(try await till.giveBack(sale.id, all).inCash.fen == 1_400)
            #expect(try await shop.balance()[.drawer].fen == -1_400)
            let today = try await shop.today()
            #expect(today.uncounted.map(\.digits) == ["01"])
            #expect(try today.figures.drawerCash.fen == -1_400)
        }
    }
}

extension Shop {
    /// Imports a file with these lines, by finance.
    func importSales(_ lines: [String]) async throws -> ImportResult {
        let text = ([ImportField.header(isEnglish: true)] + lines).joined(separator: "\n") + "\n"
        let file = ImportFile {
            var left: [UInt8]? = Array(text.utf8)
            return {
                defer { left = nil }
                return left
            }
        } fromGBK: { _ in
            nil
        }
        return try await SalesImport(try process.database, at: clock.now).run(
            file, by: StaffID("1900"), isRehearsal: false)
    }
}

// F9, paper, and how else a sale leaves the counter (R20, R21).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct CompletingTests {
    @Test("R20 F9 posts once: the same key, another key, another session")
    func once() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let window = try await shop.till("01", by: "1012")
            let sale = try await till.ringUp()
            try await till.pay(sale)
            let first = try await till.complete(sale, key: "f9")
            #expect(try await till.complete(sale, key: "f9") == first)
            #expect(try await till.complete(sale, key: "again") == first)
            #expect(try await window.complete(sale) == first)
            #expect(try await till.receipt(sale) == "0101-01-20191031-0001")
            #expect(try await shop.count("print_job") == 1)
            #expect(try await stock(shop) == 99_999)
        }
    }

    @Test("R20 F9 names what is short, and posts nothing before it is paid")
    func shortfall() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.shortfall(Fixture.usual)) {
                try await till.complete(sale)
            }
            try await till.cash(sale, Money(fen: 2_000))
            await #expect(throws: OperatorNotice.shortfall(Money(fen: 4_510))) {
                try await till.complete(sale)
            }
            try await till.scan(sale)
            await #expect(throws: OperatorNotice.shortfall(Money(fen: 4_510))) {
                try await till.complete(sale)
            }
            #expect(OperatorNotice.shortfall(Money(fen: 4_510)).text.chinese.contains("45.10"))
            try await shop.settle()
            try await till.complete(sale)
        }
    }

    @Test("Cash gives change, and F9 after it is refused nothing")
    func cash() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            for wrong in [Money.zero, Money(fen: -1), Money(fen: Money.saleMax.fen + 1)] {
                await #expect(throws: OperatorNotice.amountOutOfRange) {
                    try await till.cash(sale, wrong)
                }
            }
            try await till.cash(sale, Money(fen: 10_000))
            await #expect(throws: OperatorNotice.alreadyPaidInFull) {
                try await till.cash(sale, Money(fen: 100))
            }
            #expect(try await till.refusal(of: 1) == .alreadyPaidInFull)
            try await till.complete(sale)
            #expect(try await till.sale(sale).totals().change == Money(fen: 3_490))
        }
    }

    @Test(
        "R21 the print job is written with the posting: both or neither, wherever the process dies",
        arguments: Death.Point.allCases)
    func printedWithPosting(_ point: Death.Point) async throws {
        try await withShop(printers: ["0101/01": "127.0.0.1:1"]) { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            try await before.cash(sale, Fixture.usual)
            try shop.process.database.die(Death(write: 1, point: point))
            await #expect(throws: DatabaseError.closed) {
                try await before.complete(sale, key: "f9")
            }
            try await shop.restart()
            let till = try await shop.till()
            let isKept = point == .afterCommit
            #expect(try await (till.receipt(sale) != nil) == isKept)
            #expect(try await shop.count("print_job") == (isKept ? 1 : 0))
            try await till.complete(sale, key: "f9")
            #expect(try await shop.count("print_job") == 1)
            #expect(try await stock(shop) == 99_999)
        }
    }

    @Test(
        "R21 without a printer the receipt is on the screen; with one it is queued until it is out")
    func queue() async throws {
        try await withShop(printers: ["0101/02": "127.0.0.1:1"]) { shop in
            for (register, unprinted) in [("01", Int64(0)), ("02", 1)] {
                let till = try await shop.till(register)
                let sale = try await till.ringUp()
                try await till.cash(sale, Fixture.usual)
                try await till.complete(sale)
                let state = try await till.state()
                #expect(state.unprinted == unprinted)
                #expect(
                    state.lastPosted?.print?.state
                        == (unprinted == 0 ? PrintJob.State.none : .queued))
                #expect(state.sale == nil)
            }
        }
    }

    @Test("R21 a reprint counts its copies and needs a posted sale")
    func reprint() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.saleNotOpen) {
                try await till.perform(.reprint(sale: sale))
            }
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale)
            try await till.perform(.reprint(sale: sale), key: "p")
            try await till.perform(.reprint(sale: sale), key: "p")
            try await till.perform(.reprint(sale: sale))
            #expect(try await till.state().lastPosted?.print?.copy == 2)
            #expect(try await till.receipt(sale) == "0101-01-20191031-0001")
        }
    }

    @Test("Receipts are numbered by register and business date")
    func numbers() async throws {
        try await withShop { shop in
            var receipts: [String?] = []
            for register in ["01", "01", "02"] {
                let till = try await shop.till(register)
                let sale = try await till.ringUp()
                try await till.cash(sale, Fixture.usual)
                try await till.complete(sale)
                receipts.append(try await till.receipt(sale))
            }
            #expect(
                receipts == [
                    "0101-01-20191031-0001", "0101-01-20191031-0002", "0101-02-20191031-0001",
                ])
        }
    }

    @Test("A held sale is taken back at another register, which must be free")
    func heldSale() async throws {
        try await withShop { shop in
            let first = try await shop.till("01")
            let second = try await shop.till("02")
            let sale = try await first.ringUp()
            try await first.perform(.suspend(sale: sale, note: "忘带手机"))
            #expect(try await first.state().suspended == 1)
            let other = try await second.ringUp()
            await #expect(throws: OperatorNotice.registerBusy) {
                try await second.perform(.retrieve(sale: sale))
            }
            try await second.perform(.voidSale(sale: other))
            try await second.perform(.retrieve(sale: sale))
            #expect(try await second.sale(sale).register.digits == "02")
            await #expect(throws: OperatorNotice.saleNotOpen) {
                try await first.perform(.retrieve(sale: other))
            }
            try await second.pay(sale)
            try await second.complete(sale)
            #expect(try await second.receipt(sale) == "0101-02-20191031-0001")
        }
    }

    @Test("A posted sale changes no more; a paid one is not voided")
    func ended() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.pay(sale)
            await #expect(throws: OperatorNotice.salePaidCannotVoid) {
                try await till.perform(.voidSale(sale: sale))
            }
            await #expect(throws: OperatorNotice.tenderCannotBeRemoved) {
                try await till.perform(.removeTender(sale: sale, no: 1))
            }
            try await till.complete(sale)
            let posted = OperatorNotice.alreadyPosted(receipt: "0101-01-20191031-0001")
            await #expect(throws: posted) { try await till.ringUp(on: sale) }
            await #expect(throws: posted) { try await till.scan(sale) }
            await #expect(throws: posted) { try await till.cash(sale, Fixture.usual) }
            await #expect(throws: posted) { try await till.perform(.voidSale(sale: sale)) }
            await #expect(throws: posted) {
                try await till.perform(.suspend(sale: sale, note: ""))
            }
        }
    }

    @Test("A sale belongs to its store: another store's people cannot touch it")
    func otherStore() async throws {
        try await withShop { shop in
            let sale = try await shop.till().ringUp()
            let other = try await shop.till(store: "0102")
            await #expect(throws: OperatorNotice.noSale) { try await other.complete(sale) }
            await #expect(throws: OperatorNotice.noSale) { try await other.scan(sale) }
        }
    }

    private func stock(_ shop: Shop) async throws -> Int64? {
        let product = Fixture.syrup
        return try await shop.read { transaction in
            try transaction.row(
                "SELECT stock FROM lot WHERE store_id = '0101' AND product_code = ?",
                [.text(product)])?.integer("stock")
        }
    }
}

// Cash with change, scanned payments, both together, and what is refused while one is in doubt.

import Retail
import Sales
import Testing

@Suite struct PayingTests {
    @Test(
        "Cash: what was handed over, what counts, what goes back",
        arguments: [
            (1_980, 1_980, 1_980, 0), (1_980, 2_000, 1_980, 20), (1_980, 10_000, 1_980, 8_020),
            (1_980, 1_000, 1_000, 0), (1, 1, 1, 0),
            (1_980, Money.saleMax.fen, 1_980, Money.saleMax.fen - 1_980),
        ] as [(Int64, Int64, Int64, Int64)])
    func cash(_ due: Int64, _ received: Int64, _ counted: Int64, _ change: Int64) throws {
        var sale = try Shop.sale(fen: due)
        try sale.takeCash(fen: received)

        let totals = try sale.totals()
        #expect(sale.tenders.map(\.amount.fen) == [counted])
        #expect(sale.tenders.map(\.method) == [1])
        #expect(totals.paid.fen == counted)
        #expect(totals.left.fen == due - counted)
        #expect(totals.change.fen == change)
    }

    @Test(
        "No cash of nothing, less than nothing, or beyond the limit",
        arguments: [0, -1, Int64.min, Money.saleMax.fen + 1, Int64.max])
    func cashOutOfRange(_ received: Int64) throws {
        let before = try Shop.sale(fen: 100)
        var sale = before
        #expect(throws: SaleRefusal.amountOutOfRange) { try sale.takeCash(fen: received) }
        #expect(sale == before)
    }

    @Test("R16: a scanned payment is for what is left unless a part is named")
    func scannedAmounts() throws {
        var sale = try Shop.sale(fen: 6_510)
        try sale.takeCash(fen: 1_000)
        #expect(try sale.scan(1) == Money(fen: 5_510))
        #expect(try sale.settle(1, as: .failed))
        #expect(try sale.scan(2, fen: 510) == Money(fen: 510))
        #expect(try sale.settle(2, as: .paid))
        #expect(try sale.scan(3) == Money(fen: 5_000))
    }

    @Test("No scan of nothing or of more than is left", arguments: [0, -1, 101, Int64.max])
    func scannedOutOfRange(_ fen: Int64) throws {
        let before = try Shop.sale(fen: 100)
        var sale = before
        #expect(throws: SaleRefusal.amountOutOfRange) { try sale.scan(1, fen: fen) }
        #expect(sale == before)
    }

    @Test("Mixed tenders add up to what is due, and the change is the cash's alone")
    func mixed() throws {
        var sale = try Shop.sale(fen: 10_000)
        try sale.scan(1, fen: 4_000)
        #expect(try sale.settle(1, as: .paid))
        try sale.scan(2, fen: 3_000)
        #expect(try sale.settle(2, as: .paid))
        try sale.takeCash(fen: 5_000)

        let totals = try sale.totals()
        #expect(totals.paid == totals.due)
        #expect(totals.change == Money(fen: 2_000))
        #expect(sale.tenders.map(\.no) == [1, 2, 3])
        #expect(throws: SaleRefusal.paidInFull) { try sale.takeCash(fen: 1) }
        #expect(throws: SaleRefusal.paidInFull) { try sale.scan(3) }
        try sale.complete(at: Shop.at(60), receipt: "r")
    }

    @Test("R25: no cash while a scanned payment has no outcome (P6)")
    func cashRefusedInDoubt() throws {
        var sale = try Shop.sale(fen: 6_510)
        try sale.scan(1)
        let before = sale
        #expect(throws: SaleRefusal.inDoubt) { try sale.takeCash(fen: 6_510) }
        #expect(sale == before)

        #expect(try sale.settle(1, as: .paid))
        #expect(throws: SaleRefusal.paidInFull) { try sale.takeCash(fen: 6_510) }
        // An approval does not make a paid sale payable once more.
        #expect(throws: SaleRefusal.paidInFull) {
            try sale.takeCash(fen: 6_510, approval: try Shop.approval())
        }
    }

    @Test("R25: with a superior's leave cash is taken, and the open payment is given up")
    func approvalGivesUp() throws {
        var sale = try Shop.sale(fen: 6_510)
        try sale.scan(1)
        try sale.takeCash(fen: 7_000, approval: try Shop.approval())

        #expect(sale.tenders.map(\.state) == [.failed, .paid])
        #expect(sale.tenders.map(\.approval) == [nil, try Shop.approval()])
        #expect(try sale.totals().change == Money(fen: 490))
        // The money that comes after all belongs to nobody yet: the caller is told.
        #expect(try !sale.settle(1, as: .paid))
        #expect(try sale.totals().paid == Money(fen: 6_510))
    }

    @Test("An approval that nothing needed is not written on the tender")
    func needlessApproval() throws {
        var sale = try Shop.sale(fen: 100)
        try sale.takeCash(fen: 100, approval: try Shop.approval())
        #expect(sale.tenders.map(\.approval) == [nil])
    }

    @Test("Cash that is refused for its amount gives up nothing")
    func refusedCashGivesUpNothing() throws {
        var sale = try Shop.sale(fen: 100)
        try sale.scan(1)
        let before = sale
        #expect(throws: SaleRefusal.amountOutOfRange) {
            try sale.takeCash(fen: 0, approval: try Shop.approval())
        }
        #expect(sale == before)
    }

    @Test("R40: one open tender; a second scan only once the first was not debited")
    func oneOpenTender() throws {
        var sale = try Shop.sale(fen: 100)
        try sale.scan(1, fen: 50)
        let before = sale
        #expect(throws: SaleRefusal.inDoubt) { try sale.scan(2, fen: 50) }
        #expect(throws: SaleRefusal.inDoubt) { try supplement(&sale, fen: 100) }
        #expect(sale == before)

        #expect(try sale.settle(1, as: .failed))
        #expect(!sale.isInDoubt)
        #expect(try sale.scan(2) == Money(fen: 100))
    }

    @Test("R40: by hand (42) only exactly what is left", arguments: [6_509, 6_511, 0, -6_510, 1])
    func supplementUnequal(_ fen: Int64) throws {
        let before = try Shop.sale(fen: 6_510)
        var sale = before
        #expect(throws: SaleRefusal.unequal(paid: Money(fen: fen), left: Money(fen: 6_510))) {
            try supplement(&sale, fen: fen)
        }
        #expect(sale == before)
    }

    @Test("A payment found by hand is a paid tender of method 42, on what cash left over")
    func supplements() throws {
        var sale = try Shop.sale(fen: 6_510)
        try sale.takeCash(fen: 510)
        try supplement(&sale, fen: 6_000)
        #expect(sale.tenders.map(\.method) == [1, 42])
        #expect(sale.tenders.map(\.state) == [.paid, .paid])
        #expect(sale.tenders.map(\.number) == [nil, try Shop.number(9)])
        #expect(throws: SaleRefusal.paidInFull) { try supplement(&sale, fen: 6_000) }
        try sale.mustBeComplete()
    }

    @Test("The channel's word counts once; for another number it is not this sale's")
    func settlesOnce() throws {
        var sale = try Shop.sale(fen: 100)
        try sale.scan(1)
        #expect(try !sale.settle(2, as: .paid))
        #expect(sale.isInDoubt)
        #expect(try sale.settle(1, as: .paid))
        #expect(try !sale.settle(1, as: .paid))
        #expect(try !sale.settle(1, as: .failed))
        #expect(sale.tenders.map(\.state) == [.paid])
    }

    @Test("What settles a payment by hand is written as 42; a failure keeps the method")
    func settleMethod() throws {
        for (outcome, method) in [(Tender.State.paid, Int64(42)), (.failed, 41)] {
            var sale = try Shop.sale(fen: 100)
            try sale.scan(1)
            let isSettled = sale.settle(
                try Shop.number(1), as: outcome, method: TenderMethodID.supplementary)
            #expect(isSettled)
            #expect(sale.tenders.map(\.method) == [method])
        }
    }

    @Test("Cash and failed payments may be taken off; scanned money and doubt may not")
    func removal() throws {
        let rows: [(tender: Tender, refusal: SaleRefusal?)] = [
            (Shop.cash(fen: 50), nil),
            (try Shop.scanned(fen: 50, state: .failed), nil),
            (try Shop.scanned(fen: 50, state: .open), .tenderCannotBeRemoved),
            (try Shop.scanned(fen: 50, state: .paid), .tenderCannotBeRemoved),
        ]
        for row in rows {
            var sale = try Shop.sale([try Shop.line(fen: 100)], tenders: [row.tender])
            do throws(SaleRefusal) {
                try sale.remove(tender: 1)
                #expect(row.refusal == nil)
                #expect(sale.tenders.isEmpty)
            } catch {
                #expect(error == row.refusal)
                #expect(sale.tenders == [row.tender])
            }
            #expect(throws: SaleRefusal.tenderAbsent) { try sale.remove(tender: 2) }
        }
    }

    private func supplement(_ sale: inout Sale, fen: Int64) throws {
        try sale.supplement(
            PaymentID("payment-9"), number: try Shop.number(9), wallet: "alipay",
            paid: Money(fen: fen))
    }
}

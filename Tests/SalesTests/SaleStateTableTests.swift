// Every state of a sale × every act on it, and what payment having begun fixes.

import Retail
import Sales
import Testing

@Suite struct SaleStateTableTests {
    static let states: [Sale.State] = [
        .open, .suspended, .posted(at: Shop.at(30), receipt: "0101-02-20261123-0086"), .voided,
    ]

    @Test("R20: what each state does with each act", arguments: SaleAct.allCases)
    func table(_ act: SaleAct) throws {
        try #require(act.outcomes.count == Self.states.count)
        for (state, expected) in zip(Self.states, act.outcomes) {
            let before = try act.sale(in: state)
            var sale = before
            let outcome = try act.perform(on: &sale)
            #expect(outcome == expected, "\(act.rawValue) while \(state)")
            if outcome == .done, act != .readyForCheckout {
                #expect(sale != before, "\(act.rawValue) while \(state) did nothing")
            } else {
                #expect(sale == before, "\(act.rawValue) while \(state) left traces")
            }
        }
    }

    @Test("R14: goods and discounts are fixed once payment has begun, salespeople are not")
    func frozen() throws {
        let fixed: [SaleAct] = [.add, .setQuantity, .removeLine, .discountLine, .discountSale]
        let free: [SaleAct] = [.salesperson, .salespersonOfLine, .suspend]
        let rows: [(tender: Tender, isFrozen: Bool)] = [
            (try Shop.scanned(fen: 100, state: .open), true),
            (try Shop.scanned(fen: 40, state: .paid), true),
            (Shop.cash(fen: 40), true),
            (try Shop.scanned(fen: 100, state: .failed), false),
        ]
        for row in rows {
            let before = try Shop.sale([try Shop.line(fen: 100)], tenders: [row.tender])
            #expect(before.isFrozen == row.isFrozen)
            for act in fixed {
                var sale = before
                let expected = row.isFrozen ? Outcome.refused(.frozen) : .done
                #expect(try act.perform(on: &sale) == expected, "\(act) with \(row.tender.state)")
                #expect((sale == before) == row.isFrozen)
            }
            for act in free {
                var sale = before
                #expect(try act.perform(on: &sale) == .done)
            }
        }
    }

    @Test("R20: F9 names what is short, to the fen")
    func shortfall() throws {
        var sale = try Shop.sale(fen: 6_510)
        #expect(throws: SaleRefusal.shortfall(Money(fen: 6_510))) { try sale.mustBeComplete() }
        try sale.takeCash(fen: 6_509)
        #expect(throws: SaleRefusal.shortfall(Money(fen: 1))) { try sale.mustBeComplete() }
        try sale.takeCash(fen: 1)
        try sale.mustBeComplete()
    }

    @Test("R20: posted once, with its time and receipt number, however often F9 is pressed")
    func postedOnce() throws {
        var sale = try Shop.sale(fen: 100)
        try sale.takeCash(fen: 100)
        try sale.complete(at: Shop.at(60), receipt: "0101-02-20261123-0087")
        #expect(throws: SaleRefusal.posted) {
            try sale.complete(at: Shop.at(61), receipt: "0101-02-20261123-0088")
        }
        #expect(sale.state == .posted(at: Shop.at(60), receipt: "0101-02-20261123-0087"))
    }

    @Test("More paid than due, which no path leads to, is not posted")
    func overpaid() throws {
        let sale = try Shop.sale([try Shop.line(fen: 100)], tenders: [Shop.cash(fen: 101)])
        #expect(throws: SaleRefusal.amountOutOfRange) { try sale.mustBeComplete() }
    }

    @Test("A sale whose goods were all given away posts without a tender")
    func nothingDue() throws {
        var sale = try Shop.sale(
            [try Shop.line(fen: 100)], discount: .percent(basisPoints: 10_000))
        try sale.complete(at: Shop.at(1), receipt: "r")
        #expect(sale.tenders.isEmpty)
    }

    @Test("R14: a held sale keeps everything, and comes back at the register that asks")
    func suspendAndRetrieve() throws {
        var sale = try Shop.sale(
            [try Shop.line(fen: 100, discount: .percent(basisPoints: 500))],
            discount: .amount(Money(fen: 5)))
        try sale.setSalesperson(to: try StaffID("3001"))
        try sale.scan(1)
        let before = sale
        try sale.suspend(note: "回家拿手机")
        #expect(sale.state == .suspended)
        #expect(sale.note == "回家拿手机")
        // The payment goes on meanwhile.
        #expect(try sale.settle(1, as: .paid))

        try sale.retrieve(
            register: try RegisterID("03"), cashier: try StaffID("1002"), on: sale.businessDate)
        #expect(sale.state == .open)
        #expect(sale.register == (try RegisterID("03")))
        #expect(sale.cashier == (try StaffID("1002")))
        #expect(sale.note.isEmpty)
        #expect(sale.lines == before.lines)
        #expect(sale.discount == before.discount)
        #expect(sale.salesperson == before.salesperson)
        #expect(sale.businessDate == before.businessDate)
        try sale.mustBeComplete()
    }

    @Test("An empty sale is not worth holding")
    func suspendEmpty() throws {
        var sale = try Shop.sale()
        #expect(throws: SaleRefusal.empty) { try sale.suspend(note: "") }
    }

    @Test("Voiding gives up an open payment, and its late money belongs to nobody yet")
    func voidGivesUp() throws {
        var sale = try Shop.sale(fen: 100)
        try sale.scan(1)
        try sale.void()
        #expect(sale.tenders.map(\.state) == [.failed])
        #expect(try !sale.settle(1, as: .paid))
        #expect(sale.state == .voided)
    }
}

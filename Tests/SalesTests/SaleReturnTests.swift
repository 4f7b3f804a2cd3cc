// Returns to the fen: by hand in a table, and by chance over every way of bringing a sale back in parts.

import Retail
import Sales
import TestSupport
import Testing

@Suite struct SaleReturnTests {
    private func posted(
        _ lines: [SaleLine], discount: Discount = .none, tenders: [Tender]
    ) throws -> Sale {
        try Shop.sale(
            lines, discount: discount, tenders: tenders,
            state: .posted(at: Shop.at(9), receipt: "0101-02-20261123-0001"))
    }

    private func made(
        _ plan: ReturnPlan, _ seq: Int64, of sale: Sale, approval: Approval? = nil
    ) throws -> SaleReturn {
        SaleReturn(
            id: ReturnID("return-\(seq)"), store: sale.store, sale: sale.id, seq: seq,
            register: sale.register, cashier: sale.cashier, businessDate: sale.businessDate,
            at: Shop.at(seq), reason: .quality, approval: approval, lines: plan.lines,
            givingBack: plan.givingBack)
    }

    @Test(
        "A piece costs its share of what the line cost; the last one brings the rest",
        arguments: [
            (3, 1_000, [333, 333, 334]), (3, 2, [0, 1, 1]), (4, 3, [0, 1, 1, 1]),
            (1, 1_980, [1_980]), (2, 0, [0, 0]), (7, 100, [14, 14, 14, 15, 14, 14, 15]),
        ] as [(Int64, Int64, [Int64])])
    func pieceByPiece(_ row: (quantity: Int64, fen: Int64, parts: [Int64])) throws {
        // The line is brought to this amount by a discount of the sale.
        let gross = row.quantity * 5_000
        let sale = try posted(
            [try Shop.line(fen: 5_000, quantity: row.quantity)],
            discount: .amount(Money(fen: gross - row.fen)),
            tenders: row.fen > 0 ? [Shop.cash(fen: row.fen)] : [])
        var earlier: [SaleReturn] = []
        for (index, part) in row.parts.enumerated() {
            let plan = try sale.planReturn(
                of: [LineToReturn(line: 1, quantity: 1)], toCash: false, after: earlier)
            #expect(plan.amount == Money(fen: part), "piece \(index + 1)")
            earlier.append(try made(plan, Int64(index) + 1, of: sale))
        }
        #expect(throws: SaleReturnRefusal.everythingReturned) {
            try sale.planReturn(
                of: [LineToReturn(line: 1, quantity: 1)], toCash: false, after: earlier)
        }
    }

    @Test("2,000 sales by chance, brought back in parts by chance: every fen once, none too many")
    func byChance() throws {
        var random = SeededRandom(seed: 20_261_126)
        for round in 0..<2_000 {
            let sale = try randomSale(&random)
            let due = try sale.totals().due
            var earlier: [SaleReturn] = []
            var given: [Int64: Int64] = [:]
            while true {
                let left = try sale.returnableLines(after: earlier).filter { $0.returnable > 0 }
                if left.isEmpty { break }
                var chosen: [LineToReturn] = []
                for one in left where chosen.isEmpty || Bool.random(using: &random) {
                    let pieces = Int64.random(in: 1...one.returnable, using: &random)
                    chosen.append(LineToReturn(line: one.line.no, quantity: pieces))
                }
                let toCash = Int.random(in: 0..<4, using: &random) == 0
                let plan = try sale.planReturn(of: chosen, toCash: toCash, after: earlier)
                let parts = plan.givingBack.map(\.amount.fen).reduce(0, +)
                #expect(parts == plan.amount.fen)
                #expect(plan.toWallets.fen + plan.inCash.fen == parts)
                #expect(plan.givingBack.allSatisfy { $0.amount.isPositive })
                for part in plan.givingBack { given[part.tender, default: 0] += part.amount.fen }
                earlier.append(try made(plan, Int64(earlier.count) + 1, of: sale))
            }
            #expect(given.values.reduce(0, +) == due.fen, "round \(round)")
            for tender in sale.tenders where tender.state == .paid {
                #expect(given[tender.no, default: 0] == tender.amount.fen, "round \(round)")
            }
            for line in try sale.returnableLines(after: earlier) {
                #expect(line.givenBack == line.amount, "round \(round)")
            }
        }
    }

    private func randomSale(_ random: inout SeededRandom) throws -> Sale {
        var lines: [SaleLine] = []
        for no in 1...Int64.random(in: 1...4, using: &random) {
            lines.append(
                try Shop.line(
                    no, fen: Int64.random(in: 0...3_000, using: &random),
                    quantity: Int64.random(in: 1...9, using: &random),
                    discount: .percent(
                        basisPoints: Int64.random(in: 0...10_000, using: &random))))
        }
        let discount = Discount.percent(basisPoints: Int64.random(in: 0...9_000, using: &random))
        var left = try Shop.sale(lines, discount: discount).totals().due.fen
        var tenders: [Tender] = []
        while left > 0 {
            let no = Int64(tenders.count) + 1
            let part = no == 4 ? left : Int64.random(in: 1...left, using: &random)
            left -= part
            tenders.append(
                Bool.random(using: &random)
                    ? Shop.cash(no, fen: part)
                    : try Shop.scanned(no, fen: part, state: .paid, serial: UInt32(no)))
        }
        // A scan that failed is no way back.
        tenders.append(try Shop.scanned(9, fen: 100, state: .failed, serial: 9))
        return try posted(lines, discount: discount, tenders: tenders)
    }

    @Test("Wallets first, in the order they paid, then cash; a failed scan gets nothing")
    func order() throws {
        let sale = try posted(
            [try Shop.line(fen: 1_000, quantity: 4)],
            tenders: [
                try Shop.scanned(1, fen: 1_500, state: .failed, serial: 1),
                Shop.cash(2, fen: 500), try Shop.scanned(3, fen: 1_500, state: .paid, serial: 3),
                try Shop.scanned(4, fen: 2_000, state: .paid, serial: 4),
            ])
        let first = try sale.planReturn(
            of: [LineToReturn(line: 1, quantity: 2)], toCash: false, after: [])
        #expect(first.givingBack.map(\.tender) == [3, 4])
        #expect(first.givingBack.map(\.amount.fen) == [1_500, 500])
        #expect(first.givingBack.map(\.method) == [41, 41])
        #expect(
            first.givingBack.map(\.kind)
                == [.wallet(order: try Shop.number(3)), .wallet(order: try Shop.number(4))])
        let second = try sale.planReturn(
            of: [LineToReturn(line: 1, quantity: 2)], toCash: false,
            after: [try made(first, 1, of: sale)])
        #expect(second.givingBack.map(\.tender) == [4, 2])
        #expect(second.givingBack.map(\.kind) == [.wallet(order: try Shop.number(4)), .cash])
        #expect(second.givingBack.map(\.method) == [41, 1])
        #expect((second.toWallets.fen, second.inCash.fen) == (1_500, 500))
        #expect(second.cashForWallets == .zero)
    }

    @Test("In cash instead: the wallets' part needs leave, the drawer's own does not")
    func approval() throws {
        let sale = try posted(
            [try Shop.line(fen: 1_000, quantity: 2)],
            tenders: [
                Shop.cash(1, fen: 500), try Shop.scanned(2, fen: 1_500, state: .paid),
            ])
        let one = [LineToReturn(line: 1, quantity: 1)]
        let inCash = try sale.planReturn(of: one, toCash: true, after: [])
        #expect(inCash.cashForWallets == Money(fen: 1_000))
        #expect(inCash.givingBack.map(\.kind) == [.cash])
        let refusal = SaleReturnRefusal.cashNeedsApproval(Money(fen: 1_000))
        #expect(throws: refusal) { try inCash.mustBeApproved(nil, reason: .quality) }
        try inCash.mustBeApproved(try Shop.approval(), reason: .quality)
        let usual = try sale.planReturn(of: one, toCash: false, after: [])
        try usual.mustBeApproved(nil, reason: .quality)
        try usual.mustBeApproved(nil, reason: .wrongItem)
        #expect(throws: SaleReturnRefusal.reasonNeedsApproval) {
            try usual.mustBeApproved(nil, reason: .managersLeave)
        }
        try usual.mustBeApproved(try Shop.approval(), reason: .managersLeave)
    }

    @Test(
        "Nothing but posted sales; nothing but lines that are there and pieces that are left",
        arguments: [
            ([], .nothingChosen), ([(1, 0)], .quantityOutOfRange), ([(1, -1)], .quantityOutOfRange),
            ([(1, .max)], .quantityOutOfRange), ([(1, 3)], .tooMany(line: 1, left: 2)),
            ([(1, 1), (1, 2)], .tooMany(line: 1, left: 2)), ([(2, 1)], .lineAbsent),
            ([(1, 1), (.max, 1)], .lineAbsent),
        ] as [([(Int64, Int64)], SaleReturnRefusal)])
    func refused(_ row: (chosen: [(Int64, Int64)], refusal: SaleReturnRefusal)) throws {
        let sale = try posted(
            [try Shop.line(fen: 100, quantity: 2)], tenders: [Shop.cash(fen: 200)])
        let chosen = row.chosen.map { LineToReturn(line: $0.0, quantity: $0.1) }
        #expect(throws: row.refusal) {
            try sale.planReturn(of: chosen, toCash: false, after: [])
        }
    }

    @Test("An open, held or voided sale is not returned", arguments: [0, 1, 2])
    func notPosted(_ index: Int) throws {
        let states: [Sale.State] = [.open, .suspended, .voided]
        let sale = try Shop.sale(
            [try Shop.line(fen: 100)], tenders: [Shop.cash(fen: 100)], state: states[index])
        #expect(throws: SaleReturnRefusal.notPosted) {
            try sale.planReturn(
                of: [LineToReturn(line: 1, quantity: 1)], toCash: false, after: [])
        }
    }

    @Test("A sale that was not paid exactly gives nothing back beyond what was paid")
    func neverMoreThanPaid() throws {
        let sale = try posted([try Shop.line(fen: 100)], tenders: [Shop.cash(fen: 99)])
        #expect(throws: SaleReturnRefusal.amountOutOfRange) {
            try sale.planReturn(
                of: [LineToReturn(line: 1, quantity: 1)], toCash: false, after: [])
        }
    }
}

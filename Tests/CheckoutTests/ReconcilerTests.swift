// A statement against the books, with a real database: what is heard, what differs, and that a second
// run changes nothing.

import Checkout
import Ledger
import Payments
import Persistence
import Retail
import Synchronization
import Testing

@Suite struct ReconcilerTests {
    @discardableResult
    private func reconcile(
        _ shop: Shop, _ source: MadeStatement, day: String = "2019-10-31", page: Int64 = 2
    ) async throws -> ReconcileResult {
        try await Reconciler(driver: try shop.process.driver, pageSize: page).run(
            source, account: "1900000109", day: try BusinessDate(iso: day), how: .fetched)
    }

    /// All rows that a run may touch.
    private func everything(_ shop: Shop) async throws -> [String] {
        try await shop.read { transaction in
            var all: [String] = []
            for table in [
                "statement", "statement_row", "statement_break", "payment_case", "attempt",
                "attempt_event", "refund", "refund_event", "claim", "sale",
            ] {
                all += try transaction.rows("SELECT * FROM \(table)").map {
                    "\(table) \($0.values)"
                }.sorted()
            }
            return all
        }
    }

    @Test("Both sides agree: no break, no case, in pages of any size", arguments: [1, 2, 100])
    func agrees(_ page: Int64) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            var source = MadeStatement(wallet: .weChatPay)
            for _ in 0..<3 {
                let (_, number) = try await till.sold()
                try source.add(try shop.weChatPay.proof(of: number))
            }
            try await till.sold(by: .alipay)
            let result = try await reconcile(shop, source, page: page)
            #expect(result.compared == 3)
            #expect(result.breaks.isEmpty)
            #expect(try await shop.count("payment_case") == 0)
        }
    }

    @Test("Fees are booked by store, once; a later statement books the difference alone")
    func fees() async throws {
        try await withShop { shop in
            let proofs = [
                try shop.weChatPay.proof(of: try await shop.till().sold().1),
                try shop.weChatPay.proof(of: try await shop.till().sold().1),
                try shop.weChatPay.proof(of: try await shop.till("01", store: "0102").sold().1),
            ]
            func statement(_ fees: [Int64]) throws -> MadeStatement {
                var source = MadeStatement(wallet: .weChatPay)
                for (proof, fee) in zip(proofs, fees) { try source.add(proof, fee: fee) }
                return source
            }
            func booked() async throws -> [Int64] {
                try await shop.read { transaction in
                    try [StoreID("0101"), StoreID("0102")].map {
                        try LedgerTable.trialBalance(store: $0, in: transaction)[.fees].fen
                    }
                }
            }
            // 0.075, 0.075 and 0.064 yuan.
            let first = try statement([75_000, 75_000, 64_000])
            try await reconcile(shop, first)
            #expect(try await booked() == [15, 6])
            try await reconcile(shop, first)
            #expect(try await booked() == [15, 6])
            try await reconcile(shop, try statement([75_000, 15_000, 94_000]))
            #expect(try await booked() == [9, 9])
            // The first is believed once more, and then one without the second store.
            try await reconcile(shop, first)
            #expect(try await booked() == [15, 6])
            try await reconcile(shop, try statement([75_000, 15_000]))
            #expect(try await booked() == [9, 0])
            // Half a statement proves nothing.
            var half = try statement([0, 0, 0])
            half.isComplete = false
            try await reconcile(shop, half)
            #expect(try await booked() == [9, 0])
            let facts = try await shop.read { transaction in
                try transaction.rows(
                    "SELECT subject FROM ledger_entry WHERE fact = 'fee' ORDER BY subject", []
                )
                .map { try $0.text("subject") }
            }
            #expect(facts.count == 8)
            #expect(facts.allSatisfy { $0.hasPrefix("wechat/1900000109/2019-10-31/") })
        }
    }

    @Test("What only one side has is found in pages of any size", arguments: [1, 2, 3, 100])
    func onlyOneSide(_ page: Int64) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            var source = MadeStatement(wallet: .weChatPay)
            // More in the books than lines, then more lines than in the books, one of them often.
            for _ in 0..<4 { try await till.sold() }
            for _ in 0..<3 { try await till.sold(by: .alipay) }
            let (_, shared) = try await till.sold()
            try source.add(try shop.weChatPay.proof(of: shared))
            for serial in 1...4 {
                let unknown = try orderNumber(ago: .minutes(Int64(serial)), serial: 7)
                shop.weChatPay.customerPaid(unknown.digits, Fixture.usual)
                for _ in 0..<serial { try source.add(try shop.weChatPay.proof(of: unknown)) }
            }
            let first = try await reconcile(shop, source, page: page)
            #expect(first.breaks == [.booksOnly: 4, .channelOnly: 1, .duplicate: 3])
            #expect(first.compared == 9)
            let second = try await reconcile(shop, source, page: page)
            #expect([second.new, second.gone] == [0, 0])
            #expect(second.breaks == first.breaks)
        }
    }

    @Test("A debit that was posted by its number alone agrees with its line, and is missed without")
    func claimed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
            var source = MadeStatement(wallet: .weChatPay)
            let without = try await reconcile(shop, source)
            #expect(without.breaks == [.booksOnly: 1])
            try source.add(try shop.weChatPay.proof(of: number))
            let with = try await reconcile(shop, source)
            #expect(with.breaks.isEmpty)
            #expect(with.gone == 1)
        }
    }

    /// Lines of nobody: more than a transaction takes, and more than wait for one.
    private func long(_ count: Int, trade: (Int) -> String) -> MadeStatement {
        var source = MadeStatement(wallet: .weChatPay)
        source.isComplete = false
        source.rows = (1...count).map { line in
            StatementRow(
                line: line + 1, kind: .payment, orderNumber: "elsewhere-\(line)",
                tradeNumber: trade(line), orderAmount: Money(fen: 1), at: afternoon, account: "",
                state: .succeeded)
        }
        return source
    }

    @Test("A long statement is kept whole")
    func long() async throws {
        try await withShop { shop in
            let result = try await reconcile(shop, long(6_500) { "4200\($0)" })
            #expect(result.rows == 6_500)
            #expect(try await shop.count("statement_row") == 6_500)
        }
    }

    @Test("A statement whose lines cannot be written ends with the reason", arguments: [1, 6_000])
    func unwritable(_ line: Int) async throws {
        try await withShop { shop in
            await #expect(throws: DatabaseError.self) {
                try await reconcile(shop, long(6_500) { $0 == line ? "a\0b" : "4200\($0)" })
            }
        }
    }

    @Test("What many lines prove is heard in each page", arguments: [1, 2, 100])
    func allHeard(_ page: Int64) async throws {
        try await withShop { shop in
            var source = MadeStatement(wallet: .weChatPay)
            for register in ["01", "02"] {
                let till = try await shop.till(register)
                try await till.sold()
                let sale = try await till.ringUp()
                shop.weChatPay.next(.debitsUnheard(.timeout))
                try source.add(try shop.weChatPay.proof(of: try await till.pay(sale)))
            }
            let result = try await reconcile(shop, source, page: page)
            #expect(result.heard == 2)
            #expect(result.breaks == [.booksOnly: 2])
            #expect(result.compared == 4)
        }
    }

    @Test("What differs is a break with a case; a second run changes no row")
    func differs() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            var source = MadeStatement(wallet: .weChatPay)
            let (_, missing) = try await till.sold()
            let (_, cheaper) = try await till.sold()
            let paid = try shop.weChatPay.proof(of: cheaper)
            try source.add(
                PaidProof(
                    merchantOrderNumber: paid.merchantOrderNumber,
                    channelTradeNumber: paid.channelTradeNumber, amount: Money(fen: 1),
                    currency: "CNY", merchantAccount: "", paidAt: paid.paidAt))
            let unknown = try orderNumber()
            shop.weChatPay.customerPaid(unknown.digits, Fixture.usual)
            try source.add(try shop.weChatPay.proof(of: unknown))
            let first = try await reconcile(shop, source)
            #expect(first.breaks == [.booksOnly: 1, .amount: 1, .channelOnly: 1])
            #expect(first.new == 3)
            #expect(try await shop.cases(missing) == ["statement-books-only"])
            #expect(try await shop.cases(cheaper) == ["statement-amount"])
            #expect(try await shop.cases(unknown) == ["statement-channel-only"])

            let before = try await everything(shop)
            shop.clock.advance(by: .hours(1))
            let second = try await reconcile(shop, source)
            #expect(second.breaks == first.breaks)
            #expect([second.new, second.gone] == [0, 0])
            #expect(second.wasKnown)
            #expect(try await everything(shop) == before)

            // The whole statement comes: its line is there after all.
            try source.add(try shop.weChatPay.proof(of: missing))
            let third = try await reconcile(shop, source)
            #expect(third.gone == 1)
            #expect(third.breaks == [.amount: 1, .channelOnly: 1])
            #expect(try await shop.cases(missing) == ["statement-books-only"])
        }
    }

    @Test("A debit that only the statement proves is heard and posted")
    func heard() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let number = try await till.pay(sale)
            var source = MadeStatement(wallet: .weChatPay)
            try source.add(try shop.weChatPay.proof(of: number))

            // Not whole: a hint, and nothing is heard or missed.
            source.isComplete = false
            let hint = try await reconcile(shop, source)
            #expect([hint.heard, hint.compared] == [0, 0])
            #expect(try await till.receipt(sale) == nil)

            source.isComplete = true
            let whole = try await reconcile(shop, source)
            #expect(whole.heard == 1)
            #expect(whole.breaks.isEmpty)
            #expect(try await till.receipt(sale) != nil)
            #expect(try await shop.cases(number) == [])
        }
    }

    @Test("A refund that only the statement proves is heard")
    func refundHeard() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            shop.weChatPay.nextRefund(.doneUnheard(.timeout))
            try await till.giveBack(sale, [pieces(1)])
            let done = try #require(shop.weChatPay.refunds.first)
            var source = MadeStatement(wallet: .weChatPay)
            try source.add(try shop.weChatPay.proof(of: number))
            source.add(shop.weChatPay.proof(done), at: shop.clock.now)
            let result = try await reconcile(shop, source)
            #expect(result.heard == 1)
            #expect(result.breaks.isEmpty)
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
        }
    }

    @Test("A line of another day is a break there, and no missing line on its own day")
    func otherDay() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (_, number) = try await till.sold()
            var next = MadeStatement(wallet: .weChatPay)
            try next.add(try shop.weChatPay.proof(of: number))
            let there = try await reconcile(shop, next, day: "2019-11-01")
            #expect(there.breaks == [.otherDay: 1])
            let here = try await reconcile(shop, MadeStatement(wallet: .weChatPay))
            #expect(here.breaks.isEmpty)
        }
    }

    @Test("A payment is heard once, also where it leads to a break: a late success")
    func lateSuccess() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.declines(.other))
            let number = try await till.pay(sale)
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            var source = MadeStatement(wallet: .weChatPay)
            try source.add(try shop.weChatPay.proof(of: number))
            let first = try await reconcile(shop, source)
            #expect(first.breaks == [.channelOnly: 1])
            let before = try await everything(shop)
            let second = try await reconcile(shop, source)
            #expect(second.heard == 0)
            #expect(try await everything(shop) == before)
        }
    }

    /// A payment that ended as none, and that the wallet has debited and taken back.
    private func takenBack(in shop: Shop) async throws -> PaidProof {
        let till = try await shop.till()
        shop.weChatPay.next(.declines(.other))
        let number = try await till.pay(try await till.ringUp())
        shop.weChatPay.customerPaid(number.digits, Fixture.usual)
        let proof = try shop.weChatPay.proof(of: number)
        shop.weChatPay.change { truth in
            truth.orders[number.digits]?.state = .reversed
            truth.orders[number.digits]?.returned = Fixture.usual
        }
        return proof
    }

    @Test("A debit whose reversal is in a later day's statement is no news, however often read")
    func reversedLater() async throws {
        try await withShop { shop in
            let proof = try await takenBack(in: shop)
            let (payment, reversal) = try (
                MadeStatement(wallet: .weChatPay).with { try $0.add(proof) },
                MadeStatement(wallet: .weChatPay).with { try $0.addReversal(of: proof) }
            )
            #expect(try await reconcile(shop, reversal, day: "2019-11-01").breaks.isEmpty)
            for _ in 0..<2 {
                let result = try await reconcile(shop, payment)
                #expect(result.heard == 0 && result.breaks.isEmpty)
            }
        }
    }

    @Test("A reversal that stands in the next day's statement once more is a break there")
    func reversedTwice() async throws {
        try await withShop { shop in
            let proof = try await takenBack(in: shop)
            let both = try MadeStatement(wallet: .weChatPay).with {
                try $0.add(proof)
                try $0.addReversal(of: proof)
            }
            let again = try MadeStatement(wallet: .weChatPay).with { try $0.addReversal(of: proof) }
            #expect(try await reconcile(shop, both).breaks.isEmpty)
            let next = try await reconcile(shop, again, day: "2019-11-01")
            #expect(next.breaks == [.duplicate: 1])
        }
    }

    @Test(
        "A number that a wrong clock made on another day is missed on the wallet's",
        arguments: [(Int64(-1), "2019-10-30"), (3, "2019-11-03")])
    func wrongClock(_ days: Int64, _ walletsDay: String) async throws {
        try await withShop { shop in
            shop.weChatPay.change { $0.clockAhead = .days(days) }
            let (_, number) = try await shop.till().sold()
            var source = MadeStatement(wallet: .weChatPay)
            let own = try await reconcile(shop, source)
            #expect(own.breaks.isEmpty)
            let missing = try await reconcile(shop, source, day: walletsDay)
            #expect(missing.breaks == [.booksOnly: 1])
            // Of another account, nobody misses it there.
            let other = try await Reconciler(driver: try shop.process.driver).run(
                source, account: "another", day: try BusinessDate(iso: walletsDay), how: .fetched)
            #expect(other.breaks.isEmpty)
            try source.add(try shop.weChatPay.proof(of: number))
            let there = try await reconcile(shop, source, day: walletsDay)
            #expect(there.breaks.isEmpty && there.gone == 1)
        }
    }
}

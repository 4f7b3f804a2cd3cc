// A chain moves from SQLite to PostgreSQL in mid-life. Nothing is done for what is open: it stands in
// its rows, and the first process on the new database goes on with it, exactly once.

import Checkout
import DatabaseForTests
import Payments
import Persistence
import PersistencePostgres
import PostgresForTests
import Retail
import Sales
import Testing

@Suite(.enabled(if: (try? TestEngine.asked()) == .sqlite)) struct MoveTests {
    @Test("P1 P2 P4 open payments, refunds, held sales and print jobs go on after the move")
    func midLife() async throws {
        let schema = try await PostgresSchema()
        try await withShop(printers: ["0101/01": "127.0.0.1:1"]) { shop in
            let open = try await live(in: shop)
            try shop.crash()
            let tables = try await shop.move(to: schema.open())
            #expect(tables.filter { !$0.isSame } == [])
            // Each table of the schema had something to lose.
            #expect(tables.filter { $0.source.rows == 0 }.map(\.name) == [])

            #expect(try await shop.attempt(open.doubted).isOpen)
            #expect(try await shop.attempt(open.dying).state == .sending)
            try await shop.pass(.seconds(5))
            #expect(try await shop.till("02").receipt(open.doubtedSale) != nil)
            #expect(
                shop.weChatPay.asked.filter { $0.key == open.doubted.digits }.map(\.value) == [1])
            #expect(try await shop.till().refunds(of: open.sold).map(\.state.name) == ["succeeded"])
            #expect(shop.weChatPay.refundsAsked.values.map(\.count) == [1])
            #expect(shop.weChatPay.order(open.soldNumber)?.kept == 1_200)
            // Never sent by the old process; asked about until it is sure, and not sent now.
            try await shop.pass(.minutes(3), lookingEvery: .seconds(2))
            #expect(try await !shop.attempt(open.dying).isOpen)
            #expect(shop.alipay.asked.isEmpty)

            try await goOn(open, in: shop)
        }
        try await schema.drop()
    }

    private struct Open {
        let sold: SaleID
        let soldNumber: MerchantOrderNumber
        let held: SaleID
        let doubtedSale: SaleID
        let doubted: MerchantOrderNumber
        let dying: MerchantOrderNumber
    }

    /// A statement with a debit that nobody here knows.
    private func reconcile(in shop: Shop) async throws {
        var source = MadeStatement(wallet: .alipay)
        try source.add(
            PaidProof(
                merchantOrderNumber: try orderNumber().digits, channelTradeNumber: "2019",
                amount: Fixture.usual, currency: "CNY", merchantAccount: "",
                paidAt: shop.clock.now))
        let result = try await Reconciler(driver: try shop.process.driver).run(
            source, account: "2088000000000001", day: try BusinessDate(iso: "2019-10-31"),
            how: .uploaded)
        #expect(result.breaks == [.channelOnly: 1])
        let counter = try shop.process.counter
        let finance = try await shop.till(by: "1900").session
        let found = try #require(
            try await counter.cases(CaseFilter(), after: nil, by: finance).cases.first)
        try await counter.noteCase(found.id, of: found.store, words: "查", by: finance)
        let statement = StatementOf(
            wallet: .alipay, account: "2088000000000001", day: try BusinessDate(iso: "2019-10-31"))
        let run = StatementRun(
            id: "run", statement: statement, how: .uploaded, staff: finance.staff.id,
            fileName: "a.zip", begunAt: shop.clock.now)
        try await counter.recordSettlements(
            [
                (
                    nil,
                    SettlementEntry(
                        receivedOn: statement.day, amount: Fixture.usual, wallet: .alipay,
                        account: statement.account, reference: "BANK1", days: [statement.day])
                )
            ], by: finance)
        try await shop.write { transaction in
            _ = try StatementRunTable.begin(run, in: transaction)
            let number = try StatementTable.current(statement, in: transaction)
            try StatementFileTable.insert(
                [0, 255], of: "a.zip", as: 0, statement: number ?? 0, in: transaction)
        }
    }

    private func live(in shop: Shop) async throws -> Open {
        let (one, other) = (try await shop.till(), try await shop.till("02"))
        // Posted, its receipt waiting for the printer.
        let (sold, soldNumber) = try await one.sold(quantity: 2)
        try await reconcile(in: shop)
        let held = try await one.ringUp()
        try await one.perform(.suspend(sale: held, note: "取药"))
        // Debited, and the answer was lost.
        let doubtedSale = try await other.ringUp()
        shop.weChatPay.next(.debitsUnheard(.timeout))
        let doubted = try await other.pay(doubtedSale)
        // Written and not sent, with the return's refund.
        try await one.perform(
            .returnGoods(
                sale: sold, lines: [pieces(1)], reason: .quality, toCash: false, nil))
        let third = try await shop.till("01", store: "0102")
        let dying = try await third.scan(try await third.ringUp(), .alipay)
        #expect(try await one.refunds(of: sold).map(\.state.name) == ["reserved"])

        try await one.giveDrawer(float: 10_000, counting: [.hundred: 1])
        let finance = try await shop.till(by: "1900")
        let receipt = try #require(try await one.receipt(sold))
        try await finance.perform(.remark(receipt: receipt, words: "月结"))
        let counter = try shop.process.counter
        try await counter.change(.addRegion(name: "西区"), by: finance.session)
        try await counter.change(
            .addArea(region: 1, name: "南片", manager: nil), by: finance.session)
        try await counter.change(
            .move(StoreID("0101"), area: 1, from: BusinessDate(iso: "2019-01-01")),
            by: finance.session)
        let now = shop.clock.now
        let refund = try #require(try await one.refunds(of: sold).first?.number)
        try await shop.write { transaction in
            try terminal(of: sold, soldNumber, refund, at: now, in: transaction)
            try SessionTable.insert(
                StoredSession(
                    staff: StaffID("1007"), store: StoreID("0101"), register: RegisterID("01"),
                    closesAt: now.advanced(by: .hours(8))),
                tokenHash: "hash", at: now, in: transaction)
            // Of a day that has long been over, so that nothing here is late for it.
            _ = try SignedDayTable.insert(
                SignedDay(
                    store: StoreID("0102"), date: BusinessDate(iso: "2019-09-01"),
                    by: StaffID("1101"), at: now, net: .zero, cash: .zero, aggregated: .zero,
                    counted: nil), in: transaction)
            var counts = CallCounts()
            counts.count(.succeeded, milliseconds: 300)
            let slot = FigureSlot(
                .hour, from: FigureSlot.Span.hour.start(at: now), store: try StoreID("0101"),
                wallet: .alipay)
            try ChannelFigureTable.write([(slot, counts)], by: "w", in: transaction)
            try transaction.execute(
                "INSERT INTO misdated_number VALUES ('1', 'alipay', '', '2019-10-30')", [])
            try CaseTable.open(
                CaseOpening(
                    store: StoreID("0101"), cause: "bug", subject: "1", detail: "",
                    amount: Money(fen: 1)), at: now, in: transaction)
        }
        return Open(
            sold: sold, soldNumber: soldNumber, held: held, doubtedSale: doubtedSale,
            doubted: doubted, dying: dying)
    }

    /// A terminal with a row in each of its tables.
    private func terminal(
        of sold: SaleID, _ number: MerchantOrderNumber, _ refund: RefundNumber,
        at now: Timestamp, in transaction: any Transaction
    ) throws {
        let terminal = Terminal(
            id: "T12345678", name: "n", store: try StoreID("0101"), register: try RegisterID("91"),
            staff: try StaffID("1007"), rights: [.pay], madeAt: now)
        try TerminalTable.insert(terminal, in: transaction)
        try TerminalKeyTable.insert(
            TerminalKey(id: String(repeating: "a", count: 32), publicKey: "k", from: now),
            of: terminal.id, in: transaction)
        _ = try TerminalNonceTable.take(
            "n", of: terminal.id, until: now, at: now, in: transaction)
        let date = try BusinessDate(iso: "2026-11-23")
        try TerminalPaymentTable.insert(
            TerminalPaymentRow(
                number: number, terminal: terminal.id, reference: "r", store: terminal.store,
                sale: sold, subject: "s", businessDate: date, madeAt: now), in: transaction)
        try TerminalRefundTable.insert(
            TerminalRefundRow(
                number: refund, terminal: terminal.id, reference: "r", order: number,
                kind: .refund, businessDate: date, madeAt: now), in: transaction)
        try TerminalEventTable.insert(
            TerminalEvent(
                id: "e", terminal: terminal.id, kind: .payment, number: number.digits,
                state: "succeeded", at: now), in: transaction)
    }

    /// People go on where they were.
    private func goOn(_ open: Open, in shop: Shop) async throws {
        let till = try await shop.till()
        let now = shop.clock.now
        let (due, session) = try await shop.read { transaction in
            (
                try PrintJobTable.due(at: now, limit: 10, in: transaction).compactMap(\.sale),
                try SessionTable.find("hash", at: now, in: transaction)
            )
        }
        #expect(due.contains(open.sold))
        #expect(session?.staff == till.session.staff.id)
        try await till.perform(.retrieve(sale: open.held))
        try await till.pay(open.held)
        try await till.complete(open.held)
        let receipts = [try await till.receipt(open.held), try await till.receipt(open.sold)]
        #expect(Set(receipts.compactMap { $0 }).count == 2)
    }
}

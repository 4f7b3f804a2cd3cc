// The statements of the days before, fetched by themselves: when, how often, and what comes of it.

import Payments
import Persistence
import Retail
import Synchronization
import Testing

@testable import Checkout

@Suite struct StatementRoundsTests {
    @Test(
        "Yesterday is asked for from ten in the morning on, with the three days before it",
        arguments: [
            ("2019-10-31 15:42:00", ["2019-10-27", "2019-10-28", "2019-10-29", "2019-10-30"]),
            ("2019-10-31 10:00:00", ["2019-10-27", "2019-10-28", "2019-10-29", "2019-10-30"]),
            ("2019-10-31 09:59:59", ["2019-10-26", "2019-10-27", "2019-10-28", "2019-10-29"]),
            ("2020-03-01 12:00:00", ["2020-02-26", "2020-02-27", "2020-02-28", "2020-02-29"]),
        ])
    func days(_ now: String, _ days: [String]) throws {
        let moment = try CivilTime(spaced: now).timestamp
        #expect(StatementRounds.days(at: moment).map(\.iso) == days)
    }

    @Test("A complete one is fetched once; one that is missing or not whole is asked for again")
    func again() async throws {
        try await withShop { shop in
            for (isComplete, asked) in [(true, 4), (false, 12)] {
                let counted = Counted(wallet: isComplete ? .weChatPay : .alipay, isComplete)
                let rounds = StatementRounds(
                    driver: try shop.process.driver,
                    accounts: [StatementRounds.Account(name: "1900000109", source: counted)])
                for _ in 0..<3 { await rounds.round() }
                #expect(counted.days.withLock { $0.count } == asked)
            }
        }
    }

    @Test("One whose reader died is asked for again, once nobody can be reading it any more")
    func readerDied() async throws {
        try await withShop { shop in
            let days = try ["27", "28", "29", "30"].map { try BusinessDate(iso: "2019-10-" + $0) }
            let begun = shop.clock.now
            try await shop.write { transaction in
                for day in days {
                    _ = try StatementTable.begin(
                        StatementOf(wallet: .alipay, account: "2088", day: day), how: .fetched,
                        at: begun, in: transaction)
                }
            }
            let counted = Counted(wallet: .alipay, true)
            let rounds = StatementRounds(
                driver: try shop.process.driver,
                accounts: [StatementRounds.Account(name: "2088", source: counted)])
            await rounds.round()
            #expect(counted.days.withLock { $0.isEmpty })
            shop.clock.advance(by: .minutes(361))
            await rounds.round()
            #expect(counted.days.withLock { $0 } == days)
        }
    }

    @Test("A day with payments whose statement never came is a person's, once, until it comes")
    func neverCame() async throws {
        try await withShop { shop in
            let driver = try shop.process.driver
            // In the evening, whose numbers the next day's statement may have: it misses none for that.
            shop.clock.advance(by: .hours(4))
            try await shop.till().sold()
            func round(_ isComplete: Bool) async throws {
                let source = Counted(wallet: .weChatPay, isComplete)
                let account = StatementRounds.Account(name: "1900000109", source: source)
                await StatementRounds(driver: driver, accounts: [account]).round()
            }
            let subject = "wechat/1900000109/2019-10-31"
            for days in 1...4 {
                shop.clock.advance(by: .days(1))
                try await round(false)
                let expected = days == 4 ? ["statement-missing"] : []
                #expect(try await shop.cases(about: subject) == expected)
            }
            try await round(false)
            shop.clock.advance(by: .days(1))
            try await round(false)
            #expect(try await shop.count("payment_case") == 1)
            for (isComplete, state) in [(false, ""), (true, " (came)")] {
                var source = MadeStatement(wallet: .weChatPay)
                source.isComplete = isComplete
                _ = try await Reconciler(driver: driver).run(
                    source, account: "1900000109", day: try BusinessDate(iso: "2019-10-31"),
                    how: .uploaded)
                #expect(try await shop.cases(about: subject) == ["statement-missing" + state])
            }
        }
    }

    @Test("A day with payments whose statement came in time, or without any, is nobody's")
    func came() async throws {
        try await withShop { shop in
            try await shop.till().sold()
            shop.clock.advance(by: .days(4))
            let wechat = Counted(wallet: .weChatPay, true)
            let alipay = Counted(wallet: .alipay, false)
            let accounts = [
                StatementRounds.Account(name: "1900000109", source: wechat),
                StatementRounds.Account(name: "2088", source: alipay),
            ]
            await StatementRounds(driver: try shop.process.driver, accounts: accounts).round()
            let causes = try await shop.read { transaction in
                try transaction.rows("SELECT cause FROM payment_case").map {
                    try $0.text("cause")
                }
            }
            #expect(causes == ["statement-books-only"])
        }
    }

    @Test("What a statement shows and the books lack is there for finance, by day and class")
    func overview() async throws {
        try await withShop { shop in
            let counted = Counted(wallet: .alipay, true, extra: try orderNumber().digits)
            let rounds = StatementRounds(
                driver: try shop.process.driver,
                accounts: [StatementRounds.Account(name: "2088", source: counted)])
            await rounds.round()
            let finance = try await shop.till(by: "1900").session
            let counter = try shop.process.counter
            let (first, last) = (
                try BusinessDate(iso: "2019-10-01"), try BusinessDate(iso: "2019-10-31")
            )
            let statements = try await counter.statements(from: first, to: last, by: finance)
            #expect(
                statements.map(\.statement.day.iso) == [
                    "2019-10-30", "2019-10-29", "2019-10-28", "2019-10-27",
                ])
            #expect(statements.map(\.verdict) == ["complete", "complete", "complete", "complete"])
            #expect(statements.map(\.rows) == [1, 0, 0, 0])
            let newest = try #require(statements.first)
            #expect(newest.breaks.values.reduce(0, +) > 0)
            #expect(statements.dropFirst().allSatisfy { $0.breaks.isEmpty })
            let breaks = try await counter.breaks(of: newest.statement, by: finance)
            #expect(breaks.map(\.number).contains(try orderNumber().digits))
            let manager = try await shop.till(by: "1001").session
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await counter.statements(from: first, to: last, by: manager)
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await counter.breaks(of: newest.statement, by: manager)
            }
        }
    }

    /// A source that notes what it is asked for; with a line that nobody knows on 30 October.
    private final class Counted: StatementSource {
        let wallet: Wallet
        let days = Mutex<[BusinessDate]>([])
        private let isComplete: Bool
        private let extra: String?

        init(wallet: Wallet, _ isComplete: Bool, extra: String? = nil) {
            self.wallet = wallet
            self.isComplete = isComplete
            self.extra = extra
        }

        func fetch(
            _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
        ) async -> StatementVerdict {
            days.withLock { $0.append(day) }
            var made = MadeStatement(wallet: wallet)
            made.isComplete = isComplete
            if let extra, day.day == 30,
                let at = try? CivilTime(spaced: "2019-10-30 12:00:00").timestamp
            {
                try? made.add(
                    PaidProof(
                        merchantOrderNumber: extra, channelTradeNumber: "2019",
                        amount: Fixture.usual, currency: "CNY", merchantAccount: "", paidAt: at))
            }
            return await made.fetch(day, into: take)
        }
    }
}

// What channels say by themselves, in every order: before the answer, twice, late, about others.

import Checkout
import Logging
import Payments
import Persistence
import Retail
import Sales
import Synchronization
import Testing

@Suite struct ToldByChannelTests {
    @Test("Hard case 9: told of a payment before its answer, and again: one claim, no case")
    func paidBeforeTheAnswer() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let number = try await till.pay(sale)
            let proof = try shop.weChatPay.proof(of: number)
            let driver = try shop.process.driver
            for how in [ToldHow.notification, .notification, .statement] {
                let told = try await driver.told(proof, by: .weChatPay, how: how)
                #expect(told == .heard)
            }
            #expect(try await till.receipt(sale) != nil)
            #expect(try await shop.cases(number) == [])
        }
    }

    @Test("Hard case 13: the statement shows what nobody told us: a case, unless it is counted")
    func unknownPayment() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let driver = try shop.process.driver
            let number = try orderNumber()
            shop.alipay.customerPaid(number.digits, Fixture.usual)
            let proof = try shop.alipay.proof(of: number)
            for _ in 0..<2 {
                let told = try await driver.told(proof, by: .alipay, how: .statement)
                #expect(told == .unknownHere)
            }
            #expect(try await shop.cases(number) == ["debit-not-counted"])
            let sale = try await till.ringUp()
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
            _ = try await driver.told(proof, by: .alipay, how: .statement)
            #expect(try await shop.cases(number) == ["debit-not-counted (posted by 42)"])
        }
    }

    @Test("A hint about a payment in doubt: it is asked about at once, and its answer counts")
    func hint() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let number = try await till.pay(sale)
            let driver = try shop.process.driver
            let ours = shop.weChatPay.account
            let asked = shop.weChatPay.queries
            // Of nobody, of another wallet, of another account: nothing is asked.
            for (text, wallet, account, outcome) in [
                ("ABC", Wallet.weChatPay, ours, ToldOutcome.notOurs),
                (number.digits, .alipay, ours, .notOurs),
                (number.digits, .weChatPay, "1900009999", .notOurs),
                (number.digits, .weChatPay, ours, .heard),
            ] {
                #expect(shop.weChatPay.queries == asked)
                let heard = try await driver.hear(
                    .paymentMoved(orderNumber: text), from: wallet, account: account)
                #expect(heard == outcome, "\(text) \(wallet) \(account)")
            }
            try await shop.settle()
            #expect(shop.weChatPay.queries == asked + 1)
            #expect(try await till.receipt(sale) != nil)
        }
    }

    @Test("Another chain's order, another account's and no order at all are none of ours")
    func notOurs() async throws {
        try await withShop { shop in
            let driver = try shop.process.driver
            for (number, account) in [
                (try orderNumber("0909").digits, "2088000000000001"),
                (try orderNumber().digits, "2088999999999999"), ("ABC", ""),
            ] {
                let proof = PaidProof(
                    merchantOrderNumber: number, channelTradeNumber: "2099", amount: Fixture.usual,
                    currency: "CNY", merchantAccount: account, paidAt: nil)
                let told = try await driver.told(proof, by: .alipay, how: .notification)
                #expect(told == .notOurs)
            }
            #expect(try await shop.count("payment_case") == 0)
        }
    }

    @Test("Told of a refund before its answer: done, and told again it is no news")
    func refundBeforeTheAnswer() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            shop.weChatPay.nextRefund(.doneUnheard(.timeout))
            try await till.giveBack(sale, [pieces(1)])
            let done = try #require(shop.weChatPay.refunds.first)
            let driver = try shop.process.driver
            for how in [ToldHow.notification, .notification, .statement] {
                let told = try await driver.told(
                    shop.weChatPay.proof(done), by: .weChatPay, how: how)
                #expect(told == .heard)
            }
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            #expect(try await shop.cases(about: done.number) == [])
        }
    }

    @Test("A refund that failed was done after all: a case, and its amount is reserved again, once")
    func lateSuccess() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.failed(.other))
            try await till.giveBack(sale, [pieces(1)])
            let failed = try #require(try await till.refunds(of: sale).first).number
            #expect(try await shop.claim(number)?.refunded == .zero)
            let driver = try shop.process.driver
            let proof = shop.weChatPay.giveBackAfterAll(failed.text)
            for how in [ToldHow.notification, .statement, .statement] {
                _ = try await driver.told(proof, by: .weChatPay, how: how)
            }
            #expect(
                Set(try await shop.cases(about: failed.text))
                    == ["refund-failed", "refund-late-success"])
            #expect(try await shop.claim(number)?.refunded == Money(fen: 1_200))
            try await till.giveBack(sale, [pieces(1)])
            #expect(shop.weChatPay.order(number)?.kept == 0)
        }
    }

    @Test(
        "A failed refund that was done after all, when its amount has gone another way: two cases")
    func refundedTwice() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            shop.weChatPay.nextRefund(.failed(.other))
            try await till.giveBack(sale, [pieces(1)])
            let failed = try #require(try await till.refunds(of: sale).first).number
            // By a path this program does not have.
            let isReserved = try await shop.write { transaction in
                try ClaimTable.reserve(Money(fen: 1_201), of: number, in: transaction)
            }
            #expect(isReserved)
            let proof = shop.weChatPay.giveBackAfterAll(failed.text)
            _ = try await shop.process.driver.told(proof, by: .weChatPay, how: .notification)
            #expect(
                Set(try await shop.cases(about: failed.text))
                    == ["refund-failed", "refund-late-success", "refunded-twice"])
            try await shop.write { transaction in
                try ClaimTable.release(Money(fen: 1), of: number, in: transaction)
            }
        }
    }

    @Test("Money went back that no return of ours asked for: a case while a sale counts it")
    func refundNobodyAskedFor() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (_, number) = try await till.sold()
            let driver = try shop.process.driver
            func proof(_ refund: String, of order: String) -> RefundProof {
                RefundProof(
                    refundNumber: refund, merchantOrderNumber: order, channelRefundNumber: "50",
                    amount: Money(fen: 100), refundedAt: shop.clock.now)
            }
            for _ in 0..<2 {
                let told = try await driver.told(
                    proof("BY-HAND-1", of: number.digits), by: .weChatPay, how: .statement)
                #expect(told == .unknownHere)
            }
            #expect(try await shop.cases(about: "BY-HAND-1") == ["refund-not-counted"])
            let foreign = try orderNumber("0909")
            #expect(
                try await driver.told(
                    proof("BY-HAND-2", of: foreign.digits), by: .weChatPay, how: .statement)
                    == .notOurs)
            let uncounted = try orderNumber()
            #expect(
                try await driver.told(
                    proof("BY-HAND-3", of: uncounted.digits), by: .weChatPay, how: .statement)
                    == .unknownHere)
            #expect(try await shop.count("payment_case") == 1)
        }
    }

    @Test("What could not be written is thrown, so that the channel says it again")
    func notWritten() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            shop.weChatPay.nextRefund(.doneUnheard(.timeout))
            try await till.giveBack(sale, [pieces(1)])
            let done = try #require(shop.weChatPay.refunds.first)
            let next = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let paid = try shop.weChatPay.proof(of: try await till.pay(next))
            let driver = try shop.process.driver.failingOnce()
            await #expect(throws: DatabaseError.closed) {
                try await driver.told(
                    shop.weChatPay.proof(done), by: .weChatPay, how: .notification)
            }
            #expect(
                try await driver.told(
                    shop.weChatPay.proof(done), by: .weChatPay, how: .notification) == .heard)
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
            let again = try shop.process.driver.failingOnce()
            await #expect(throws: DatabaseError.closed) {
                try await again.told(paid, by: .weChatPay, how: .notification)
            }
            #expect(try await again.told(paid, by: .weChatPay, how: .notification) == .heard)
            #expect(try await till.receipt(next) != nil)
        }
    }
}

/// A database of which the next write fails, and no other.
private final class FailsOnce: Database {
    let isSole = true
    private let inner: any Database
    private let hasFailed = Mutex(false)

    init(_ inner: any Database) {
        self.inner = inner
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let isFirst = hasFailed.withLock { hasFailed in
            defer { hasFailed = true }
            return !hasFailed
        }
        if isFirst { throw DatabaseError.closed }
        return try await inner.write(body)
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await inner.read(body)
    }
}

extension PaymentDriver {
    fileprivate func failingOnce() -> PaymentDriver {
        PaymentDriver(
            database: FailsOnce(database), channels: channels, surroundings: surroundings,
            news: news, settings: settings, worker: worker, background: background,
            health: health, logger: logger)
    }
}

extension FakeChannel {
    func proof(of number: MerchantOrderNumber) throws -> PaidProof {
        let found = self.order(number)
        let order = try #require(found)
        return PaidProof(
            merchantOrderNumber: order.number, channelTradeNumber: order.tradeNumber,
            amount: order.amount, currency: order.currency, merchantAccount: order.account,
            paidAt: order.paidAt)
    }

    /// The channel does what it had refused.
    fileprivate func giveBackAfterAll(_ number: String) -> RefundProof {
        change { truth in
            guard var one = truth.refunds.byNumber[number] else { return }
            one.state = .processing
            truth.refunds.byNumber[number] = one
        }
        finishRefunds()
        let one = refunds.first { $0.number == number }
        return RefundProof(
            refundNumber: number, merchantOrderNumber: one?.order ?? "", channelRefundNumber: "50",
            amount: one?.amount ?? .zero, refundedAt: one?.at)
    }
}

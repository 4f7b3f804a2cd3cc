// The customer scans the till (主扫): the promises of a scanned payment code hold for it, too.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct OfferTests {
    private static let wallets = [Wallet.weChatPay, .alipay]

    @Test("A code is shown, scanned, paid: posted once, under its own number", arguments: wallets)
    func paid(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.showCode(sale, wallet)
            let attempt = try await shop.attempt(number)
            #expect(attempt.state == .awaitingShopper)
            #expect(attempt.codeToShow == "test://\(wallet.rawValue)/\(number.digits)")
            // Nobody has scanned yet; at one wallet that reads "not found", and is no doubt.
            try await shop.pass(.seconds(30), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state == .awaitingShopper)
            try shop.channel(wallet).scanAndPay(number, attempt.amount)
            try await shop.pass(.seconds(10), lookingEvery: .seconds(1))
            try await till.complete(sale)
            #expect(try await till.receipt(sale) != nil)
            #expect(try await shop.claim(number)?.sale == sale)
            #expect(try await shop.cases(number).isEmpty)
        }
    }

    @Test("P2 Pressed twice, or in two windows: one order, one code", arguments: wallets)
    func doublePress(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let act = Act.offerCode(sale: sale, wallet, amount: nil)
            try await till.perform(act, key: "one")
            try await till.perform(act, key: "one")
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.perform(act) }
            try await shop.settle()
            #expect(try shop.channel(wallet).asked.values.allSatisfy { $0 == 1 })
            #expect(try await till.attempts(of: sale).count == 1)
        }
    }

    @Test(
        "The answer with the code is lost, or the request: undone at once, and shown anew",
        arguments: wallets, [FakeChannel.Offer.lostAfter, .lost])
    func lostAnswer(_ wallet: Wallet, _ fate: FakeChannel.Offer) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try shop.channel(wallet).next(fate)
            let number = try await till.showCode(sale, wallet)
            #expect(try await shop.attempt(number).codeToShow == nil)
            try await shop.pass(.seconds(40), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).isOpen == false)
            #expect(try await shop.cases(number).isEmpty)
            let second = try await till.showCode(sale, wallet)
            #expect(second != number)
            #expect(try await shop.attempt(second).codeToShow != nil)
        }
    }

    @Test("P4 Killed between the permit and the answer: closed, no case", arguments: wallets)
    func killedBeforeAnswer(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            let database = try shop.process.database
            try shop.channel(wallet).afterWork { _ in database.kill() }
            let number = try await before.showCode(sale, wallet)
            try shop.channel(wallet).afterWork(nil)
            try await shop.restart()
            #expect(try await shop.attempt(number).state == .sending)
            try await shop.pass(.seconds(40), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).isOpen == false)
            #expect(try await shop.cases(number).isEmpty)
            let till = try await shop.till()
            try await till.pay(sale)
            try await till.complete(sale)
        }
    }

    @Test("P4 Killed while the code is shown: shown again, and paid", arguments: wallets)
    func killedWhileShown(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let before = try await shop.till()
            let sale = try await before.ringUp()
            let number = try await before.showCode(sale, wallet)
            let code = try await shop.attempt(number).codeToShow
            try shop.crash()
            try await shop.restart()
            try await shop.pass(.seconds(5), lookingEvery: .seconds(1))
            let attempt = try await shop.attempt(number)
            #expect(attempt.presentment == .merchant)
            #expect(attempt.codeToShow == code)
            try shop.channel(wallet).scanAndPay(number, attempt.amount)
            try await shop.pass(.seconds(10), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state.name == "succeeded")
        }
    }

    @Test("P3 Nobody scans: closed when it is sure, and free for cash", arguments: wallets)
    func nobodyScans(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.showCode(sale, wallet)
            try await shop.pass(.seconds(170), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).isOpen)
            try await shop.pass(.seconds(90), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).isOpen == false)
            #expect(try await shop.cases(number).isEmpty)
            try await till.cash(sale, Money(fen: 100_000))
        }
    }

    @Test("P3 Cancelled while it can still be scanned: open until it cannot", arguments: wallets)
    func cancelled(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.showCode(sale, wallet)
            try await till.perform(.takeBack(sale: sale, number))
            #expect(try await shop.attempt(number).codeToShow == nil)
            try await shop.pass(.seconds(40), lookingEvery: .seconds(1))
            // One closes it for good; at the other a code that nobody has scanned yet stays good.
            #expect(try await shop.attempt(number).isOpen == (wallet == .alipay))
            try await shop.pass(.minutes(4), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).isOpen == false)
        }
    }

    @Test("P1 Cancelled and paid at that moment: posted, or given back, never neither")
    func paidAfterCancel() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.showCode(sale, .weChatPay)
            try await till.perform(.takeBack(sale: sale, number))
            shop.weChatPay.scanAndPay(number, try await shop.attempt(number).amount)
            try await shop.pass(.seconds(40), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state.name == "succeeded")
            #expect(try await shop.claim(number)?.sale == sale)
            #expect(try await shop.cases(number).isEmpty)
        }
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.showCode(sale, .alipay)
            try await till.perform(.takeBack(sale: sale, number))
            shop.alipay.scanAndPay(number, try await shop.attempt(number).amount)
            try await shop.pass(.minutes(5), lookingEvery: .seconds(1))
            let order = try #require(shop.alipay.order(number))
            let attempt = try await shop.attempt(number)
            #expect((order.kept == 0) == (attempt.state.name != "succeeded"))
            #expect(attempt.isOpen == false)
        }
    }

    @Test("P1 Cash by the manager's word while the code is shown, and it is paid: a person's case")
    func paidAfterCash() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.showCode(sale, .weChatPay)
            try await till.cash(sale, Money(fen: 100_000), override: try .manager())
            shop.weChatPay.scanAndPay(number, try await shop.attempt(number).amount)
            try await shop.pass(.minutes(5), lookingEvery: .seconds(1))
            #expect(try await shop.attempt(number).state.name == "succeeded")
            #expect(try await shop.cases(number).contains("orphan-paid"))
            #expect(try await shop.claim(number) == nil)
        }
    }

    @Test("A wallet that cannot show a code says so, and nothing is begun")
    func notOffered() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.codeNotOffered(.bestPay)) {
                try await till.perform(.offerCode(sale: sale, .bestPay, amount: nil))
            }
            #expect(try await till.attempts(of: sale).isEmpty)
            #expect(try await till.state().offering == [.weChatPay, .alipay])
        }
    }
}

extension Till {
    /// 41 the other way round, and everything that follows at once.
    fileprivate func showCode(
        _ sale: SaleID, _ wallet: Wallet
    ) async throws -> MerchantOrderNumber {
        try await perform(.offerCode(sale: sale, wallet, amount: nil))
        let number = try #require(try await attempts(of: sale).last).attempt.number
        try await shop.settle()
        return number
    }
}

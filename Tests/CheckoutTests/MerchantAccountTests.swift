// A chain with several merchant accounts at one wallet. A payment begins with its store's, and stays
// with it: whoever holds another account says, validly, that there is no such order, and is never
// asked.

import Payments
import Persistence
import Retail
import Sales
import Testing

@testable import Checkout

@Suite struct MerchantAccountTests {
    private static let old = "1900000109"
    private static let new = "1900000110"

    /// Store 0101 has moved to an account of its own; 0102 stays with the chain's.
    private static func ownAccount(_ store: String) throws -> MerchantAccounts {
        MerchantAccounts(
            chain: [.weChatPay: old, .alipay: "2088000000000001"],
            stores: [try StoreID(store): [.weChatPay: new]])
    }

    private static func other(_ shop: Shop) -> FakeChannel {
        FakeChannel(.weChatPay, account: new, clock: shop.clock)
    }

    /// 41, up to the answer.
    private static func pay(
        _ changed: Changed, _ till: Till, _ sale: SaleID
    ) async throws -> Attempt {
        _ = try await changed.counter.perform(
            .beginPayment(
                sale: sale, code: PaymentCode.test(.weChatPay, till.shop.numbering.next()),
                amount: nil, isNotIdentityCard: false), key: "pay-\(sale)", by: till.session)
        changed.driver.background.finish()
        await changed.driver.background.run(with: changed.driver)
        return try #require(try await till.attempts(of: sale).last).attempt
    }

    struct Begin: Sendable, CustomTestStringConvertible {
        let store: String
        let account: String

        var testDescription: String { "a payment of \(store) goes to \(account)" }
    }

    @Test(
        "A store with an account of its own pays with it, all others with the chain's",
        arguments: [Begin(store: "0101", account: new), Begin(store: "0102", account: old)])
    func begins(_ row: Begin) async throws {
        try await withShop { shop in
            let other = MerchantAccountTests.other(shop)
            other.next(.declines(.notEnoughMoney))
            shop.weChatPay.next(.declines(.notEnoughMoney))
            let changed = try await Changed(
                shop, [shop.weChatPay, shop.alipay],
                others: [(MerchantAccountTests.new, other)],
                accounts: try MerchantAccountTests.ownAccount("0101"))
            let till = try await shop.till(store: row.store)
            let attempt = try await MerchantAccountTests.pay(changed, till, try await till.ringUp())
            #expect(attempt.merchantAccount == row.account)
            let (own, chains) = row.account == MerchantAccountTests.new ? (1, 0) : (0, 1)
            #expect(other.asked.count == own)
            #expect(shop.weChatPay.asked.count == chains)
        }
    }

    @Test(
        "P3 what was open when its store moved is asked about at the old account, and nowhere else",
        arguments: [true, false])
    func moved(_ isStillChains: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            try shop.crash()

            // The new account is the store's own, or the chain's while the old is kept for what is open.
            let other = MerchantAccountTests.other(shop)
            let changed =
                isStillChains
                ? try await Changed(
                    shop, [shop.weChatPay, shop.alipay],
                    others: [(MerchantAccountTests.new, other)],
                    accounts: try MerchantAccountTests.ownAccount("0101"))
                : try await Changed(
                    shop, [other, shop.alipay],
                    others: [(MerchantAccountTests.old, shop.weChatPay)],
                    accounts: MerchantAccounts(
                        chain: [
                            .weChatPay: MerchantAccountTests.new, .alipay: "2088000000000001",
                        ], openOnly: [.weChatPay: [MerchantAccountTests.old]]))
            try await changed.pass(.seconds(20))
            #expect(other.queries == 0, "whoever holds another account is not asked")
            #expect(try await till.receipt(sale) != nil)

            // Nor is a refund of it; and the next sale is the new account's.
            _ = try await changed.counter.perform(
                .returnGoods(sale: sale, lines: [pieces(1)], reason: .quality, toCash: false, nil),
                key: "return", by: till.session)
            try await changed.pass(.minutes(2))
            #expect(shop.weChatPay.order(number)?.kept == 0)
            #expect(other.refundsAsked.isEmpty)
            other.next(.declines(.notEnoughMoney))
            let next = try await till.ringUp()
            let attempt = try await MerchantAccountTests.pay(changed, till, next)
            #expect(attempt.merchantAccount == MerchantAccountTests.new)
        }
    }

    @Test("42 finds a number that this database has forgotten at its store's account")
    func supplement() async throws {
        try await withShop { shop in
            let other = MerchantAccountTests.other(shop)
            let accounts = try MerchantAccountTests.ownAccount("0102")
            let changed = try await Changed(
                shop, [shop.weChatPay, shop.alipay],
                others: [(MerchantAccountTests.new, other)], accounts: accounts)
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = MerchantOrderNumber(
                at: shop.clock.now, store: try StoreID("0101"), register: try RegisterID("01"),
                serial: 77)
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            _ = try await changed.counter.perform(
                .supplement(sale: sale, entry: number.digits), key: "k", by: till.session)
            #expect(other.queries == 0, "another store's account is not asked")
            #expect(try await shop.claim(number)?.proof.merchantAccount == MerchantAccountTests.old)
        }
    }

    @Test("One account's wrong key shuts no other account of its wallet")
    func health() async throws {
        let health = ChannelHealth()
        for second in 0..<5 {
            let at = Timestamp(microseconds: Int64(second) * 2_000_000)
            health.note(.weChatPay, .inDoubt, account: "a", from: at, to: at)
        }
        let now = Timestamp(microseconds: 8_500_000)
        #expect(health.gate(of: .weChatPay, account: "a", at: now) != .open)
        #expect(health.gate(of: .weChatPay, account: "b", at: now) == .open)
        #expect(health.light(of: .weChatPay, account: "b", at: now).light == .working)
    }

    struct Name: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let account: String
        let hasOthers: Bool
        let isOurs: Bool
    }

    @Test(
        "Which accounts are ours",
        arguments: [
            Name(testDescription: "the chain's", account: old, hasOthers: true, isOurs: true),
            Name(testDescription: "a store's", account: new, hasOthers: true, isOurs: true),
            Name(testDescription: "kept", account: "kept", hasOthers: true, isOurs: true),
            Name(testDescription: "a stranger's", account: "x", hasOthers: true, isOurs: false),
            Name(testDescription: "none named", account: "", hasOthers: false, isOurs: true),
            Name(
                testDescription: "none named, among several", account: "", hasOthers: true,
                isOurs: false),
        ])
    func names(_ row: Name) throws {
        let accounts =
            row.hasOthers
            ? MerchantAccounts(
                chain: [.weChatPay: MerchantAccountTests.old],
                stores: [try StoreID("0101"): [.weChatPay: MerchantAccountTests.new]],
                openOnly: [.weChatPay: ["kept"]])
            : [.weChatPay: MerchantAccountTests.old]
        #expect(accounts.contains(row.account, of: .weChatPay) == row.isOurs)
    }
}

// Each refusal of 42 says what it is and what to do next, and claims nothing (R26, R27).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct SupplementRefusalTests {
    @Test("R18 R27 what cannot be a merchant order number is refused by its shape, nobody is asked")
    func shapes() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber().digits
            let entries: [(String, OperatorNotice)] = [
                (PaymentCode.test(.weChatPay, 1), .thisIsAPaymentCode),
                (PaymentCode.test(.alipay, 1), .thisIsAPaymentCode),
                (String(number.dropLast()), .numberUnreadable(.wrongLength)),
                (number + "0", .numberUnreadable(.wrongLength)),
                ("", .numberUnreadable(.wrongLength)),
                (String(number.dropLast()) + "x", .numberUnreadable(.notDigits)),
            ]
            for (entry, notice) in entries {
                await #expect(throws: notice) { try await till.supplement(sale, entry) }
            }
            #expect(shop.weChatPay.queries + shop.alipay.queries == 0)
        }
    }

    @Test("R27 a mistyped digit is told as one, wherever it is", arguments: 0..<28)
    func mistyped(_ position: Int) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            var digits = Array(number.digits.utf8)
            digits[position] =
                digits[position] == UInt8(ascii: "9") ? UInt8(ascii: "0") : digits[position] + 1
            let entry = String(decoding: digits, as: UTF8.self)
            do {
                try await till.supplement(sale, entry)
                Issue.record("taken")
            } catch let notice as OperatorNotice {
                switch position {
                case 0, 1: #expect(notice == .numberNotFound, "begins with no year of ours")
                case 2..<14:
                    #expect(
                        [.numberUnreadable(.wrongCheckDigit), .numberUnreadable(.impossibleDate)]
                            .contains(notice))
                // With a store that is not ours it may as well be a wallet's number that nobody
                // knows; 0102 is ours.
                case 14..<17: #expect(notice == .numberNotFound)
                default: #expect(notice == .numberUnreadable(.wrongCheckDigit))
                }
            }
            #expect(try await shop.count("claim") == 0)
        }
    }

    struct Dated: Sendable, CustomTestStringConvertible {
        let number: String
        let now: String
        let notice: OperatorNotice?

        var testDescription: String { "\(number) at \(now)" }
    }

    @Test(
        "R27 the date of a number is not in the future, not too old, and any year counts",
        arguments: [
            Dated(
                number: "2019-11-01 09:00:00", now: "2019-10-31 23:49:00",
                notice: .numberDate(isFuture: true)),
            Dated(number: "2019-11-01 00:00:30", now: "2019-10-31 23:59:00", notice: nil),
            Dated(
                number: "2019-08-02 15:00:00", now: "2019-10-31 15:42:08",
                notice: .numberDate(isFuture: false)),
            Dated(number: "2019-08-03 15:00:00", now: "2019-10-31 15:00:00", notice: nil),
            Dated(number: "2019-12-31 23:58:00", now: "2020-01-01 10:00:00", notice: nil),
            Dated(number: "2026-11-25 10:00:00", now: "2026-11-25 10:03:00", notice: nil),
            Dated(
                number: "2020-10-31 15:42:00", now: "2019-10-31 15:42:08",
                notice: .numberDate(isFuture: true)),
        ])
    func dates(_ dated: Dated) async throws {
        try await withShop(at: .local(dated.now)) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber(ago: .zero, before: .local(dated.number))
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            if let notice = dated.notice {
                await #expect(throws: notice) { try await till.supplement(sale, number.digits) }
            } else {
                try await till.supplement(sale, number.digits)
            }
        }
    }

    @Test("R27 an impossible date is refused as one")
    func impossibleDate() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let body = "201913311542080101020004711"
            await #expect(throws: OperatorNotice.numberUnreadable(.impossibleDate)) {
                try await till.supplement(sale, body + "\(CheckDigit.of(body))")
            }
        }
    }

    @Test("A number of another chain: a store we do not have, or another merchant account")
    func anotherChain() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let foreign = try orderNumber("9999")
            let notice = OperatorNotice.numberOfAnotherChain(store: "9999")
            await #expect(throws: notice) { try await till.supplement(sale, foreign.digits) }
            shop.weChatPay.customerPaid(foreign.digits, Fixture.usual)
            await #expect(throws: notice) { try await till.supplement(sale, foreign.digits) }
            let ours = try orderNumber()
            shop.alipay.customerPaid(ours.digits, Fixture.usual, account: "2088999999999999")
            await #expect(throws: OperatorNotice.numberOfAnotherChain(store: "0101")) {
                try await till.supplement(sale, ours.digits)
            }
            shop.weChatPay.customerPaid("SHOP-77", Fixture.usual)
            let trade = try #require(shop.weChatPay.orders.last { $0.number == "SHOP-77" })
            await #expect(throws: OperatorNotice.numberOfAnotherChain(store: "")) {
                try await till.supplement(sale, trade.tradeNumber)
            }
            #expect(try await shop.count("claim") == 0)
        }
    }

    struct Word: Sendable, CustomTestStringConvertible {
        let state: FakeChannel.Order.State?
        let notice: OperatorNotice

        var testDescription: String { notice.code }
    }

    static let words = [
        Word(state: .refunded, notice: .numberRefunded),
        Word(state: .closed, notice: .numberNotDebited),
        Word(state: .reversed, notice: .numberNotDebited),
        Word(state: .awaitingShopper, notice: .numberAwaitingShopper),
        Word(state: nil, notice: .numberNotFound),
    ]

    @Test("R22 what the wallet says of a number we do not know", arguments: words)
    func unknownHere(_ word: Word) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            if let state = word.state {
                shop.weChatPay.customerPaid(number.digits, Fixture.usual, state)
            }
            await #expect(throws: word.notice) { try await till.supplement(sale, number.digits) }
            #expect(try await shop.count("claim") == 0)
            #expect(try await till.sale(sale).isFrozen == false)
        }
    }

    @Test("R22 what the wallet says of this sale's own payment", arguments: words)
    func ownAttempt(_ word: Word) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.lost(.connectionLost))
            let number = try await till.pay(sale)
            if let state = word.state {
                shop.weChatPay.customerPaid(number.digits, Fixture.usual, state)
            }
            await #expect(throws: word.notice) { try await till.supplement(sale, number.digits) }
            let attempt = try await shop.attempt(number)
            switch word.state {
            case .refunded, .closed, .reversed: #expect(!attempt.isOpen)
            case .awaitingShopper, .paid, nil: #expect(attempt.isOpen)
            }
        }
    }

    @Test("R22 nobody answers: not confirmed, no cash, scan it again later")
    func unanswered() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            shop.weChatPay.silence(.timeout)
            await #expect(throws: OperatorNotice.numberUnanswered) {
                try await till.supplement(sale, number.digits)
            }
            #expect(OperatorNotice.numberUnanswered.text.nextChinese.contains("不要收现金"))
        }
    }

    @Test("R26 the number of another open or held sale of this store names its register")
    func otherSaleHere() async throws {
        try await withShop { shop in
            let first = try await shop.till("01")
            let owner = try await first.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await first.pay(owner)
            let trade = try #require(shop.weChatPay.order(number)).tradeNumber
            let second = try await shop.till("02")
            let sale = try await second.ringUp()
            let notice = OperatorNotice.numberOfOpenSale(here: true, register: "01")
            await #expect(throws: notice) { try await second.supplement(sale, number.digits) }
            await #expect(throws: notice) { try await second.supplement(sale, trade) }
            try await first.perform(.suspend(sale: owner, note: ""))
            await #expect(throws: notice) { try await second.supplement(sale, number.digits) }
            let third = try await shop.till(store: "0102")
            let far = try await third.ringUp()
            let elsewhere = OperatorNotice.numberOfOpenSale(here: false, register: "01")
            await #expect(throws: elsewhere) { try await third.supplement(far, number.digits) }
            // Paid and claimed, but not posted yet, it still belongs there.
            try await shop.pass(.seconds(3))
            let receipt = try #require(try await first.receipt(owner))
            let posted = try #require(try await postedAt(owner, first))
            await #expect(
                throws: OperatorNotice.numberPosted(store: "0101", at: posted, receipt: receipt)
            ) { try await third.supplement(far, number.digits) }
        }
    }

    @Test("R26 a payment that is on an unposted sale already belongs there")
    func claimedNotPosted() async throws {
        try await withShop { shop in
            let first = try await shop.till("01")
            let owner = try await first.ringUp()
            let number = try await first.pay(owner)
            let second = try await shop.till("02")
            let sale = try await second.ringUp()
            await #expect(throws: OperatorNotice.numberOfOpenSale(here: true, register: "01")) {
                try await second.supplement(sale, number.digits)
            }
            #expect(try await first.supplement(owner, number.digits).say == .alreadyHere)
            try await first.complete(owner)
        }
    }

    @Test("A late payment that this sale then refuses leaves a case, not silence")
    func lateAndUnequal() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.declines(.other))
            let number = try await till.pay(sale)
            try await till.ringUp(Fixture.plaster, on: sale)
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            await #expect(
                throws: OperatorNotice.numberUnequal(
                    paid: Fixture.usual, left: Money(fen: 7_710))
            ) { try await till.supplement(sale, number.digits) }
            #expect(try await shop.cases(number) == ["late-success"])
        }
    }

    @Test("The channel debited another amount: it is being given back, not posted")
    func otherAmount() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.lost(.connectionLost))
            let number = try await till.pay(sale)
            shop.weChatPay.customerPaid(number.digits, Money(fen: 6_500))
            await #expect(throws: OperatorNotice.reversing) {
                try await till.supplement(sale, number.digits)
            }
            try await shop.pass(.seconds(30))
            #expect(shop.weChatPay.order(number)?.kept == 0)
            #expect(try await shop.cases(number) == ["wrong-amount"])
        }
    }

    @Test("A sale that is not open, or paid already, takes no 42")
    func saleNotOpen() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            try await till.cash(sale, Fixture.usual)
            await #expect(throws: OperatorNotice.alreadyPaidInFull) {
                try await till.supplement(sale, number.digits)
            }
            try await till.perform(.voidSale(sale: sale))
            await #expect(throws: OperatorNotice.saleNotOpen) {
                try await till.supplement(sale, number.digits)
            }
            await #expect(throws: OperatorNotice.noSale) {
                try await till.supplement(SaleID("nobody"), number.digits)
            }
        }
    }

    private func postedAt(_ sale: SaleID, _ till: Till) async throws -> Timestamp? {
        guard case .posted(let at, _) = try await till.sale(sale).state else { return nil }
        return at
    }
}

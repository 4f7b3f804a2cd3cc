// Method 41: from the scanned code to the receipt (R08, R09, R16 to R21).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ScanTests {
    @Test(
        "R08 R16 R17 R20 a normal sale by 41: the wallet is told by the code, F9 posts",
        arguments: [Wallet.weChatPay, .alipay])
    func normal(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.perform(.checkOut(sale: sale))
            let number = try await till.scan(sale, wallet)
            #expect(try await shop.attempt(number).state == .sending)
            #expect(try await shop.attempt(number).wallet == wallet)
            try await shop.settle()
            #expect(try shop.channel(wallet).order(number)?.debits == [Fixture.usual])
            #expect(try await till.receipt(sale) == nil, "never in doubt: it waits for F9")
            try await till.complete(sale)
            #expect(try await till.receipt(sale) == "0101-01-20191031-0001")
            let posted = try await till.sale(sale)
            #expect(posted.tenders.map(\.method) == [41])
            #expect(posted.tenders.map(\.state) == [.paid])
            #expect(try await shop.claim(number)?.method == 41)
        }
    }

    @Test("N8 a chain may have success post by itself")
    func automatic() async throws {
        try await withShop(completesAutomatically: true) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.pay(sale)
            #expect(try await till.receipt(sale) != nil)
            // F9 out of habit is the same good news.
            try await till.complete(sale)
        }
    }

    @Test("R16 the amount is what is left to pay, unless a part is asked for")
    func amount() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            await #expect(throws: OperatorNotice.amountOutOfRange) {
                try await till.scan(sale, amount: Money(fen: 6_511))
            }
            await #expect(throws: OperatorNotice.amountOutOfRange) {
                try await till.scan(sale, amount: .zero)
            }
            try await till.cash(sale, Money(fen: 1_010))
            let first = try await till.pay(sale, amount: Money(fen: 500))
            let second = try await till.pay(sale, .alipay)
            #expect(shop.weChatPay.order(first)?.amount == Money(fen: 500))
            #expect(shop.alipay.order(second)?.amount == Money(fen: 5_000))
            await #expect(throws: OperatorNotice.alreadyPaidInFull) { try await till.scan(sale) }
            try await till.complete(sale)
            #expect(try await till.sale(sale).tenders.map(\.method) == [1, 41, 41])
        }
    }

    @Test(
        "R08 a BestPay code goes the same way and is refused with a sentence that says what to do")
    func bestPay() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let refusal = OperatorNotice.walletNotAccepted(.bestPay)
            await #expect(throws: refusal) { try await till.scan(sale, .bestPay) }
            #expect(refusal.text.chinese.contains("翼支付"))
            #expect(refusal.text.nextChinese.contains("现金"))
            #expect(refusal.moneyMoved == .no)
            await #expect(throws: OperatorNotice.walletNotAccepted(.unionPay)) {
                try await till.scan(sale, .unionPay)
            }
        }
    }

    @Test("R18 what is not a payment code is refused before anything is stored or sent")
    func wrongShapes() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let acts = try await shop.count("act")
            let ours = MerchantOrderNumber(
                at: shop.clock.now, store: till.session.store, register: till.session.register,
                serial: 7)
            let shapes: [(String, PaymentCodeError)] = [
                ("", .wrongLength(0)), ("1", .wrongLength(1)),
                ("13000099999999001", .wrongLength(17)),
                ("1300009999999900123", .wrongLength(19)), ("130000999999990a12", .notDigits),
                ("99" + "0000999999990001", .unknownPrefix(99)),
                (ours.digits, .merchantOrderNumber),
                (String(repeating: "4", count: 28), .channelTradeNumber),
                (String(repeating: "1", count: 500), .wrongLength(65)),
            ]
            for (code, error) in shapes {
                await #expect(throws: OperatorNotice.codeUnreadable(error)) {
                    try await till.perform(
                        .beginPayment(
                            sale: sale, code: code, amount: nil, isNotIdentityCard: false))
                }
            }
            #expect(OperatorNotice.codeUnreadable(.merchantOrderNumber).text.chinese.contains("42"))
            #expect(try await shop.count("attempt") == 0)
            #expect(try await shop.count("tender") == 0)
            #expect(try await shop.count("act") == acts)
            #expect(shop.weChatPay.asked.isEmpty)
        }
    }

    @Test("R18 a code typed in groups is the same code")
    func typed() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.perform(
                .beginPayment(
                    sale: sale, code: "1300 0099 9999 9900 12", amount: nil,
                    isNotIdentityCard: false))
            try await shop.settle()
            #expect(shop.weChatPay.orders.map(\.amount) == [Fixture.usual])
        }
    }

    @Test(
        "R17 eighteen digits that could be an identity card are asked about first",
        arguments: [11, 51])
    func identityCard(_ province: Int) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let card = try #require(
                (0..<1_000).lazy.map { "\(province)010119900101" + CivilTime.padded($0, 4) }
                    .first { ResidentID.looksLike($0) })
            func scan(_ isNotIdentityCard: Bool) async throws {
                try await till.perform(
                    .beginPayment(
                        sale: sale, code: card, amount: nil, isNotIdentityCard: isNotIdentityCard))
            }
            await #expect(throws: OperatorNotice.codeLooksLikeIdentityCard) {
                try await scan(false)
            }
            #expect(try await shop.count("attempt") == 0)
            if province == 11 {
                try await scan(true)
                try await shop.settle()
                #expect(shop.weChatPay.orders.count == 1)
            } else {
                await #expect(throws: OperatorNotice.walletNotAccepted(.bestPay)) {
                    try await scan(true)
                }
            }
        }
    }

    @Test("R19 a second Enter or scan starts nothing while the first has no outcome")
    func secondScan() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.scan(sale)
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.scan(sale) }
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.scan(sale, .alipay) }
            #expect(try await till.refusal(of: 41) == .attemptOpen)
            try await shop.settle()
            #expect(shop.weChatPay.asked == [number.digits: 1])
            #expect(try await shop.count("attempt") == 1)
        }
    }

    @Test("A declined scan says why and leaves the sale free for anything")
    func declined() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.declines(.notEnoughMoney), .neverSent)
            let first = try await till.pay(sale)
            #expect(
                OperatorNotice(try await shop.attempt(first), at: shop.clock.now)
                    == .notDebited(Decline(kind: .notEnoughMoney, code: "TEST")))
            #expect(try await till.refusal(of: 1) == nil)
            let second = try await till.pay(sale)
            #expect(try await shop.attempt(second).isOpen == false)
            try await till.pay(sale, .alipay)
            try await till.complete(sale)
            #expect(try await till.sale(sale).tenders.map(\.state) == [.failed, .failed, .paid])
        }
    }

    @Test("An order number that exists already is drawn anew, before anything is sent")
    func numberExists() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.numbering.force([5, 5, 6])
            shop.weChatPay.next(.declines(.codeExpired))
            let first = try await till.pay(sale)
            let second = try await till.pay(sale)
            #expect(first != second)
            #expect(shop.weChatPay.asked == [first.digits: 1, second.digits: 1])
        }
    }

    @Test("A password is waited for, and the sale then waits for F9")
    func password() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.asksForPassword)
            let number = try await till.pay(sale)
            #expect(try await till.refusal(of: 1) == .cashWhileInDoubt)
            try await shop.pass(.seconds(10))
            #expect(try await shop.attempt(number).state == .awaitingShopper)
            shop.weChatPay.confirm(number)
            try await shop.pass(.seconds(5))
            #expect(try await shop.claim(number) != nil)
            #expect(try await till.receipt(sale) == nil)
            try await till.complete(sale)
        }
    }

    @Test("A password that never comes is taken back at the deadline, and confirmed as such")
    func deadline() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.asksForPassword)
            let number = try await till.pay(sale)
            try await shop.pass(.seconds(60))
            #expect(try await shop.attempt(number).state == .reversed(.deadline))
            #expect(shop.weChatPay.order(number)?.state == .closed)
            #expect(try await till.refusal(of: 1) == nil)
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale)
        }
    }
}

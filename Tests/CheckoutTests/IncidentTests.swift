// The incident of the notice: the customer is debited and the till does not hear of it (R07, R22,
// R24, R25, R28, R38, R39, R40).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct IncidentTests {
    @Test(
        "R07 R08 debited, the answer lost: recovery posts the sale once, by itself, without F9",
        arguments: [Wallet.weChatPay, .alipay])
    func recovered(_ wallet: Wallet) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try shop.channel(wallet).next(.debitsUnheard(.timeout))
            let number = try await till.pay(sale, wallet)
            #expect(try await till.receipt(sale) == nil)
            try await shop.pass(.seconds(2))
            #expect(try await till.receipt(sale) == "0101-01-20191031-0001")
            #expect(try await till.sale(sale).tenders.map(\.method) == [41])
            #expect(try await shop.claim(number)?.method == 41)
            // F9 pressed a moment later finds the good news.
            try await till.complete(sale)
            #expect(try await shop.count("print_job") == 1)
        }
    }

    @Test(
        "R38 while nobody knows, the state and the seconds are there at once, and money is unknown")
    func shown() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.lost(.timeout))
            shop.weChatPay.silence(.timeout)
            let number = try await till.scan(sale)
            let view = try #require(try await till.state().sale)
            #expect(view.attempts.map(\.attempt.state) == [.sending])
            #expect(OperatorNotice(try await shop.attempt(number), at: shop.clock.now) == .sending)
            try await shop.settle()
            shop.clock.advance(by: .seconds(34))
            let state = try await till.state()
            let attempt = try #require(state.tray.first).attempt
            #expect(state.now.since(attempt.startedAt) == .seconds(34))
            let notice = OperatorNotice(attempt, at: state.now)
            #expect(notice == .asking)
            #expect(notice.moneyMoved == .unknown)
        }
    }

    @Test(
        "R39 nothing is offered before a minute without an error; at the minute 42 and asking again"
    )
    func patience() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            shop.weChatPay.silence(.timeout)
            let number = try await till.pay(sale)
            shop.clock.set(afternoon.advanced(by: .milliseconds(59_900)))
            #expect(try await till.refusal(of: 42) == .asking)
            for act in [
                Act.supplement(sale: sale, entry: number.digits), .askAgain(sale: sale, number),
                .takeBack(sale: sale, number), .suspend(sale: sale, note: ""),
            ] {
                await #expect(throws: OperatorNotice.asking) { try await till.perform(act) }
            }
            shop.clock.set(afternoon.advanced(by: .seconds(60)))
            #expect(try await till.refusal(of: 42) == nil)
            #expect(try await till.refusal(of: 41) == .attemptOpen)
            #expect(try await till.refusal(of: 1) == .cashWhileInDoubt, "never cash")
            #expect(
                OperatorNotice(try await shop.attempt(number), at: shop.clock.now)
                    == .stillNoAnswer)
            await #expect(throws: OperatorNotice.numberUnanswered) {
                try await till.supplement(sale, number.digits)
            }
            shop.weChatPay.silence(nil)
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
        }
    }

    @Test(
        "R39 an error opens the next step at once",
        arguments: [
            Doubt.Kind.connectionLost, .httpStatus, .badSignature, .malformed, .unlistedCode,
        ])
    func errorOpens(_ kind: Doubt.Kind) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(kind))
            let number = try await till.pay(sale)
            #expect(
                OperatorNotice(try await shop.attempt(number), at: shop.clock.now)
                    == .channelFailed)
            #expect(try await till.refusal(of: 42) == nil)
            let outcome = try await till.supplement(sale, number.digits)
            #expect(outcome.say == .numberConfirmed)
            try await till.complete(sale)
        }
    }

    @Test("R22 R24 R28 by 42: confirmed by the wallet, then F9; method 42, one receipt, no manager")
    func supplemented() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            try await till.supplement(sale, number.grouped)
            #expect(try await till.receipt(sale) == nil, "42 waits for F9")
            #expect(try await till.supplement(sale, number.digits).say == .alreadyHere)
            try await till.complete(sale)
            #expect(try await till.receipt(sale) == "0101-01-20191031-0001")
            let posted = try await till.sale(sale)
            #expect(posted.tenders.map(\.method) == [42])
            let claim = try #require(try await shop.claim(number))
            #expect(claim.method == 42)
            #expect(claim.claimedBy.digits == "1007")
            #expect(claim.proof.channelTradeNumber == shop.weChatPay.order(number)?.tradeNumber)
        }
    }

    @Test("R22 R24 42 is there when the till says failed, and when it says nothing")
    func whateverTheTillSays() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.declines(.other))
            let number = try await till.pay(sale)
            #expect(try await till.refusal(of: 42) == nil)
            // …but the customer's phone says paid, and so does the wallet.
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
            #expect(try await shop.cases(number) == ["late-success (posted by 42)"])
        }
    }

    @Test("R39 42 after a minute in which not even the sweep came by")
    func nobodyCameBy() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try await till.scan(sale)
            shop.clock.advance(by: .seconds(60))
            await #expect(throws: OperatorNotice.numberNotFound) {
                try await till.supplement(sale, number.digits)
            }
            #expect(try await shop.cases(number).isEmpty, "nothing impossible happened")
            // Only now does the request leave; its answer still counts.
            try await shop.settle()
            try await till.complete(sale)
        }
    }

    @Test("R25 no cash for a sale whose scan is in doubt, whoever presses")
    func noCash() async throws {
        try await withShop { shop in
            let sale = try await shop.till().ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            shop.weChatPay.silence(.connectionLost)
            try await shop.till().pay(sale)
            for staff in ["1007", "1001"] {
                let till = try await shop.till(by: staff)
                await #expect(throws: OperatorNotice.cashWhileInDoubt) {
                    try await till.cash(sale, Fixture.usual)
                }
            }
            await #expect(throws: OperatorNotice.tenderCannotBeRemoved) {
                try await shop.till().perform(.removeTender(sale: sale, no: 1))
            }
            shop.weChatPay.silence(nil)
            try await shop.pass(.seconds(10))
            #expect(try await shop.till().receipt(sale) != nil)
        }
    }

    @Test(
        "R25 a manager may: finance has a case at once, and the debit is given back",
        arguments: [true, false])
    func cashOverScan(_ wasDebited: Bool) async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(
                wasDebited ? .debitsUnheard(.connectionLost) : .lost(.connectionLost))
            let number = try await till.pay(sale)
            try await till.cash(sale, Money(fen: 7_000), override: .manager())
            #expect(try await shop.cases(number) == ["cash-over-scan"])
            #expect(
                try await shop.attempt(number).state
                    == .reversing(Reversal(cause: .orphan, progress: .notSent)))
            try await till.complete(sale)
            let tenders = try await till.sale(sale).tenders
            #expect(tenders.map(\.state) == [.failed, .paid])
            #expect(tenders.last?.approval?.reason == "顾客赶车")
            try await shop.pass(.minutes(3), lookingEvery: .seconds(1))
            #expect(try await !shop.attempt(number).isOpen)
            #expect((shop.weChatPay.order(number)?.kept ?? 0) == 0)
            #expect(
                try await shop.cases(number) == ["cash-over-scan"], "finance closes it, nobody else"
            )
        }
    }

    @Test("R25 R36 a sale with an orphan still open takes no second scan")
    func noScanOverOrphan() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            try await till.pay(sale)
            try await till.cash(sale, Money(fen: 1_000), override: .manager())
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.scan(sale) }
            try await shop.pass(.seconds(30))
            try await till.pay(sale)
            try await till.complete(sale)
        }
    }

    @Test("R40 scan again only once the wallet has confirmed that nothing was debited")
    func scanAgain() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.lost(.connectionLost))
            let first = try await till.pay(sale)
            #expect(try await till.refusal(of: 41) == .attemptOpen)
            try await till.perform(.takeBack(sale: sale, first))
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.scan(sale) }
            // "Nothing to reverse" is no proof while the request may be on its way: 90 s.
            try await shop.pass(.seconds(80), lookingEvery: .seconds(1))
            await #expect(throws: OperatorNotice.attemptOpen) { try await till.scan(sale) }
            try await shop.pass(.seconds(15), lookingEvery: .seconds(1))
            #expect(
                try await shop.attempt(first).state
                    == .declined(Decline(kind: .neverArrived, code: "")))
            let second = try await till.pay(sale)
            try await till.complete(sale)
            #expect(shop.weChatPay.orders.map(\.number) == [second.digits])
        }
    }

    @Test("R40 taken back while paid: given back, confirmed, and then scanned again")
    func takenBack() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let first = try await till.pay(sale)
            try await till.perform(.takeBack(sale: sale, first))
            await #expect(throws: OperatorNotice.reversing) {
                try await till.perform(.takeBack(sale: sale, first))
            }
            try await shop.pass(.seconds(20))
            #expect(try await shop.attempt(first).state == .reversed(.cashier))
            #expect(shop.weChatPay.order(first)?.kept == 0)
            try await till.pay(sale, .alipay)
            try await till.complete(sale)
        }
    }

    @Test("Asking again brings the answer without waiting for the next look")
    func askAgain() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let number = try await till.pay(sale)
            try await till.perform(.askAgain(sale: sale, number))
            try await shop.settle()
            #expect(try await till.receipt(sale) != nil)
            await #expect(throws: OperatorNotice.paid) {
                try await till.perform(.askAgain(sale: sale, number))
            }
            let other = try await shop.till(store: "0102")
            await #expect(throws: OperatorNotice.notFoundHere(what: number.grouped)) {
                try await other.perform(.askAgain(sale: sale, number))
            }
        }
    }

    @Test("A held sale that recovery finds paid is posted while it is held")
    func heldAndPaid() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            shop.weChatPay.silence(.connectionLost)
            try await till.pay(sale)
            try await till.perform(.suspend(sale: sale, note: "等结果"))
            let next = try await till.ringUp(Fixture.plaster)
            shop.weChatPay.silence(nil)
            try await shop.pass(.seconds(10))
            let receipt = try #require(try await till.receipt(sale))
            await #expect(throws: OperatorNotice.alreadyPosted(receipt: receipt)) {
                try await till.perform(.voidSale(sale: next))
                try await till.perform(.retrieve(sale: sale))
            }
        }
    }
}

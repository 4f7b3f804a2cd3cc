// Several servers on one database, with clocks that differ: who looks after an attempt, and that no
// attempt waits for a time that another machine's clock has set.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct TakeOverTests {
    /// An attempt that nobody confirms on the phone.
    private func begin(
        _ shop: Shop, with server: Server, register: String = "01"
    ) async throws -> MerchantOrderNumber {
        try await server.sweep.prepare()
        let till = try await shop.till(register)
        let sale = try await till.ringUp()
        shop.weChatPay.next(.asksForPassword)
        return try await server.pay(sale, by: till)
    }

    @Test(
        "P4 stolen by a server whose clock is days off, which dies: taken up in 5 s, over in minutes",
        arguments: [86_400, 172_800, -86_400] as [Int64])
    func stolen(_ off: Int64) async throws {
        try await withShop { shop in
            let (home, thief) = (
                try Server(shop, "home"), try Server(shop, "thief", clockOff: .seconds(off))
            )
            let number = try await begin(shop, with: home)
            try await shop.pass(.seconds(3), with: home, thief)
            // The wallet is silent, so that all the thief does is set times by its clock.
            shop.weChatPay.silence(.timeout)
            await thief.driver.feed(.askRequested, to: number, by: .person(try StaffID("1007")))
            #expect(try await shop.worker(of: number) == "thief")
            try await shop.pass(.seconds(10), with: home, thief)
            #expect(try await shop.worker(of: number) == "thief", "taken from one that lives")

            shop.weChatPay.silence(nil)
            try await shop.pass(.seconds(5), with: home)
            #expect(try await shop.worker(of: number) == "home")
            try await shop.pass(.minutes(4), with: home)
            #expect(try await shop.attempt(number).state == .reversed(.deadline))
            #expect(try await shop.journal(of: number).filter { $0 == "restarted" }.count == 2)
        }
    }

    @Test(
        "P4 begun by a server whose clock is a day ahead, which dies: over in minutes all the same")
    func begunAhead() async throws {
        try await withShop { shop in
            let (ahead, home) = (
                try Server(shop, "ahead", clockOff: .hours(24)), try Server(shop, "home")
            )
            let number = try await begin(shop, with: ahead)
            try await shop.pass(.seconds(5), with: home)
            #expect(try await shop.worker(of: number) == "home")
            #expect(try await shop.attempt(number).startedAt <= shop.clock.now)
            try await shop.pass(.minutes(4), with: home)
            #expect(try await shop.attempt(number).state == .reversed(.deadline))
        }
    }

    @Test("Two live servers with clocks an hour apart take nothing from each other")
    func apart() async throws {
        try await withShop { shop in
            let (one, two) = (
                try Server(shop, "one"), try Server(shop, "two", clockOff: .hours(1))
            )
            let first = try await begin(shop, with: one, register: "01")
            let second = try await begin(shop, with: two, register: "02")
            try await shop.pass(.seconds(40), with: one, two)
            #expect(try await shop.worker(of: first) == "one")
            #expect(try await shop.worker(of: second) == "two")
            #expect(try await shop.workers() == ["one", "two"])
            try await shop.pass(.minutes(3), with: one, two)
            for number in [first, second] {
                #expect(try await shop.attempt(number).state == .reversed(.deadline))
                #expect(!(try await shop.journal(of: number).contains("restarted")))
            }
        }
    }

    @Test("Whoever moves it owns it: `restarted` stands in the journal before the event")
    func ownerChange() async throws {
        try await withShop { shop in
            let (home, other) = (
                try Server(shop, "home"), try Server(shop, "other", clockOff: .hours(-30))
            )
            let number = try await begin(shop, with: home)
            let before = try await shop.attempt(number)
            await other.driver.feed(.askRequested, to: number, by: .person(try StaffID("1007")))
            #expect(
                try await shop.journal(of: number)
                    == ["begun", "pay-awaiting-shopper", "restarted", "ask-requested"]
                    + ["query-awaiting-shopper"])
            let after = try await shop.attempt(number)
            #expect(try await shop.worker(of: number) == "other")
            #expect(after.startedAt == before.startedAt.advanced(by: .hours(-30)))
            #expect(after.payableUntil == after.startedAt.advanced(by: .seconds(90)))
            // That the row is the fold of its journal is what the auditor says.
            try await shop.pass(.minutes(4), with: other)
        }
    }

    @Test("Asked about at two live servers in turn, by one clock: the window is not counted anew")
    func inTurn() async throws {
        try await withShop { shop in
            let (home, other) = (try Server(shop, "home"), try Server(shop, "other"))
            let number = try await begin(shop, with: home)
            try await other.sweep.prepare()
            let window = try await shop.attempt(number).payableUntil
            for turn in 0..<30 where try await shop.attempt(number).isOpen {
                let server = turn % 2 == 0 ? other : home
                await server.driver.feed(
                    .askRequested, to: number, by: .person(try StaffID("1007")))
                if turn < 3 {
                    #expect(try await shop.worker(of: number) == (turn % 2 == 0 ? "other" : "home"))
                }
                try await shop.pass(.seconds(5), with: home, other)
            }
            let ended = try await shop.attempt(number)
            #expect(ended.state == .reversed(.deadline))
            #expect(ended.payableUntil == window)
            #expect(!(try await shop.journal(of: number).contains("restarted")))
        }
    }

    @Test("An event that is refused leaves the take-over and the case that it opened")
    func refused() async throws {
        try await withShop { shop in
            let home = try Server(shop, "home")
            let number = try await begin(shop, with: home)
            shop.clock.advance(by: .minutes(6))
            let other = try Server(shop, "other")
            // No reversal was asked for, so this is a mistake in the program.
            let outcome = await other.driver.feed(
                .reverseAnswered(.reversed), to: number, by: .channel)
            guard case .refused(let stored, .bug) = outcome else {
                Issue.record("not refused: \(outcome)")
                return
            }
            #expect(stored.worker == "other")
            #expect(try await shop.worker(of: number) == "other")
            #expect(try await shop.journal(of: number).last == "restarted")
            #expect(try await shop.cases(number) == ["bug", "unresolved-too-long"])
            // Its question was not asked, and its step is in the row: the sweep asks.
            try await shop.pass(.minutes(4), with: other)
            #expect(try await shop.attempt(number).state == .reversed(.deadline))
            #expect(try await shop.cases(number) == ["bug", "unresolved-too-long (answered)"])
        }
    }

    @Test("An answer that makes another server the owner is not asked for again")
    func ownerByAnswer() async throws {
        try await withShop { shop in
            let (home, other) = (try Server(shop, "home"), try Server(shop, "other"))
            let number = try await begin(shop, with: home)
            let asked = shop.weChatPay.queries
            let answer = AttemptEvent.queryAnswered(.awaitingShopper, askedAt: shop.clock.now)
            await other.driver.feed(answer, to: number, by: .channel)
            #expect(try await shop.worker(of: number) == "other")
            #expect(shop.weChatPay.queries == asked)
            // The answer has set the next step, so asking goes on.
            try await shop.pass(.minutes(4), with: other)
            #expect(try await shop.attempt(number).state == .reversed(.deadline))
        }
    }

    @Test("Told by the channel at another server that it was paid: counted, and nobody is asked")
    func endedByTakeOver() async throws {
        try await withShop { shop in
            let (home, other) = (try Server(shop, "home"), try Server(shop, "other"))
            let number = try await begin(shop, with: home)
            shop.weChatPay.confirm(number)
            let order = try #require(shop.weChatPay.order(number))
            let proof = PaidProof(
                merchantOrderNumber: order.number, channelTradeNumber: order.tradeNumber,
                amount: order.amount, currency: order.currency, merchantAccount: order.account,
                paidAt: order.paidAt)
            let asked = shop.weChatPay.queries
            await other.driver.feed(.notified(proof), to: number, by: .channel)
            #expect(try await shop.attempt(number).state == .succeeded(proof))
            #expect(shop.weChatPay.queries == asked)
        }
    }
}

@Suite struct RefundTakeOverTests {
    @Test(
        "P4 a refund that another server moves is that server's, with the take-over in its journal")
    func ownerChange() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            shop.weChatPay.change { $0.refunds.fates = [.processing] }
            try await till.giveBack(sale, [pieces(1)])
            let number = try #require(try await till.refunds(of: sale).first).number
            let begun = try #require(try await till.refunds(of: sale).first).startedAt
            let other = try Server(shop, "other", clockOff: .hours(-30))
            await other.driver.feed(.askRequested, to: number, by: .person(try StaffID("1007")))
            let lines = try await shop.read { try JournalTable.lines(of: number, in: $0) }
            #expect(lines.map(\.event).contains("restarted"))
            let refund = try #require(try await till.refunds(of: sale).first)
            #expect(refund.startedAt == begun.advanced(by: .hours(-30)))
            shop.weChatPay.finishRefunds()
            try await shop.pass(.minutes(4), with: other)
            #expect(try await till.refunds(of: sale).map(\.state.name) == ["succeeded"])
        }
    }

    @Test("P2 what ends by the event that takes it over is not sent any more")
    func endedByTakeOver() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, _) = try await till.sold()
            // The process dies when the return is durable and nothing has been sent.
            try shop.process.database.die(Death(write: 2, point: .beforeCommit))
            _ = try? await till.giveBack(sale, [pieces(1)])
            try await shop.restart()
            let refund = try #require(try await shop.till().refunds(of: sale).first)
            #expect(refund.state == .reserved)
            let proof = RefundProof(
                refundNumber: refund.number.text, merchantOrderNumber: refund.order.digits,
                channelRefundNumber: "50", amount: refund.amount, refundedAt: nil)
            let moment = try shop.process.driver.moment()
            // A look at what would follow; nothing of it is kept.
            await #expect(throws: Looked(state: "succeeded", calls: [])) {
                try await shop.write { transaction in
                    let outcome = try RefundBodies.apply(
                        .notified(proof), to: refund.number, by: .channel, moment: moment,
                        in: transaction)
                    guard case .moved(let move) = outcome else { return }
                    throw Looked(
                        state: move.stored.refund.state.name,
                        calls: move.effects.filter { $0 == .send || $0 == .query })
                }
            }
            try await shop.pass(.minutes(1), lookingEvery: .seconds(1))
            #expect(try await shop.till().refunds(of: sale).map(\.state.name) == ["succeeded"])
        }
    }

    private struct Looked: Error, Equatable {
        let state: String
        let calls: [RefundEffect]
    }
}

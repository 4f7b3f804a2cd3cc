// The lights are judged by the last calls as they went, and by nothing older than a minute.

import Payments
import Persistence
import Retail
import Sales
import Testing

@testable import Checkout

@Suite struct ChannelHealthTests {
    struct Call: Sendable {
        let isUsable: Bool
        var outcome: CallOutcome { isUsable ? .succeeded : .inDoubt }
        /// When it was asked, in seconds.
        let at: Int64
        /// How long it took, in milliseconds.
        let took: Int64
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let calls: [Call]
        let seenAt: Int64
        let light: ChannelHealth.Light
        let since: Int64?
    }

    private static let ok = Call(isUsable: true, at: 0, took: 300)

    static let stories = [
        Story(testDescription: "no calls", calls: [], seenAt: 0, light: .working, since: nil),
        Story(testDescription: "well", calls: [ok], seenAt: 1, light: .working, since: nil),
        Story(
            testDescription: "answers late", calls: [Call(isUsable: true, at: 0, took: 3_000)],
            seenAt: 4, light: .slow, since: nil),
        Story(
            testDescription: "one failure may be chance",
            calls: [ok, Call(isUsable: false, at: 5, took: 10)], seenAt: 6, light: .slow, since: 5),
        Story(
            testDescription: "two are an outage, since the first",
            calls: [
                ok, Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 10),
            ], seenAt: 10, light: .down, since: 5),
        Story(
            testDescription: "an answer ends it",
            calls: [
                Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 10),
                Call(isUsable: true, at: 12, took: 100),
            ], seenAt: 13, light: .working, since: nil),
        Story(
            testDescription: "nobody asked for over a minute: nothing is known",
            calls: [
                Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 0),
            ], seenAt: 70, light: .working, since: nil),
        Story(
            testDescription: "nobody asked for a minute: still down",
            calls: [
                Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 0),
            ], seenAt: 69, light: .down, since: 5),
    ]

    @Test("A wallet's light", arguments: stories)
    func light(_ story: Story) {
        let health = ChannelHealth()
        for call in story.calls {
            let asked = Timestamp(microseconds: call.at * 1_000_000)
            health.note(
                .alipay, call.outcome, from: asked,
                to: asked.advanced(by: .milliseconds(call.took)))
        }
        let seen = health.light(
            of: .alipay, at: Timestamp(microseconds: story.seenAt * 1_000_000))
        #expect(seen.light == story.light)
        #expect(seen.since?.microseconds == story.since.map { $0 * 1_000_000 })
        #expect(
            health.light(of: .weChatPay, at: Timestamp(microseconds: 0)).light == .working)
    }

    struct GateStory: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Of each call: when it was asked and answered, in seconds, and whether usably.
        let calls: [(at: Int64, isUsable: Bool)]
        /// When payments want to begin, and whether each may.
        let asked: [(at: Int64, mayBegin: Bool)]
    }

    static let gateStories = [
        GateStory(testDescription: "no calls", calls: [], asked: [(0, true)]),
        GateStory(
            testDescription: "three in a row may be one customer's trouble",
            calls: [(0, false), (5, false), (10, false)], asked: [(11, true)]),
        GateStory(
            testDescription: "four within five seconds are a moment's trouble",
            calls: [(0, false), (1, false), (2, false), (3, false)],
            asked: [(4, true), (5, false)]),
        GateStory(
            testDescription: "four in a row shut it; one in ten seconds may try",
            calls: [(0, false), (5, false), (10, false), (15, false)],
            asked: [(16, false), (24, false), (25, true), (26, false), (34, false), (35, true)]),
        GateStory(
            testDescription: "while questions are asked they are what tries",
            calls: [(0, false), (5, false), (10, false), (15, false), (24, false)],
            asked: [(26, false), (33, false), (34, true)]),
        GateStory(
            testDescription: "an answer opens it",
            calls: [(0, false), (5, false), (10, false), (15, false), (16, true)],
            asked: [(17, true), (18, true)]),
    ]

    @Test("Whether a payment may begin", arguments: gateStories)
    func gate(_ story: GateStory) {
        let health = ChannelHealth()
        func second(_ number: Int64) -> Timestamp { Timestamp(microseconds: number * 1_000_000) }
        for call in story.calls {
            let (outcome, at) = (call.isUsable ? CallOutcome.answered : .inDoubt, second(call.at))
            health.note(.bestPay, outcome, from: at, to: at)
        }
        for asked in story.asked {
            let gate = health.gate(of: .bestPay, at: second(asked.at))
            #expect(
                gate == (asked.mayBegin ? .open : .shut(since: second(0))), "at \(asked.at) s")
            #expect(health.gate(of: .alipay, at: second(asked.at)) == .open)
        }
    }

    @Test(
        "While a wallet answers nobody its scans are refused unsent, others go, and it opens again")
    func refused() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let start = shop.clock.now
            func hear(_ isUsable: Bool) throws {
                try shop.process.driver.health.note(
                    .weChatPay, isUsable ? .answered : .inDoubt, account: "1900000109",
                    from: shop.clock.now,
                    to: shop.clock.now)
            }
            for _ in 1...4 {
                try hear(false)
                shop.clock.advance(by: .seconds(2))
            }
            let refusal = OperatorNotice.walletNotAnswering(
                .weChatPay, since: start, others: [.alipay])
            await #expect(throws: refusal) { try await till.scan(sale) }
            #expect(refusal.moneyMoved == .no)
            #expect(refusal.text.chinese.contains("微信支付从 15:42 起没有应答"))
            #expect(refusal.text.nextChinese.contains("支付宝"))
            #expect(try await till.attempts(of: sale).isEmpty)
            #expect(try await till.sale(sale).tenders.isEmpty)
            // A wallet that answers takes the same sale.
            try await till.pay(sale, .alipay, amount: Money(fen: 100))
            #expect(try await till.attempts(of: sale).count == 1)
            try hear(true)
            try await till.pay(sale)
            #expect(try await till.attempts(of: sale).count == 2)
            try await till.complete(sale)
        }
    }

    @Test("An act that was done before the wallet fell silent is answered as it was")
    func repeated() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let act = Act.beginPayment(
                sale: sale, code: PaymentCode.test(.weChatPay, 77), amount: nil,
                isNotIdentityCard: false)
            _ = try await till.perform(act, key: "scan-once")
            let number = try #require(try await till.attempts(of: sale).last).attempt.number
            for _ in 1...4 {
                try shop.process.driver.health.note(
                    .weChatPay, .inDoubt, account: "1900000109", from: shop.clock.now,
                    to: shop.clock.now)
                shop.clock.advance(by: .seconds(2))
            }
            #expect(try await till.perform(act, key: "scan-once").sale == sale)
            #expect(try await till.attempts(of: sale).map(\.attempt.number) == [number])
            try await shop.settle()
            try await till.complete(sale)
        }
    }
}

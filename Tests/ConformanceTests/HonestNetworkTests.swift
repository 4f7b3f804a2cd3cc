// What every client must be able to do when nothing goes wrong, and what must never happen twice.

import Channels
import Payments
import Retail
import Testing

@Suite("Every client, an honest network", .serialized)
struct HonestNetworkTests {
    private func with(
        _ speaker: Speaker, account: String = "lin",
        _ body: @escaping @Sendable (Network, Purchase) async throws -> Void
    ) async throws {
        try await Network.run { network in
            let channel = try speaker.channel(network.channels, network.world)
            try await body(network, try Purchase(network, speaker, channel, serial: 1))
        }
    }

    @Test("A payment is paid, with its number and its amount", arguments: Speaker.allCases)
    func pays(speaker: Speaker) async throws {
        try await with(speaker) { _, purchase in
            let answer = try await purchase.pay()
            // UnionPay's own word on the call is a receipt; the others say "paid" at once.
            if case .paid(let proof) = answer {
                #expect(purchase.isBelieved(proof))
            } else {
                #expect(speaker == .unionPay && answer == .awaitingShopper)
            }
            guard case .paid(let proof) = await purchase.query() else {
                Issue.record("not paid")
                return
            }
            #expect(purchase.isBelieved(proof))
            #expect(try await purchase.truth()?.debitedFen == Purchase.amount.fen)
        }
    }

    @Test("A code pays once, and one that is nobody's does not", arguments: Speaker.allCases)
    func notEnough(speaker: Speaker) async throws {
        try await with(speaker) { _, purchase in
            let answer = try await purchase.pay(account: "poor")
            guard case .declined(let decline) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(decline.kind == .notEnoughMoney)
            #expect(try await purchase.truth()?.debitedFen == 0)
            guard case .closed = await purchase.query() else {
                Issue.record("a declined order is not closed")
                return
            }
        }
    }

    @Test("While the customer types nothing is decided; then it is", arguments: Speaker.allCases)
    func password(speaker: Speaker) async throws {
        try await with(speaker) { network, purchase in
            #expect(try await purchase.pay(account: "slow") == .awaitingShopper)
            #expect(await purchase.query() == .awaitingShopper)
            let path = "/orders/\(purchase.number.digits)/approval?channel=\(speaker.wallet)"
            try await network.control(.post, path, "{\"password\":\"445566\"}")
            guard case .paid(let proof) = await purchase.query() else {
                Issue.record("not paid after the password")
                return
            }
            #expect(purchase.isBelieved(proof))
        }
    }

    @Test("A reversal of a paid order gives the money back, once", arguments: Speaker.allCases)
    func reverses(speaker: Speaker) async throws {
        try await with(speaker) { _, purchase in
            _ = try await purchase.pay()
            for _ in 0..<2 {
                purchase.judge(await purchase.reverse(), try await purchase.truth(), "reverse")
                let truth = try await purchase.truth()
                #expect(truth?.state == "REVERSED")
                #expect(truth?.returnedFen == Purchase.amount.fen)
            }
            switch await purchase.query() {
            case .closed, .refunded: return
            case let answer: Issue.record("\(answer) after a reversal")
            }
        }
    }

    @Test(
        "A reversal of what is not there undoes nothing: a late payment shows",
        arguments: Speaker.allCases)
    func late(speaker: Speaker) async throws {
        try await with(speaker) { network, purchase in
            #expect(await purchase.query() == .notFound)
            #expect(await purchase.reverse() == .nothingToReverse)
            _ = try await purchase.pay()
            guard case .paid(let proof) = await purchase.query() else {
                Issue.record("the late payment does not show")
                return
            }
            #expect(purchase.isBelieved(proof))
        }
    }

    @Test(
        "The same refund number gives back once, a second number the rest, and no third more",
        arguments: Speaker.allCases)
    func refunds(speaker: Speaker) async throws {
        try await with(speaker) { network, purchase in
            _ = try await purchase.pay()
            for _ in 0..<3 {
                let answer = await purchase.giveBack()
                purchase.judge(answer, try await purchase.truth(), "refund")
                network.world.pass(.seconds(3))
            }
            guard case .done(let proof) = await purchase.queryRefund() else {
                Issue.record("not given back")
                return
            }
            #expect(purchase.isBelieved(proof))
            #expect(try await purchase.truth()?.returnedFen == Purchase.givenBack.fen)
            let rest = try Purchase(network, speaker, purchase.channel, serial: 2).refund
            _ = await purchase.giveBack(Money(fen: 150), as: rest)
            let third = try Purchase(network, speaker, purchase.channel, serial: 3).refund
            let answer = await purchase.giveBack(Money(fen: 1), as: third)
            switch answer {
            case .failed, .unresolved: break
            default: Issue.record("more than was paid: \(answer)")
            }
            network.world.pass(.seconds(3))
            #expect(try await purchase.truth()?.returnedFen == Purchase.amount.fen)
        }
    }

    @Test("A refund that is not there is not found, never failed", arguments: Speaker.allCases)
    func unknownRefund(speaker: Speaker) async throws {
        try await with(speaker) { _, purchase in
            _ = try await purchase.pay()
            #expect(await purchase.queryRefund() == .notFound)
        }
    }
}

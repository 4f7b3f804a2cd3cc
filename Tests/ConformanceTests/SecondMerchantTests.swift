// Two merchants at one wallet, each with its own client: neither is told of the other's orders, and
// whoever has the keys of one cannot act for the other.

import ChannelSimulators
import Channels
import Payments
import Retail
import Testing

@Suite("Every client, two merchants", .serialized)
struct SecondMerchantTests {
    private func with(
        _ speaker: Speaker,
        _ body: @escaping @Sendable (Network, Purchase, Purchase) async throws -> Void
    ) async throws {
        try await Network.run { network in
            let first = try speaker.channel(network.channels, network.world)
            let second = try speaker.channel(network.second, network.world)
            // The same number at both, as a restored till may use it.
            try await body(
                network, try Purchase(network, speaker, first, serial: 1),
                try Purchase(network, speaker, second, serial: 1))
        }
    }

    private func paid(_ purchase: Purchase) async throws -> PaidProof {
        _ = try await purchase.pay()
        guard case .paid(let proof) = await purchase.query() else {
            throw Network.Failed(what: "pay")
        }
        #expect(purchase.isBelieved(proof))
        return proof
    }

    @Test(
        "What one has done the other is told nothing of, and cannot undo",
        arguments: Speaker.allCases)
    func invisible(speaker: Speaker) async throws {
        try await with(speaker) { _, first, second in
            let proof = try await paid(first)
            #expect(await second.query() == .notFound)
            let byTrade = await second.channel.query(.channelTradeNumber(proof.channelTradeNumber))
            switch byTrade {
            case .notFound, .unresolved: break
            default: Issue.record("by the wallet's number: \(byTrade)")
            }
            _ = await second.reverse()
            let refund = await second.channel.refund(
                SendPermit(
                    afterCommitOf: RefundRequest(
                        refund: second.refund, order: second.number,
                        tradeNumber: proof.channelTradeNumber, paid: Purchase.amount,
                        amount: Purchase.givenBack, reason: "退货")))
            switch refund {
            case .done, .accepted: Issue.record("\(refund)")
            case .later, .failed, .unresolved, .neverSent: break
            }
            let truth = try await first.truth()
            #expect(truth?.state == "PAID" && truth?.returnedFen == 0 && truth?.refunds == [])
            #expect(await first.query() == .paid(proof))
        }
    }

    @Test("A number pays once at each; money goes back for each alone", arguments: Speaker.allCases)
    func each(speaker: Speaker) async throws {
        try await with(speaker) { network, first, second in
            let proof = try await paid(first)
            let other = try await paid(second)
            #expect(proof.channelTradeNumber != other.channelTradeNumber)
            switch await second.giveBack() {
            case .done, .accepted: break
            case let answer: Issue.record("\(answer)")
            }
            network.world.pass(.seconds(10))
            guard case .done(let back) = await second.queryRefund() else {
                Issue.record("not given back")
                return
            }
            #expect(second.isBelieved(back))
            #expect(await first.queryRefund() == .notFound)
            #expect(await first.query() == .paid(proof))
        }
    }

    @Test(
        "With another's keys, or a name that nobody has, no word is believed and nothing is done",
        arguments: Speaker.allCases, [true, false])
    func wrong(speaker: Speaker, isKnown: Bool) async throws {
        try await Network.run { network in
            // The second one's keys, under the first one's name, or under one that is nobody's.
            let name = speaker == .weChatPayV3 ? "wechatV3" : speaker.wallet
            var text = network.second.text
            for key in ["appID", "merchantID", "certificateID", "certificateSerial"] {
                guard let own = network.second[name]?[key]?.string,
                    let other = network.channels[name]?[key]?.string
                else { continue }
                let nobodys = String(own.dropLast()) + (own.hasSuffix("7") ? "8" : "7")
                text = text.replacing("\"\(own)\"", with: "\"\(isKnown ? other : nobodys)\"")
            }
            let channels = try #require(JSON(reading: Array(text.utf8)))
            let channel = try speaker.channel(channels, network.world)
            let purchase = try Purchase(network, speaker, channel, serial: 2)
            switch try await purchase.pay() {
            case .unresolved: break
            case .declined(let decline): #expect(decline.kind == .ourConfiguration)
            case let answer: Issue.record("\(answer)")
            }
            let found = await purchase.query()
            guard case .unresolved = found else {
                Issue.record("\(found)")
                return
            }
            #expect(try await purchase.truth() == nil)
        }
    }
}

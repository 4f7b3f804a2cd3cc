// What is proven of the played wallets holds for the real ones only if both have the same pace.

import Channels
import Payments
import Retail
import Testing

@testable import Simulation

@Suite("The pace of the played wallets") struct PaceTests {
    /// How long a call may wait for its answer, as the settings have it.
    private static let usual = 10_000
    private static let ofGateway = 15_000

    private static let real: [String: ChannelPace] = [
        "wechat-v2": WeChatPayPace.pace(answerTimeoutMilliseconds: usual),
        "wechat-v3": WeChatPayPace.pace(
            answerTimeoutMilliseconds: usual, payableFor: .minutes(3)),
        "alipay": AlipayPace.pace(answerTimeoutMilliseconds: usual),
        "bestpay": BestPayPace.pace(answerTimeoutMilliseconds: usual),
        "unionpay": UnionPayPace.pace(answerTimeoutMilliseconds: usual),
        "aggregator": AggregatorPace.pace(answerTimeoutMilliseconds: ofGateway),
    ]

    @Test("is the pace of the real ones", arguments: Manners.all)
    func isTheirs(_ manners: Manners) throws {
        #expect(manners.pace == (try #require(Self.real[manners.name])))
    }

    @Test("every channel is played in some world, and each world has four wallets")
    func isPlayed() {
        var met: Set<String> = []
        for seed in UInt64(0)..<40 {
            let plan = WorldPlan(seed: seed, payments: 1, faults: [])
            met.formUnion(Wallet.played.map { plan.manners(of: $0).name })
        }
        #expect(met == Set(Manners.all.map(\.name)))
        #expect(Wallet.played.count == 4)
    }
}

// What is proven of the played wallets holds for the real ones only if both have the same pace.

import Channels
import Payments
import Retail
import Testing

@testable import Simulation

@Suite("The pace of the played wallets") struct PaceTests {
    /// How long the simulation's calls wait for their answer.
    private static let timeOutMilliseconds = 10_000

    @Test("is the pace of the real ones")
    func isTheirs() {
        #expect(
            ChannelPace.simulatedWeChatPay
                == WeChatPayPace.pace(answerTimeoutMilliseconds: Self.timeOutMilliseconds))
        #expect(
            ChannelPace.simulatedAlipay
                == AlipayPace.pace(answerTimeoutMilliseconds: Self.timeOutMilliseconds))
    }

    @Test("is the one that a world gives its wires", arguments: Wallet.played)
    func isUsed(_ wallet: Wallet) {
        let pace = WorldPlan(seed: 1, payments: 1, faults: []).pace(of: wallet)
        #expect(pace == (wallet == .alipay ? .simulatedAlipay : .simulatedWeChatPay))
    }
}

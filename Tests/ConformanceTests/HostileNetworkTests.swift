// Every client against every fault of the network, in each of its five calls. Real requests over
// real connections; the network's ledger has the last word.

import Channels
import Payments
import Retail
import Testing

@Suite("Every client, every fault", .serialized)
struct HostileNetworkTests {
    private static let calls = ["pay", "query", "reverse", "refund", "refundQuery"]

    @Test(
        "Whatever happens on the way, no client claims what is not so",
        arguments: Speaker.allCases)
    func faults(speaker: Speaker) async throws {
        try await Network.run { network in
            let channel = try speaker.channel(network.channels, network.world)
            var serial: UInt32 = 0
            var asked = Set<String>()
            for kind in Network.faults {
                for call in Self.calls {
                    serial += 1
                    let purchase = try Purchase(network, speaker, channel, serial: serial)
                    let what = "\(speaker) · \(kind) · \(call)"
                    let left = try await network.faultsLeft()
                    try await Self.meet(purchase, kind, call, what)
                    // A fault that this call cannot meet is left over, and left behind.
                    if try await network.faultsLeft() == left { asked.insert(kind) }
                    _ = try await network.control(.post, "/reset", "{}")
                }
            }
            // No kind is in the list for nothing; Alipay gives back at once, so nothing is closed
            // later.
            let never: Set<String> = speaker.wallet == "alipay" ? ["refundClosed"] : []
            #expect(asked == Set(Network.faults).subtracting(never))
        }
    }

    private static func meet(
        _ purchase: Purchase, _ kind: String, _ call: String, _ what: String
    ) async throws {
        let (network, speaker) = (purchase.network, purchase.speaker)
        if call != "pay" {
            purchase.judge(try await purchase.pay(), try await purchase.truth(), "before")
            guard case .paid(let proof) = await purchase.query(), purchase.isBelieved(proof) else {
                Issue.record("\(what): no payment to begin with")
                return
            }
        }
        if call == "refundQuery" { _ = await purchase.giveBack() }
        network.world.pass(.seconds(3))
        if kind == "delayRequest" { network.world.holdSleepers() }
        try await network.fault(kind, speaker.wallet, call)
        switch call {
        case "pay":
            let answer = try await purchase.pay()
            purchase.judge(answer, try await purchase.truth(), what)
            try await settle(purchase, kind) { purchase.judge(answer, $0, what + " later") }
        case "query":
            purchase.judge(await purchase.query(), try await purchase.truth(), what)
        case "reverse":
            let answer = await purchase.reverse()
            purchase.judge(answer, try await purchase.truth(), what)
            try await settle(purchase, kind) { purchase.judge(answer, $0, what + " later") }
        case "refund":
            let answer = await purchase.giveBack()
            purchase.judge(answer, try await purchase.truth(), what)
            try await settle(purchase, kind) { purchase.judge(answer, $0, what + " later") }
        default:
            purchase.judge(await purchase.queryRefund(), try await purchase.truth(), what)
        }
        network.world.wake()
        try await aftermath(purchase, call, what)
    }

    /// Lets arrive what was delayed, and judges the old answer by what has become of it.
    private static func settle(
        _ purchase: Purchase, _ kind: String, _ judge: (Truth?) -> Void
    ) async throws {
        guard kind == "delayRequest" else { return }
        let before = try await purchase.truth()
        purchase.network.world.wake()
        // The delayed work runs beside us; each look is a request of its own.
        for _ in 0..<2_000 where try await purchase.truth() == before { await Task.yield() }
        let after = try await purchase.truth()
        #expect(after != before, "the delayed request did not arrive")
        judge(after)
    }

    /// With the network honest again, asking tells the truth, and asking again for the same does it
    /// once.
    private static func aftermath(
        _ purchase: Purchase, _ call: String, _ what: String
    ) async throws {
        let answer = await purchase.query()
        let truth = try await purchase.truth()
        purchase.judge(answer, truth, what + " afterwards")
        if truth?.state == "PAID", truth?.refunds.isEmpty == true {
            guard case .paid(let proof) = answer else {
                Issue.record("\(what): paid, and the query says \(answer)")
                return
            }
            #expect(purchase.isBelieved(proof))
        }
        guard call == "refund" || call == "refundQuery" else { return }
        // The same again under the same number, until it is there: once, and of the same amount.
        purchase.judge(await purchase.giveBack(), try await purchase.truth(), what + " again")
        purchase.network.world.pass(.seconds(3))
        let given = purchase.given(try await purchase.truth())
        #expect(given.count == 1 && given.first?.fen == Purchase.givenBack.fen, "\(what): \(given)")
        purchase.judge(await purchase.queryRefund(), try await purchase.truth(), what + " asked")
    }
}

// What one server has met of the wallets is told by the others, also when it is gone.

import DemoChain
import Foundation
import Testing

@testable import counterfoil

@Suite struct HealthTests {
    @Test("A payment at a server that has ended is in the figures of another, with its own")
    func ended() async throws {
        try await House.with { house in
            let network = try house.network()
            let (here, there) = (try house.server(), try house.server())
            for (place, served) in [(1, here), (2, there)] {
                let till = TillClient(base: served.base)
                try await till.signIn()
                let sale = try await till.ringUp([(code: "6990000010212", quantity: 1)])
                let code = try await network.send(
                    "POST", "/codes", ["account": "lin", "wallet": "wechat"]
                ).json.code.text
                _ = try await till.pay(sale, code: try #require(code))
                _ = try await till.wait(seconds: 30) { $0.tender.state.text == "paid" }
                _ = try await till.complete(sale)
                // What it has counted is written when it ends.
                #expect(served.process.stop() == 0)
                let other = try house.server()
                let finance = TillClient(base: other.base)
                try await finance.signIn(
                    staff: "1900", pin: DemoChain.pin, store: "0101", register: "02")
                let health = try await finance.web.send("GET", "/api/health/channels").json
                let weChat = try #require(
                    health.channels.array.first { $0.wallet.text == "wechat" })
                #expect(weChat.lastHour.succeeded.integer == Int64(place), "\(health)")
                #expect(weChat.lastDay.inDoubt.integer == 0)
                #expect(weChat.hours.array.count == 24)
                #expect(health.stores.array.first?.store.text == "0101")
            }
        }
    }
}

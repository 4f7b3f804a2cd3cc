// A wallet that answers nothing and tells by itself: the sale is posted by its word, and by its word
// alone.

import DemoChain
import Foundation
import Testing

@testable import counterfoil

@Suite struct NotificationTests {
    private static let cough = [(code: "6990000010212", quantity: Int64(1))]

    @Test(
        "Told by the wallet, at once, twice or late, the sale is posted, though no question is answered"
    )
    func told() async throws {
        try await House.with { house in
            let network = try house.network()
            let till = TillClient(base: try house.server(isTold: true).base)
            try await till.signIn()
            for fault in ["", "twice", "badSignature", "delayRequest"] {
                try await silence(network, telling: fault)
                let sale = try await scan(till, network)
                let after = try await till.wait(seconds: 90) { $0.lastPosted.sale.text == sale }
                #expect(after.lastPosted.sale.text == sale, "\(fault)")
                // Told again, nothing more happens.
                let orders = try await network.send("GET", "/orders").json
                #expect(orders.array.allSatisfy { $0.state.text == "PAID" })
                _ = try await network.send("DELETE", "/faults")
            }
            let log = try house.log()
            #expect(log.contains("a notification is not the wallet's"))
        }
    }

    @Test("A signed notification about another order pays for nothing")
    func otherOrder() async throws {
        try await House.with { house in
            let network = try house.network()
            let till = TillClient(base: try house.server(isTold: true).base)
            try await till.signIn()
            try await silence(network, telling: "otherOrder")
            let sale = try await scan(till, network)
            let end = ContinuousClock.now + .seconds(120)
            while try !house.log().contains("no order or refund of this chain") {
                try #require(ContinuousClock.now < end)
                try await Task.sleep(for: .milliseconds(100))
            }
            let after = try await till.till()
            #expect(after.sale.id.text == sale)
            #expect(after.tender.state.text != "paid")
            // The wallet's own answer is what counts.
            _ = try await network.send("DELETE", "/faults")
            let found = try await till.wait(seconds: 90) { $0.lastPosted.sale.text == sale }
            #expect(found.lastPosted.sale.text == sale)
        }
    }

    @Test("Anybody can post to the address; it is refused in the wallet's words and does nothing")
    func strangers() async throws {
        try await House.with { house in
            _ = try house.network()
            let web = WebClient(base: try house.server(isTold: true).base)
            for wallet in ["alipay", "wechat"] {
                let answer = try await web.send("POST", "/notify/\(wallet)", ["a": 1])
                #expect(answer.status == 200)
                #expect(answer.text == "fail" || answer.text.contains("FAIL"))
            }
            #expect(try await web.send("POST", "/notify/nobody", ["a": 1]).status == 404)
        }
    }

    /// The next payment is debited and not answered, and no question is; its notification meets the
    /// fault first.
    private func silence(_ network: WebClient, telling fault: String) async throws {
        for (call, kind, times) in [
            ("pay", "loseAnswer", 1), ("query", "systemError", nil), ("notification", fault, 1),
        ] as [(String, String, Int64?)] where !kind.isEmpty {
            var body: [String: JSON] = [
                "channel": "alipay", "call": .text(call), "fault": .text(kind),
                "milliseconds": 1_000,
            ]
            if let times { body["times"] = .integer(times) }
            let answer = try await network.send("POST", "/faults", .object(body))
            #expect(answer.status == 201)
        }
    }

    private func scan(_ till: TillClient, _ network: WebClient) async throws -> String {
        let sale = try await till.ringUp(NotificationTests.cough)
        let code = try await network.send(
            "POST", "/codes", ["account": "zhou", "wallet": "alipay"]
        ).json.code.text
        _ = try await till.pay(sale, code: try #require(code))
        return sale
    }
}

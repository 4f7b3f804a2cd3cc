// A wallet that answers nothing and tells by itself: the sale is posted by its word, and by its word
// alone.

import DemoChain
import Foundation
import Persistence
import PersistencePostgres
import PostgresForTests
import Testing

@testable import counterfoil

@Suite struct NotificationTests {
    private static let cough = [(code: "6990000010212", quantity: Int64(1))]

    @Test(
        "Told by the wallet, at once, twice or late, the sale is posted, though no question is answered",
        arguments: [
            ("alipay", ["", "twice", "badSignature", "delayRequest"]), ("unionpay", ["twice"]),
        ])
    func told(_ wallet: String, _ faults: [String]) async throws {
        try await House.with { house in
            let network = try house.network()
            let till = TillClient(base: try house.server(isTold: true).base)
            try await till.signIn()
            for fault in faults {
                try await silence(network, wallet, telling: fault)
                let sale = try await scan(till, network, wallet)
                let after = try await till.wait(seconds: 90) { $0.lastPosted.sale.text == sale }
                #expect(after.lastPosted.sale.text == sale, "\(fault)")
                // Told again, nothing more happens.
                let orders = try await network.send("GET", "/orders").json
                #expect(orders.array.allSatisfy { $0.state.text == "PAID" })
                _ = try await network.send("DELETE", "/faults")
            }
            guard faults.contains("badSignature") else { return }
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
            try await silence(network, "alipay", telling: "otherOrder")
            let sale = try await scan(till, network, "alipay")
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
            for wallet in ["alipay", "wechat", "bestpay", "unionpay"] {
                let answer = try await web.send("POST", "/notify/\(wallet)", ["a": 1])
                #expect(answer.status == (wallet == "unionpay" ? 500 : 200))
                #expect(answer.text.uppercased().contains("FAIL"))
            }
            #expect(try await web.send("POST", "/notify/nobody", ["a": 1]).status == 404)
        }
    }

    @Test(
        "A code was scanned and paid: WeChat Pay's signed word posts the sale, no question is answered",
        arguments: ["2", "3"])
    func scanned(version: String) async throws {
        try await House.with { house in
            let network = try house.network()
            let till = TillClient(
                base: try house.server(
                    isTold: true, more: ["--set", "channels.wechat.version=\(version)"]
                ).base)
            try await till.signIn()
            for fault in ["badSignature", "twice"] {
                try await set(network, "wechat", [("query", "systemError", nil)])
                try await set(network, "wechat", [("notification", fault, 1)])
                let sale = try await till.ringUp(NotificationTests.cough)
                _ = try await till.act("sale/offers", ["sale": .text(sale), "wallet": "wechat"])
                let shown = try await till.wait(seconds: 30) { $0.attempt.offer != .null }
                let number = try #require(shown.attempt.number.text)
                let phone = WebClient(base: String(network.base.dropLast("/control".count)))
                let offers = try await phone.send("GET", "/phone/api/offers").json.offers.array
                let code = try #require(offers.first { $0.number.text == number }?.code.text)
                let path = "/phone/api/people/lin/scans"
                #expect(try await phone.send("POST", path, ["code": .text(code)]).status == 200)
                let approval = "/orders/\(number)/approval"
                let paid = try await network.send("POST", approval, ["password": "135790"])
                #expect(paid.json.state.text == "PAID")
                try await post(sale, till)
                _ = try await network.send("DELETE", "/faults")
            }
            let log = try house.log()
            #expect(log.contains("a notification is not the wallet's"))
        }
    }

    @Test(
        "Told by WeChat Pay, a refund ends: by its signed word in v3, by a question at once in v2",
        arguments: ["2", "3"])
    func givenBack(version: String) async throws {
        try await House.with { house in
            let network = try house.network()
            let till = TillClient(
                base: try house.server(
                    isTold: true, more: ["--set", "channels.wechat.version=\(version)"]
                ).base)
            try await till.signIn()
            let sale = try await till.ringUp(NotificationTests.cough)
            let code = try await network.send(
                "POST", "/codes", ["account": "zhou", "wallet": "wechat"]
            ).json.code.text
            _ = try await till.pay(sale, code: try #require(code))
            try await post(sale, till)
            if version == "3" {
                try await set(network, "wechat", [("refundQuery", "systemError", nil)])
            }
            _ = try await till.act(
                "returns",
                [
                    "sale": .text(sale), "lines": .array([["line": 1, "quantity": 1]]),
                    "reason": "quality",
                ])
            let database = try PostgresDatabase(house.schema.settings)
            let end = ContinuousClock.now + .seconds(60)
            var told: [String] = []
            var isBack = false
            while !isBack {
                try #require(ContinuousClock.now < end, "\(told)")
                try await Task.sleep(for: .milliseconds(100))
                (told, isBack) = try await database.read { transaction in
                    let rows = try transaction.rows(
                        "SELECT event, state_after FROM refund_event ORDER BY seq", [])
                    return (
                        try rows.map { try $0.text("event") },
                        try rows.contains { try $0.text("state_after").hasPrefix("succeeded") }
                    )
                }
            }
            let word = version == "3" ? "notified" : "ask-requested"
            #expect(told.contains { $0.hasPrefix(word) }, "\(told)")
        }
    }

    /// F9, once the till knows that it is paid; it does that by itself when nobody is there.
    private func post(_ sale: String, _ till: TillClient) async throws {
        let paid = try await till.wait(seconds: 60) {
            $0.tender.state.text == "paid" || $0.lastPosted.sale.text == sale
        }
        guard paid.lastPosted.sale.text != sale else { return }
        try #require(paid.tender.state.text == "paid", "\(paid.attempt.state.text ?? "")")
        #expect(try await till.complete(sale).lastPosted.sale.text == sale)
    }

    private func set(
        _ network: WebClient, _ channel: String, _ faults: [(String, String, Int64?)]
    ) async throws {
        for (call, kind, times) in faults {
            var body: [String: JSON] = [
                "channel": .text(channel), "call": .text(call), "fault": .text(kind),
            ]
            if let times { body["times"] = .integer(times) }
            #expect(try await network.send("POST", "/faults", .object(body)).status == 201)
        }
    }

    /// The next payment is debited and not answered, and no question is; its notification meets the
    /// fault first.
    private func silence(
        _ network: WebClient, _ wallet: String, telling fault: String
    ) async throws {
        for (call, kind, times) in [
            ("pay", "loseAnswer", 1), ("query", "systemError", nil), ("notification", fault, 1),
        ] as [(String, String, Int64?)] where !kind.isEmpty {
            var body: [String: JSON] = [
                "channel": .text(wallet), "call": .text(call), "fault": .text(kind),
                "milliseconds": 1_000,
            ]
            if let times { body["times"] = .integer(times) }
            let answer = try await network.send("POST", "/faults", .object(body))
            #expect(answer.status == 201)
        }
    }

    private func scan(
        _ till: TillClient, _ network: WebClient, _ wallet: String
    ) async throws -> String {
        let sale = try await till.ringUp(NotificationTests.cough)
        let code = try await network.send(
            "POST", "/codes", ["account": "zhou", "wallet": .text(wallet)]
        ).json.code.text
        _ = try await till.pay(sale, code: try #require(code))
        return sale
    }
}

// SIGHUP to a real server: the wallet's key is changed on its platform, then in the settings, and the
// till goes on all the while.

import Foundation
import Testing

@testable import counterfoil

@Suite struct RereadingTests {
    private static let cough: [(code: String, quantity: Int64)] = [("6990000010212", 1)]
    private static let newKey = "5555444433332222" + "0000999988887777"

    @Test("A key is changed while the server runs; a mistake is refused, and the old still counts")
    func keys() async throws {
        try await House.with { house in
            let network = try house.network()
            let served = try house.server()
            let till = TillClient(base: served.base)
            try await till.signIn()

            // Paid, and not heard of before the wallet's key is another one.
            for (call, kind) in [("pay", "loseAnswer"), ("query", "systemError")] {
                let fault: JSON = [
                    "channel": "wechat", "call": .text(call), "fault": .text(kind),
                ]
                #expect(try await network.send("POST", "/faults", fault).status == 201)
            }
            let sale = try await pay(till, network)
            var settings = try house.settings()
            let merchant = try #require(settings.channels.wechat.merchantID.text)
            let changed = try await network.send(
                "PUT", "/wechat-key",
                ["merchantID": .text(merchant), "key": .text(RereadingTests.newKey)])
            #expect(changed.status == 200)
            _ = try await network.send("DELETE", "/faults")

            // A mistake: its name is in the log, its value is not, and the till is served.
            settings = settings.with(["channels", "wechat", "key"], .text("tooshort55"))
            try house.write(settings: settings)
            served.process.signal(SIGHUP)
            try await house.waitForLog("channels.wechat.key")
            let log = try house.log()
            #expect(log.contains("refused; the old ones still count"))
            #expect(!log.contains("tooshort55"))
            #expect(try await till.till().sale.id.text == sale)

            settings = settings.with(["channels", "wechat", "key"], .text(RereadingTests.newKey))
            try house.write(settings: settings)
            served.process.signal(SIGHUP)
            try await house.waitForLog("the settings were read again; payments use")
            let found = try await till.wait(seconds: 60) {
                $0.tender.state.text == "paid"
                    || $0.lastPosted.sale.text == sale
            }
            #expect(found.tender.state.text == "paid" || found.lastPosted.sale.text == sale)
            if found.lastPosted.sale.text != sale { _ = try await till.complete(sale) }
            let next = try await pay(till, network)
            let paid = try await till.wait(seconds: 60) { $0.tender.state.text == "paid" }
            #expect(paid.tender.state.text == "paid")
            _ = try await till.complete(next)
            #expect(try !house.log().contains(RereadingTests.newKey))
        }
    }

    private func pay(_ till: TillClient, _ network: WebClient) async throws -> String {
        let sale = try await till.ringUp(RereadingTests.cough)
        let code = try await network.send(
            "POST", "/codes", ["account": "zhou", "wallet": "wechat"]
        ).json.code.text
        _ = try await till.pay(sale, code: try #require(code))
        return sale
    }
}

extension House {
    fileprivate var file: URL { folder.appendingPathComponent("network.json") }

    func settings() throws -> JSON {
        try JSONDecoder().decode(JSON.self, from: try Data(contentsOf: file))
    }

    fileprivate func write(settings: JSON) throws {
        try Data(settings.line.utf8).write(to: file, options: .atomic)
    }

    /// Waits until the servers have said so.
    func waitForLog(_ words: String) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try !log().contains(words) {
            try #require(ContinuousClock.now < end, "the log never said \(words)")
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

extension JSON {
    /// The same with another value at a path.
    fileprivate func with(_ path: [String], _ value: JSON) -> JSON {
        guard let key = path.first, case .object(var members) = self else { return value }
        members[key] = (members[key] ?? .null).with(Array(path.dropFirst()), value)
        return .object(members)
    }
}

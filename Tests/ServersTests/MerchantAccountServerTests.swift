// Two stores with two merchant accounts at one wallet, as real processes: the server, and a network that
// knows both merchants and tells neither of the other's orders.

import DemoChain
import Foundation
import Testing

@testable import counterfoil

@Suite struct MerchantAccountServerTests {
    private static let cough: [(code: String, quantity: Int64)] = [("6990000010212", 1)]

    @Test(
        "Each store pays with its account; after a move what is open is recovered at the old one")
    func twoAccounts() async throws {
        try await House.with { house in
            let network = try house.network()
            let second = try house.secondWeChat()
            let config = try house.write(["accounts": ["0102": ["wechat": second]]])
            let before = try house.server(more: ["--config", config])
            let (first, other) = (TillClient(base: before.base), TillClient(base: before.base))
            try await first.signIn()
            try await other.signIn(
                staff: "1107", pin: DemoChain.pin, store: "0102", register: "01")
            for (till, merchant) in [(first, nil), (other, "second")] {
                let sale = try await pay(till, network)
                let after = try await till.wait(seconds: 30) { $0.tender.state.text == "paid" }
                #expect(after.tender.state.text == "paid")
                let number = try #require(after.attempt.number.text)
                let order = try await network.send("GET", "/orders/\(number)").json
                #expect(order.merchant.text == merchant)
                _ = try await till.complete(sale)
            }

            // The answer is lost, no question is answered, and the store moves meanwhile.
            for (call, kind) in [("pay", "loseAnswer"), ("query", "systemError")] {
                let fault: JSON = [
                    "channel": "wechat", "call": .text(call), "fault": .text(kind),
                ]
                #expect(try await network.send("POST", "/faults", fault).status == 201)
            }
            let sale = try await pay(other, network)
            before.process.kill()
            _ = try house.write(["accounts": ["before": ["openOnly": true, "wechat": second]]])
            _ = try await network.send("DELETE", "/faults")
            let after = TillClient(base: try house.server(more: ["--config", config]).base)
            try await after.signIn(
                staff: "1107", pin: DemoChain.pin, store: "0102", register: "01")
            let done = try await after.wait(seconds: 60) { $0.lastPosted.sale.text == sale }
            #expect(done.lastPosted.sale.text == sale)
            let next = try await pay(after, network)
            let paid = try await after.wait(seconds: 30) { $0.tender.state.text == "paid" }
            let number = try #require(paid.attempt.number.text)
            let order = try await network.send("GET", "/orders/\(number)").json
            #expect(order.merchant.text == nil, "\(next) is the chain's account")
        }
    }

    struct TwoStores: Sendable, CustomTestStringConvertible {
        let wallet: String
        /// Where its settings stand; `wechat` by default is the second version.
        let settings: String
        var more: [String: JSON] = [:]
        var testDescription: String { "\(settings) \(more)" }
    }

    private static let wallets = [
        TwoStores(wallet: "wechat", settings: "wechat"),
        TwoStores(
            wallet: "wechat", settings: "wechatV3", more: ["wechat": ["version": 3]]),
        TwoStores(wallet: "alipay", settings: "alipay"),
        TwoStores(
            wallet: "alipay", settings: "alipay", more: ["alipay": ["mode": "certificate"]]),
        TwoStores(wallet: "bestpay", settings: "bestpay"),
        TwoStores(wallet: "unionpay", settings: "unionpay"),
    ]

    @Test(
        "At every wallet each store pays with its own account, and its money goes back from there",
        arguments: wallets)
    func everyWallet(row: TwoStores) async throws {
        try await House.with { house in
            let network = try house.network()
            var own: [String: JSON] = row.more
            guard case .object(var account) = try house.second()[row.settings] else {
                Issue.record("no second merchant")
                return
            }
            if case .object(let more) = own[row.settings] ?? .null { account.merge(more) { $1 } }
            own[row.settings] = .object(account)
            let config = try house.write([
                "channels": .object(row.more), "accounts": ["0102": .object(own)],
            ])
            let server = try house.server(more: ["--config", config])
            for (staff, store, register, merchant) in [
                ("1007", "0101", "02", nil), ("1107", "0102", "01", "second"),
            ] as [(String, String, String, String?)] {
                let till = TillClient(base: server.base)
                try await till.signIn(
                    staff: staff, pin: DemoChain.pin, store: store, register: register)
                let sale = try await pay(till, network, row.wallet)
                let after = try await till.wait(seconds: 60) { $0.tender.state.text == "paid" }
                #expect(after.tender.state.text == "paid")
                let number = try #require(after.attempt.number.text)
                _ = try await till.complete(sale)
                _ = try await till.act(
                    "returns",
                    [
                        "sale": .text(sale), "lines": .array([["line": 1, "quantity": 1]]),
                        "reason": "quality",
                    ])
                let end = ContinuousClock.now + .seconds(60)
                var order = JSON.null
                while (order.returnedFen.integer ?? 0) == 0, ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(100))
                    order = try await network.send("GET", "/orders/\(number)").json
                }
                #expect(order.merchant.text == merchant)
                #expect(order.returnedFen.integer == order.debitedFen.integer)
            }
        }
    }

    @Test("The doctor asks every account and names its place")
    func doctor() async throws {
        try await House.with { house in
            _ = try house.network()
            let file = house.folder.appendingPathComponent("network.json").path
            let config = try house.write([
                "accounts": ["0102": ["wechat": try house.secondWeChat()]]
            ])
            let well = try Commands.run([
                "doctor", "channels", "--network", file, "--config", config,
            ])
            #expect(well.status == 0, "\(well.output)\(well.errors)")
            #expect(well.output.contains("✓ 微信支付 WeChat Pay channels"))
            #expect(well.output.contains("✓ 微信支付 WeChat Pay accounts.0102"))
            let wrong = try Commands.run([
                "doctor", "channels", "--network", file, "--config", config, "--set",
                "accounts.0102.wechat.key=" + String(repeating: "9", count: 32),
            ])
            #expect(wrong.status == 1)
            #expect(wrong.output.contains("✗ 微信支付 WeChat Pay accounts.0102 (badSignature"))
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// `SECOND` stands for the second merchant's settings.
        let accounts: String
        let sentence: String
    }

    private static let mistakes = [
        Wrong(
            testDescription: "an area without stores", accounts: #"{"east":{"wechat":SECOND}}"#,
            sentence: "accounts.east is wrong: stores must be"),
        Wrong(
            testDescription: "kept, and with stores",
            accounts: #"{"old":{"openOnly":true,"stores":"0101","wechat":SECOND}}"#,
            sentence: "stores or openOnly, and not both"),
        Wrong(
            testDescription: "no channel", accounts: #"{"0102":{"stores":"0102"}}"#,
            sentence: "it has no channel"),
        Wrong(
            testDescription: "a word that is not known",
            accounts: #"{"0102":{"weixin":SECOND}}"#, sentence: "there is no weixin"),
        Wrong(
            testDescription: "a key is missing",
            accounts: #"{"0102":{"wechat":{"base":"http://127.0.0.1:1"}}}"#,
            sentence: "accounts.0102.wechat.appID is missing"),
        Wrong(
            testDescription: "no address", accounts: #"{"0102":{"wechat":{"appID":"wx1"}}}"#,
            sentence: "wechat.base is missing"),
        Wrong(
            testDescription: "the same account twice",
            accounts: #"{"0102":{"wechat":SECOND},"0101":{"wechat":SECOND}}"#,
            sentence: "accounts.0102 and accounts.0101 are the same account"),
        Wrong(
            testDescription: "two areas for one store",
            accounts: """
                {"east":{"stores":"0101,0102","wechat":SECOND},\
                "west":{"stores":"0102","wechat":THIRD}}
                """,
            sentence: "an account at WeChat Pay in accounts.east and in accounts.west"),
    ]

    @Test("A mistake is one sentence that names the setting", arguments: mistakes)
    func refused(_ row: Wrong) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-accounts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func merchant(_ number: Int) -> String {
            """
            {"base":"http://127.0.0.1:1","appID":"wx1","merchantID":"190000011\(number)",\
            "key":"\(String(repeating: "7", count: 32))"}
            """
        }
        let text = row.accounts.replacingOccurrences(of: "SECOND", with: merchant(0))
            .replacingOccurrences(of: "THIRD", with: merchant(1))
        let file = folder.appendingPathComponent("settings.json").path
        try "{\"accounts\":\(text)}".write(toFile: file, atomically: true, encoding: .utf8)
        let done = try Commands.run(["doctor", "channels", "--config", file])
        #expect(done.status == 1)
        #expect(done.errors.contains(row.sentence), "\(done.errors)")
        #expect(!done.errors.contains("7777"))
    }

    /// 41 at a till, up to where its answer is on its way.
    private func pay(
        _ till: TillClient, _ network: WebClient, _ wallet: String = "wechat"
    ) async throws -> String {
        let sale = try await till.ringUp(MerchantAccountServerTests.cough)
        let code = try await network.send(
            "POST", "/codes", ["account": "zhou", "wallet": .text(wallet)]
        ).json.code.text
        _ = try await till.pay(sale, code: try #require(code))
        return sale
    }
}

extension House {
    /// What a till configures for the network's second merchant, at every wallet.
    func second() throws -> JSON {
        let text = try Data(contentsOf: folder.appendingPathComponent("network.json"))
        return try JSONDecoder().decode(JSON.self, from: text).network.second
    }

    /// The same at WeChat Pay, second version.
    func secondWeChat() throws -> JSON { try second().wechat }

    /// Writes the settings file anew and answers with its path.
    func write(_ settings: JSON) throws -> String {
        let file = folder.appendingPathComponent("settings.json")
        try Data(settings.line.utf8).write(to: file, options: .atomic)
        return file.path
    }
}

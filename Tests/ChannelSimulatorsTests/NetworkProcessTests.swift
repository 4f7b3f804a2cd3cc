// The process: its one line, its folder, and its ways of not starting.

import ChannelSimulators
import Foundation
import Testing

@Suite("The network process")
struct NetworkProcessTests {
    @Test("the line names every key a till is configured with, in one line")
    func line() async throws {
        try await Running.run { network in
            let text = network.addresses.json()
            #expect(!text.contains("\n"))
            let base = network.addresses.base
            let wechat = network.line["channels"]?["wechat"]
            #expect(wechat?["base"]?.string == base)
            #expect(wechat?["merchantID"]?.string == "1900000109")
            #expect(wechat?["appID"]?.string?.hasPrefix("wx") == true)
            #expect(wechat?["key"]?.string?.utf8.count == 32)
            #expect(wechat?["signType"]?.string == "HMAC-SHA256")
            let alipay = network.line["channels"]?["alipay"]
            #expect(alipay?["base"]?.string == base + "/gateway.do")
            #expect(alipay?["appID"]?.string?.hasPrefix("2021") == true)
            #expect(alipay?["privateKey"]?.string?.contains("-") == false)
            #expect(alipay?["alipayPublicKey"]?.string?.contains("-") == false)
            #expect(network.line["network"]?["phone"]?.string == base + "/phone")
            #expect(network.line["network"]?["control"]?.string == base + "/control")
            #expect(network.line["network"]?["panel"]?.string == base + "/")
        }
    }

    @Test("a restart keeps bills, balances, codes and credentials, in files only the owner reads")
    func restart() async throws {
        try await withFolder { folder in
            let before = try await Running.run(folder) { network -> (String, String, String) in
                _ = try await network.payWeChat("n1", fen: 6_510)
                _ = try await network.payAlipay("n2", yuan: "200.01")
                return (
                    network.merchant.key, network.merchant.alipayAppID,
                    try await network.code("lin", .wechat)
                )
            }
            for name in ["network.json", "credentials.json"] {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: folder + "/" + name)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            }
            try await Running.run(folder) { network in
                #expect(network.merchant.key == before.0)
                #expect(network.merchant.alipayAppID == before.1)
                #expect(try await network.state("n1") == "PAID")
                #expect(try await network.state("n2") == "WAITING")
                let approved = try await network.client.send(
                    "POST", "/control/orders/n2/approval", json: "{\"password\":\"246801\"}")
                #expect(approved.json?["state"]?.string == "PAID")
                let accounts = try await network.client.send("GET", "/control/accounts").json?.array
                let balances = accounts?.prefix(2).map {
                    $0["wallets"]?.array?.first?["balanceFen"]?.integer
                }
                #expect(balances == [493_490, 479_999])
                let body = network.merchant.wechat([
                    "body": "药品", "out_trade_no": "n3", "total_fee": "1",
                    "spbill_create_ip": "127.0.0.1", "auth_code": before.2,
                ])
                let paid = try await network.client.send("POST", "/pay/micropay", body)
                #expect(
                    wechatFields(paid.body, network.merchant)?["result_code"] == "SUCCESS")
            }
        }
    }

    struct Unreadable: CustomTestStringConvertible, Sendable {
        let file: String
        let content: String
        var testDescription: String { "\(file): \(content.prefix(30))" }
    }

    @Test(
        "an unreadable file is a sentence in two languages, not a crash",
        arguments: [
            Unreadable(file: "network.json", content: ""),
            Unreadable(file: "network.json", content: "{\"accounts\":["),
            Unreadable(
                file: "network.json",
                content:
                    "{\"accounts\":[{\"id\":\"a\",\"name\":\"\",\"nameEnglish\":\"\",\"password\":\"\","
                    + "\"purses\":[{\"wallet\":\"wechat\",\"balance\":-1,\"passwordAbove\":0}]}],"
                    + "\"orders\":[],\"codes\":[],\"serial\":0}"),
            Unreadable(file: "credentials.json", content: "{}"),
            Unreadable(
                file: "credentials.json",
                content:
                    "{\"wechatAppID\":\"wx\",\"wechatKey\":\"0123456789abcdef0123456789abcdef\","
                    + "\"alipayAppID\":\"2\",\"merchantPrivateKey\":\"x\",\"alipayPrivateKey\":\"y\"}"
            ),
        ])
    func unreadable(_ row: Unreadable) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let path = folder + "/" + row.file
            try Data(row.content.utf8).write(to: URL(fileURLWithPath: path))
            let expected: NetworkError =
                row.file == "network.json"
                ? .snapshotUnreadable(path) : .credentialsUnreadable(path)
            #expect(throws: expected) {
                try NetworkProcess(
                    NetworkSettings(port: 0, dataFolder: folder), logger: Running.silent)
            }
            #expect(expected.description.contains("无法读取"))
            #expect(expected.description.contains("cannot be read"))
            // What could not be read is still there for whoever can repair it.
            #expect(FileManager.default.contents(atPath: path) == Data(row.content.utf8))
        }
    }

    @Test("a folder that cannot be one is refused")
    func folder() async throws {
        try await withFolder { folder in
            try Data("file".utf8).write(to: URL(fileURLWithPath: folder))
            for path in [folder, folder + "/below"] {
                #expect(throws: NetworkError.folderNotWritable(path)) {
                    try NetworkProcess(
                        NetworkSettings(port: 0, dataFolder: path), logger: Running.silent)
                }
            }
        }
    }

    @Test("a busy port and an impossible address are refused with a sentence")
    func ports() async throws {
        try await Running.run { network in
            let port = network.client.port
            let second = try NetworkProcess(NetworkSettings(port: port), logger: Running.silent)
            await #expect(throws: NetworkError.portBusy(host: "127.0.0.1", port: port)) {
                try await second.run { _ in Issue.record("it runs") }
            }
            let elsewhere = try NetworkProcess(
                NetworkSettings(host: "192.0.2.1", port: 0), logger: Running.silent)
            await #expect(throws: NetworkError.addressUnusable(host: "192.0.2.1", port: 0)) {
                try await elsewhere.run { _ in Issue.record("it runs") }
            }
        }
    }
}

// `counterfoil statement` as a person runs it: the real program, real files, exit status and words.

import ChannelSimulators
import Channels
import Foundation
import Payments
import Retail
import Testing

/// What the program said.
struct CommandOutput {
    let status: Int32
    let text: String
    let complaint: String

    var json: JSON? { JSON(reading: Array(text.utf8)) }
}

/// Runs the program that was built beside the tests.
func runCounterfoil(_ arguments: [String]) async throws -> CommandOutput {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent()
        .appendingPathComponent("counterfoil")
    process.arguments = arguments
    let (output, complaint) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaint
    // Its end is waited for without a thread of the cooperative pool.
    await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
        process.terminationHandler = { _ in ended.resume() }
        do {
            try process.run()
        } catch {
            ended.resume()
        }
    }
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let words = try complaint.fileHandleForReading.readToEnd() ?? Data()
    return CommandOutput(
        status: process.terminationStatus, text: String(decoding: text, as: UTF8.self),
        complaint: String(decoding: words, as: UTF8.self))
}

/// The file as a wallet gives it: two payments and a refund.
func statementFile(_ wallet: ChannelSimulators.Wallet) async throws -> [UInt8] {
    let world = try World()
    _ = try world.pay(wallet, 6_510)
    let number = try world.pay(wallet, 1_000)
    try world.refund(wallet, number, 300, as: "R1")
    let payer = try Payer(try world.credentials.channels(base: World.base))
    let day = try BusinessDate(iso: "2026-11-25")
    guard
        case .answered(200, let body, _) = await world.transport.post(
            try payer.statement(wallet, day, at: world.now))
    else { throw World.Unusable() }
    guard wallet == .alipay else { return body }
    let text = String(decoding: body, as: UTF8.self)
    guard let address = text.split(separator: "\"").first(where: { $0.contains("fileId=") }),
        let request = AlipayWire.statementFile(
            String(address).replacing("\\/", with: "/")),
        case .answered(200, let archive, _) = await world.transport.post(request)
    else { throw World.Unusable() }
    return archive
}

@Suite("The command", .serialized)
struct StatementCommandTests {
    private func run(_ arguments: [String]) async throws -> CommandOutput {
        try await runCounterfoil(["statement"] + arguments)
    }

    private func withFile(
        _ bytes: [UInt8], _ body: (String) async throws -> Void
    ) async throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-statement-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(url.path)
    }

    @Test(
        "reads a file as it was downloaded", arguments: [ChannelSimulators.Wallet.wechat, .alipay])
    func reads(_ wallet: ChannelSimulators.Wallet) async throws {
        try await withFile(try await statementFile(wallet)) { path in
            let arguments = ["read", path, "--channel", wallet.rawValue]
            let spoken = try await run(arguments)
            #expect(spoken.status == 0, "\(spoken.complaint)")
            #expect(spoken.text.contains("支付 Payments    2  ¥75.10"))
            #expect(spoken.text.contains("退回 Returned    ¥3.00"))
            #expect(spoken.text.contains("手续费 Fees      ¥0.43"))
            #expect(spoken.text.contains("完整"))
            let line = try #require(try await run(arguments + ["--json"]).json)
            #expect(line["verdict"]?.string == "complete")
            #expect(line["rows"]?.integer == 3 && line["refunds"]?.integer == 1)
            #expect(line["paidFen"]?.integer == 7_510 && line["returnedFen"]?.integer == 300)
            #expect(line["problemCount"]?.integer == 0)
        }
    }

    @Test(
        "says what is wrong with a file, and its status does",
        arguments: [ChannelSimulators.Wallet.wechat, .alipay])
    func wrong(_ wallet: ChannelSimulators.Wallet) async throws {
        let whole = try await statementFile(wallet)
        try await withFile(Array(whole.prefix(whole.count - 20))) { path in
            let output = try await run(["read", path, "--channel", wallet.rawValue])
            #expect(output.status == 1)
            #expect(output.text.contains("不可用，有 1 处问题。Not to be used: 1 problems."))
            #expect(output.text.contains("压缩包不完整"))
            #expect(output.text.contains("the archive is cut off"))
        }
        let other = wallet == .wechat ? "alipay" : "wechat"
        try await withFile(whole) { path in
            let output = try await run(["read", path, "--channel", other, "--json"])
            #expect(output.status == 1)
            #expect(output.json?["verdict"]?.string == "broken")
            #expect(output.json?["rows"]?.integer == 0)
            #expect(output.json?["problems"]?.array?.first?["zh"]?.string?.isEmpty == false)
        }
    }

    @Test("without its file says so in both languages")
    func missing() async throws {
        let output = try await run(["read", "/nowhere/at/all", "--channel", "wechat"])
        #expect(output.status == 2)
        #expect(output.complaint.contains("无法读取") && output.complaint.contains("cannot be read"))
        #expect(output.text.isEmpty)
    }

    @Test("fetches BestPay's file from a folder of this machine")
    func folder() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-folder-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let merchant = "02310109000199000"
        let text = "\(merchant)|20261125|1|6510|0\n1|20261125X||0001|6510|20261125101500|39\n"
        try Data(text.utf8).write(
            to: folder.appendingPathComponent("20261125\(merchant).txt"))
        let settings = [
            "base=http://127.0.0.1:9", "merchantID=\(merchant)", "key=K", "tradePassword=1",
            "statements=file://\(folder.path)/",
        ].flatMap { ["--set", "channels.bestpay.\($0)"] }
        let arguments = ["fetch", "--channel", "bestpay", "--json"] + settings + ["--date"]
        let found = try await run(arguments + ["2026-11-25"])
        #expect(found.status == 0, "\(found.complaint)")
        #expect(found.json?["paidFen"]?.integer == 6_510)
        #expect(found.json?["feeFen"]?.integer == 39)
        #expect(try await run(arguments + ["2026-11-26"]).status == 3)
    }

    @Test("fetches a day from the wallet that the server's settings name")
    func fetches() async throws {
        try await withNetwork { network in
            try await withFile(Array(network.settings.utf8)) { path in
                let day = try network.today()
                let arguments = ["fetch", "--date", day, "--network", path, "--json", "--channel"]
                #expect(try await run(arguments + ["alipay"]).status == 3)
                _ = try await network.pay(.alipay, count: 3)
                let output = try await run(arguments + ["alipay"])
                #expect(output.status == 0, "\(output.complaint)")
                #expect(output.json?["payments"]?.integer == 3)
                try await network.fault("statement", "statementCutOff")
                #expect(try await run(arguments + ["alipay"]).status == 1)
            }
        }
        let bare = try await run(["fetch", "--date", "2026-11-25", "--channel", "alipay"])
        #expect(bare.status == 2)
        #expect(bare.complaint.contains("没有配置渠道 alipay"))
        let date = try await run(["fetch", "--date", "2026-13-01", "--channel", "alipay"])
        #expect(date.status == 2)
        #expect(date.complaint.contains("2026-13-01 is no day"))
    }
}

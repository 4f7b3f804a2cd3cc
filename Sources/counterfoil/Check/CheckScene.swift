// The shop, the network and the customers that the check plays with.

internal import DemoChain
internal import Foundation

final class CheckScene {
    let report: CheckReport
    let control: WebClient
    let servers: CheckServers
    private let folder: URL
    private let network: ChildProcess
    private let databasePassword: String?
    private(set) var till = TillClient(base: "")
    /// Every payment code that was shown.
    private var codes: [String] = []
    /// Every sale the check has posted by 41 or 42, with its amount in fen.
    var posted: [(number: String, fen: Int64)] = []

    init(folder: URL, database: String?, report: CheckReport) throws {
        self.folder = folder
        self.report = report
        databasePassword = database.flatMap { URLComponents(string: $0)?.password }
        report.title("启动 Starting the network and the till on free ports")
        network = try ChildProcess(
            ["network", "--port", "0", "--json"],
            log: folder.appendingPathComponent("network.log"))
        let networkFile = folder.appendingPathComponent("network.json").path
        try network.ready.line.write(toFile: networkFile, atomically: true, encoding: .utf8)
        control = WebClient(base: network.ready.network.control.text ?? "")
        servers = CheckServers(folder: folder, networkFile: networkFile, database: database)
    }

    func start() async throws {
        try await servers.install(named: "data")
        till = TillClient(base: servers.base)
        if servers.areMany {
            report.say("    两个服务、一个数据库，每个请求换一个服务 two servers, one database, in turn")
        }
        try await signIn()
    }

    func stop() async {
        await servers.stop()
        network.stop()
    }

    func signIn() async throws {
        try await till.signIn(
            staff: "1007", pin: DemoChain.pin, store: "0101", register: "02")
    }

    /// Kills the server as a pulled plug would, and starts it on the same data; of several the one
    /// that has just worked, and the others go on alone.
    func killServer() async throws {
        if servers.areMany {
            servers.killTheLast()
            report.say("    kill -9，另一个服务接手 the other one takes over")
        } else {
            servers.kill()
            try servers.start()
            report.say("    kill -9，重新启动 restarted on the same data")
            till = TillClient(base: servers.base)
            try await signIn()
        }
    }

    /// Kills the servers and starts others with no data, as after a reinstallation.
    func killAndInstallAnew() async throws {
        servers.kill()
        try await servers.install(named: "data-anew")
        till = TillClient(base: servers.base)
        try await signIn()
    }

    /// `counterfoil sell`, as a script or support would use it, at a store of its own.
    func headlessSales() async throws {
        report.title("七、命令行销售 counterfoil sell")
        let paid = try sell([
            "--line", "6990000010212×2", "--code", try await code("lin", "wechat"),
        ])
        report.expect(paid.status == 0, "41: \(paid.output)")
        let receipt = try JSONDecoder().decode(JSON.self, from: Data(paid.output.utf8))
        report.expect(
            receipt.receiptNumber.text?.hasPrefix("0102-01-") == true,
            "小票 receipt \(receipt.receiptNumber.text ?? "-")")
        posted.append(("", 3_300))
        let cash = try sell(["--line", "0003", "--cash", "20.00"])
        report.expect(cash.status == 0, "现金 cash: \(cash.output)")
        let poor = try sell(["--line", "0043", "--code", try await code("poor", "alipay")])
        report.expect(poor.status == 2, "余额不足 not enough money: \(poor.output)")
        let again = try sell(["--line", "0003", "--cash", "0"])
        report.expect(again.status == 2, "未完成的单还在 the open sale is still there: \(again.output)")
    }

    private func sell(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let (status, output) = try runToEnd(
            [
                "sell", "--server", servers.base, "--store", "0102", "--register", "01",
                "--staff", "1107", "--json",
            ] + arguments, environment: ["COUNTERFOIL_PIN": DemoChain.pin])
        return (
            status, String(output.drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
        )
    }

    /// A second server on the same folder must be refused with a sentence.
    func secondServer() {
        if servers.areMany { return }
        report.title("九、第二个服务 A second server on the same data")
        do {
            try servers.spawn().stop()
            report.expect(false, "第二个服务启动了 it started")
        } catch {
            report.expect("\(error)".contains("counterfoil"), "\(error)")
        }
    }

    /// What was written to the logs names no payment code and no key.
    func logs() throws {
        report.title("十、日志 The logs hold no secrets")
        var secrets = codes + [databasePassword].compactMap { $0 }
        for channel in ["wechat", "alipay"] {
            for name in ["key", "privateKey"] {
                if let secret = network.ready.channels[channel][name].text {
                    secrets.append(secret)
                }
            }
        }
        for name in ["till.log", "network.log"] {
            let log = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let found = secrets.filter { log.contains($0) }
            report.expect(found.isEmpty, "\(name): \(found.count) / \(secrets.count)")
        }
    }

    // MARK: The customers and their phones

    func code(_ account: String, _ wallet: String) async throws -> String {
        let answer = try await control.send(
            "POST", "/codes", ["account": .text(account), "wallet": .text(wallet)])
        guard let code = answer.json.code.text else {
            throw CheckFailure("no payment code: \(answer.text)")
        }
        codes.append(code)
        return code
    }

    func fault(
        _ channel: String, _ call: String, _ kind: String, times: Int64? = nil,
        milliseconds: Int64? = nil
    ) async throws {
        var body: [String: JSON] = [
            "channel": .text(channel), "call": .text(call), "fault": .text(kind),
        ]
        if let times { body["times"] = .integer(times) }
        if let milliseconds { body["milliseconds"] = .integer(milliseconds) }
        let answer = try await control.send("POST", "/faults", .object(body))
        guard answer.status < 300 else { throw CheckFailure("no fault: \(answer.text)") }
    }

    func clearFaults() async throws {
        _ = try await control.send("DELETE", "/faults")
    }

    /// What the network really did with an order.
    func order(_ number: String) async throws -> JSON {
        try await control.send("GET", "/orders/\(number)").json
    }

    func approve(_ number: String, password: String) async throws {
        _ = try await control.send(
            "POST", "/orders/\(number)/approval", ["password": .text(password)])
    }

    /// Waits until the network has debited an order.
    func waitUntilDebited(_ number: String) async throws {
        for _ in 0..<100 where try await order(number).state.text != "PAID" {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    // MARK: Words

    /// Expects a refusal with one of these codes and says it in its own words.
    func expectRefusal(
        _ codes: [String], _ words: String, _ act: () async throws -> JSON
    ) async throws {
        do {
            let answer = try await act()
            report.expect(false, "\(words): 没有被拒绝 was not refused \(answer.say.line)")
        } catch let refusal as TillRefusal {
            report.expect(codes.contains(refusal.code), "\(words): \(refusal)")
        }
    }

    /// F9 by hand, and what is true afterwards.
    func complete(_ sale: String, _ words: String) async throws {
        let after = try await till.complete(sale)
        report.expect(
            after.lastPosted.sale.text == sale,
            "\(words): 小票 receipt \(after.lastPosted.receiptNumber.text ?? "-")")
    }

    func note(_ attempt: JSON) {
        guard let number = attempt.number.text, let fen = attempt.amountFen.integer else { return }
        posted.append((number, fen))
    }
}

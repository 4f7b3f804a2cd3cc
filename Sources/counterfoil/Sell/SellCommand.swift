// `counterfoil sell`: one sale from the command line, through the same server as the page, for scripts
// and support. What it cannot finish it leaves as the page would: the sale is open at that register.

internal import ArgumentParser
internal import Foundation
internal import Retail

struct SellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sell",
        abstract: "Ring up, take the payment and post one sale at a running server.",
        discussion: """
            The PIN is read from COUNTERFOIL_PIN. Exit status: 0 posted, 2 refused or not paid, \
            3 in doubt (the server goes on; look at the till), 1 anything else.
            """)

    @Option(help: "The server's address.")
    var server = "http://127.0.0.1:7200"

    @Option(help: "The store's four digits.")
    var store: String

    @Option(help: "The register's two digits.")
    var register: String

    @Option(help: "The cashier's staff number.")
    var staff: String

    @Option(name: .customLong("line"), help: "Goods: CODE or CODE×QTY (x and * work too).")
    var lines: [String]

    @Option(help: "41: the customer's payment code.")
    var code: String?

    @Option(help: "42: a merchant order number that has been paid.")
    var number: String?

    @Option(help: "Cash received, in yuan such as 50.00; 0 means exactly what is due.")
    var cash: String?

    @Option(help: "Seconds to wait for the payment's outcome.")
    var wait = 90

    @Flag(help: "Print one line of JSON instead of words.")
    var json = false

    func validate() throws {
        guard [code, number, cash].compactMap({ $0 }).count == 1 else {
            throw ValidationError("Give exactly one of --code, --number and --cash.")
        }
        guard !lines.isEmpty else { throw ValidationError("Give at least one --line.") }
        _ = try lines.map(SellCommand.line)
    }

    func run() async throws {
        let till = TillClient(base: server)
        do {
            let pin = ProcessInfo.processInfo.environment["COUNTERFOIL_PIN"] ?? ""
            try await till.signIn(staff: staff, pin: pin, store: store, register: register)
            guard try await till.till().sale == .null else {
                try finish(2, "本机有未完成的销售单 / this register has an open sale", .null)
                return
            }
            let sale = try await till.ringUp(try lines.map(SellCommand.line))
            guard try await collect(sale, at: till) else { return }
            let posted = try await till.complete(sale)
            let receipt = posted.lastPosted.receiptNumber.text ?? ""
            let paper = try await till.receipt(sale)
            try finish(
                0, json ? "" : paper, ["sale": .text(sale), "receiptNumber": .text(receipt)])
        } catch let refusal as TillRefusal {
            try finish(2, refusal.description, ["error": refusal.notice])
        } catch let error as URLError {
            FileHandle.standardError.write(
                Data("连不上 \(server)。Cannot reach \(server) (\(error.code.rawValue)).\n".utf8))
            throw ExitCode(1)
        }
    }

    /// Takes the money; false when it said why not.
    private func collect(_ sale: String, at till: TillClient) async throws -> Bool {
        if let number {
            _ = try await till.supplement(sale, number: number)
            return true
        }
        if let code {
            _ = try await till.pay(sale, code: code)
            let after = try await till.wait(seconds: wait) { till in
                till.sale == .null || ["paid", "failed"].contains(till.tender.state.text ?? "")
            }
            if after.sale == .null || after.tender.state.text == "paid" { return true }
            let isFailed = after.tender.state.text == "failed"
            let words = after.attempt.notice
            try finish(
                isFailed ? 2 : 3, "\(words.zh.text ?? "") / \(words.en.text ?? "")",
                ["sale": .text(sale), "number": after.attempt.number, "notice": words])
            return false
        }
        let due = try await till.till().sale.dueFen.integer ?? 0
        let received = try Money(yuan: cash ?? "0").fen
        _ = try await till.cash(sale, receivedFen: received == 0 ? due : received)
        return true
    }

    private func finish(_ status: Int32, _ words: String, _ answer: JSON) throws {
        let text = json ? answer.line : words
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
        if status != 0 { throw ExitCode(status) }
    }

    static func line(_ text: String) throws -> (code: String, quantity: Int64) {
        let parts = text.split(whereSeparator: { "×x*X".contains($0) })
        guard (1...2).contains(parts.count), let code = parts.first,
            let quantity = Int64(parts.count == 2 ? parts[1] : "1"), quantity > 0
        else { throw ValidationError("--line takes CODE or CODE×QTY, not \(text).") }
        return (String(code), quantity)
    }
}

// What the gateway refuses before anything is done: a payment whose wallet answers nobody, and more
// requests than a terminal may make.

import HTTPTypes
import Payments
import Persistence
import Retail
import Testing

@testable import Checkout

@Suite struct GatewayLimitTests {
    private func with(_ body: @escaping @Sendable (TestTerminal) async throws -> Void) async throws
    {
        let key = try TestTerminal.gatewayKey.get()
        try await TillFixture.with(channels: [StubWallet()], gatewayKey: key) { client, fixture in
            try await body(
                try await TestTerminal.added(client, fixture, rights: [.pay, .refund]))
        }
    }

    private func attempts(_ terminal: TestTerminal) async throws -> Int {
        try await terminal.fixture.database.read {
            try $0.rows("SELECT order_number FROM attempt", []).count
        }
    }

    @Test("While a wallet answers nobody its payments are refused unsent, and then taken again")
    func silent() async throws {
        try await with { terminal in
            let driver = terminal.fixture.driver
            let account = driver.settings.merchantAccounts[.weChatPay]
            let now = driver.surroundings.now()
            let paid = try await terminal.pay("before", key: "k0")
            #expect(paid.json["status"].text == "paid")
            for _ in 1...4 {
                driver.health.note(
                    .weChatPay, .inDoubt, account: account, from: now.advanced(by: .seconds(-8)),
                    to: driver.surroundings.now())
            }
            let refused = try await terminal.pay("a", key: "k1")
            #expect(refused.status == .unprocessableContent)
            #expect(refused.json["code"].text == "A-426")
            #expect(refused.json["next"].text == "new_code")
            #expect(try await attempts(terminal) == 1)
            // What was done before is answered as it was.
            #expect(try await terminal.pay("before", key: "k0").text == paid.text)
            driver.health.note(.weChatPay, .succeeded, account: account, from: now, to: now)
            #expect(try await terminal.pay("a", key: "k1").json["status"].text == "paid")
        }
    }

    @Test("More than it may ask is refused with the seconds to wait, and nothing is done")
    func tooMany() async throws {
        try await with { terminal in
            let driver = terminal.fixture.driver
            var settings = driver.settings
            settings.terminalRate = TerminalRate.Limit(perSecond: 1, atOnce: 1)
            driver.change(to: driver.channels, settings)
            // Whatever time passes meanwhile, of ten at once some are too many.
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for number in 0..<10 {
                    group.addTask { try await terminal.pay("r\(number)", key: "k\(number)") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = answers.filter { $0.status == .tooManyRequests }
            #expect(!refused.isEmpty)
            for answer in refused {
                #expect(answer.json["code"].text == "A-430")
                #expect(answer.headers[.retryAfter].flatMap(Int.init) == 1)
            }
            #expect(try await attempts(terminal) == answers.count - refused.count)
        }
    }

    @Test("Whoever cannot sign takes nothing out of a terminal's bucket")
    func strangers() async throws {
        try await with { terminal in
            let driver = terminal.fixture.driver
            var settings = driver.settings
            settings.terminalRate = TerminalRate.Limit(perSecond: 1, atOnce: 1)
            driver.change(to: driver.channels, settings)
            let body = #"{"code":"134567890123456789","amount_fen":1,"reference":"f"}"#
            let target = "/api/v1/payments"
            for _ in 0..<5 {
                // Signed over another body; the terminal and its key are named rightly.
                let head = try terminal.head("POST", target, body + " ", key: "k")
                let forged = try await terminal.send(.post, target, body, head: head)
                #expect(forged.status == .unauthorized)
            }
            #expect(try await terminal.pay("a", key: "k1").json["status"].text == "paid")
        }
    }

    struct Take: Sendable {
        /// *Unit*: milliseconds.
        let at: Int64
        /// *Unit*: milliseconds; nil where it is taken.
        let wait: Int64?
    }

    @Test("A bucket fills evenly, holds what it holds, and a clock that goes back empties nothing")
    func bucket() {
        let rate = TerminalRate()
        let limit = TerminalRate.Limit(perSecond: 2, atOnce: 3)
        for take in [
            Take(at: 0, wait: nil), Take(at: 0, wait: nil), Take(at: 0, wait: nil),
            Take(at: 0, wait: 500), Take(at: 400, wait: 100), Take(at: 500, wait: nil),
            Take(at: 100, wait: 500), Take(at: 9_000_000, wait: nil),
            Take(at: 9_000_000, wait: nil), Take(at: 9_000_000, wait: nil),
            Take(at: 9_000_000, wait: 500),
        ] {
            let wait = rate.take("T1", limit, at: Timestamp(microseconds: take.at * 1_000))
            #expect(wait.map { $0.microseconds / 1_000 } == take.wait, "\(take)")
        }
        #expect(rate.take("T2", limit, at: Timestamp(microseconds: 0)) == nil)
        let none = TerminalRate.Limit(perSecond: 0, atOnce: 1)
        for _ in 0..<9 { #expect(rate.take("T3", none, at: Timestamp(microseconds: 0)) == nil) }
    }
}

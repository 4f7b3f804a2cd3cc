// A server that is told to end: it says so, hands over what it has, and is gone within ten seconds.

import DemoChain
import Foundation
import Testing

@testable import counterfoil

@Suite struct EndingTests {
    private static let cough = [(code: "6990000010212", quantity: Int64(1))]

    @Test(
        "With nothing to do a server ends in time, and says meanwhile that it is not ready")
    func idle() async throws {
        try await House.with { house in
            // Long enough for a busy machine to ask in.
            let server = try house.server(more: ["--set", "http.noticedMilliseconds=5000"])
            let other = try house.server()
            let web = WebClient(base: server.base)
            #expect(try await web.send("GET", "/ready").status == 200)
            let line = try LiveLine(at: server.port)
            defer { line.close() }
            #expect(try await line.next(within: 60) != nil)
            server.process.tell()
            // It takes requests for a moment yet, and its pages' lines end.
            var status = 200
            while status == 200 { status = try await web.send("GET", "/ready").status }
            #expect(status == 503)
            var isEnded = false
            while !isEnded { isEnded = try await line.next(within: 5) == nil }
            #expect(server.process.stop() == 0)
            #expect(try await WebClient(base: other.base).send("GET", "/ready").status == 200)
        }
    }

    @Test("What a server waits for is another's at once; what it is asking is written, if it comes")
    func underWay() async throws {
        try await House.with { house in
            let network = try house.network()
            let (here, there) = (try house.server(), try house.server())
            let (till, other) = (TillClient(base: here.base), TillClient(base: there.base))
            try await till.signIn()
            try await other.signIn()
            _ = try await network.send(
                "POST", "/faults",
                [
                    "channel": "wechat", "call": "pay", "fault": "delay", "times": 1,
                    "milliseconds": 4_000,
                ])
            let sale = try await till.ringUp(EndingTests.cough)
            let code = try await network.send(
                "POST", "/codes", ["account": "lin", "wallet": "wechat"]
            ).json.code.text
            _ = try await till.pay(sale, code: try #require(code))
            #expect(here.process.stop() == 0)
            let after = try await other.till()
            #expect(after.tender.state.text == "paid")
            // It was never in doubt, so nobody has posted it but the cashier.
            #expect(after.lastPosted.sale.text != sale)
            #expect(try await other.complete(sale).lastPosted.sale.text == sale)
        }
    }

    @Test("Whatever hangs, ten seconds are enough, and another server goes on at once")
    func hanging() async throws {
        try await House.with { house in
            let network = try house.network()
            // The call alone may take a minute, which is longer than any slow machine needs to end.
            let here = try house.server(answerMax: 60_000)
            let there = try house.server()
            let (till, other) = (TillClient(base: here.base), TillClient(base: there.base))
            try await till.signIn()
            try await other.signIn()
            // Debited, and never answered.
            _ = try await network.send(
                "POST", "/faults",
                [
                    "channel": "wechat", "call": "pay", "fault": "delay", "times": 1,
                    "milliseconds": 90_000,
                ])
            let sale = try await till.ringUp(EndingTests.cough)
            let code = try await network.send(
                "POST", "/codes", ["account": "lin", "wallet": "wechat"]
            ).json.code.text
            _ = try await till.pay(sale, code: try #require(code))
            #expect(try await house.workers() == 2)
            let start = ContinuousClock.now
            #expect(here.process.stop() == 0)
            #expect(start.duration(to: .now) < .seconds(50))
            // Signed off, so nobody has to wait for its silence first.
            #expect(try await house.workers() == 1)
            let after = try await other.wait(seconds: 90) { $0.lastPosted.sale.text == sale }
            #expect(after.lastPosted.sale.text == sale)
        }
    }
}

// The page of the channels' health: who may see it, that it names the worst first, and what is counted.

import Foundation
import HTTPTypes
import Payments
import Retail
import Testing

@testable import Checkout

@Suite struct HealthPageTests {
    private static let path = "/health/channels"

    @Test("Managers and those above see it; nobody else does")
    func rights() async throws {
        try await TillFixture.with { client, _ in
            let nobody = try await client.get(HealthPageTests.path)
            #expect(nobody.status == .unauthorized)
            #expect(nobody.text.contains("T-200"))
            for (staff, status) in [
                ("1007", HTTPResponse.Status.forbidden), ("1005", .forbidden), ("1001", .ok),
                ("1800", .ok), ("1900", .ok),
            ] {
                let answer = try await client.get(
                    HealthPageTests.path, try await client.signIn(staff))
                #expect(answer.status == status, "\(staff)")
            }
        }
    }

    @Test("The worst store stands first, a manager sees the own store alone, in both languages")
    func worstFirst() async throws {
        try await TillFixture.with { client, fixture in
            let driver = fixture.driver
            let now = driver.surroundings.now()
            for (store, failures) in [("0101", 1), ("0102", 9)] {
                for call in 0..<10 {
                    driver.health.note(
                        .alipay, call >= failures, store: try StoreID(store),
                        from: now.advanced(by: .milliseconds(-300)), to: now)
                }
            }
            let finance = try await client.signIn("1900")
            let page = try await client.get(HealthPageTests.path + "?lang=en", finance).text
            let (bad, better) = (page.range(of: "0102 Alipay"), page.range(of: "0101 Alipay"))
            let (first, second) = (try #require(bad), try #require(better))
            #expect(first.lowerBound < second.lowerBound)
            #expect(page.contains("in doubt 50.0%"), "the sum of both")
            #expect(page.contains("in doubt 90.0%"))
            #expect(page.contains("p50 ≤ 400 ms"))
            // Nine of ten: a red part of 34 in a bar of 38.
            #expect(page.contains("width=\"8\" height=\"34\"/>"))
            #expect(!page.contains("<script"))
            let manager = try await client.signIn("1001")
            let own = try await client.get(HealthPageTests.path, manager).text
            #expect(own.contains("0101 支付宝") && !own.contains("0102"))
        }
    }

    @Test("What a store's payments and refunds have met is on the page, and no other store's")
    func counted() async throws {
        let key = try TestTerminal.gatewayKey.get()
        try await TillFixture.with(channels: [StubWallet()], gatewayKey: key) { client, fixture in
            let terminal = try await TestTerminal.added(client, fixture)
            let finance = try await client.signIn("1900")
            let path = HealthPageTests.path + "?lang=en"
            #expect(try await client.get(path, finance).text.contains("No calls in the last hour"))
            let paid = try await terminal.pay("a", key: "k1")
            let number = try #require(paid.json["number"].text)
            for (calls, back) in [(1, nil), (2, "r1"), (3, "r2")] as [(Int, String?)] {
                if let back {
                    let answer = try await terminal.send(
                        .post, "/api/v1/payments/\(number)/refunds?wait=20",
                        #"{"reference":"\#(back)","amount_fen":100}"#, key: back)
                    #expect(answer.json["status"].text == "refunded")
                }
                let page = try await client.get(path, finance).text
                // In the sum of the wallet, and in the line of the store.
                #expect(page.components(separatedBy: "calls: \(calls)<").count == 3, "\(page)")
                #expect(page.contains("0101 WeChat Pay") && !page.contains("0102"))
                #expect(page.contains("in doubt 0.0%"))
            }
        }
    }

    @Test("An hour is counted, and what is older is not; a slice's times give the percentiles")
    func hour() throws {
        let figures = ChannelFigures()
        let store = try StoreID("0101")
        let start = Timestamp(microseconds: 1_000_000_000_000_000)
        for (minute, took) in [(0, 50), (30, 50), (59, 3_000)] as [(Int64, Int64)] {
            let to = start.advanced(by: .minutes(minute))
            figures.note(
                .alipay, minute != 59, store: store, from: to.advanced(by: .milliseconds(-took)),
                to: to)
        }
        let line = try #require(
            figures.lines(of: nil, limit: 50, at: start.advanced(by: .minutes(70))).worst.first)
        #expect(line.hour.calls == 2)
        #expect(line.hour.inDoubt == 1)
        #expect(line.hour.milliseconds(ofHundred: 50) == 100)
        #expect(line.hour.milliseconds(ofHundred: 95) == 5_000)
        let later = figures.lines(of: nil, limit: 50, at: start.advanced(by: .minutes(200)))
        #expect(later.worst.isEmpty && later.totals.isEmpty)
    }
}

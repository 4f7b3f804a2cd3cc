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
            #expect(!page.contains("<script"))
            let manager = try await client.signIn("1001")
            let own = try await client.get(HealthPageTests.path, manager).text
            #expect(own.contains("0101 支付宝") && !own.contains("0102"))
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

// The clients' statements against the network's: the same day seen from both sides of the wire,
// whole and with each fault that the network knows.

import ChannelSimulators
import Channels
import Payments
import Retail
import Testing

@Suite("A day's statement")
struct StatementTests {
    /// Two payments, a refund in two parts, a payment taken back, and one on the next day.
    private func day(_ client: Client) throws -> World {
        let world = try World()
        let wallet = client.wallet
        let first = try world.pay(wallet, 6_510, "药品,两盒 €\n`")
        let second = try world.pay(wallet, 1_000)
        let third = try world.pay(wallet, 330)
        try world.refund(wallet, second, 300, as: "R1")
        try world.reverse(wallet, third)
        try world.refund(wallet, second, 200, as: "R2")
        #expect(first == "P1")
        try world.set("2026-11-25 23:59:40")
        _ = try world.pay(wallet, 7)
        try world.set("2026-11-26 00:00:00")
        _ = try world.pay(wallet, 20_000)
        try world.refund(wallet, first, 10, as: "R3")
        return world
    }

    @Test("holds what happened on it, and nothing of the next", arguments: Client.allCases)
    func whole(_ client: Client) async throws {
        let world = try day(client)
        let fetched = try await Fetched(client.source(world), "2026-11-25")
        let rows = fetched.rows
        let (paid, back) = (StatementRow.Kind.payment, StatementRow.Kind.refund)
        #expect(rows.map(\.kind) == [paid, paid, paid, back, .reversal, back, paid])
        #expect(rows.map(\.orderNumber) == ["P1", "P2", "P3", "P2", "P3", "P2", "P4"])
        #expect(rows.map(\.orderAmount.fen) == [6_510, 1_000, 330, 0, 0, 0, 7])
        #expect(rows.map(\.refundAmount.fen) == [0, 0, 0, 300, 330, 200, 0])
        #expect(rows.map(\.refundNumber) == [nil, nil, nil, "R1", nil, "R2", nil])
        // 0.6 %, half up to the fen: 39.06, 6, 1.98, 1.8, 1.98, 1.2, 0.042.
        #expect(rows.map(\.fee.money.fen) == [39, 6, 2, -2, -2, -1, 0])
        #expect(Set(rows.map(\.tradeNumber)).count == 4)
        #expect(CivilTime(rows[6].at).spaced == "2026-11-25 23:59:50")
        let totals = try #require(fetched.totals, "\(fetched.verdict)")
        #expect(totals.rows == 7 && totals.payments == 4)
        #expect(totals.paid == Money(fen: 7_847))
        #expect(totals.returned == Money(fen: 830))
        #expect(totals.fee.money == Money(fen: 42))

        let next = try await Fetched(client.source(world), "2026-11-26")
        #expect(next.rows.map(\.refundNumber) == [nil, "R3"])
        #expect(next.totals?.rows == 2)
    }

    @Test("is the same whatever pieces it comes in", arguments: Client.allCases)
    func pieces(_ client: Client) async throws {
        let world = try day(client)
        let whole = try await Fetched(client.source(world, pieces: 1_000_000), "2026-11-25")
        for pieces in [1, 2, 3, 7, 100] {
            let fetched = try await Fetched(client.source(world, pieces: pieces), "2026-11-25")
            #expect(fetched.rows == whole.rows)
            #expect(fetched.verdict == whole.verdict)
        }
        #expect(whole.totals?.rows == 7)
    }

    @Test("of a day on which nothing happened is not there", arguments: Client.allCases)
    func absent(_ client: Client) async throws {
        let fetched = try await Fetched(client.source(day(client)), "2026-11-24")
        guard case .absent = fetched.verdict else {
            Issue.record("\(fetched.verdict)")
            return
        }
    }

    @Test(
        "that is bent on purpose is never taken for whole",
        arguments: Client.allCases.filter(\.hasTotals))
    func bent(_ client: Client) async throws {
        let world = try day(client)
        for (twist, isRight) in StatementTests.faults {
            world.twist(.statement(twist))
            let fetched = try await Fetched(client.source(world), "2026-11-25")
            #expect(isRight(fetched), "\(twist): \(fetched.verdict)")
            #expect(fetched.totals == nil)
        }
    }

    private static func differs(_ fetched: Fetched, _ columns: Set<StatementColumn>) -> Bool {
        fetched.problems.contains { kind in
            guard case .totalsDiffer(let difference) = kind else { return false }
            return columns.contains(difference.column)
        }
    }

    private static let faults: [(StatementTwist, @Sendable (Fetched) -> Bool)] = [
        (.rowMissing, { $0.rows.count == 6 && differs($0, [.rows, .payments]) }),
        (.rowDoubled, { $0.rows.count == 8 && differs($0, [.rows, .payments]) }),
        (.otherDay, { $0.rows.count == 7 && $0.problems == [.otherDay] }),
        (.wrongTotal, { $0.rows.count == 7 && differs($0, [.settledAmount, .paymentReceipts]) }),
        (.cutOff, { $0.problems.contains(.noTotals) || differs($0, [.rows]) }),
        (
            .notReady,
            { fetched in
                switch fetched.verdict {
                // Alipay has one word for "not yet" and "never".
                case .notReady, .absent: fetched.rows.isEmpty
                case .complete, .broken, .refused, .unreachable: false
                }
            }
        ),
    ]

    @Test("of UnionPay has no totals: what is missing in it, the books must show")
    func withoutTotals() async throws {
        let world = try day(.unionpay)
        func fetch(_ twist: StatementTwist) async throws -> Fetched {
            world.twist(.statement(twist))
            return try await Fetched(Client.unionpay.source(world), "2026-11-25")
        }
        #expect(try await fetch(.rowMissing).totals?.rows == 6)
        #expect(try await fetch(.rowDoubled).totals?.rows == 8)
        #expect(try await fetch(.wrongTotal).totals?.rows == 7)
        #expect(try await fetch(.otherDay).problems == [.otherDay])
        let cut = try await fetch(.cutOff)
        #expect(
            cut.problems.contains { kind in
                if case .width = kind { return true }
                return false
            })
        guard case .absent = try await fetch(.notReady).verdict else {
            Issue.record("not ready")
            return
        }
    }

    @Test("is given at Alipay for thirty seconds, at WeChat Pay v3 for five minutes")
    func expiry() async throws {
        for (client, good, late) in [
            (Client.alipay, Pause.seconds(29), Pause.seconds(30)),
            (.wechatV3, .seconds(299), .seconds(300)),
        ] {
            let world = try day(client)
            let inTime = try await Fetched(client.source(world, after: good), "2026-11-25")
            #expect(inTime.totals != nil)
            let fetched = try await Fetched(client.source(world, after: late), "2026-11-25")
            #expect(fetched.rows.isEmpty)
            guard case .unreachable = fetched.verdict else {
                Issue.record("\(fetched.verdict)")
                continue
            }
        }
    }

    @Test("is refused to whoever does not sign")
    func unsigned() async throws {
        let world = try day(.wechatV3)
        let transport = world.transport
        for path in ["/v3/bill/tradebill?bill_date=2026-11-25", "/v3/billdownload/file?token=1"] {
            let outcome = await transport.post(
                HTTPRequest(.get, url: World.base + path, contentType: "text/plain", body: []))
            guard case .answered(let status, _, _) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(status == 401)
        }
    }
}

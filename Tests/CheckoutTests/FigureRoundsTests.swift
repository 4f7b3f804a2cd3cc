// What a process has counted of the wallets' answers comes to the database by itself, outlives the
// process, adds up over several, and goes when it is old.

import Payments
import Persistence
import Retail
import Testing

@testable import Checkout

@Suite struct FigureRoundsTests {
    /// Two calls of a store at a wallet, one of them in doubt.
    private func meet(_ store: String, _ wallet: Wallet = .alipay, in shop: Shop) throws {
        let now = shop.clock.now
        for outcome in [CallOutcome.succeeded, .inDoubt] {
            try shop.process.driver.health.note(
                wallet, outcome, store: try StoreID(store),
                from: now.advanced(by: .milliseconds(-300)), to: now)
        }
    }

    private func write(in shop: Shop) async throws {
        await FigureRounds(driver: try shop.process.driver).write()
    }

    private func overview(
        of store: String? = nil, by staff: String = "1900", in shop: Shop
    ) async throws -> ChannelOverview {
        let till = try await shop.till(by: staff)
        return try await Counter(driver: try shop.process.driver).channelOverview(
            of: try store.map { try StoreID($0) }, limit: 50, by: till.session)
    }

    private func asked(_ lines: [ChannelLine]) -> [Wallet: [Int64]] {
        Dictionary(
            lines.map { ($0.wallet, [$0.hour.asked, $0.day.asked]) }, uniquingKeysWith: { $1 })
    }

    @Test(
        "A payment and the question about it are counted at their store, and a restart keeps them")
    func calls() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let sale = try await till.ringUp()
            let process = try shop.process
            try await till.pay(sale)
            await FigureRounds(driver: process.driver).write()
            let before = try await overview(in: shop)
            #expect(before.totals.first { $0.wallet == .weChatPay }?.hour.asked ?? 0 >= 1)
            #expect(before.stores.map(\.store.digits) == ["0101"])
            #expect(before.stores.first?.name == "测试一店")
            #expect(before.stores.first?.tone ?? .none > .good)
            try await shop.restart()
            let after = try await overview(in: shop)
            #expect(asked(after.totals) == asked(before.totals))
            // The next process asks, and what it is told stands beside that.
            try await shop.pass(.seconds(6))
            try await write(in: shop)
            let found = try await overview(in: shop).totals.first { $0.wallet == .weChatPay }
            #expect(found?.hour.succeeded == 1)
            #expect(found?.hour.inDoubt == 1)
            #expect(found?.day == found?.hour)
        }
    }

    @Test("What grows is written again and counts once; what does not is left alone")
    func grows() async throws {
        try await withShop { shop in
            let figures = try shop.process.driver.health.figures
            try meet("0101", in: shop)
            try await write(in: shop)
            #expect(figures.takeGrown().isEmpty)
            try meet("0101", in: shop)
            try await write(in: shop)
            try await write(in: shop)
            #expect(asked(try await overview(in: shop).totals)[.alipay] == [4, 4])
            // An hour later it is of the day alone; a day later it is gone from there.
            shop.clock.advance(by: .minutes(60))
            #expect(asked(try await overview(in: shop).totals)[.alipay] == [0, 4])
            shop.clock.advance(by: .hours(24))
            #expect(asked(try await overview(in: shop).totals)[.alipay] == [0, 0])
            #expect(try await overview(in: shop).stores.isEmpty)
        }
    }

    @Test("What could not be written is written the next time, whole")
    func later() async throws {
        try await withShop { shop in
            let process = try shop.process
            try meet("0101", in: shop)
            process.database.die(Death(write: 1, point: .beforeCommit))
            await FigureRounds(driver: process.driver).write()
            #expect(process.database.isDead)
            let figures = process.driver.health.figures.takeGrown()
            #expect(
                figures.map(\.slot.span).sorted { $0.rawValue < $1.rawValue } == [
                    .fiveMinutes, .hour,
                ])
            #expect(figures.allSatisfy { $0.counts.asked == 2 && $0.counts.inDoubt == 1 })
            try await shop.restart()
        }
    }

    @Test("A thousand lines are written in several transactions, none of them long")
    func many() async throws {
        try await withShop { shop in
            let process = try shop.process
            for number in 1_000..<1_120 { try meet("\(number)", in: shop) }
            // 240 rows: a hundred at a time.
            process.database.die(Death(write: 3, point: .afterCommit))
            await FigureRounds(driver: process.driver).write()
            #expect(process.database.isDead)
            try await shop.restart()
            let seen = try await overview(in: shop)
            #expect(seen.storeCount == 120)
            #expect(seen.stores.count == 50)
            #expect(asked(seen.totals)[.alipay] == [240, 240])
        }
    }

    @Test("At its end a process writes what it has, and what is old was removed at its start")
    func ends() async throws {
        try await withShop { shop in
            try meet("0101", in: shop)
            try await write(in: shop)
            shop.clock.advance(by: .hours(48))
            try meet("0102", in: shop)
            // Sleeping ends this process at once.
            await FigureRounds(driver: try shop.process.driver).run()
            let rows = try await shop.read { transaction in
                try transaction.rows(
                    "SELECT minutes, store_id FROM channel_figure ORDER BY minutes, store_id"
                ).map { "\(try $0.integer("minutes")) \(try $0.text("store_id"))" }
            }
            // The hour is kept until it is older than two days.
            #expect(rows == ["5 0102", "60 0101", "60 0102"])
            shop.clock.advance(by: .hours(1))
            await FigureRounds(driver: try shop.process.driver).run()
            let hours = try await shop.read { transaction in
                try transaction.rows("SELECT store_id FROM channel_figure WHERE minutes = 60")
                    .map { try $0.text("store_id") }
            }
            #expect(hours == ["0102"])
        }
    }

    @Test("A light that is bad stands before one that is to be watched, whatever the share")
    func order() async throws {
        try await withShop { shop in
            let now = shop.clock.now
            let health = try shop.process.driver.health
            for (store, good, doubt) in [("0101", 0, 1), ("0102", 8, 2)] {
                for call in 0..<(good + doubt) {
                    health.note(
                        .alipay, call < good ? .succeeded : .inDoubt, store: try StoreID(store),
                        from: now, to: now)
                }
            }
            try await write(in: shop)
            let seen = try await overview(in: shop).stores
            #expect(seen.map(\.store.digits) == ["0102", "0101"])
            #expect(seen.map(\.tone) == [.bad, .watch])
        }
    }

    @Test("Where nobody writes them, old figures are not kept in memory")
    func bounded() throws {
        let figures = ChannelFigures()
        let store = try StoreID("0101")
        for minute in stride(from: Int64(0), to: 10 * 60, by: 5) {
            let at = Timestamp(microseconds: minute * 60_000_000)
            figures.note(.alipay, .succeeded, store: store, from: at, to: at)
        }
        let kept = figures.takeGrown().map(\.slot)
        #expect(kept.count { $0.span == .fiveMinutes } == 24)
        #expect(kept.count { $0.span == .hour } == 2)
    }

    struct Right: Sendable, CustomTestStringConvertible {
        let staff: String
        let asked: String?
        /// The store that is told; empty for all of them, nil where it is refused.
        let told: String?

        var testDescription: String { "\(staff) asks about \(asked ?? "all")" }
    }

    @Test(
        "Who may ask about which store",
        arguments: [
            Right(staff: "1900", asked: nil, told: ""), Right(staff: "1800", asked: nil, told: ""),
            Right(staff: "1900", asked: "0102", told: "0102"),
            Right(staff: "1001", asked: nil, told: "0101"),
            Right(staff: "1001", asked: "0101", told: "0101"),
            Right(staff: "1001", asked: "0102", told: nil),
            Right(staff: "1007", asked: nil, told: nil),
            Right(staff: "1007", asked: "0101", told: nil),
        ])
    func rights(_ right: Right) async throws {
        try await withShop { shop in
            for store in ["0101", "0102"] { try meet(store, in: shop) }
            try await write(in: shop)
            guard let told = right.told else {
                await #expect(throws: OperatorNotice.overrideRefused) {
                    _ = try await overview(of: right.asked, by: right.staff, in: shop)
                }
                return
            }
            let seen = try await overview(of: right.asked, by: right.staff, in: shop)
            #expect((seen.store?.id.digits ?? "") == told)
            #expect(seen.stores.count == (told.isEmpty ? 2 : 0))
            #expect(seen.storeCount == (told.isEmpty ? 2 : 1))
            #expect(asked(seen.totals)[.alipay] == (told.isEmpty ? [4, 4] : [2, 2]))
            // Set up, and not asked.
            #expect(asked(seen.totals)[.weChatPay] == [0, 0])
        }
    }

    @Test("A store that does not exist is said, and a wallet that is refused, since when")
    func refused() async throws {
        try await withShop { shop in
            await #expect(throws: OperatorNotice.notFoundHere(what: "0999")) {
                _ = try await overview(of: "0999", in: shop)
            }
            let start = shop.clock.now
            let health = try shop.process.driver.health
            for _ in 1...4 {
                health.note(
                    .alipay, .inDoubt, account: "2088000000000001", from: shop.clock.now,
                    to: shop.clock.now)
                shop.clock.advance(by: .seconds(2))
            }
            for _ in 1...2 {
                for store in [nil, "0102"] {
                    let totals = try await overview(of: store, in: shop).totals
                    #expect(totals.first { $0.wallet == .alipay }?.refusedSince == start)
                    #expect(totals.first { $0.wallet == .weChatPay }?.refusedSince == nil)
                }
            }
            // Looking lets nobody through: the next payment is still the one that tries.
            shop.clock.advance(by: .seconds(8))
            _ = try await overview(in: shop)
            #expect(
                health.gate(of: .alipay, account: "2088000000000001", at: shop.clock.now) == .open)
        }
    }
}

// The wallets' figures: what a server writes again counts once, what several write adds up, and only
// what is asked for is read.

import Payments
import Persistence
import Retail
import Testing

@Suite struct ChannelFigureTests {
    private static let hour = FigureSlot.Span.hour.start(at: Shop.at(0))
    private static let slice = FigureSlot.Span.fiveMinutes.start(at: Shop.at(0))

    /// Calls that succeeded within 300 ms, and some in doubt after eight seconds.
    private static func counts(_ good: Int, _ doubt: Int = 0) -> CallCounts {
        var counts = CallCounts()
        for _ in 0..<good { counts.count(.succeeded, milliseconds: 300) }
        for _ in 0..<doubt { counts.count(.inDoubt, milliseconds: 8_000) }
        return counts
    }

    private static func late(_ good: Int) -> CallCounts {
        var counts = CallCounts()
        for _ in 0..<good { counts.count(.succeeded, milliseconds: 2_501) }
        return counts
    }

    private static func slot(
        _ span: FigureSlot.Span = .hour, before: Int64 = 0, store: String = "0101",
        _ wallet: Wallet = .weChatPay
    ) throws -> FigureSlot {
        FigureSlot(
            span, from: span.start(at: Shop.at(0), before: before), store: try Shop.store(store),
            wallet: wallet)
    }

    private static func window(_ store: String? = nil) throws -> FigureWindow {
        FigureWindow(
            store: try store.map { try Shop.store($0) },
            hours: FigureSlot.Span.hour.start(at: Shop.at(0), before: 23)...Shop.at(0),
            slices: FigureSlot.Span.fiveMinutes.start(at: Shop.at(0), before: 11)...Shop.at(0))
    }

    private func write(
        _ figures: [(slot: FigureSlot, counts: CallCounts)], by worker: String,
        in database: any Database
    ) async throws {
        try await database.write { transaction in
            try ChannelFigureTable.write(figures, by: worker, in: transaction)
        }
    }

    private func totals(
        _ store: String? = nil, in database: any Database
    ) async throws -> [ChannelFigureTable.Sum] {
        let window = try ChannelFigureTests.window(store)
        return try await database.read { try ChannelFigureTable.totals(of: window, in: $0) }
    }

    @Test("Written again it counts once; two servers and two stores add up", arguments: Engine.all)
    func sums(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let (one, other) = (
                try ChannelFigureTests.slot(), try ChannelFigureTests.slot(store: "0102")
            )
            try await write([(one, ChannelFigureTests.counts(2))], by: "a", in: database)
            for _ in 0..<2 {
                try await write([(one, ChannelFigureTests.counts(3, 1))], by: "a", in: database)
            }
            try await write(
                [(one, ChannelFigureTests.counts(10)), (other, ChannelFigureTests.counts(0, 5))],
                by: "b", in: database)
            let all = try await totals(in: database)
            #expect(all.map(\.counts) == [ChannelFigureTests.counts(13, 6)])
            #expect(all.map(\.store) == [nil])
            let own = try await totals("0101", in: database)
            #expect(own.map(\.counts) == [ChannelFigureTests.counts(13, 1)])
            let window = try ChannelFigureTests.window()
            let stores = [other.store]
            let sums = try await database.read {
                try ChannelFigureTable.sums(of: stores, window, in: $0)
            }
            #expect(sums.map(\.store) == [other.store])
            #expect(sums.map(\.counts) == [ChannelFigureTests.counts(0, 5)])
            #expect(sums.map(\.from) == [ChannelFigureTests.hour])
        }
    }

    @Test("More rows than one statement takes come back, each as it was", arguments: Engine.all)
    func many(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let figures = try (0..<24).flatMap { before in
                try Wallet.allCases.map { wallet in
                    (
                        slot: try ChannelFigureTests.slot(before: before, wallet),
                        counts: ChannelFigureTests.counts(Int(before) + 1)
                    )
                }
            }
            #expect(figures.count == 120)
            try await write(figures, by: "a", in: database)
            let found = try await totals(in: database)
            #expect(found.count == 120)
            for sum in found {
                let before = ChannelFigureTests.hour.since(sum.from).microseconds / 3_600_000_000
                #expect(sum.counts == ChannelFigureTests.counts(Int(before) + 1))
            }
        }
    }

    struct Place: Sendable, CustomTestStringConvertible {
        let span: FigureSlot.Span
        let before: Int64
        let isRead: Bool

        var testDescription: String { "\(span), \(before) before" }
    }

    static let places = [
        Place(span: .hour, before: 0, isRead: true), Place(span: .hour, before: 23, isRead: true),
        Place(span: .hour, before: 24, isRead: false),
        // A clock that was wrong has written it.
        Place(span: .hour, before: -1, isRead: false),
        Place(span: .fiveMinutes, before: 0, isRead: true),
        Place(span: .fiveMinutes, before: 11, isRead: true),
        Place(span: .fiveMinutes, before: 12, isRead: false),
        Place(span: .fiveMinutes, before: -1, isRead: false),
    ]

    @Test("A window is twenty-four hours and twelve times five minutes", arguments: Engine.all)
    func window(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let figures = try ChannelFigureTests.places.map { place in
                (
                    slot: try ChannelFigureTests.slot(place.span, before: place.before),
                    counts: ChannelFigureTests.counts(1)
                )
            }
            try await write(figures, by: "a", in: database)
            let found = Set(try await totals(in: database).map { "\($0.span) \($0.from)" })
            for (place, figure) in zip(ChannelFigureTests.places, figures) {
                let key = "\(figure.slot.span) \(figure.slot.from)"
                #expect(found.contains(key) == place.isRead, "\(place.testDescription)")
            }
        }
    }

    @Test(
        "The worst store stands first: now, then of the day, then the busiest",
        arguments: Engine.all)
    func worst(_ engine: Engine) async throws {
        try await engine.withShop { database in
            // Of the last hour, then of the day; the wallets of a store are not mixed.
            let rows: [(store: String, wallet: Wallet, now: CallCounts?, day: CallCounts)] = [
                ("0001", .alipay, ChannelFigureTests.counts(10), ChannelFigureTests.counts(99)),
                ("0002", .alipay, ChannelFigureTests.counts(90), ChannelFigureTests.counts(90)),
                (
                    "0002", .weChatPay, ChannelFigureTests.counts(0, 6),
                    ChannelFigureTests.counts(0, 6)
                ),
                ("0003", .alipay, ChannelFigureTests.counts(6, 6), ChannelFigureTests.counts(6, 6)),
                (
                    "0004", .alipay, ChannelFigureTests.counts(0, 1),
                    ChannelFigureTests.counts(50, 1)
                ),
                ("0005", .alipay, nil, ChannelFigureTests.counts(0, 60)),
                ("0006", .alipay, nil, ChannelFigureTests.counts(5)),
                // Late, and nothing in doubt.
                ("0008", .alipay, ChannelFigureTests.late(90), ChannelFigureTests.late(90)),
                ("0007", .alipay, nil, ChannelFigureTests.counts(6)),
            ]
            for row in rows {
                var figures = [
                    (
                        slot: try ChannelFigureTests.slot(store: row.store, row.wallet),
                        counts: row.day
                    )
                ]
                if let now = row.now {
                    figures.append(
                        (
                            try ChannelFigureTests.slot(.fiveMinutes, store: row.store, row.wallet),
                            now
                        ))
                }
                try await write(figures, by: "a", in: database)
            }
            let window = try ChannelFigureTests.window()
            let few = try await database.read {
                try ChannelFigureTable.worst(of: window, limit: 3, in: $0)
            }
            #expect(few.stores.map(\.digits) == ["0002", "0003", "0004"])
            #expect(few.count == 8)
            let all = try await database.read {
                try ChannelFigureTable.worst(of: window, limit: 100, in: $0)
            }
            #expect(
                all.stores.map(\.digits) == [
                    "0002", "0003", "0004", "0008", "0005", "0001", "0007", "0006",
                ])
        }
    }

    @Test("What is old goes, some at a time, and nothing else", arguments: Engine.all)
    func removed(_ engine: Engine) async throws {
        try await engine.withShop { database in
            for worker in ["a", "b"] {
                try await write(
                    (45..<52).map {
                        (try ChannelFigureTests.slot(before: $0), ChannelFigureTests.counts(1))
                    }, by: worker, in: database)
            }
            let slice = try ChannelFigureTests.slot(.fiveMinutes, before: 600)
            try await write([(slice, ChannelFigureTests.counts(1))], by: "a", in: database)
            let before = FigureSlot.Span.hour.start(at: Shop.at(0), before: 48)
            var removed: [Int] = []
            repeat {
                removed.append(
                    try await database.write { transaction in
                        try ChannelFigureTable.removeSome(
                            .hour, before: before, limit: 4, in: transaction)
                    })
            } while removed.last != 0
            #expect(removed == [4, 2, 0])
            let left = try await database.read { transaction in
                try transaction.rows(
                    "SELECT minutes, from_us FROM channel_figure WHERE minutes = 60"
                ).map { try $0.integer("from_us") }
            }
            #expect(left.count == 8)
            #expect(left.min() == before.microseconds)
            let sliceIsThere = try await database.read { transaction in
                try transaction.row("SELECT 1 FROM channel_figure WHERE minutes = 5", []) != nil
            }
            #expect(sliceIsThere)
        }
    }

    @Test("Counts that do not add up are not kept", arguments: Engine.all)
    func constraints(_ engine: Engine) async throws {
        try await engine.withShop { database in
            // Asked, succeeded, in the first count, in the last one.
            let rows: [([Int64], Bool)] = [
                ([2, 1, 1, 1], true), ([2, 3, 1, 1], false), ([2, 1, 1, 2], false),
                ([0, 0, 0, 0], false), ([1, 1, 2, -1], false),
            ]
            for (place, (row, isSound)) in rows.enumerated() {
                do {
                    try await database.write { transaction in
                        _ = try transaction.execute(
                            """
                            INSERT INTO channel_figure VALUES
                            (60, \(place), 'wechat', '0101', 'a', ?, ?, 0, 0,
                             ?, 0, 0, 0, 0, 0, 0, 0, ?)
                            """, row.map { SQLValue.integer($0) })
                    }
                    #expect(isSound, "\(row)")
                } catch {
                    #expect(!isSound && isConstraint(error), "\(row) \(error)")
                }
            }
        }
    }

    @Test("A while begins on the hour, also before 1970")
    func spans() {
        for (second, hour, slice) in [
            (0, 0, 0), (299, 0, 0), (300, 0, 300), (3_600, 3_600, 3_600), (-1, -3_600, -300),
            (-3_600, -3_600, -3_600),
        ] as [(Int64, Int64, Int64)] {
            let moment = Timestamp(microseconds: second * 1_000_000)
            #expect(FigureSlot.Span.hour.start(at: moment).microseconds == hour * 1_000_000)
            #expect(FigureSlot.Span.fiveMinutes.start(at: moment).microseconds == slice * 1_000_000)
        }
    }
}

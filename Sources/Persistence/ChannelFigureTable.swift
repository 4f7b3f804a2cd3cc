// How each wallet has answered each store. A server writes the whole of what it has counted for an hour
// or five minutes into a row of its own, again whenever that has grown; whoever reads adds the servers'
// rows up. A picture for people: nothing is decided by it, and nothing refers to it.

package import Payments
package import Retail

/// A while in which a wallet's answers to a store are counted together.
package struct FigureSlot: Hashable, Sendable {
    /// *Unit*: minutes, as the table keeps it.
    package enum Span: Int64, CaseIterable, Sendable {
        case fiveMinutes = 5
        case hour = 60

        package var length: Pause { .minutes(rawValue) }

        /// The beginning of the one that a moment is in, or of one that is so many before it.
        package func start(at moment: Timestamp, before count: Int64 = 0) -> Timestamp {
            let length = length.microseconds
            let (whole, rest) = moment.microseconds.quotientAndRemainder(dividingBy: length)
            let start = Timestamp(microseconds: (rest < 0 ? whole - 1 : whole) * length)
            return start.advanced(by: .minutes(-count * rawValue))
        }
    }

    package let span: Span
    package let from: Timestamp
    package let store: StoreID
    package let wallet: Wallet

    package init(_ span: Span, from: Timestamp, store: StoreID, wallet: Wallet) {
        (self.span, self.from, self.store, self.wallet) = (span, from, store, wallet)
    }
}

/// Which whiles are read: those that begin in a stretch of time, of one store or of all.
package struct FigureWindow: Sendable {
    package let store: StoreID?
    /// The first and the last beginning of each span.
    package let hours, slices: ClosedRange<Timestamp>

    package init(store: StoreID?, hours: ClosedRange<Timestamp>, slices: ClosedRange<Timestamp>) {
        (self.store, self.hours, self.slices) = (store, hours, slices)
    }

    fileprivate static let condition = """
        ((minutes = 60 AND from_us BETWEEN ? AND ?) OR (minutes = 5 AND from_us BETWEEN ? AND ?))
        AND (CAST(? AS TEXT) IS NULL OR store_id = ?)
        """

    fileprivate var arguments: [SQLValue] {
        [hours.lowerBound, hours.upperBound, slices.lowerBound, slices.upperBound].map {
            .integer($0.microseconds)
        } + [.text(store?.digits), .text(store?.digits)]
    }
}

package enum ChannelFigureTable {
    /// A wallet's counts of a while, of one store or of all that were asked for.
    package typealias Sum = (
        span: FigureSlot.Span, from: Timestamp, store: StoreID?, wallet: Wallet, counts: CallCounts
    )

    /// Rows of one INSERT: few texts to prepare, few journeys to a server.
    private static let insertMax = 50
    private static let counted = [
        "asked", "succeeded", "declined", "in_doubt", "ms_100", "ms_200", "ms_400", "ms_800",
        "ms_1600", "ms_2500", "ms_5000", "ms_10000", "ms_more",
    ]
    /// Those after the bound that is felt at the counter.
    private static let late = "ms_5000 + ms_10000 + ms_more"
    private static let key = "minutes, from_us, wallet, store_id, worker_id"
    private static let sums =
        counted
        .map { "CAST(sum(\($0)) AS BIGINT) AS \($0)" }.joined(separator: ", ")

    /// Writes the whole of what a worker has counted for some whiles.
    ///
    /// *Idempotency*: what was written of them before by the same worker is replaced.
    package static func write(
        _ figures: [(slot: FigureSlot, counts: CallCounts)], by worker: String,
        in transaction: any Transaction
    ) throws {
        let columns = key + ", " + counted.joined(separator: ", ")
        let place =
            "(" + Array(repeating: "?", count: 5 + counted.count).joined(separator: ", ") + ")"
        let update = counted.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        var rest = figures[...]
        while !rest.isEmpty {
            let some = rest.prefix(insertMax)
            rest = rest.dropFirst(insertMax)
            try transaction.queue(
                """
                INSERT INTO channel_figure (\(columns))
                VALUES \(Array(repeating: place, count: some.count).joined(separator: ", "))
                ON CONFLICT (\(key)) DO UPDATE SET \(update)
                """, some.flatMap { values(of: $0.slot, $0.counts, worker) })
        }
    }

    private static func values(
        of slot: FigureSlot, _ counts: CallCounts, _ worker: String
    ) -> [SQLValue] {
        let numbers =
            [counts.asked, counts.succeeded, counts.declined, counts.inDoubt] + counts.times
        return [
            .integer(slot.span.rawValue), .integer(slot.from.microseconds),
            .text(slot.wallet.rawValue), .text(slot.store.digits), .text(worker),
        ] + numbers.map { SQLValue.integer($0) }
    }

    /// Each wallet's sums over all stores and servers of a window, while by while.
    package static func totals(
        of window: FigureWindow, in transaction: any Transaction
    ) throws -> [Sum] {
        // In the order of the key, one span after the other, so that nothing is to be sorted.
        try [(FigureSlot.Span.hour, window.hours), (.fiveMinutes, window.slices)].flatMap {
            span, starts in
            try transaction.rows(
                """
                SELECT   minutes, from_us, wallet, \(sums) FROM channel_figure
                WHERE    minutes = ? AND from_us BETWEEN ? AND ?
                AND      (CAST(? AS TEXT) IS NULL OR store_id = ?)
                GROUP BY minutes, from_us, wallet
                """,
                [
                    .integer(span.rawValue), .integer(starts.lowerBound.microseconds),
                    .integer(starts.upperBound.microseconds), .text(window.store?.digits),
                    .text(window.store?.digits),
                ])
        }.map { try read($0, store: nil) }
    }

    /// The sums of some stores over all servers, while by while.
    package static func sums(
        of stores: [StoreID], _ window: FigureWindow, in transaction: any Transaction
    ) throws -> [Sum] {
        guard !stores.isEmpty else { return [] }
        let places = Array(repeating: "?", count: stores.count).joined(separator: ", ")
        return try transaction.rows(
            """
            SELECT   minutes, from_us, store_id, wallet, \(sums) FROM channel_figure
            WHERE    \(FigureWindow.condition) AND store_id IN (\(places))
            GROUP BY minutes, from_us, store_id, wallet
            """, window.arguments + stores.map { .text($0.digits) }
        ).map { try read($0, store: StoreID($0.text("store_id"))) }
    }

    /// The stores of a window, the worst first: by the share of calls in doubt at their worst wallet
    /// in the five minutes' whiles, then in the hours, then by their calls; and how many there are.
    ///
    /// A late answer weighs a quarter of a doubt. Four calls that nobody made weigh with each share:
    /// one call that failed is no outage yet.
    package static func worst(
        of window: FigureWindow, limit: Int64, in transaction: any Transaction
    ) throws -> (stores: [StoreID], count: Int64) {
        func sum(_ column: String, _ minutes: Int64) -> String {
            "CAST(sum(CASE WHEN minutes = \(minutes) THEN \(column) ELSE 0 END) AS BIGINT)"
        }
        func share(_ minutes: Int64) -> String {
            """
            (\(sum("in_doubt", minutes)) * 1000 + \(sum(late, minutes)) * 250)
                / (\(sum("asked", minutes)) + 4)
            """
        }
        let stores = try transaction.rows(
            """
            SELECT   store_id FROM (
                SELECT   store_id, \(share(5)) AS now_bad, \(share(60)) AS day_bad,
                         \(sum("asked", 60)) AS calls
                FROM     channel_figure WHERE \(FigureWindow.condition)
                GROUP BY store_id, wallet) AS line
            GROUP BY store_id
            ORDER BY max(now_bad) DESC, max(day_bad) DESC, sum(calls) DESC, store_id LIMIT ?
            """, window.arguments + [.integer(limit)]
        ).map { try StoreID($0.text("store_id")) }
        let row = try transaction.row(
            """
            SELECT count(DISTINCT store_id) AS n FROM channel_figure
            WHERE \(FigureWindow.condition)
            """, window.arguments)
        return (stores, try row?.integer("n") ?? 0)
    }

    /// Removes some whiles that began before a moment; answers how many rows went.
    package static func removeSome(
        _ span: FigureSlot.Span, before: Timestamp, limit: Int64, in transaction: any Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            DELETE FROM channel_figure WHERE (\(key)) IN (
                SELECT \(key) FROM channel_figure WHERE minutes = ? AND from_us < ?
                ORDER BY \(key) LIMIT ?)
            """, [.integer(span.rawValue), .integer(before.microseconds), .integer(limit)])
    }

    private static func read(_ row: Row, store: StoreID?) throws -> Sum {
        let numbers = try counted.map { try row.integer($0) }
        guard let span = FigureSlot.Span(rawValue: try row.integer("minutes")),
            let wallet = Wallet(rawValue: try row.text("wallet")),
            let counts = CallCounts(
                asked: numbers[0], succeeded: numbers[1], declined: numbers[2],
                inDoubt: numbers[3], times: Array(numbers[4...]))
        else { throw StoredError.unreadable("channel figure") }
        let from = Timestamp(microseconds: try row.integer("from_us"))
        return (span, from, store, wallet, counts)
    }
}

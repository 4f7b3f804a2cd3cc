// One light per channel on the till: working, slow, down since. Judged by the last calls as they
// went, not by a probe: what cashiers want to know is whether the next scan will be answered.

package import Payments
package import Retail
internal import Synchronization

package final class ChannelHealth: Sendable {
    package enum Light: String, Sendable {
        case working, slow, down
    }

    /// An answer later than this is felt at the counter.
    ///
    /// *Source*: own choice, half a query's pace.
    private static let slowAfter = Pause.milliseconds(2_500)
    /// Two calls in a row without a usable answer: one may be chance, two are an outage.
    private static let downAfter = 2

    /// What was true longer ago than this, with no call since, is not known any more.
    private static let lapsesAfter = Pause.minutes(1)

    /// So many calls in a row, over so long, and a new payment is refused before it begins.
    ///
    /// *Source*: own choice. One customer's lost answer and the two questions after it are no outage.
    private static let shutAfter = 4
    private static let shutNotBefore = Pause.seconds(5)
    /// While nothing else asks the channel, one payment in so long is let through to try.
    private static let tryEvery = Pause.seconds(10)

    private struct Record {
        var lastAt: Timestamp
        var triedAt: Timestamp?
        var failures = 0
        var failingSince: Timestamp?
        var isSlow = false
    }

    package enum Gate: Equatable, Sendable {
        case open
        /// Nobody answers since then.
        case shut(since: Timestamp)
    }

    /// A wrong key of one merchant account says nothing about the others at its wallet.
    private struct Line: Hashable {
        let wallet: Wallet
        let account: String
    }

    /// The same by stores, counted.
    package let figures = ChannelFigures()
    private let records = Mutex<[Line: Record]>([:])

    package init() {}

    func note(
        _ wallet: Wallet, _ outcome: CallOutcome, account: String = "", store: StoreID? = nil,
        from: Timestamp, to: Timestamp
    ) {
        if let store { figures.note(wallet, outcome, store: store, from: from, to: to) }
        let line = Line(wallet: wallet, account: account)
        records.withLock { records in
            var record = records[line] ?? Record(lastAt: to)
            record.lastAt = to
            record.isSlow = to.since(from) > ChannelHealth.slowAfter
            if outcome.isUsable {
                record.failures = 0
                record.failingSince = nil
            } else {
                record.failures += 1
                record.failingSince = record.failingSince ?? from
            }
            records[line] = record
        }
    }

    /// Whether a new payment may begin.
    ///
    /// The questions about payments in doubt go on meanwhile, and the first usable answer opens the
    /// gate; without any, a payment is let through now and then.
    func gate(of wallet: Wallet, account: String = "", at now: Timestamp) -> Gate {
        let line = Line(wallet: wallet, account: account)
        return records.withLock { records in
            guard var record = records[line], ChannelHealth.isShut(record, at: now),
                let since = record.failingSince
            else { return .open }
            let last = record.triedAt.map { max($0, record.lastAt) } ?? record.lastAt
            guard now.since(last) < ChannelHealth.tryEvery else {
                record.triedAt = now
                records[line] = record
                return .open
            }
            return .shut(since: since)
        }
    }

    /// Since when payments are refused at an account, or at any of a wallet's; nobody is let through
    /// by asking.
    func shutSince(_ wallet: Wallet, account: String?, at now: Timestamp) -> Timestamp? {
        records.withLock { records in
            records.filter { line, record in
                line.wallet == wallet && (account == nil || line.account == account)
                    && ChannelHealth.isShut(record, at: now)
            }.compactMap(\.value.failingSince).min()
        }
    }

    private static func isShut(_ record: Record, at now: Timestamp) -> Bool {
        guard record.failures >= shutAfter, let since = record.failingSince else { return false }
        return now.since(since) >= shutNotBefore
    }

    package func light(
        of wallet: Wallet, account: String = "", at now: Timestamp
    ) -> (light: Light, since: Timestamp?) {
        records.withLock { records in
            guard let record = records[Line(wallet: wallet, account: account)],
                now.since(record.lastAt) <= ChannelHealth.lapsesAfter
            else { return (.working, nil) }
            if record.failures >= ChannelHealth.downAfter { return (.down, record.failingSince) }
            return (record.isSlow || record.failures > 0 ? .slow : .working, record.failingSince)
        }
    }
}

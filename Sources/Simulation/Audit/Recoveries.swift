// How debits that the till did not hear of at once came to be counted, and how long that took.

internal import Retail

/// What told the store of a debit.
package enum RecoveryKind: String, CaseIterable, Sendable {
    /// The answer to `pay` itself.
    case answered
    /// A question asked because there was no answer.
    case query
    case notification
    /// Taken up by a process after another had died.
    case sweep
    case statement
    /// A cashier scanned the number.
    case supplementary = "42"
    /// Given back by a reversal, since it could not be posted.
    case givenBack = "given-back"
}

/// One debit that had been in doubt, and how long it stayed uncounted.
///
/// It ends when the commit that counts it for a sale is done, or when a reversal has given the money
/// back at the wallet, by the world's own clock. What only a person can end, an open case, is not
/// among them, nor what the wallet had lied about or had debited otherwise than asked.
package struct Recovery: Equatable, Sendable {
    package let number: String
    package let customer: Int
    package let kind: RecoveryKind
    /// Whether its wallet was out at some time between the debit and the end.
    ///
    /// Then the time runs from the outage's end; it is zero when all was done before that.
    package let isAfterOutage: Bool
    /// *Unit*: microseconds.
    package let time: Int64
}

struct Recoveries {
    private(set) var counts: [RecoveryKind: Int] = [:]
    /// Those that had been in doubt, in the order of the wallets' orders.
    private(set) var ofDoubts: [Recovery] = []

    init(_ world: World, _ books: AuditedBooks) {
        for wallet in world.wallets {
            for number in wallet.numbers {
                guard let order = wallet.orders[number], let debitedAt = order.debitedAt,
                    !order.hasLied, order.isAsAsked(at: wallet.merchantAccount)
                else { continue }
                add(order, debitedAt, world, books, world.outages[wallet.wallet] ?? [])
            }
        }
    }

    private mutating func add(
        _ order: WalletOrder, _ debitedAt: Timestamp, _ world: World, _ books: AuditedBooks,
        _ outages: [World.Outage]
    ) {
        let auditor = world.auditor
        let number = order.number
        let known = auditor.known[number]
        let settledAt: Timestamp
        let kind: RecoveryKind
        if let counted = auditor.countedAt[number] {
            settledAt = counted
            kind = Recoveries.kind(known, method: books.claims[number]?.first?.method)
        } else if let reversed = auditor.reversedAt[number] {
            settledAt = reversed
            kind = .givenBack
        } else {
            return
        }
        counts[kind, default: 0] += 1
        guard kind != .answered, known?.wasInDoubt ?? true else { return }
        let outage = outages.last { $0.from <= settledAt && debitedAt < $0.until }
        let time = settledAt.since(outage?.until ?? debitedAt)
        ofDoubts.append(
            Recovery(
                number: number, customer: order.customer, kind: kind,
                isAfterOutage: outage != nil, time: max(0, time.microseconds)))
    }

    private static func kind(_ known: Auditor.Known?, method: Int64?) -> RecoveryKind {
        if method == 42 { return .supplementary }
        guard let known else { return .supplementary }
        if known.ending.hasPrefix("pay-") { return .answered }
        if known.ending == "notified" { return .notification }
        if known.ending == "statement-shows" { return .statement }
        return known.wasSwept ? .sweep : .query
    }
}

/// Times in order, to be asked for their parts.
package struct Times: Equatable, Sendable {
    /// *Unit*: microseconds.
    private var sorted: [Int64] = []

    package init(_ times: [Int64] = []) {
        sorted = times.sorted()
    }

    package var count: Int { sorted.count }

    package var worst: Int64 { sorted.last ?? 0 }

    /// The time that so many in a hundred do not exceed.
    package func percentile(_ percent: Int) -> Int64 {
        guard !sorted.isEmpty else { return 0 }
        let rank = (sorted.count * percent + 99) / 100
        return sorted[min(sorted.count - 1, max(0, rank - 1))]
    }
}

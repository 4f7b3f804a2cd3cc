// A wallet owes what its statement of a day comes to, and a bank receives it, often some days at
// once and sometimes not to the fen. Which day and which store it is for is decided here, so that
// every fen of what was received stands somewhere, once.

package import Retail

/// How a day of a wallet's account stands with the bank (结算).
package enum SettlementState: String, CaseIterable, Sendable {
    /// Nothing has been received, and it is not due yet.
    case open
    case settled
    /// Nothing has been received, and it is due.
    case late
    /// Less has been received than the statement comes to.
    case short
    /// More has been received.
    case over

    /// Days after which nothing received is too late.
    ///
    /// *Source*: own choice: wallets pay out the next working day (T+1), and a long weekend has three
    /// others.
    package static let lateAfter = 4

    /// `age` counts the days since the statement's day; `records` those that say something was received.
    package init(net: Money, received: Money, records: Int64, age: Int) {
        if received == net {
            self = .settled
        } else if records == 0 {
            self = age > SettlementState.lateAfter ? .late : .open
        } else {
            self = received < net ? .short : .over
        }
    }

    /// Whether somebody must look.
    package var isBreak: Bool {
        switch self {
        case .open, .settled: false
        case .late, .short, .over: true
        }
    }
}

/// What was received, spread over what it is for.
package enum SettlementSharing {
    /// Over the days, oldest first: each gets what is still open of it, the last what is left.
    ///
    /// *Errors*: `LedgerError.overflow`.
    package static func days(
        _ received: Money, open: [Money]
    ) throws(LedgerError) -> [Money] {
        guard !open.isEmpty else { return [] }
        var (shares, rest) = ([Money](), received)
        for amount in open.dropLast() {
            // A day of refunds takes from the others.
            let share = amount.isNegative ? amount : max(.zero, min(rest, amount))
            shares.append(share)
            do { rest = try rest.subtracting(share) } catch { throw .overflow }
        }
        return shares + [rest]
    }

    /// Over the stores of a day by what is still open of each: exactly that where the rest came, else
    /// in proportion to what is above zero; by what the day comes to where nothing is.
    ///
    /// *Errors*: `LedgerError.overflow`.
    package static func stores(
        _ amount: Money, of open: [Money], owed: [Money]
    ) throws(LedgerError) -> [Money] {
        let shares = try stores(amount, of: open)
        guard shares != open, !open.contains(where: { $0.isPositive }) else { return shares }
        return try stores(amount, of: owed)
    }

    /// Each its own part where the whole came, else in proportion to what is above zero; fen that do not
    /// divide go to the largest remainders, the earlier store first.
    ///
    /// *Errors*: `LedgerError.overflow`.
    package static func stores(
        _ amount: Money, of parts: [Money]
    ) throws(LedgerError) -> [Money] {
        var whole = Money.zero
        for part in parts {
            do { whole = try whole.adding(part) } catch { throw .overflow }
        }
        guard amount != whole else { return parts }
        let weights = parts.map { $0.isPositive ? $0.fen.magnitude : 0 }
        var sum: UInt64 = 0
        for weight in weights {
            let (next, overflow) = sum.addingReportingOverflow(weight)
            guard !overflow else { throw .overflow }
            sum = next
        }
        guard sum > 0 else {
            return parts.indices.map { $0 == parts.startIndex ? amount : .zero }
        }
        let size = amount.fen.magnitude
        // A weight is at most the sum, so each quotient is at most the size.
        let divided = weights.map { sum.dividingFullWidth(size.multipliedFullWidth(by: $0)) }
        var shares = divided.map { $0.quotient }
        var left = size - shares.reduce(0, +)
        let order = divided.indices.sorted { one, other in
            (divided[other].remainder, one) < (divided[one].remainder, other)
        }
        for place in order where left > 0 && divided[place].remainder > 0 {
            shares[place] += 1
            left -= 1
        }
        return shares.map { share in
            Money(fen: amount.isNegative ? -Int64(clamping: share) : Int64(clamping: share))
        }
    }
}

extension BookedFact {
    /// What a bank received of a wallet for a store; below zero, what is taken back.
    package init(
        settled amount: Money, by wallet: String, _ fact: Fact, store: StoreID,
        on date: BusinessDate
    ) throws(LedgerError) {
        self.init(
            fact, store: store, date: date,
            entries: [try Entry(from: .clearing(wallet: wallet), to: .bank, amount)])
    }
}

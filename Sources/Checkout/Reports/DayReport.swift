// The daily report of a store (日结): read off the ledger, signed by the manager, and never changed then.

package import Ledger
package import Persistence
package import Retail
internal import Sales

/// A store's day as its page shows it.
package struct DayReport: Sendable {
    /// Money of one payment that stands somewhere it should not stay.
    package struct Standing: Sendable {
        package let number: String
        package let amount: Money
    }

    package let store: Store
    package let date: BusinessDate
    package let figures: DayFigures
    package let supplements: Supplements
    package let hours: [ReportedSum]
    package let compared: [ComparedDay]
    /// Debited, and on no posted sale at the day's end.
    package let doubt: [Standing]
    /// Promised to customers, and not yet given back at the day's end.
    package let refundsDue: [Standing]
    /// Payments whose outcome is not known now, and what they are over.
    package let open: ReportedSum
    package let sales: [ReportedSale]
    /// Where the next sales begin; nil after the last.
    package let next: String?
    package let returns: [ReportedReturn]
    package let signed: SignedDay?
    /// Shifts that ended in this day, and, while it is not signed, those that are open.
    package let shifts: [ReportedShift]
    /// Registers with cash of this day that no shift's count has covered.
    package let uncounted: [RegisterID]

    /// What the day's drawers were over or short by, each by its shift's count or by the day's; nil
    /// while none was counted.
    package var overShort: Money? {
        get throws {
            var differences = try shifts.compactMap { try $0.close?.difference }
            if let signed, let counted = signed.counted {
                differences.append(try counted.subtracting(signed.cash))
            }
            guard !differences.isEmpty else { return nil }
            return try differences.reduce(.zero) { try $0.adding($1) }
        }
    }
}

/// The shifts of a store, or of the chain, that ended in a time.
package struct ShiftReport: Sendable {
    package let first: BusinessDate
    package let last: BusinessDate
    /// Nil for the chain.
    package let store: StoreID?
    package let shifts: [ReportedShift]
    /// Whether there are more shifts than these.
    package let isCut: Bool
    /// What the counts of all shifts come to, of those that are not listed, too.
    package let overShort: Money

    package init(
        first: BusinessDate, last: BusinessDate, store: StoreID?, shifts: [ReportedShift],
        isCut: Bool, overShort: Money
    ) {
        self.first = first
        self.last = last
        self.store = store
        self.shifts = shifts
        self.isCut = isCut
        self.overShort = overShort
    }
}

/// What a store, or the chain, came to over some days.
package struct PeriodReport: Sendable {
    package struct Line: Sendable {
        package let store: Store
        /// Nil where the line is of all days.
        package let date: BusinessDate?
        package let figures: DayFigures
        package let isSigned: Bool
    }

    /// A region of the chain, or an area of a region.
    package struct Place: Sendable {
        /// 0 is of stores on days when they have none.
        package let id: Int64
        /// Empty where there is none.
        package let name: String
        package let figures: DayFigures
    }

    package let first: BusinessDate
    package let last: BusinessDate
    package let lines: [Line]
    /// What lies between it and its stores; empty where nothing does.
    package let places: [Place]
    package let total: DayFigures
    package let supplements: Supplements
    package let hours: [ReportedSum]
    /// Empty where whoever asks is told of no wallets (N2).
    package let wallets: [ReportedSum]
    /// By the numbers of the methods; empty as `wallets`.
    package let methods: [ReportedSum]
    /// What the chain came to on each day; empty as `wallets`.
    package let dates: [(date: BusinessDate, figures: DayFigures)]
    /// Empty where it is of more than a day.
    package let compared: [ComparedDay]

    /// Whether anything was taken by methods that are offered no more.
    package var hasRetired: Bool { total.hasRetired }
}

/// What an account has of each payment, and the balances of a store.
package struct BalanceReport: Sendable {
    /// Nil for the chain.
    package let store: Store?
    package let until: BusinessDate
    /// Whether only the days count on which the store was in an area of whoever asks.
    package let isOfOwnDays: Bool
    package let balance: TrialBalance
}

/// The entries of an account over some days, latest first.
package struct AccountReport: Sendable {
    package let account: Account
    /// Nil for the chain.
    package let store: StoreID?
    /// As `BalanceReport.isOfOwnDays`.
    package let isOfOwnDays: Bool
    package let entries: [AccountEntry]
    package let hasMore: Bool
}

/// One sale with everything that is booked of it.
package struct SaleReport: Sendable {
    package struct Entry: Sendable {
        package let kind: String
        package let date: String
        package let debit: Account
        package let credit: Account
        package let amount: Money
    }

    package let store: Store
    package let sale: StoredSale
    package let cashier: String
    package let entries: [Entry]
}

// A line of the ledger. It names both of its accounts and one amount, so there is no way to write one
// that does not sum to zero: not by code, not by hand, on neither engine (decision 0028).

package import Retail

/// An amount that goes from one account to another (分录).
package struct Entry: Equatable, Sendable {
    /// The account that receives.
    package let debit: Account
    /// The account that gives.
    package let credit: Account
    /// *Unit*: fen, always more than zero.
    package let amount: Money
    /// The payment it is about, where there is one.
    package let number: MerchantOrderNumber?

    /// Nil for nothing: no amount, or from an account to itself.
    ///
    /// *Errors*: `LedgerError.negative`.
    package init?(
        debit: Account, credit: Account, _ amount: Money, of number: MerchantOrderNumber? = nil
    ) throws(LedgerError) {
        guard !amount.isNegative else { throw .negative }
        guard amount.isPositive, debit != credit else { return nil }
        self.debit = debit
        self.credit = credit
        self.amount = amount
        self.number = number
    }
}

/// Why something cannot be booked.
package enum LedgerError: Error, Equatable, Sendable {
    /// An amount below zero; the other direction is another entry.
    case negative
    /// The parts of a fact do not add up to it.
    case unbalanced
    /// A sum does not fit in 64 bits of fen.
    case overflow
}

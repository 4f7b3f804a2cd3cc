// What is taken off a line or a whole sale. Kept as it was said ("10 % off", "5 yuan off"), because
// the quantity may change afterwards and the amount must follow; the fen are computed when asked.

package import Retail

/// A reduction of a line or of a sale (折扣).
package enum Discount: Equatable, Sendable {
    case none
    /// A fixed amount off. *Unit*: fen.
    case amount(Money)
    /// A share off, in basis points: 1,000 is 10 %.
    case percent(basisPoints: Int64)

    /// What is taken off `gross`, rounded half up to the fen; never more than `gross`.
    ///
    /// *Errors*: `SaleRefusal.discountTooLarge`, `.amountOutOfRange`.
    func off(_ gross: Money) throws(SaleRefusal) -> Money {
        switch self {
        case .none:
            return .zero
        case .amount(let amount):
            guard !amount.isNegative else { throw .amountOutOfRange }
            guard amount <= gross else { throw .discountTooLarge }
            return amount
        case .percent(let basisPoints):
            do {
                return try gross.share(basisPoints: basisPoints)
            } catch {
                throw error == .malformed ? .discountTooLarge : .amountOutOfRange
            }
        }
    }
}

/// How much a person may take off without asking anybody.
package struct DiscountAuthority: Equatable, Sendable {
    /// Basis points of the undiscounted amount: 1,000 is 10 %.
    package let basisPointsMax: Int64

    package init(basisPointsMax: Int64) {
        self.basisPointsMax = basisPointsMax
    }

    /// Whether a change is within the limit: what is off afterwards, or at least no greater share
    /// than before.
    ///
    /// So what a superior has approved stays, and no order of acts, and no goods taken off again
    /// after a fixed amount was given, comes to more than the limit.
    func allows(_ after: Reduction, insteadOf before: Reduction) -> Bool {
        after.isAtMost(Reduction(off: Money(fen: basisPointsMax), gross: Money(fen: 10_000)))
            || after.isAtMost(before)
    }
}

/// What is taken off what.
struct Reduction: Equatable {
    let off: Money
    let gross: Money

    /// Whether its share is no greater, compared without rounding; false when that overflows.
    func isAtMost(_ other: Reduction) -> Bool {
        let (left, overflow) = off.fen.multipliedReportingOverflow(by: other.gross.fen)
        let (right, overflowed) = other.off.fen.multipliedReportingOverflow(by: gross.fen)
        if off == .zero { return true }
        return !overflow && !overflowed && other.gross.isPositive && left <= right
    }
}

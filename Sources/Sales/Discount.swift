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

    /// Whether `off` from `gross` is within the limit, compared without rounding.
    func covers(_ off: Money, of gross: Money) -> Bool {
        let (given, overflow) = off.fen.multipliedReportingOverflow(by: 10_000)
        let (allowed, overflowed) = gross.fen.multipliedReportingOverflow(by: basisPointsMax)
        return !overflow && !overflowed && given <= allowed
    }
}

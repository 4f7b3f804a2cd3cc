package import Retail

/// Why the sale did not do what was asked; nothing was changed.
package enum SaleRefusal: Error, Equatable, Sendable {
    case empty
    case nothingDue
    /// Payment has begun: goods and discounts are fixed.
    case frozen
    case notOpen
    case posted
    case lineAbsent
    case tooManyLines
    case quantityOutOfRange
    case amountOutOfRange
    case discountTooLarge
    case beyondAuthority(DiscountAuthority)
    case shortfall(Money)
    case paidInFull
    /// A scanned payment of this sale has no outcome yet.
    case inDoubt
    case tenderAbsent
    case tenderCannotBeRemoved
    /// Scanned money is on the sale: it is completed or returned, never voided.
    case paid
    /// What was paid is not what is left to pay.
    case unequal(paid: Money, left: Money)
}

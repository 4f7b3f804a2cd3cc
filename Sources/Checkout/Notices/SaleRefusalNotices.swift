// The core's refusals in the words of the counter.

internal import Retail
internal import Sales

extension OperatorNotice {
    /// What a sale refused, for the people at the counter; `sale` is as it was.
    init(_ refusal: SaleRefusal, of sale: Sale) {
        switch refusal {
        case .empty: self = .saleEmpty
        case .nothingDue: self = .nothingDue
        case .frozen: self = .saleFrozen
        case .notOpen: self = .saleNotOpen
        case .posted:
            if case .posted(_, let receipt) = sale.state {
                self = .alreadyPosted(receipt: receipt)
            } else {
                self = .saleNotOpen
            }
        case .lineAbsent, .tenderAbsent: self = .lineAbsent
        case .tooManyLines: self = .tooManyLines
        case .quantityOutOfRange: self = .quantityOutOfRange
        case .amountOutOfRange: self = .amountOutOfRange
        case .discountTooLarge: self = .discountTooLarge
        case .beyondAuthority(let authority):
            self = .discountBeyondAuthority(allowedPercent: authority.basisPointsMax / 100)
        case .shortfall(let left): self = .shortfall(left)
        case .paidInFull: self = .alreadyPaidInFull
        case .inDoubt: self = .attemptOpen
        case .tenderCannotBeRemoved: self = .tenderCannotBeRemoved
        case .paid: self = .salePaidCannotVoid
        case .unequal(let paid, let left): self = .numberUnequal(paid: paid, left: left)
        }
    }
}

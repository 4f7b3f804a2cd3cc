package import Retail

/// Why a return was not made; nothing was changed.
package enum SaleReturnRefusal: Error, Equatable, Sendable {
    /// Only what is posted can be returned: an open sale is changed or voided instead.
    case notPosted
    case nothingChosen
    case lineAbsent
    case quantityOutOfRange
    /// More pieces than are left of this line.
    case tooMany(line: Int64, left: Int64)
    /// Every piece has come back already.
    case everythingReturned
    /// `managersLeave` without the manager.
    case reasonNeedsApproval
    /// Cash for money that came from a wallet, without a superior's approval.
    case cashNeedsApproval(Money)
    case amountOutOfRange
}

// The accounts of a store. Few, each with one meaning, so that a balance can be said in a sentence.

/// An account of one store (会计科目).
package enum Account: Hashable, Sendable {
    /// Cash in the drawer (钱箱现金).
    case drawer
    /// What a wallet has taken for us and not yet paid out (待结算款); by `Payments.Wallet`'s name.
    case clearing(wallet: String)
    /// Debited, and on no posted sale yet; what stands here at day end must be explained (待查款).
    case doubt
    /// Between goods and money: zero again with every sale and return that is whole (柜台往来).
    case counter
    /// Goods at their prices (销售收入).
    case sales
    /// Taken off the prices (折扣).
    case discounts
    /// Goods that came back (销售退回).
    case returns
    /// Promised to customers, and not yet given back by the wallet (应退款).
    case refundsDue
    /// What wallets keep for their service (手续费).
    case fees
    /// Paid out by wallets (银行存款).
    case bank
    /// What a drawer had more or less than it should (长短款).
    case overShort
    /// Cash outside the drawers (保险柜): floats come from it, what a shift takes out goes to it, and
    /// so does the cash of imported old sales, which no drawer here has ever held.
    case safe
    /// Taken, less what went back, by a method that is offered no more (原收款方式); by its number.
    case retired(method: Int64)

    /// A stable name for storage and exports.
    package var name: String {
        switch self {
        case .drawer: "drawer"
        case .clearing(let wallet): "clearing." + wallet
        case .doubt: "doubt"
        case .counter: "counter"
        case .sales: "sales"
        case .discounts: "discounts"
        case .returns: "returns"
        case .refundsDue: "refunds-due"
        case .fees: "fees"
        case .bank: "bank"
        case .overShort: "over-short"
        case .safe: "safe"
        case .retired(let method): "retired.\(method)"
        }
    }

    /// Reads a stored name; nil for one that is none.
    package init?(name: String) {
        switch name {
        case "drawer": self = .drawer
        case "doubt": self = .doubt
        case "counter": self = .counter
        case "sales": self = .sales
        case "discounts": self = .discounts
        case "returns": self = .returns
        case "refunds-due": self = .refundsDue
        case "fees": self = .fees
        case "bank": self = .bank
        case "over-short": self = .overShort
        case "safe": self = .safe
        default:
            let retired = "retired."
            if name.utf8.starts(with: retired.utf8),
                let method = Int64(String(name.unicodeScalars.dropFirst(retired.utf8.count))),
                name.utf8.elementsEqual(Account.retired(method: method).name.utf8)
            {
                self = .retired(method: method)
                return
            }
            let prefix = Account.clearing(wallet: "").name
            guard name.utf8.starts(with: prefix.utf8), name.utf8.count > prefix.utf8.count else {
                return nil
            }
            self = .clearing(wallet: String(name.unicodeScalars.dropFirst(prefix.utf8.count)))
        }
    }
}

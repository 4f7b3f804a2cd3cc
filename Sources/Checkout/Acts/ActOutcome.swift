// What an act led to, as it is kept under its key: the same key is answered the same for ever (P2),
// while the till that is sent along is always the till as it is now (decision 0010).

internal import Payments
package import Retail
package import Sales

package struct ActOutcome: Equatable, Sendable {
    /// Good news that is worth a sentence.
    package enum Say: Equatable, Sendable {
        case nothing
        case numberConfirmed
        case tradeNumberConfirmed
        case alreadyHere
        case goodsReturned(GoodsReturned)

        package var notice: OperatorNotice? {
            switch self {
            case .nothing: nil
            case .numberConfirmed: .numberConfirmed(byTradeNumber: false)
            case .tradeNumberConfirmed: .numberConfirmed(byTradeNumber: true)
            case .alreadyHere: .numberAlreadyHere
            case .goodsReturned(let done):
                .goodsReturned(toWallets: done.toWallets, inCash: done.inCash)
            }
        }
    }

    /// A return that was made, and what goes back by it.
    package struct GoodsReturned: Equatable, Sendable {
        package let id: ReturnID
        /// 1 for the first return of its sale.
        package let seq: Int64
        /// *Unit*: fen.
        package let toWallets: Money
        package let inCash: Money
    }

    /// The sale it was about.
    package let sale: SaleID?
    package let say: Say

    package init(sale: SaleID?, say: Say = .nothing) {
        self.sale = sale
        self.say = say
    }

    var line: String {
        let done = FieldText("done").with("sale", sale?.text ?? "")
        return switch say {
        case .nothing: done.with("say", "nothing").line
        case .numberConfirmed: done.with("say", "number-confirmed").line
        case .tradeNumberConfirmed: done.with("say", "trade-number-confirmed").line
        case .alreadyHere: done.with("say", "already-here").line
        case .goodsReturned(let one):
            done.with("say", "goods-returned").with("return", one.id.text).with("seq", one.seq)
                .with("wallets", one.toWallets.fen).with("cash", one.inCash.fen).line
        }
    }

    /// Reads what was kept.
    ///
    /// *Errors*: `FieldError`.
    init(line: String) throws {
        let fields = try FieldText(parsing: line)
        let sale = try fields.text("sale")
        let say: Say
        switch try fields.text("say") {
        case "nothing": say = .nothing
        case "number-confirmed": say = .numberConfirmed
        case "trade-number-confirmed": say = .tradeNumberConfirmed
        case "already-here": say = .alreadyHere
        case "goods-returned":
            say = .goodsReturned(
                GoodsReturned(
                    id: ReturnID(try fields.text("return")), seq: try fields.integer("seq"),
                    toWallets: Money(fen: try fields.integer("wallets")),
                    inCash: Money(fen: try fields.integer("cash"))))
        default: throw FieldError.malformed
        }
        self.init(sale: sale.isEmpty ? nil : SaleID(sale), say: say)
    }
}

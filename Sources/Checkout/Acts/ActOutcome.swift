// What an act led to, as it is kept under its key: the same key is answered the same for ever (P2),
// while the till that is sent along is always the till as it is now (decision 0010).

internal import Payments
package import Retail

package struct ActOutcome: Equatable, Sendable {
    /// Good news that is worth a sentence.
    package enum Say: String, CaseIterable, Sendable {
        case nothing
        case numberConfirmed = "number-confirmed"
        case tradeNumberConfirmed = "trade-number-confirmed"
        case alreadyHere = "already-here"

        package var notice: OperatorNotice? {
            switch self {
            case .nothing: nil
            case .numberConfirmed: .numberConfirmed(byTradeNumber: false)
            case .tradeNumberConfirmed: .numberConfirmed(byTradeNumber: true)
            case .alreadyHere: .numberAlreadyHere
            }
        }
    }

    /// The sale it was about.
    package let sale: SaleID?
    package let say: Say

    package init(sale: SaleID?, say: Say = .nothing) {
        self.sale = sale
        self.say = say
    }

    var line: String {
        FieldText("done").with("sale", sale?.text ?? "").with("say", say.rawValue).line
    }

    /// Reads what was kept.
    ///
    /// *Errors*: `FieldError`.
    init(line: String) throws {
        let fields = try FieldText(parsing: line)
        let sale = try fields.text("sale")
        guard let say = Say(rawValue: try fields.text("say")) else { throw FieldError.malformed }
        self.init(sale: sale.isEmpty ? nil : SaleID(sale), say: say)
    }
}

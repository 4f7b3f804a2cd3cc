// Everything a person at a register can ask for that changes something. Each act names the sale it
// is about, so that a key pressed in an old window never acts on the next sale.

package import Payments
package import Retail
package import Sales

/// A superior's number, PIN and reason, typed at the cashier's screen.
package struct Override: Equatable, Sendable {
    package let staff: StaffID
    package let pin: String
    package let reason: String

    package init(staff: StaffID, pin: String, reason: String) {
        self.staff = staff
        self.pin = pin
        self.reason = reason
    }
}

package enum Act: Equatable, Sendable {
    /// Rings up goods by EAN-13 or product code; opens a sale when there is none.
    case addLine(sale: SaleID?, entry: String, quantity: Int64)
    /// Fewer pieces under a fixed discount need the authority for what it then comes to, as do
    /// `removeLine` and the discounts themselves.
    case setQuantity(sale: SaleID, line: Int64, quantity: Int64, Override? = nil)
    case discountLine(sale: SaleID, line: Int64, Discount, Override?)
    case setLineSalesperson(sale: SaleID, line: Int64, StaffID?)
    case removeLine(sale: SaleID, line: Int64, Override? = nil)
    case discountSale(sale: SaleID, Discount, Override?)
    case setSalesperson(sale: SaleID, StaffID?)
    /// PageUp.
    case checkOut(sale: SaleID)
    case takeCash(sale: SaleID, received: Money, Override?)
    case removeTender(sale: SaleID, no: Int64)
    /// 41. `amount` nil takes what is left.
    case beginPayment(sale: SaleID, code: String, amount: Money?, isNotIdentityCard: Bool)
    /// 41 the other way round: the till shows a code that the customer scans (主扫).
    case offerCode(sale: SaleID, Wallet, amount: Money?)
    case askAgain(sale: SaleID, MerchantOrderNumber)
    case takeBack(sale: SaleID, MerchantOrderNumber)
    /// 42 (补单).
    case supplement(sale: SaleID, entry: String)
    /// F9.
    case complete(sale: SaleID)
    case suspend(sale: SaleID, note: String)
    case retrieve(sale: SaleID)
    case voidSale(sale: SaleID)
    case reprint(sale: SaleID)
    /// The slip of a return.
    case reprintSlip(ReturnID)
    case remark(receipt: String, words: String)
    /// 退货: pieces of a posted sale come back, and their money goes back the way it came; with
    /// `toCash` out of the drawer, which needs the override when a wallet had paid.
    case returnGoods(
        sale: SaleID, lines: [LineToReturn], reason: ReturnReason, toCash: Bool, Override?)
    /// Asks the channel now what became of a refund.
    case askAboutRefund(RefundNumber)
    /// What the drawer begins with; `shift` nil where none is open at the register.
    case setFloat(shift: Int64?, Money)
    /// A blind count (盘点), handed in.
    case countShift(shift: Int64, CashCount)
    /// 交接班: the drawer goes to the next person.
    case closeShift(shift: Int64, ShiftGiving)
    /// What was handed over to whoever asks has been read.
    case readHandover
    case reprintShiftSlip(shift: Int64)

    /// What was asked, on one line and without secrets: the same key for something else is refused.
    var fingerprint: String {
        switch self {
        case .addLine(let sale, let entry, let quantity):
            FieldText("add").with("sale", sale?.text ?? "").with("entry", entry)
                .with("quantity", quantity).line
        case .setQuantity(let sale, let line, let quantity, let approval):
            FieldText("quantity").with("sale", sale.text).with("line", line)
                .with("quantity", quantity).with("by", approval?.staff.digits ?? "").line
        case .discountLine(let sale, let line, let discount, let approval):
            FieldText("discount-line").with("sale", sale.text).with("line", line)
                .with("discount", discount.words).with("by", approval?.staff.digits ?? "").line
        case .setLineSalesperson(let sale, let line, let staff):
            FieldText("salesperson-line").with("sale", sale.text).with("line", line)
                .with("staff", staff?.digits ?? "").line
        case .removeLine(let sale, let line, let approval):
            FieldText("remove-line").with("sale", sale.text).with("line", line)
                .with("by", approval?.staff.digits ?? "").line
        case .discountSale(let sale, let discount, let approval):
            FieldText("discount-sale").with("sale", sale.text).with("discount", discount.words)
                .with("by", approval?.staff.digits ?? "").line
        case .setSalesperson(let sale, let staff):
            FieldText("salesperson").with("sale", sale.text)
                .with("staff", staff?.digits ?? "").line
        case .checkOut(let sale): FieldText("checkout").with("sale", sale.text).line
        case .takeCash(let sale, let received, let approval):
            FieldText("cash").with("sale", sale.text).with("fen", received.fen)
                .with("by", approval?.staff.digits ?? "").line
        case .removeTender(let sale, let no):
            FieldText("remove-tender").with("sale", sale.text).with("no", no).line
        case .beginPayment(let sale, let code, let amount, _):
            FieldText("pay").with("sale", sale.text)
                .with("code", String(code.prefix(2)) + "…" + String(code.suffix(4)))
                .with("fen", amount?.fen ?? 0).line
        case .offerCode(let sale, let wallet, let amount):
            FieldText("offer").with("sale", sale.text).with("wallet", wallet.rawValue)
                .with("fen", amount?.fen ?? 0).line
        case .askAgain(let sale, let number):
            FieldText("ask").with("sale", sale.text).with("number", number.digits).line
        case .takeBack(let sale, let number):
            FieldText("take-back").with("sale", sale.text).with("number", number.digits).line
        case .supplement(let sale, let entry):
            FieldText("supplement").with("sale", sale.text).with("entry", entry).line
        case .complete(let sale): FieldText("complete").with("sale", sale.text).line
        case .suspend(let sale, let note):
            FieldText("suspend").with("sale", sale.text).with("note", note).line
        case .retrieve(let sale): FieldText("retrieve").with("sale", sale.text).line
        case .voidSale(let sale): FieldText("void").with("sale", sale.text).line
        case .reprint(let sale): FieldText("reprint").with("sale", sale.text).line
        case .reprintSlip(let id): FieldText("reprint-slip").with("return", id.text).line
        case .remark(let receipt, let words):
            FieldText("remark").with("receipt", receipt).with("words", words).line
        case .returnGoods(let sale, let lines, let reason, let toCash, let approval):
            FieldText("return").with("sale", sale.text)
                .with("lines", lines.map { "\($0.line)x\($0.quantity)" }.joined(separator: ","))
                .with("reason", reason.rawValue).with("cash", toCash ? 1 : 0)
                .with("by", approval?.staff.digits ?? "").line
        case .askAboutRefund(let number):
            FieldText("ask-about-refund").with("number", number.text).line
        case .setFloat(let shift, let float):
            FieldText("float").with("shift", shift ?? 0).with("fen", float.fen).line
        case .countShift(let shift, let count):
            FieldText("count").with("shift", shift).with("pieces", count.text).line
        case .closeShift(let shift, let giving):
            FieldText("close-shift").with("shift", shift).with("to", giving.to.digits)
                .with("left", giving.left.fen).with("by", giving.override?.staff.digits ?? "").line
        case .readHandover: FieldText("read-handover").line
        case .reprintShiftSlip(let shift):
            FieldText("reprint-shift-slip").with("shift", shift).line
        }
    }
}

extension Discount {
    fileprivate var words: String {
        switch self {
        case .none: "none"
        case .amount(let money): "\(money.fen) fen"
        case .percent(let basisPoints): "\(basisPoints) bp"
        }
    }
}

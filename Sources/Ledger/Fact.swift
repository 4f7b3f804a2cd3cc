// What is booked. Each fact is booked once for ever: its kind and its subject are the key of its lines.

package import Retail
package import Sales

/// Something that happened, and that the ledger tells in entries.
package enum Fact: Hashable, Sendable {
    /// A sale was posted.
    case sale(SaleID)
    /// A wallet debited a customer.
    case debit(MerchantOrderNumber)
    /// A second debit under the same number, known by the wallet's own.
    case secondDebit(MerchantOrderNumber, tradeNumber: String)
    /// A wallet gave a debit back without being asked by a refund.
    case debitUndone(MerchantOrderNumber)
    /// A debit that stood in this store is counted by another one.
    case debitMoved(MerchantOrderNumber)
    /// A second debit was given back by hand; the first stays where it is.
    case secondDebitUndone(MerchantOrderNumber, case: String)
    /// A person's word ended what stood in doubt, and nobody claims it.
    case writtenOff(MerchantOrderNumber, case: String)
    /// What a wallet keeps of a day, as its statement says; a later one tells the difference.
    ///
    /// The count is the store's own of that day: a statement may be believed once more.
    case fee(wallet: String, account: String, day: BusinessDate, statement: Int64, count: Int64)
    /// What a drawer had more or less than the day's cash when it was counted.
    case overShort(BusinessDate)
    /// A shift was counted and given on.
    case shiftClosed(ShiftID)
    /// Goods came back.
    case goodsReturned(ReturnID)
    /// A wallet gave money back.
    case refund(RefundNumber)
    /// A bank received what a wallet owed for a day, or, of an even number, it turned out that it
    /// had not.
    ///
    /// Without its day where it was booked before days were told apart.
    case settlement(reference: String, seq: Int64, day: BusinessDate?)

    /// A stable name for storage and exports.
    package var kind: String {
        switch self {
        case .sale: "sale"
        case .debit: "debit"
        case .secondDebit: "second-debit"
        case .debitUndone: "debit-undone"
        case .debitMoved: "debit-moved"
        case .secondDebitUndone: "second-debit-undone"
        case .writtenOff: "written-off"
        case .fee: "fee"
        case .overShort: "over-short"
        case .shiftClosed: "shift"
        case .goodsReturned: "return"
        case .refund: "refund"
        case .settlement: "settlement"
        }
    }

    /// What it is about, within its kind.
    package var subject: String {
        switch self {
        case .sale(let sale): sale.text
        case .debit(let number), .debitUndone(let number), .debitMoved(let number): number.digits
        case .secondDebit(let number, let tradeNumber): number.digits + "/" + tradeNumber
        case .writtenOff(_, let id), .secondDebitUndone(_, let id): id
        case .fee(let wallet, let account, let day, let statement, let count):
            Fact.feePrefix(wallet: wallet, account: account, day: day) + "\(statement)/\(count)"
        case .overShort(let date): date.iso
        case .shiftClosed(let shift): shift.register.digits + "/\(shift.no)"
        case .goodsReturned(let id): id.text
        case .refund(let number): number.text
        case .settlement(let reference, let seq, let day):
            "\(reference)/\(seq)" + (day.map { "/" + $0.iso } ?? "")
        }
    }
}

extension Fact {
    /// What the subjects of all fees of a wallet's day begin with.
    package static func feePrefix(
        wallet: String, account: String, day: BusinessDate
    ) -> String {
        "\(wallet)/\(account)/\(day.iso)/"
    }
}

/// A fact with the entries that tell it.
package struct BookedFact: Equatable, Sendable {
    package let fact: Fact
    package let store: StoreID
    /// The day in whose books it stands.
    package var date: BusinessDate
    /// In their order; the place is part of each one's key.
    package let entries: [Entry]
    /// The sale it is about, where there is one.
    package let sale: SaleID?
    /// The shift in whose drawer its cash moved.
    package var shift: ShiftID?

    package init(
        _ fact: Fact, store: StoreID, date: BusinessDate, entries: [Entry?],
        sale: SaleID? = nil
    ) {
        self.fact = fact
        self.store = store
        self.date = date
        self.entries = entries.compactMap { $0 }
        self.sale = sale
    }

    /// Whether cash went into a drawer or out of it.
    package var movesCash: Bool {
        entries.contains { $0.movesCash }
    }
}

extension Entry {
    package var movesCash: Bool { debit == .drawer || credit == .drawer }
}

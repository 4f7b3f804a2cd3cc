// A small pharmacy for the tests: goods, sales and numbers that differ where a test needs them to.

import Retail
import Sales

enum Shop {
    static func at(_ seconds: Int64) -> Timestamp {
        // 2026-11-23 15:42:05 in Shanghai.
        Timestamp(microseconds: 1_795_419_725_000_000).advanced(by: .seconds(seconds))
    }

    static func goods(
        _ code: String = "0001", fen: Int64 = 1_980, lot: String = "A1"
    ) throws -> Goods {
        Goods(
            product: code, ean13: nil, name: "藿香正气口服液", spec: "10ml*10", unit: "盒",
            maker: "太极集团", category: "甲", lot: lot,
            expiresOn: try BusinessDate(year: 2027, month: 6, day: 30), price: Money(fen: fen))
    }

    static func line(
        _ no: Int64 = 1, fen: Int64, quantity: Int64 = 1, discount: Discount = .none
    ) throws -> SaleLine {
        SaleLine(
            no: no, goods: try goods(CivilTime.padded(Int(no), 4), fen: fen), quantity: quantity,
            discount: discount, salesperson: nil)
    }

    static func sale(
        _ lines: [SaleLine] = [], discount: Discount = .none, tenders: [Tender] = [],
        state: Sale.State = .open
    ) throws -> Sale {
        Sale(
            id: SaleID("sale-1"), store: try StoreID("0101"), register: try RegisterID("02"),
            cashier: try StaffID("1001"),
            businessDate: try BusinessDate(year: 2026, month: 11, day: 23), openedAt: at(0),
            state: state, lines: lines, discount: discount, tenders: tenders)
    }

    /// A sale of one piece at this price.
    static func sale(fen: Int64) throws -> Sale {
        try sale([line(fen: fen)])
    }

    static func number(_ serial: UInt32) throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: at(0), store: try StoreID("0101"), register: try RegisterID("02"), serial: serial)
    }

    static func scanned(
        _ no: Int64 = 1, fen: Int64, state: Tender.State, serial: UInt32 = 1
    ) throws -> Tender {
        Tender(
            no: no, method: 41, amount: Money(fen: fen),
            kind: .scanned(
                payment: PaymentID("payment-\(no)"), number: try number(serial), wallet: "wechat"),
            state: state, approval: nil)
    }

    static func cash(_ no: Int64 = 1, fen: Int64, received: Int64? = nil) -> Tender {
        Tender(
            no: no, method: 1, amount: Money(fen: fen),
            kind: .cash(received: Money(fen: received ?? fen)), state: .paid, approval: nil)
    }

    static func approval() throws -> Approval {
        Approval(by: try StaffID("2001"), reason: "顾客手机没电")
    }

    /// Nobody is asked.
    static let anyDiscount = DiscountAuthority(basisPointsMax: 10_000)
    /// A cashier's: one tenth.
    static let oneTenth = DiscountAuthority(basisPointsMax: 1_000)
}

extension Sale {
    /// Begins a scanned payment of all or a part, as the till does.
    @discardableResult
    mutating func scan(_ serial: UInt32, fen: Int64? = nil) throws -> Money {
        try beginPayment(
            PaymentID("payment-\(serial)"), number: try Shop.number(serial), wallet: "wechat",
            amount: fen.map(Money.init(fen:)))
    }

    mutating func settle(_ serial: UInt32, as outcome: Tender.State) throws -> Bool {
        settle(try Shop.number(serial), as: outcome, method: TenderMethodID.aggregated)
    }

    mutating func takeCash(fen: Int64, approval: Approval? = nil) throws {
        try takeCash(received: Money(fen: fen), approval: approval)
    }
}

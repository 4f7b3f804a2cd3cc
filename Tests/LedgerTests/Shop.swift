// Sales and returns that are worth booking.

import Retail
import Sales

enum Shop {
    // 2026-11-23 15:42:05 in Shanghai.
    static let now = Timestamp(microseconds: 1_795_419_725_000_000)

    static func date(_ day: Int = 23) throws -> BusinessDate {
        try BusinessDate(year: 2026, month: 11, day: day)
    }

    static func number(_ serial: UInt32 = 1) throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: now, store: try StoreID("0101"), register: try RegisterID("02"), serial: serial)
    }

    static func sale(
        fen: Int64, quantity: Int64 = 1, discount: Discount = .none, tenders: [Tender]
    ) throws -> Sale {
        let goods = Goods(
            product: "0001", ean13: nil, name: "藿香正气口服液", spec: "10ml*10", unit: "盒",
            maker: "太极集团", category: "甲", lot: "A1", expiresOn: try date(30),
            price: Money(fen: fen))
        let line = SaleLine(
            no: 1, goods: goods, quantity: quantity, discount: discount, salesperson: nil)
        return Sale(
            id: SaleID("sale-1"), store: try StoreID("0101"), register: try RegisterID("02"),
            cashier: try StaffID("1001"), businessDate: try date(), openedAt: now,
            state: .posted(at: now, receipt: "R1"), lines: [line], tenders: tenders)
    }

    static func cash(_ no: Int64 = 1, fen: Int64, received: Int64) -> Tender {
        Tender(
            no: no, method: 1, amount: Money(fen: fen), kind: .cash(received: Money(fen: received)),
            state: .paid, approval: nil)
    }

    static func recorded(_ no: Int64 = 1, fen: Int64) -> Tender {
        Tender(
            no: no, method: 11, amount: Money(fen: fen), kind: .recorded, state: .paid,
            approval: nil)
    }

    static func scanned(
        _ no: Int64 = 1, fen: Int64, state: Tender.State = .paid, serial: UInt32 = 1
    ) throws -> Tender {
        Tender(
            no: no, method: 41, amount: Money(fen: fen),
            kind: .scanned(
                payment: PaymentID("p-\(no)"), number: try number(serial), wallet: "wechat"),
            state: state, approval: nil)
    }

    static func back(goods: [Int64], _ parts: [GivingBack]) throws -> SaleReturn {
        SaleReturn(
            id: ReturnID("return-1"), store: try StoreID("0101"), sale: SaleID("sale-1"), seq: 1,
            register: try RegisterID("02"), cashier: try StaffID("1001"),
            businessDate: try date(24), at: now, reason: .quality, approval: nil,
            lines: goods.enumerated().map {
                ReturnedLine(line: Int64($0) + 1, quantity: 1, amount: Money(fen: $1))
            }, givingBack: parts)
    }
}

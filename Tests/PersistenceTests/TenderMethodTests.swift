// The change-over of the notice: until business date 2019-09-25 the old methods, from 2019-09-26 method
// 41 and 42. The business date decides, not the clock.

import Persistence
import Retail
import Sales
import Testing

/// A moment in Shanghai at a store whose day turns then, and what is offered.
struct OfferRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let moment: String
    let dayTurns: Pause
    let date: String
    let methods: [Int64]

    private static let old: [Int64] = [1, 31, 32]
    private static let new: [Int64] = [1, 41, 42]

    static let all: [OfferRow] = [
        OfferRow(
            testDescription: "the 25th", moment: "2019-09-25 12:00:00", dayTurns: .zero,
            date: "2019-09-25", methods: old),
        OfferRow(
            testDescription: "the 26th", moment: "2019-09-26 12:00:00", dayTurns: .zero,
            date: "2019-09-26", methods: new),
        OfferRow(
            testDescription: "the last second of the 25th", moment: "2019-09-25 23:59:59",
            dayTurns: .zero, date: "2019-09-25", methods: old),
        OfferRow(
            testDescription: "midnight, where the day turns at midnight",
            moment: "2019-09-26 00:00:00", dayTurns: .zero, date: "2019-09-26", methods: new),
        OfferRow(
            testDescription: "00:20 on the 26th still belongs to the 25th where the day turns at 2",
            moment: "2019-09-26 00:20:00", dayTurns: .hours(2), date: "2019-09-25", methods: old),
        OfferRow(
            testDescription: "00:20 on the 26th where the day turns at midnight",
            moment: "2019-09-26 00:20:00", dayTurns: .zero, date: "2019-09-26", methods: new),
        OfferRow(
            testDescription: "the second before the day turns", moment: "2019-09-26 01:59:59",
            dayTurns: .hours(2), date: "2019-09-25", methods: old),
        OfferRow(
            testDescription: "the second the day turns", moment: "2019-09-26 02:00:00",
            dayTurns: .hours(2), date: "2019-09-26", methods: new),
        OfferRow(
            testDescription: "before Alipay was a method", moment: "2015-12-31 12:00:00",
            dayTurns: .zero, date: "2015-12-31", methods: [1, 31]),
        OfferRow(
            testDescription: "its first day", moment: "2016-01-01 12:00:00", dayTurns: .zero,
            date: "2016-01-01", methods: old),
        OfferRow(
            testDescription: "years later", moment: "2026-11-23 15:42:05", dayTurns: .hours(2),
            date: "2026-11-23", methods: new),
    ]
}

@Suite struct TenderMethodTests {
    @Test("R09: the business date decides what is offered", arguments: Engine.all, OfferRow.all)
    func offered(_ engine: Engine, _ row: OfferRow) async throws {
        let moment = try CivilTime(spaced: row.moment).timestamp
        let date = try BusinessDate(of: moment, turnsAt: row.dayTurns)
        #expect(date.iso == row.date)
        try await engine.withShop { database in
            let offered = try await database.read {
                try TenderMethodTable.offered(on: date, in: $0)
            }
            #expect(offered.map(\.id) == row.methods)
            let expected = try Shop.methods().filter { row.methods.contains($0.id) }
            #expect(offered == expected)
        }
    }

    @Test("R11: a sale taken by an old method stays readable under it", arguments: Engine.all)
    func oldSaleStays(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let before = try Shop.sale(
                    "old", state: .posted(at: Shop.at(1), receipt: "0101-02-20190925-0001"))
                let tender = Tender(
                    no: 1, method: 31, amount: Money(fen: 1_980),
                    kind: .scanned(
                        payment: PaymentID("p"), number: try Shop.number(), wallet: "wechat"),
                    state: .paid, approval: nil)
                let sale = Sale(
                    id: before.id, store: before.store, register: before.register,
                    cashier: before.cashier, businessDate: try Shop.date("2019-09-25"),
                    openedAt: before.openedAt, state: before.state, lines: before.lines,
                    tenders: [tender])
                try SaleTable.insert(sale, at: Shop.at(1), in: transaction)
                let found = try SaleTable.byReceipt(
                    "0101-02-20190925-0001", store: sale.store, in: transaction)
                #expect(found?.sale.tenders.map(\.method) == [31])
                #expect(try TenderMethodTable.all(in: transaction).count == 5)
            }
        }
    }

    @Test("A method that ends before it begins is refused", arguments: Engine.all)
    func backwards(_ engine: Engine) async throws {
        try await engine.withShop { database in
            await #expect {
                try await database.write { transaction in
                    try TenderMethodTable.insert(
                        TenderMethod(
                            id: 50, name: "x", englishName: "x", kind: .cash,
                            validFrom: try Shop.date("2019-09-26"),
                            validUntil: try Shop.date("2019-09-25")), in: transaction)
                }
            } throws: { error in
                isConstraint(error)
            }
        }
    }
}

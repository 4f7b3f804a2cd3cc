// What goes in comes out: sales with everything a sale can have.

import Persistence
import Retail
import Sales
import Testing

@Suite struct SaleRoundTripTests {
    /// A sale with every kind of line, discount and tender.
    private func richSale(_ id: String, _ state: Sale.State) throws -> Sale {
        let lines = [
            SaleLine(
                no: 1, goods: try Shop.goods("0001"), quantity: 9_999,
                discount: .percent(basisPoints: 1_250), salesperson: try StaffID("1002")),
            SaleLine(
                no: 3, goods: try Shop.goods("0002", fen: 2_650), quantity: 1,
                discount: .amount(Money(fen: 50)), salesperson: nil),
            SaleLine(
                no: 7,
                goods: Goods(
                    product: "0003", ean13: nil, name: "名'\"; DROP TABLE sale; --",
                    spec: "", unit: "片\n", maker: "😷", category: "食", lot: "B%2",
                    expiresOn: try Shop.date("2026-12-31"), price: .zero),
                quantity: 2, discount: .none, salesperson: nil),
        ]
        let approval = Approval(by: try Shop.manager(), reason: "手机没电 = 100% \u{301}")
        let tenders = [
            Tender(
                no: 1, method: 41, amount: Money(fen: 6_510),
                kind: .scanned(
                    payment: PaymentID("payment-1"), number: try Shop.number(), wallet: "wechat"),
                state: .failed, approval: nil),
            Tender(
                no: 2, method: 1, amount: Money(fen: 100),
                kind: .cash(received: Money(fen: 10_000)), state: .paid, approval: approval),
            Tender(
                no: 5, method: 42, amount: Money(fen: 1),
                kind: .scanned(
                    payment: PaymentID("payment-2"), number: try Shop.number(2), wallet: "alipay"),
                state: .paid, approval: nil),
        ]
        return Sale(
            id: SaleID(id), store: try Shop.store(), register: try Shop.register(),
            cashier: try Shop.cashier(), businessDate: try Shop.date(), openedAt: Shop.at(-60),
            state: state, lines: lines, discount: .percent(basisPoints: 333),
            salesperson: try StaffID("1002"), tenders: tenders, note: "穿红衣服的阿姨")
    }

    @Test(
        "A sale in each state comes back as it went in",
        arguments: Engine.all,
        [
            .open, .suspended, .voided,
            .posted(at: Shop.at(61), receipt: "0101-02-20261123-0087"),
        ] as [Sale.State])
    func insertAndFind(_ engine: Engine, _ state: Sale.State) async throws {
        let sale = try richSale("sale-1", state)
        try await engine.withShop { database in
            try await database.write { try SaleTable.insert(sale, at: Shop.at(5), in: $0) }
            let found = try await database.read {
                try SaleTable.find(sale.id, store: sale.store, in: $0)
            }
            let stored = try #require(found)
            #expect(stored.sale == sale)
            #expect(stored.version == 1)
            #expect(stored.changedAt == Shop.at(5))
        }
    }

    @Test("Written again over what was read, lines and tenders included", arguments: Engine.all)
    func update(_ engine: Engine) async throws {
        let sale = try richSale("sale-1", .suspended)
        try await engine.withShop { database in
            try await database.write { transaction in
                try SaleTable.insert(sale, at: Shop.at(5), in: transaction)
                var stored = try #require(
                    try SaleTable.find(sale.id, store: sale.store, in: transaction))
                try stored.sale.retrieve(
                    register: try Shop.register("03"), cashier: try StaffID("1002"),
                    on: stored.sale.businessDate)
                try stored.sale.remove(tender: 1)
                try SaleTable.update(&stored, at: Shop.at(6), in: transaction)
                #expect(stored.version == 2)

                let again = try SaleTable.find(sale.id, store: sale.store, in: transaction)
                #expect(again?.sale == stored.sale)
                #expect(again?.version == 2)
                #expect(again?.changedAt == Shop.at(6))
            }
        }
    }

    @Test(
        "Each kind of change is written, and written again over itself", arguments: Engine.all)
    func eachChange(_ engine: Engine) async throws {
        let (cashier, store) = (try Shop.cashier(), try Shop.store())
        let authority = DiscountAuthority(basisPointsMax: 5_000)
        let changes: [@Sendable (inout Sale) throws -> Void] = [
            { try $0.setQuantity(of: 1, to: 3, authority: authority) },
            { try $0.setDiscount(to: .percent(basisPoints: 500), authority: authority) },
            { try $0.setDiscount(ofLine: 1, to: .amount(Money(fen: 7)), authority: authority) },
            { try $0.setSalesperson(to: cashier) },
            { try $0.setSalesperson(ofLine: 1, to: cashier) },
            { try $0.takeCash(received: Money(fen: 1), approval: nil) },
            { try $0.remove(tender: 1) },
            { try $0.suspend(note: "held") },
            { try $0.void() },
        ]
        try await engine.withShop { database in
            try await database.write { transaction in
                let sale = try Shop.sale("sale-1", state: .open)
                var stored = try SaleTable.begin(sale, at: Shop.at(0), in: transaction)
                for change in changes {
                    let before = stored.sale
                    try change(&stored.sale)
                    try #require(stored.sale != before)
                    try SaleTable.update(&stored, at: Shop.at(1), in: transaction)
                    let found = try SaleTable.find(sale.id, store: store, in: transaction)
                    #expect(found?.sale == stored.sale)
                    #expect(found?.version == stored.version)
                    let due = try transaction.row("SELECT due_fen FROM sale", [])?
                        .integer("due_fen")
                    let lines = try transaction.row(
                        "SELECT sum(amount_fen) AS fen FROM sale_line", [])?.integer("fen")
                    #expect(due == (try stored.sale.totals().due.fen))
                    #expect(lines == due)
                }
            }
        }
    }

    @Test(
        "R20: posted with its receipt, and found by it in its own store alone",
        arguments: Engine.all)
    func posting(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let sale = try Shop.sale("sale-1", state: .open)
                try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
                var stored = try #require(
                    try SaleTable.open(
                        store: sale.store, register: sale.register, in: transaction))
                try stored.sale.takeCash(received: Money(fen: 2_000), approval: nil)
                let receipt = try SaleTable.nextReceipt(
                    store: sale.store, register: sale.register, on: sale.businessDate,
                    in: transaction)
                #expect(receipt == "0101-02-20261123-0001")
                try stored.sale.complete(at: Shop.at(9), receipt: receipt)
                try SaleTable.update(&stored, at: Shop.at(9), in: transaction)

                let found = try SaleTable.byReceipt(receipt, store: sale.store, in: transaction)
                #expect(found?.sale == stored.sale)
                #expect(
                    try SaleTable.byReceipt(
                        receipt, store: try Shop.store("0102"), in: transaction) == nil)
                #expect(
                    try SaleTable.open(
                        store: sale.store, register: sale.register, in: transaction) == nil)
                let last = try SaleTable.lastPosted(
                    store: sale.store, register: sale.register, on: sale.businessDate,
                    in: transaction)
                #expect(last?.sale.id == sale.id)
                #expect(
                    try SaleTable.lastPosted(
                        store: sale.store, register: sale.register,
                        on: try Shop.date("2026-11-24"), in: transaction) == nil)
            }
        }
    }

    @Test("Receipt numbers count on for each register and day, past 9,999", arguments: Engine.all)
    func receiptNumbers(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                func next(_ register: String, _ date: String) throws -> String {
                    try SaleTable.nextReceipt(
                        store: try Shop.store(), register: try Shop.register(register),
                        on: try Shop.date(date), in: transaction)
                }
                #expect(try next("02", "2026-11-23") == "0101-02-20261123-0001")
                #expect(try next("02", "2026-11-23") == "0101-02-20261123-0002")
                #expect(try next("03", "2026-11-23") == "0101-03-20261123-0001")
                #expect(try next("02", "2026-11-24") == "0101-02-20261124-0001")
                try transaction.execute("UPDATE receipt_counter SET last_serial = 9998")
                #expect(try next("02", "2026-11-23") == "0101-02-20261123-9999")
                #expect(try next("02", "2026-11-23") == "0101-02-20261123-10000")
            }
        }
    }

    @Test("Held sales of a store, oldest first, each store its own", arguments: Engine.all)
    func suspended(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                for (id, seconds) in [("sale-3", 30), ("sale-1", 10), ("sale-2", 20)] {
                    try SaleTable.insert(
                        try Shop.sale(id), at: Shop.at(Int64(seconds)), in: transaction)
                }
                try SaleTable.insert(
                    try Shop.sale("other", store: "0102"), at: Shop.at(0), in: transaction)
                try SaleTable.insert(
                    try Shop.sale("open", state: .open), at: Shop.at(0), in: transaction)

                let store = try Shop.store()
                let held = try SaleTable.suspended(store: store, limit: 10, in: transaction)
                #expect(held.map(\.sale.id.text) == ["sale-1", "sale-2", "sale-3"])
                let two = try SaleTable.suspended(store: store, limit: 2, in: transaction)
                #expect(two.map(\.sale.id.text) == ["sale-1", "sale-2"])
                #expect(try SaleTable.countSuspended(store: store, in: transaction) == 3)
            }
        }
    }
}

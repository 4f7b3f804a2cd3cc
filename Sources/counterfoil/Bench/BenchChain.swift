// The chain that the tills of a bench belong to: as many stores as it takes, and a shelf of goods that
// never runs out.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

enum BenchChain {
    static let products = 100
    static let price = Money(fen: 1_980)
    static let account = "1900000109"
    static let worker = "bench"
    /// 2026-11-23 10:00 in Shanghai.
    static let opens = Timestamp(microseconds: 1_795_399_200_000_000)

    static var date: BusinessDate { get throws { try BusinessDate(iso: "2026-11-23") } }

    /// A sale that is paid in time is posted in the same transaction.
    static let settings = CheckoutSettings(
        billName: "bench", chainName: "bench", completesAutomatically: true,
        merchantAccounts: [.weChatPay: account])

    static let pace = ChannelPace(
        firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .seconds(20),
        shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .hours(24), payableFor: .seconds(120), escalateAfter: .seconds(300),
        answerMax: .seconds(10))
    static let paces = Paces([.weChatPay: pace])

    /// What the transactions of a sale write to.
    static let tables = [
        "sale", "sale_line", "tender", "attempt", "attempt_event", "claim", "act", "print_job",
        "receipt_counter", "lot",
    ]

    /// Makes the schema and fills it, for so many tills.
    static func open(_ database: some Database, tills: Int) async throws {
        try await Migrator.migrate(database, at: opens)
        try await database.write { try open(in: $0, tills: tills) }
    }

    /// The same in a transaction, on a schema that is there.
    static func open(in transaction: any Transaction, tills: Int) throws {
        let tills = (0..<tills).map(BenchTill.init)
        for method in try methods { try TenderMethodTable.insert(method, in: transaction) }
        for product in shelf { try ProductTable.insert(product, in: transaction) }
        for first in tills where first.index % BenchTill.registersPerStore == 0 {
            let store = try first.store
            let registers = try tills.filter { try $0.store == store }.map { try $0.register }
            try StoreTable.insert(
                Store(id: store, name: "bench", licence: "", phone: "", dayTurns: .hours(2)),
                registers: registers, in: transaction)
            for product in shelf {
                try ProductTable.insert(
                    Lot(
                        number: "L1", expiresOn: try BusinessDate(iso: "2028-06-30"),
                        isLocked: false, stock: 1_000_000_000),
                    of: product.code, store: store, in: transaction)
            }
        }
        for till in tills {
            try StaffTable.insert(
                Staff(
                    id: try till.cashier, name: "bench", role: .cashier, store: try till.store,
                    pinHash: ""),
                in: transaction)
        }
    }

    private static let shelf = (0..<products).map { index in
        Product(
            code: "\(1000 + index)", ean13: "69900000\(10_000 + index)", name: "藿香正气口服液",
            spec: "10ml×10支", unit: "盒", maker: "太极集团重庆涪陵制药厂", pinyin: "hxzqkfy",
            category: "甲", price: price, flags: "")
    }

    private static var methods: [TenderMethod] {
        get throws {
            let first = try BusinessDate(iso: "2019-09-26")
            return [
                TenderMethod(
                    id: TenderMethodID.cash, name: "现金", englishName: "Cash", kind: .cash,
                    validFrom: nil, validUntil: nil),
                TenderMethod(
                    id: TenderMethodID.aggregated, name: "聚合支付", englishName: "Aggregated",
                    kind: .aggregated, validFrom: first, validUntil: nil),
                TenderMethod(
                    id: TenderMethodID.supplementary, name: "聚合支付（补单）",
                    englishName: "Supplementary", kind: .supplementary, validFrom: first,
                    validUntil: nil),
            ]
        }
    }
}

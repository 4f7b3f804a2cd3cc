// The world of these tests: two stores, three registers each, four people, some goods, the methods.

import Payments
import Persistence
import Retail
import Sales

enum Shop {
    static func at(_ seconds: Int64) -> Timestamp {
        // 2026-11-23 15:42:05 in Shanghai.
        Timestamp(microseconds: 1_795_419_725_000_000).advanced(by: .seconds(seconds))
    }

    static func store(_ digits: String = "0101") throws -> StoreID { try StoreID(digits) }
    static func register(_ digits: String = "02") throws -> RegisterID { try RegisterID(digits) }
    static func cashier() throws -> StaffID { try StaffID("1001") }
    static func manager() throws -> StaffID { try StaffID("2001") }

    static func date(_ iso: String = "2026-11-23") throws -> BusinessDate {
        try BusinessDate(iso: iso)
    }

    /// Fills an empty schema.
    @Sendable static func open(_ transaction: any Transaction) throws {
        for digits in ["0101", "0102"] {
            let store = Store(
                id: try StoreID(digits), name: "门店" + digits, licence: "川\(digits)", phone: "",
                dayTurns: .hours(2))
            let registers = try ["01", "02", "03"].map(RegisterID.init)
            try StoreTable.insert(store, registers: registers, in: transaction)
        }
        for staff in try people() { try StaffTable.insert(staff, in: transaction) }
        for product in try products() { try ProductTable.insert(product, in: transaction) }
        for method in try methods() { try TenderMethodTable.insert(method, in: transaction) }
    }

    static func people() throws -> [Staff] {
        let store = try Shop.store()
        return [
            Staff(
                id: try cashier(), name: "张三", role: .cashier, store: store, pinHash: "hash-1"),
            Staff(
                id: try StaffID("1002"), name: "李四", role: .pharmacist,
                store: try Shop.store("0102"), pinHash: "hash-2"),
            Staff(
                id: try manager(), name: "王五", role: .manager, store: store, pinHash: "hash-3"),
            Staff(
                id: try StaffID("9001"), name: "赵六", role: .finance, store: nil,
                pinHash: "hash-4"),
        ]
    }

    static func product(
        _ code: String, _ name: String, _ pinyin: String, ean13: String? = nil, fen: Int64 = 1_980
    ) -> Product {
        Product(
            code: code, ean13: ean13, name: name, spec: "10ml*10", unit: "盒", maker: "太极集团",
            pinyin: pinyin, category: "甲", price: Money(fen: fen), flags: "")
    }

    static func products() throws -> [Product] {
        [
            product("0001", "藿香正气口服液", "hxzqkfy", ean13: "6901234500016"),
            product("0002", "急支糖浆", "jztj", ean13: "6901234500023", fen: 2_650),
            product("0003", "100%维生素C片", "wssc", fen: 650),
            product("0004", "补肾_益寿胶囊", "bsysjn", ean13: "6909999900045", fen: 9_900),
            product("0012", "O'Brien's \"Tea\"", "obriens", fen: 100),
        ]
    }

    static func methods() throws -> [TenderMethod] {
        let last = try date("2019-09-25")
        let first = try date("2019-09-26")
        return [
            TenderMethod(
                id: 1, name: "现金", englishName: "Cash", kind: .cash, validFrom: nil,
                validUntil: nil),
            TenderMethod(
                id: 31, name: "微信", englishName: "WeChat Pay", kind: .retired, validFrom: nil,
                validUntil: last),
            TenderMethod(
                id: 32, name: "支付宝", englishName: "Alipay", kind: .retired,
                validFrom: try date("2016-01-01"), validUntil: last),
            TenderMethod(
                id: 41, name: "聚合支付", englishName: "Aggregated", kind: .aggregated,
                validFrom: first, validUntil: nil),
            TenderMethod(
                id: 42, name: "聚合支付（补单）", englishName: "Supplementary", kind: .supplementary,
                validFrom: first, validUntil: nil),
        ]
    }

    static func goods(_ code: String = "0001", fen: Int64 = 1_980) throws -> Goods {
        let lot = Lot(
            number: "A1", expiresOn: try date("2027-06-30"), isLocked: false, stock: 10)
        return product(code, "藿香正气口服液", "hxzqkfy", ean13: "6901234500016", fen: fen)
            .goods(of: lot)
    }

    /// A sale of one piece of goods, held unless said otherwise, so that many fit at one register.
    static func sale(
        _ id: String = "sale-1", state: Sale.State = .suspended, register: String = "02",
        store: String = "0101"
    ) throws -> Sale {
        let line = SaleLine(
            no: 1, goods: try goods(), quantity: 1, discount: .none, salesperson: nil)
        return Sale(
            id: SaleID(id), store: try Shop.store(store), register: try Shop.register(register),
            cashier: try cashier(), businessDate: try date(), openedAt: at(0), state: state,
            lines: [line])
    }

    static func number(_ serial: UInt32 = 3_874) throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: at(0), store: try store(), register: try register(), serial: serial)
    }

    static let account = "1900000109"

    static func proof(
        _ serial: UInt32 = 3_874, trade: String = "4200001234202611230000000001", fen: Int64 = 6_510
    ) throws -> PaidProof {
        PaidProof(
            merchantOrderNumber: try number(serial).digits, channelTradeNumber: trade,
            amount: Money(fen: fen), currency: "CNY", merchantAccount: account, paidAt: at(2))
    }

    static let pace = ChannelPace(
        firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .seconds(60),
        shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .hours(24), payableFor: .seconds(120), escalateAfter: .seconds(300),
        answerMax: .seconds(10))
    static let refundPace = RefundPace(
        queryAfter: .seconds(5), queryEvery: .seconds(30), queryEveryMax: .minutes(10),
        resendEvery: .seconds(30), escalateAfter: .minutes(30), answerMax: .seconds(10))
    static let paces = Paces(
        [.weChatPay: pace, .alipay: pace],
        refunds: [.weChatPay: refundPace, .alipay: refundPace])

    static func attempt(
        _ serial: UInt32 = 3_874, sale: String = "sale-1", wallet: Wallet = .weChatPay,
        worker: String = "worker-1", startedAt: Timestamp = at(0), register: String = "02"
    ) throws -> StoredAttempt {
        StoredAttempt(
            attempt: Attempt(
                number: try number(serial), wallet: wallet, amount: Money(fen: 6_510),
                merchantAccount: account, startedAt: startedAt, pace: pace),
            store: try store(), sale: SaleID(sale), payment: PaymentID("payment-\(serial)"),
            register: try Shop.register(register), cashier: try cashier(), worker: worker,
            version: 1)
    }

    static func claim(
        _ serial: UInt32 = 3_874, trade: String = "4200001234202611230000000001",
        wallet: Wallet = .weChatPay, sale: String = "sale-1", method: Int64 = 41
    ) throws -> Claim {
        Claim(
            number: try number(serial), wallet: wallet, store: try store(), sale: SaleID(sale),
            method: method, amount: Money(fen: 6_510), proof: try proof(serial, trade: trade),
            claimedBy: try cashier(), claimedAt: at(3))
    }
}

extension AttemptTable {
    /// Writes a new attempt as a till does.
    static func begin(_ stored: StoredAttempt, in transaction: any Transaction) throws {
        try insert(stored, actor: "1001", at: stored.attempt.startedAt, in: transaction)
    }

    /// Feeds an event to the machine and writes where it led.
    static func feed(
        _ event: AttemptEvent, to stored: inout StoredAttempt, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        _ = try stored.attempt.receive(event, at: now)
        stored.version += 1
        try update(stored, after: event, actor: "test", at: now, in: transaction)
    }
}

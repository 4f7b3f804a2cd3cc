// A chain small enough to keep in the head: two stores, two registers each, a handful of goods, the
// methods of the notice with their dates.

import Persistence
import Retail

enum Fixture {
    /// One costs 65.10: what most tests ring up.
    static let syrup = "0001"
    /// One costs 12.00.
    static let plaster = "0002"
    /// Costs nothing.
    static let leaflet = "0003"
    /// Only an expired lot.
    static let expired = "0004"

    static let usual = Money(fen: 6_510)

    static func write(in transaction: any Transaction) throws {
        try writeStores(in: transaction)
        try writePeople(in: transaction)
        try writeGoods(in: transaction)
        try writeMethods(in: transaction)
    }

    private static func writeStores(in transaction: any Transaction) throws {
        for (id, name) in [("0101", "测试一店"), ("0102", "测试二店")] {
            // The books of a day stay open until two at night.
            let store = Store(
                id: try StoreID(id), name: name, licence: "测A0001", phone: "", dayTurns: .hours(2))
            try StoreTable.insert(
                store, registers: [try RegisterID("01"), try RegisterID("02")], in: transaction)
        }
    }

    private static func writePeople(in transaction: any Transaction) throws {
        let people: [(String, String, Staff.Role, String?)] = [
            ("1007", "陈小满", .cashier, "0101"), ("1012", "周雨晴", .cashier, "0101"),
            ("1001", "李店长", .manager, "0101"), ("1107", "何二店", .cashier, "0102"),
            ("1101", "罗店长", .manager, "0102"), ("1900", "钱财务", .finance, nil),
            ("1800", "方片长", .area, nil),
        ]
        for (id, name, role, store) in people {
            let staff = Staff(
                id: try StaffID(id), name: name, role: role, store: try store.map(StoreID.init),
                pinHash: pin(of: id))
            try StaffTable.insert(staff, in: transaction)
        }
    }

    /// PINs are compared as they are; the real hash has tests of its own.
    static func pin(of staff: String) -> String { "90" + staff }

    private static func writeGoods(in transaction: any Transaction) throws {
        let goods: [(String, String?, String, Int64, String)] = [
            (syrup, "6901234567892", "止咳糖浆", 6_510, "2099-01-31"),
            (plaster, "6909876543214", "创可贴", 1_200, "2099-01-31"),
            (leaflet, nil, "宣传册", 0, "2099-01-31"),
            (expired, nil, "过期药", 500, "2019-01-31"),
        ]
        for (code, ean13, name, price, expiry) in goods {
            let product = Product(
                code: code, ean13: ean13, name: name, spec: "1", unit: "盒", maker: "测试制药",
                pinyin: "cs", category: "乙", price: Money(fen: price), flags: "")
            try ProductTable.insert(product, in: transaction)
            let lot = Lot(
                number: "L1", expiresOn: try BusinessDate(iso: expiry), isLocked: false,
                stock: 100_000)
            for store in ["0101", "0102"] {
                try ProductTable.insert(lot, of: code, store: try StoreID(store), in: transaction)
            }
        }
    }

    private static func writeMethods(in transaction: any Transaction) throws {
        let from = try BusinessDate(iso: "2019-09-26")
        let until = try BusinessDate(iso: "2019-09-25")
        let methods = [
            TenderMethod(
                id: 1, name: "现金", englishName: "Cash", kind: .cash, validFrom: nil,
                validUntil: nil),
            TenderMethod(
                id: 41, name: "聚合支付", englishName: "Aggregated payment", kind: .aggregated,
                validFrom: from, validUntil: nil),
            TenderMethod(
                id: 42, name: "聚合支付(补单)", englishName: "Supplementary", kind: .supplementary,
                validFrom: from, validUntil: nil),
            TenderMethod(
                id: 43, name: "微信", englishName: "WeChat", kind: .retired, validFrom: nil,
                validUntil: until),
            TenderMethod(
                id: 44, name: "支付宝", englishName: "Alipay", kind: .retired, validFrom: nil,
                validUntil: until),
        ]
        for method in methods { try TenderMethodTable.insert(method, in: transaction) }
    }
}

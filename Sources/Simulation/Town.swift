// The chain that a world has: stores with registers, two people each, a few goods, the methods of
// the notice. Everything is invented.

internal import Persistence
internal import Retail

struct Town {
    let stores: [StoreID]
    let registers: [RegisterID]
    /// Registers in each store that no cashier stands at: the second till of races.
    let spares: [RegisterID]

    static let goods: [(code: String, fen: Int64)] = [
        ("0001", 1_650), ("0002", 990), ("0003", 3_280), ("0004", 12_800), ("0005", 499),
        ("0006", 25_900),
    ]

    init(_ plan: WorldPlan) throws {
        stores = try (0..<plan.stores).map { try StoreID(Town.padded(101 + $0, 4)) }
        registers = try (0..<plan.registersPerStore).map { try RegisterID(Town.padded(1 + $0, 2)) }
        spares = try (80..<99).map { try RegisterID("\($0)") }
    }

    static func padded(_ number: Int, _ length: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, length - text.count)) + text
    }

    func cashier(of store: Int) throws -> Staff {
        try staff(2 * store, .cashier, of: store)
    }

    func manager(of store: Int) throws -> Staff {
        try staff(2 * store + 1, .manager, of: store)
    }

    private func staff(_ number: Int, _ role: Staff.Role, of store: Int) throws -> Staff {
        let id = try StaffID(Town.padded(2_000 + number, 4))
        return Staff(id: id, name: id.digits, role: role, store: stores[store], pinHash: "1234")
    }

    func write(in transaction: any Transaction) throws {
        for (index, store) in stores.enumerated() {
            try StoreTable.insert(
                Store(id: store, name: store.digits, licence: "", phone: "", dayTurns: .zero),
                registers: registers + spares, in: transaction)
            try StaffTable.insert(cashier(of: index), in: transaction)
            try StaffTable.insert(manager(of: index), in: transaction)
        }
        for (code, fen) in Town.goods {
            try ProductTable.insert(
                Product(
                    code: code, ean13: nil, name: code, spec: "1", unit: "盒", maker: "",
                    pinyin: "", category: "乙", price: Money(fen: fen), flags: ""),
                in: transaction)
            for store in stores {
                try ProductTable.insert(
                    Lot(
                        number: "L1", expiresOn: try BusinessDate(iso: "2099-12-31"),
                        isLocked: false, stock: 1_000_000),
                    of: code, store: store, in: transaction)
            }
        }
        for method in try Town.methods() { try TenderMethodTable.insert(method, in: transaction) }
    }

    private static func methods() throws -> [TenderMethod] {
        let from = try BusinessDate(iso: "2019-09-26")
        return [
            TenderMethod(
                id: 1, name: "现金", englishName: "Cash", kind: .cash, validFrom: nil,
                validUntil: nil),
            TenderMethod(
                id: 41, name: "聚合支付", englishName: "Aggregated payment", kind: .aggregated,
                validFrom: from, validUntil: nil),
            TenderMethod(
                id: 42, name: "聚合支付(补单)", englishName: "Supplementary", kind: .supplementary,
                validFrom: from, validUntil: nil),
        ]
    }
}

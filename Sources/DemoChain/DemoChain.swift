// A chain to try the till with: three stores, their people, sixty articles with lots. Its people,
// stores, prices and bar codes are invented. Written once, into an empty database.

package import Persistence
package import Retail

package enum DemoChain {
    /// The PIN of everybody in the demo.
    package static let pin = "1234"

    /// Who may sign in where, for the line that `serve` prints.
    package static let signIns = [
        "陈小满 1007 · 收银员 cashier · 玉林一店 0101/02 · PIN \(pin)",
        "周雨晴 1012 · 收银员 cashier · 玉林一店 0101/01 · PIN \(pin)",
        "罗安 1001 · 店长 manager · 玉林一店 0101 · PIN \(pin)",
        "许听澜 1107 · 收银员 cashier · 玉林二店 0102/01 · PIN \(pin)",
        "唐川 1800 · 片长 area manager · 成都南片区 · PIN \(pin)",
        "沈知远 1900 · 财务 finance · 总部 · PIN \(pin)",
    ]

    /// What was in the database before.
    package enum Found: Sendable {
        case nothing, demo, anotherChain
    }

    /// Writes the chain into an empty database, and leaves any other alone.
    ///
    /// *Errors*: whatever hashing a PIN or the database throws.
    @discardableResult
    package static func install(
        in database: some Database, at now: Timestamp, pinHash: (String) throws -> String
    ) async throws -> Found {
        let found = try await database.read { try StoreTable.all(in: $0) }
        guard found.isEmpty else { return found == (try stores()) ? .demo : .anotherChain }
        let people = try people.map { person in
            Staff(
                id: try StaffID(person.id), name: person.name, role: person.role,
                store: try person.store.map(StoreID.init), pinHash: try pinHash(pin))
        }
        let today = try BusinessDate(of: now, turnsAt: .zero)
        return try await database.write { transaction in
            // Another server may have started at the same time on the same database.
            let found = try StoreTable.all(in: transaction)
            guard found.isEmpty else { return found == (try stores()) ? .demo : .anotherChain }
            for store in try stores() {
                let registers = [try RegisterID("01"), try RegisterID("02")]
                try StoreTable.insert(store, registers: registers, in: transaction)
            }
            for person in people { try StaffTable.insert(person, in: transaction) }
            try DemoOrganisation.install(at: now, in: transaction)
            for method in try methods() {
                try TenderMethodTable.insert(method, in: transaction)
            }
            for (index, product) in try DemoGoods.all().enumerated() {
                try ProductTable.insert(product, in: transaction)
                for store in try stores() {
                    for lot in try lots(of: index, today) {
                        try ProductTable.insert(
                            lot, of: product.code, store: store.id, in: transaction)
                    }
                }
            }
            return .nothing
        }
    }

    private struct Person {
        let id: String
        let name: String
        let role: Staff.Role
        let store: String?
    }

    private static let people = [
        Person(id: "1001", name: "罗安", role: .manager, store: "0101"),
        Person(id: "1005", name: "何慕之", role: .pharmacist, store: "0101"),
        Person(id: "1007", name: "陈小满", role: .cashier, store: "0101"),
        Person(id: "1012", name: "周雨晴", role: .cashier, store: "0101"),
        Person(id: "1101", name: "方知夏", role: .manager, store: "0102"),
        Person(id: "1107", name: "许听澜", role: .cashier, store: "0102"),
        Person(id: "1112", name: "程一诺", role: .cashier, store: "0102"),
        Person(id: "1201", name: "顾南枝", role: .manager, store: "0201"),
        Person(id: "1207", name: "江照", role: .cashier, store: "0201"),
        Person(id: "1800", name: "唐川", role: .area, store: nil),
        Person(id: "1801", name: "白露", role: .area, store: nil),
        Person(id: "1900", name: "沈知远", role: .finance, store: nil),
    ]

    private static func stores() throws -> [Store] {
        // The business day turns at two in the morning: a night sale belongs to the evening before.
        [
            Store(
                id: try StoreID("0101"), name: "玉林一店", licence: "川CB0280000",
                phone: "028-1234567", dayTurns: .hours(2)),
            Store(
                id: try StoreID("0102"), name: "玉林二店", licence: "川CB0280001",
                phone: "028-1234568", dayTurns: .hours(2)),
            Store(
                id: try StoreID("0201"), name: "绵阳涪城店", licence: "川CB0816000",
                phone: "0816-1234567", dayTurns: .hours(2)),
        ]
    }

    /// The methods of the notice (N1): the two old ones end the day before 41 and 42 begin.
    package static func methods() throws -> [TenderMethod] {
        let last = try BusinessDate(year: 2019, month: 9, day: 25)
        let first = try BusinessDate(year: 2019, month: 9, day: 26)
        let change = TenderMethod.Change(
            by: "外销部", reason: "外销部发〔2019〕23号：微信、支付宝、翼支付改为聚合支付")
        return [
            TenderMethod(
                id: 1, name: "现金", englishName: "Cash", kind: .cash, validFrom: nil,
                validUntil: nil),
            TenderMethod(
                id: 11, name: "微信", englishName: "WeChat (old)", kind: .retired,
                validFrom: nil, validUntil: last, change: change),
            TenderMethod(
                id: 12, name: "支付宝", englishName: "Alipay (old)", kind: .retired,
                validFrom: nil, validUntil: last, change: change),
            TenderMethod(
                id: 41, name: "聚合支付", englishName: "Aggregated payment", kind: .aggregated,
                validFrom: first, validUntil: nil, change: change),
            TenderMethod(
                id: 42, name: "聚合支付(补)", englishName: "Aggregated (supplementary)",
                kind: .supplementary, validFrom: first, validUntil: nil, change: change),
        ]
    }

    /// A lot that expires soon, one that does not, and for some articles one that has expired.
    private static func lots(of index: Int, _ today: BusinessDate) throws -> [Lot] {
        let number = CivilTime.padded(1_000 + index, 4)
        var lots = [
            Lot(
                number: "2501\(number)", expiresOn: try month(today, plus: 26 + index % 9),
                isLocked: false, stock: Int64(10 + index * 7 % 31)),
            Lot(
                number: "2403\(number)", expiresOn: try month(today, plus: 13 + index % 5),
                isLocked: index == 13, stock: Int64(index * 5 % 12)),
        ]
        if index % 4 == 1 {
            lots.append(
                Lot(
                    number: "2307\(number)", expiresOn: try month(today, plus: 3), isLocked: false,
                    stock: 4))
        }
        if index % 20 == 7 {
            lots.append(
                Lot(
                    number: "2206\(number)", expiresOn: try month(today, plus: -2),
                    isLocked: false, stock: 2))
        }
        return lots
    }

    /// The last day of the month that many months away.
    private static func month(_ date: BusinessDate, plus months: Int) throws -> BusinessDate {
        let count = date.year * 12 + date.month - 1 + months
        let (year, month) = (count / 12, count % 12 + 1)
        return try BusinessDate(
            year: year, month: month, day: CivilTime.daysIn(month: month, year: year))
    }
}

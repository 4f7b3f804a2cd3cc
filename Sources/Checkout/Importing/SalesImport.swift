// Sales of before the change-over (N1), taken by methods that are offered no more. A file is booked
// whole or not at all, in one transaction; what is there already is left as it is, so the same file
// may come twice. Each sale stands in the books of its own day, and a signed day stays as it was.

internal import Ledger
package import Persistence
package import Retail
internal import Sales

/// What an import did, or would do.
package struct ImportResult: Equatable, Sendable {
    /// Sales that are new, and what they come to.
    package internal(set) var sales: Int64 = 0
    package internal(set) var amount = Money.zero
    /// Sales that were there already.
    package internal(set) var known: Int64 = 0
    /// Sales whose day is signed, and which are booked as a correction after it.
    package internal(set) var corrections: Int64 = 0
    package internal(set) var first: BusinessDate?
    package internal(set) var last: BusinessDate?
}

/// Old sales as they get their names here.
package enum ImportedSale {
    /// What stands on its receipt: the number of the old till, told apart from those of today.
    package static func receipt(_ number: String, store: StoreID) -> String {
        "\(store.digits)-old-\(number)"
    }

    static func id(_ number: String, store: StoreID) -> SaleID {
        SaleID("h-\(store.digits)-\(number)")
    }
}

/// Brings old sales into the books.
package struct SalesImport: Sendable {
    /// Ends the transaction of a rehearsal, so that nothing of it stays.
    private struct Rehearsed: Error { let result: ImportResult }

    private let database: any Database
    private let now: Timestamp

    package init(_ database: any Database, at now: Timestamp) {
        self.database = database
        self.now = now
    }

    /// Imports a file for a person of finance, or only says what would be done.
    ///
    /// *Errors*: `ImportRefusal`; `OperatorNotice.overrideRefused`; the file's and the database's own.
    package func run(
        _ file: ImportFile, by person: StaffID, isRehearsal: Bool
    ) async throws -> ImportResult {
        do {
            return try await database.write { [now] transaction in
                guard try StaffTable.find(person, in: transaction)?.role == .finance else {
                    throw OperatorNotice.overrideRefused
                }
                var reading = try SalesReading(by: person, now, transaction)
                let result = try reading.run(file)
                if isRehearsal { throw Rehearsed(result: result) }
                return result
            }
        } catch let rehearsed as Rehearsed {
            return rehearsed.result
        }
    }
}

/// One run over a file, inside the transaction.
private struct SalesReading {
    private let person: StaffID
    private let now: Timestamp
    private let transaction: any Transaction
    private let stores: [StoreID: Store]
    private let methods: [Int64: TenderMethod]
    private let people: Set<StaffID>
    /// The first day of 41.
    private let changeover: BusinessDate?
    private var registers: [StoreID: [RegisterID]] = [:]
    /// Stores whose days nobody can sign until the end.
    private var held: Set<StoreID> = []
    private var products: [String: Product] = [:]
    private var rows: [ImportRow] = []
    /// Store and number of a row that could not be read: of its sale nothing more is said.
    private var broken: [String] = []
    /// Whether of a row not even that could be read.
    private var isDoubtful = false
    private var problems: [ImportProblem] = []
    private var result = ImportResult()

    init(by person: StaffID, _ now: Timestamp, _ transaction: any Transaction) throws {
        self.person = person
        self.now = now
        self.transaction = transaction
        stores = Dictionary(
            try StoreTable.all(in: transaction).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let all = try TenderMethodTable.all(in: transaction)
        methods = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        changeover = all.filter { $0.kind == .aggregated }.compactMap(\.validFrom).min()
        people = Set(try StaffTable.everybody(in: transaction).map(\.id))
    }

    /// *Errors*: `ImportRefusal` with everything that is wrong; the file's and the database's own.
    mutating func run(_ file: ImportFile) throws -> ImportResult {
        var lines = try ImportLines(file)
        var hasHeader = false
        while problems.count < ImportRefusal.problemsMax, let line = try lines.line() {
            var key: [String] = []
            do {
                guard let fields = try ImportRow.fields(of: line) else { continue }
                guard hasHeader else {
                    hasHeader = true
                    try SalesReading.mustBeHeader(fields, line.number)
                    continue
                }
                key = Array(fields.prefix(2))
                try add(ImportRow(fields, line: line.number))
            } catch let fault as ImportFault {
                problems.append(fault.problem)
                broken = key
                switch fault.problem.field {
                case nil, .store, .number: isDoubtful = true
                default: break
                }
                // Of a file without its header nothing more can be said.
                if fault.problem.kind == .noHeader { break }
            }
        }
        try finish()
        if problems.isEmpty, result.sales + result.known == 0 {
            problems.append(ImportProblem(line: 1, .empty))
        }
        guard problems.isEmpty else { throw ImportRefusal(problems: problems) }
        return result
    }

    private static func mustBeHeader(_ fields: [String], _ line: Int64) throws {
        let known = [true, false].map { ImportField.header(isEnglish: $0) }
        guard known.contains(fields.joined(separator: ",").lowercased()) else {
            throw ImportFault(ImportProblem(line: line, .noHeader))
        }
    }

    /// Adds a row to its sale, after the sale before is done.
    private mutating func add(_ row: ImportRow) throws {
        if let first = rows.first, first.head != row.head {
            guard first.head.store != row.head.store || first.head.number != row.head.number else {
                let field = first.head.differing(from: row.head)
                throw ImportFault(ImportProblem(line: row.line, field: field, .differs))
            }
            try finish()
        }
        // Goods after tenders begin a sale anew: the same one twice is no sale of double its amount.
        if row.isGoods, rows.last?.isGoods == false { try finish() }
        if rows.count == Sale.linesMax {
            throw ImportFault(ImportProblem(line: row.line, .tooManyLines))
        }
        rows.append(row)
    }

    /// Ends a sale: all its rows are there.
    private mutating func finish() throws {
        let all = rows
        rows = []
        guard let first = all.first else { return }
        let isOfDoubt = isDoubtful
        isDoubtful = false
        guard !isOfDoubt, broken != [first.head.store.digits, first.head.number] else { return }
        do {
            let sale = try sale(all, first)
            // Where something is wrong already, the rest is only looked at.
            guard problems.isEmpty else { return }
            try keep(sale, first)
        } catch let fault as ImportFault {
            problems.append(fault.problem)
        }
    }

    // MARK: One sale

    private mutating func sale(_ rows: [ImportRow], _ first: ImportRow) throws -> Sale {
        let head = first.head
        func fault(_ field: ImportField?, _ kind: ImportProblem.Kind, _ row: ImportRow? = nil)
            -> ImportFault
        {
            ImportFault(ImportProblem(line: (row ?? first).line, field: field, kind))
        }
        guard let store = stores[head.store] else { throw fault(.store, .unknown) }
        if let changeover, head.date >= changeover { throw fault(.date, .tooLate(changeover)) }
        let register = try register(head, first)
        if let cashier = head.cashier, !people.contains(cashier) { throw fault(.cashier, .unknown) }
        var (lines, tenders): ([SaleLine], [Tender]) = ([], [])
        var (goods, paid) = (Money.zero, Money.zero)
        for row in rows {
            switch row.content {
            case .goods(let code, let name, let quantity, let price, let amount):
                guard let product = try product(code) else { throw fault(.code, .unknown, row) }
                guard let gross = try? price.multiplied(by: quantity), gross <= Money.saleMax else {
                    throw fault(.price, .unfit, row)
                }
                guard amount <= gross else { throw fault(.amount, .moreThanPrice, row) }
                let off = try gross.subtracting(amount)
                goods = try goods.adding(amount)
                lines.append(
                    SaleLine(
                        no: Int64(lines.count) + 1,
                        goods: Goods(old: product, name: name, price: price, on: head.date),
                        quantity: quantity, discount: off == .zero ? .none : .amount(off),
                        salesperson: nil))
            case .tender(let id, let amount):
                let kind = try kind(of: id, amount, on: head.date, row)
                paid = try paid.adding(amount)
                tenders.append(
                    Tender(
                        no: Int64(tenders.count) + 1, method: id, amount: amount, kind: kind,
                        state: .paid, approval: nil))
            }
        }
        guard !lines.isEmpty else { throw fault(nil, .noGoods) }
        guard goods <= Money.saleMax else { throw fault(.amount, .unfit) }
        guard goods == paid else { throw fault(nil, .unbalanced(goods: goods, tenders: paid)) }
        let at = try SalesReading.moment(head, turns: store.dayTurns)
        let receipt = ImportedSale.receipt(head.number, store: head.store)
        return Sale(
            id: ImportedSale.id(head.number, store: head.store), store: head.store,
            register: register, cashier: head.cashier ?? person, businessDate: head.date,
            openedAt: at, state: .posted(at: at, receipt: receipt), lines: lines,
            tenders: tenders)
    }

    private func kind(
        of id: Int64, _ amount: Money, on date: BusinessDate, _ row: ImportRow
    ) throws -> Tender.Kind {
        func fault(_ kind: ImportProblem.Kind) -> ImportFault {
            ImportFault(ImportProblem(line: row.line, field: .code, kind))
        }
        guard let method = methods[id] else { throw fault(.unknown) }
        switch method.kind {
        case .aggregated, .supplementary: throw fault(.needsPayment)
        case .cash, .retired:
            guard method.validFrom.map({ $0 <= date }) ?? true,
                method.validUntil.map({ date <= $0 }) ?? true
            else { throw fault(.notOffered(date)) }
            return method.kind == .cash ? .cash(received: amount) : .recorded
        }
    }

    private mutating func register(
        _ head: ImportRow.Head, _ row: ImportRow
    ) throws -> RegisterID {
        let known =
            try registers[head.store] ?? StoreTable.registers(of: head.store, in: transaction)
        registers[head.store] = known
        guard let register = head.register ?? known.first, known.contains(register) else {
            throw ImportFault(ImportProblem(line: row.line, field: .register, .unknown))
        }
        return register
    }

    private mutating func product(_ code: String) throws -> Product? {
        if let known = products[code] { return known }
        guard let found = try ProductTable.find(code, in: transaction) else { return nil }
        // Bounded, however many kinds of goods a file has.
        if products.count > 10_000 { products = [:] }
        products[code] = found
        return found
    }

    /// A time before the day turns is of the night after its date.
    private static func moment(_ head: ImportRow.Head, turns: Pause) throws -> Timestamp {
        let civil = try CivilTime(spaced: "\(head.date.iso) \(head.time)").timestamp
        let midnight = try CivilTime(spaced: "\(head.date.iso) 00:00:00").timestamp
        return civil.since(midnight) < turns ? civil.advanced(by: .hours(24)) : civil
    }

    /// Writes a sale and books it, unless it is there.
    private mutating func keep(_ sale: Sale, _ row: ImportRow) throws {
        if let there = try SaleTable.find(sale.id, store: sale.store, in: transaction)?.sale {
            guard there.saysTheSame(as: sale) else {
                throw ImportFault(ImportProblem(line: row.line, field: .number, .otherContent))
            }
            result.known += 1
            return
        }
        try SaleTable.insert(sale, at: now, in: transaction)
        if held.insert(sale.store).inserted {
            try StoreTable.holdForBooking(sale.store, in: transaction)
        }
        // Another till's drawer had its cash: no shift and no count here ever waits for it.
        var booked = try BookedFact(posted: sale, cashIn: .safe)
        while try SignedDayTable.find(store: sale.store, on: booked.date, in: transaction) != nil {
            booked.date = try booked.date.next()
        }
        try LedgerTable.insert(booked, at: now, in: transaction)
        // Its receipt was printed by the old till: what is printed here is a copy.
        try PrintJobTable.insert(
            PrintJob(
                store: sale.store, id: sale.id.text, .receipt(sale.id),
                register: sale.register, copy: 0, state: .none), at: now, in: transaction)
        result.sales += 1
        result.corrections += booked.date == sale.businessDate ? 0 : 1
        result.amount = try result.amount.adding(sale.totals().due)
        result.first = min(result.first ?? sale.businessDate, sale.businessDate)
        result.last = max(result.last ?? sale.businessDate, sale.businessDate)
    }
}

extension ImportRow {
    /// The fields of a line; nil for an empty one.
    fileprivate static func fields(of line: ImportText) throws -> [String]? {
        func fault(_ kind: ImportProblem.Kind) -> ImportFault {
            ImportFault(ImportProblem(line: line.number, kind))
        }
        if line.isTooLong { throw fault(.lineTooLong) }
        guard let text = line.text else { throw fault(.notText) }
        guard let fields = ImportRow.fields(text) else { throw fault(.openQuote) }
        if fields.allSatisfy(\.isEmpty) { return nil }
        guard fields.count == ImportField.allCases.count else {
            throw fault(line.number == 1 ? .noHeader : .fieldCount(fields.count))
        }
        return fields
    }
}

extension ImportRow.Head {
    /// The first field of a sale's rows that is not alike.
    fileprivate func differing(from other: ImportRow.Head) -> ImportField {
        if date != other.date { return .date }
        if time != other.time { return .time }
        return register != other.register ? .register : .cashier
    }
}

extension Goods {
    /// What an old till sold: its lot is not known.
    fileprivate init(old product: Product, name: String, price: Money, on date: BusinessDate) {
        self.init(
            product: product.code, ean13: product.ean13,
            name: name.isEmpty ? product.name : String(name.prefix(80)), spec: product.spec,
            unit: product.unit, maker: product.maker, category: product.category, lot: "",
            expiresOn: date, price: price)
    }
}

extension Sale {
    /// Whether a file says of a sale what is there; names may have changed in the catalogue.
    fileprivate func saysTheSame(as other: Sale) -> Bool {
        state == other.state && businessDate == other.businessDate && register == other.register
            && tenders == other.tenders && lines.count == other.lines.count
            && zip(lines, other.lines).allSatisfy { one, two in
                one.goods.product == two.goods.product && one.goods.price == two.goods.price
                    && one.quantity == two.quantity && one.discount == two.discount
            }
    }
}

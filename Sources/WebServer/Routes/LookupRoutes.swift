// What the till looks up: goods, held sales, the help beside method 42, and function 400449.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Persistence
internal import Retail
internal import Sales

struct LookupRoutes {
    let counter: Counter

    private struct ProductJSON: Encodable {
        let product: String
        let code: String
        let name: String
        let spec: String
        let unit: String
        let maker: String
        let category: String
        let priceFen: Int64
        let pinyin: String
    }

    private struct HeldJSON: Encodable {
        let sale: String
        let at: Int64
        let cashier: TillView.Person
        let dueFen: Int64
        let first: String
        let note: String
        let inDoubt: Bool
        let register: String
    }

    private struct RemarkJSON: Encodable {
        let at: Int64
        let by: TillView.Person
        let text: String
    }

    private struct RemarkedSale: Encodable {
        struct TenderJSON: Encodable {
            let method: Int64
            let name: String
            let nameEn: String
            let amountFen: Int64
        }

        let receiptNumber: String
        let postedAt: Int64
        let dueFen: Int64
        let cashier: TillView.Person
        let tenders: [TenderJSON]
    }

    private struct RemarksJSON: Encodable {
        let sale: RemarkedSale
        let remarkNeeded: Bool
        /// Why no remark is needed, where none is.
        let notice: NoticeView?
        let remarks: [RemarkJSON]
    }

    private struct RemarkBody: Decodable {
        let receipt: String
        let text: String
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("products") { request, context in
            _ = try context.signedIn()
            let query = String((request.uri.queryParameters["q"] ?? "").prefix(40))
            return try Reply.json(try await products(query))
        }
        router.get("sales/suspended") { _, context in
            try Reply.json(try await held(context.signedIn()))
        }
        router.get("help/supplementary") { _, context in
            _ = try context.signedIn()
            return try Reply.json(
                WalletHelp.all(billName: counter.driver.settings.billName))
        }
        router.get("remarks") { request, context in
            let session = try context.signedIn()
            let receipt = String((request.uri.queryParameters["receipt"] ?? "").prefix(40))
            return try Reply.json(try await remarks(receipt, session))
        }
        router.post("remarks") { request, context in
            try await counter.answer(request, context) { asked in
                let body = try asked.body(RemarkBody.self)
                return .remark(receipt: body.receipt, words: body.text)
            }
        }
    }

    private func products(_ query: String) async throws -> [ProductJSON] {
        guard !query.isEmpty else { return [] }
        return try await counter.driver.database.read { transaction in
            try ProductTable.search(query, limit: 20, in: transaction).map { product in
                ProductJSON(
                    product: product.code, code: product.ean13 ?? product.code,
                    name: product.name, spec: product.spec, unit: product.unit,
                    maker: product.maker, category: product.category,
                    priceFen: product.price.fen, pinyin: product.pinyin)
            }
        }
    }

    private func held(_ session: Session) async throws -> [HeldJSON] {
        try await counter.driver.database.read { transaction in
            let names = try StaffTable.all(of: session.store, in: transaction)
            return try SaleTable.suspended(
                store: session.store, limit: 200, in: transaction
            ).map { stored in
                let cashier = stored.sale.cashier
                return HeldJSON(
                    sale: stored.sale.id.text, at: stored.changedAt.microseconds,
                    cashier: TillView.Person(
                        id: cashier.digits,
                        name: names.first { $0.id == cashier }?.name ?? cashier.digits),
                    dueFen: try stored.sale.totals().due.fen,
                    first: stored.sale.lines.first?.goods.name ?? "", note: stored.sale.note,
                    inDoubt: stored.sale.isInDoubt, register: stored.sale.register.digits)
            }
        }
    }

    private func remarks(_ receipt: String, _ session: Session) async throws -> RemarksJSON {
        try await counter.driver.database.read { transaction in
            guard
                let stored = try SaleTable.byReceipt(
                    receipt, store: session.store, in: transaction),
                case .posted(let at, _) = stored.sale.state
            else { throw OperatorNotice.notFoundHere(what: receipt) }
            let sale = stored.sale
            let people = try StaffTable.all(of: session.store, in: transaction)
            func person(_ id: StaffID) -> TillView.Person {
                let name = people.first { $0.id == id }?.name
                return TillView.Person(id: id.digits, name: name ?? id.digits)
            }
            let methods = try TenderMethodTable.all(in: transaction)
            let paid = sale.tenders.filter { $0.state == .paid }
            let bySupplement = paid.contains { $0.method == TenderMethodID.supplementary }
            let due = try sale.totals().due
            return RemarksJSON(
                sale: RemarkedSale(
                    receiptNumber: receipt, postedAt: at.microseconds, dueFen: due.fen,
                    cashier: person(sale.cashier),
                    tenders: paid.map { tender in
                        let method = methods.first { $0.id == tender.method }
                        return RemarkedSale.TenderJSON(
                            method: tender.method, name: method?.name ?? "",
                            nameEn: method?.englishName ?? "", amountFen: tender.amount.fen)
                    }),
                remarkNeeded: !bySupplement,
                notice: bySupplement ? NoticeView(.remarkNotNeeded) : nil,
                remarks: try RemarkTable.all(
                    on: sale.id, store: session.store, in: transaction
                ).map {
                    RemarkJSON(at: $0.at.microseconds, by: person($0.staff), text: $0.words)
                })
        }
    }
}

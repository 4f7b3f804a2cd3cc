// What the till looks up: goods, held sales, and the help beside method 42.

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
}

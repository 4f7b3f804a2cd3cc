// Returns (退货): which sale, what it would come to, the return itself, and how its refunds stand. The
// refunds are never waited for: a return is answered when it is written, the rest comes as news.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Persistence
internal import Receipts
internal import Retail
internal import Sales

struct ReturnRoutes {
    let counter: Counter
    let paper: Paper

    private struct Pieces: Decodable {
        let line: Int64
        let quantity: Int64
    }

    private struct Quote: Decodable {
        let sale: String
        let lines: [Pieces]
        let toCash: Bool?
    }

    private struct Return: Decodable {
        let sale: String
        let lines: [Pieces]
        let reason: String
        let toCash: Bool?
        let override: OverrideBody?

        func act() throws -> Act {
            guard let reason = ReturnReason(rawValue: reason) else {
                throw OperatorNotice.unreadable(field: "reason")
            }
            return .returnGoods(
                sale: try Read.sale(sale), lines: ReturnRoutes.lines(lines), reason: reason,
                toCash: toCash ?? false, try override?.override())
        }
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("sales/today") { _, context in
            try Reply.json(try await today(context.signedIn()))
        }
        router.get("returns/sale") { request, context in
            let session = try context.signedIn()
            let entry = String((request.uri.queryParameters["receipt"] ?? "").prefix(64))
            return try Reply.json(
                ReturnableJSON(try await counter.returnable(receipt: entry, by: session)))
        }
        router.post("returns/quote") { request, context in
            let session = try context.signedIn()
            // Its key is read and not kept: asking has no effect.
            let body = try await Asked(request).body(Quote.self)
            return try Reply.json(
                QuoteJSON(
                    try await counter.quote(
                        try Read.sale(body.sale), lines: ReturnRoutes.lines(body.lines),
                        toCash: body.toCash ?? false, by: session)))
        }
        router.post("returns") { request, context in
            try await counter.answer(request, context) { try $0.body(Return.self).act() }
        }
        router.post("returns/:id/reprint") { request, context in
            try await counter.answer(request, context) { _ in .reprintSlip(try id(context)) }
        }
        router.post("refunds/:number/query") { request, context in
            try await counter.answer(request, context) { _ in
                .askAboutRefund(try Read.refund(context.parameters.require("number")))
            }
        }
        router.get("returns/:id/receipt.svg") { _, context in
            Reply.text(try await slip(context).svg(), type: "image/svg+xml; charset=utf-8")
        }
        router.get("returns/:id/receipt.txt") { _, context in
            Reply.text(try await slip(context).text, type: "text/plain; charset=utf-8")
        }
    }

    private static func lines(_ pieces: [Pieces]) -> [LineToReturn] {
        pieces.map { LineToReturn(line: $0.line, quantity: $0.quantity) }
    }

    private func id(_ context: TillContext) throws -> ReturnID {
        let text = try context.parameters.require("id")
        guard (1...64).contains(text.utf8.count) else {
            throw OperatorNotice.unreadable(field: "id")
        }
        return ReturnID(text)
    }

    private func today(_ session: Session) async throws -> [RecentSaleJSON] {
        let recent = try await counter.recentSales(by: session)
        let people = try await counter.driver.database.read { transaction in
            try StaffTable.all(of: session.store, in: transaction)
        }
        let names = Dictionary(
            people.map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
        return recent.map { RecentSaleJSON($0, names: names) }
    }

    /// The slip on the screen, drawn from the very bytes a printer gets.
    private func slip(_ context: TillContext) async throws -> PaperRoll {
        let session = try context.signedIn()
        let id = try id(context)
        let moment = counter.driver.moment()
        let content = try await counter.driver.database.read { transaction in
            try ReturnSlipFacts.latest(of: id, store: session.store, moment, in: transaction)
        }
        guard let content else { throw OperatorNotice.notFoundHere(what: id.text) }
        return PaperRoll(reading: try ReturnSlipPrinter.bytes(content, on: paper), paper: paper)
    }
}

// The acts of function 10034 and of the checkout screen. Each route reads its body, names the act, and
// answers with the whole till as it is afterwards.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Persistence
internal import Retail
internal import Sales

struct SaleRoutes {
    let counter: Counter

    private struct Line: Decodable {
        let sale: String?
        let entry: String
        let quantity: Int64?
    }

    private struct Quantity: Decodable {
        let sale: String
        let quantity: Int64
        let override: OverrideBody?
    }

    private struct Removal: Decodable {
        let sale: String
        let override: OverrideBody?
    }

    private struct Sale: Decodable {
        let sale: String
        let note: String?
    }

    private struct Salesperson: Decodable {
        let sale: String
        let staff: String?
    }

    private struct DiscountBody: Decodable {
        let sale: String
        let kind: String
        let fen: Int64?
        let basisPoints: Int64?
        let override: OverrideBody?

        func discount() throws -> Discount {
            switch (kind, fen, basisPoints) {
            case ("none", _, _): return .none
            case ("amount", let fen?, _): return .amount(Money(fen: fen))
            case ("percent", _, let share?): return .percent(basisPoints: share)
            default: throw OperatorNotice.unreadable(field: "kind")
            }
        }
    }

    private struct Cash: Decodable {
        let sale: String
        let receivedFen: Int64
        let override: OverrideBody?
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("till") { _, context in
            try Reply.json(TillView(try await counter.till(of: context.signedIn())))
        }
        router.post("sale/lines") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Line.self)
                return .addLine(
                    sale: try body.sale.map(Read.sale), entry: body.entry,
                    quantity: body.quantity ?? 1)
            }
        }
        addLineActs(to: router)
        addSaleActs(to: router)
        addPayingActs(to: router)
    }

    private func addLineActs(to router: RouterGroup<TillContext>) {
        router.post("sale/lines/:no/quantity") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Quantity.self)
                return .setQuantity(
                    sale: try Read.sale(body.sale), line: try no(context), quantity: body.quantity,
                    try body.override?.override())
            }
        }
        router.post("sale/lines/:no/discount") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(DiscountBody.self)
                return .discountLine(
                    sale: try Read.sale(body.sale), line: try no(context),
                    try body.discount(), try body.override?.override())
            }
        }
        router.post("sale/lines/:no/salesperson") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Salesperson.self)
                return .setLineSalesperson(
                    sale: try Read.sale(body.sale), line: try no(context),
                    try Read.staff(body.staff))
            }
        }
        router.post("sale/lines/:no/removal") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Removal.self)
                return .removeLine(
                    sale: try Read.sale(body.sale), line: try no(context),
                    try body.override?.override())
            }
        }
    }

    private func addSaleActs(to router: RouterGroup<TillContext>) {
        router.post("sale/discount") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(DiscountBody.self)
                return .discountSale(
                    sale: try Read.sale(body.sale), try body.discount(),
                    try body.override?.override())
            }
        }
        router.post("sale/salesperson") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Salesperson.self)
                return .setSalesperson(
                    sale: try Read.sale(body.sale), try Read.staff(body.staff))
            }
        }
        router.post("sale/checkout") { request, context in
            try await act(request, context) { .checkOut(sale: try sale($0)) }
        }
        router.post("sale/suspension") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Sale.self)
                return .suspend(sale: try Read.sale(body.sale), note: body.note ?? "")
            }
        }
        router.post("sales/:id/retrieval") { request, context in
            try await act(request, context) { _ in
                .retrieve(sale: try Read.sale(context.parameters.require("id")))
            }
        }
        router.post("sale/void") { request, context in
            try await act(request, context) { .voidSale(sale: try sale($0)) }
        }
        router.post("sales/:id/reprint") { request, context in
            try await act(request, context) { _ in
                .reprint(sale: try Read.sale(context.parameters.require("id")))
            }
        }
    }

    private func addPayingActs(to router: RouterGroup<TillContext>) {
        router.post("sale/cash") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Cash.self)
                return .takeCash(
                    sale: try Read.sale(body.sale), received: Money(fen: body.receivedFen),
                    try body.override?.override())
            }
        }
        router.post("sale/tenders/:no/removal") { request, context in
            try await act(request, context) {
                .removeTender(sale: try sale($0), no: try no(context))
            }
        }
        router.post("sale/completion") { request, context in
            try await act(request, context) { .complete(sale: try sale($0)) }
        }
    }

    private func sale(_ asked: Asked) throws -> SaleID {
        try Read.sale(asked.body(Sale.self).sale)
    }

    private func no(_ context: TillContext) throws -> Int64 {
        try Read.line(context.parameters.get("no"))
    }

    private func act(
        _ request: Request, _ context: TillContext, _ read: (Asked) throws -> Act
    ) async throws -> Response {
        try await counter.answer(request, context, read)
    }
}

/// A superior's leave, as it comes from outside.
struct OverrideBody: Decodable {
    let staff: String
    let pin: String
    let reason: String

    func override() throws -> Override {
        guard let staff = try Read.staff(staff) else {
            throw OperatorNotice.unreadable(field: "staff")
        }
        return Override(staff: staff, pin: pin, reason: reason)
    }
}

extension Counter {
    /// Performs the act a request asks for and answers the till as it is afterwards.
    func answer(
        _ request: Request, _ context: TillContext, _ read: (Asked) throws -> Act
    ) async throws -> Response {
        let session = try context.signedIn()
        let asked = try await Asked(request)
        let outcome = try await perform(try read(asked), key: asked.key, by: session)
        return try Reply.json(
            TillView(try await till(of: session), say: outcome.say.notice))
    }
}

// What the phone page asks: one person's balances, payment codes, waiting payments and bills.

internal import Barcodes
internal import Hummingbird
internal import Retail

struct PhoneRoutes: Sendable {
    let books: Books

    /// Bills shown: as many as a person scrolls through.
    private static let billCountMax = 60
    /// People to choose from; a load test's thousands are found by their address alone.
    private static let personCountMax = 100

    func add(to router: Router<NetworkContext>) {
        ScanRoutes(books: books).add(to: router)
        let phone = router.group("/phone/api")
        phone.get("/people") { _, _ in
            let list = books.change { ledger, _ in
                Array(ledger.accounts.prefix(PhoneRoutes.personCountMax))
            }
            return Response(.members(["people": .array(list.map(\.description))]))
        }
        phone.get("/people/:id") { _, context in state(context) }
        phone.post("/people/:id/codes/:wallet") { _, context in code(context) }
        phone.get("/orders/:wallet/:number") { _, context in bill(context) }
        phone.post("/orders/:wallet/:number/approval") { request, context in
            guard let key = key(context),
                let body = await request.wholeBody().flatMap({ JSON(reading: $0) })
            else { return notFound }
            return Approval.respond(to: body, key: key, books: books)
        }
    }

    private func state(_ context: NetworkContext) -> Response {
        guard let id = context.parameters.get("id") else { return notFound }
        let state = books.change { ledger, now -> JSON? in
            ledger.catchUp(at: now)
            guard let account = ledger.accounts.first(where: { $0.id == id }) else { return nil }
            let mine = ledger.orders.reversed().lazy.filter { $0.account == id }
            return .members([
                "person": account.description, "now": .integer(now.microseconds),
                "orders": .array(mine.prefix(PhoneRoutes.billCountMax).map(\.description)),
            ])
        }
        return state.map { Response($0) } ?? notFound
    }

    private func code(_ context: NetworkContext) -> Response {
        guard let id = context.parameters.get("id"),
            let wallet = context.parameters.get("wallet").flatMap(Wallet.init)
        else { return notFound }
        let entropy = books.entropy()
        let code = books.change {
            $0.issueCode(account: id, wallet: wallet, entropy: entropy, at: $1)
        }
        guard let code, let bars = try? Code128(digits: code.digits),
            let square = try? QRCode(text: code.digits)
        else { return notFound }
        return Response(
            .members([
                "code": .string(code.digits),
                "milliseconds": .integer(Ledger.codeLifetime.microseconds / 1_000),
                "barcode": .string(bars.svg(height: 96, module: 2)),
                "square": .string(square.svg(module: 8)),
            ]))
    }

    private func bill(_ context: NetworkContext) -> Response {
        guard let key = key(context), let order = books.change({ $0.order(key, at: $1) })
        else { return notFound }
        let bars = try? Code128(digits: order.number)
        return Response(
            .members([
                "order": order.description,
                "barcode": (bars?.svg(height: 72, module: 2)).map { .string($0) } ?? .null,
            ]))
    }

    private func key(_ context: NetworkContext) -> OrderKey? {
        guard let wallet = context.parameters.get("wallet").flatMap(Wallet.init),
            let number = context.parameters.get("number")
        else { return nil }
        return books.change { $0.key(wallet: wallet, number: number, at: $1) }
    }

    private var notFound: Response {
        Response(refusing: "notFound", "no such person, wallet or order", status: .notFound)
    }
}

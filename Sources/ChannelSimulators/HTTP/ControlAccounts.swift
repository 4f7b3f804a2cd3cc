// The customers, as the control interface sees them: who there is, what they have, and new ones, so
// that a load test can pay from many purses that never run dry.

internal import Hummingbird
internal import Retail

extension ControlRoutes {
    private static let fenRange = 0...Purse.balanceMax.fen
    /// As with the customers every network has.
    private static let passwordAboveDefault = Money(fen: 20_000)
    private static let passwordDefault = "000000"

    /// All, or the first `?limit=`.
    func accounts(_ request: Request) -> Response {
        let limit = max(0, number("limit", request) ?? .max)
        let list = books.change { ledger, now in
            ledger.catchUp(at: now)
            return Array(ledger.accounts.prefix(limit))
        }
        return Response(.array(list.map(\.description)))
    }

    func adjust(_ request: Request, _ context: NetworkContext) async -> Response {
        guard let id = context.parameters.get("id"),
            let body = await request.wholeBody().flatMap({ JSON(reading: $0) }),
            let wallet = body["wallet"]?.string.flatMap(Wallet.init)
        else { return malformed("wallet") }
        for name in ["balanceFen", "passwordAboveFen"] {
            guard let value = body[name] else { continue }
            guard let fen = value.integer, ControlRoutes.fenRange.contains(fen) else {
                return malformed(name)
            }
        }
        let balance = body["balanceFen"]?.integer.map { Money(fen: $0) }
        let above = body["passwordAboveFen"]?.integer.map { Money(fen: $0) }
        let isDone = books.change { ledger, now in
            ledger.catchUp(at: now)
            return ledger.adjust(
                account: id, wallet: wallet, balance: balance, passwordAbove: above)
        }
        return isDone ? accounts(request) : notFound("wallet")
    }

    /// `{"id","name","wallets":[{"wallet","balanceFen","passwordAboveFen"?}],"nameEn"?,"password"?}`.
    func register(_ request: Request) async -> Response {
        guard let body = await request.wholeBody().flatMap({ JSON(reading: $0) }) else {
            return malformed("id, name, wallets")
        }
        guard let id = body["id"]?.string, ControlRoutes.isID(id) else { return malformed("id") }
        guard let name = body["name"]?.string, ControlRoutes.isName(name) else {
            return malformed("name")
        }
        let english = body["nameEn"] ?? .string(name)
        guard let english = english.string, ControlRoutes.isName(english) else {
            return malformed("nameEn")
        }
        let password = body["password"] ?? .string(ControlRoutes.passwordDefault)
        guard let password = password.string, password.utf8.count == 6,
            password.utf8.allSatisfy({ (48...57).contains($0) })
        else { return malformed("password") }
        guard let purses = ControlRoutes.purses(body["wallets"]) else {
            return malformed("wallets")
        }
        let account = Account(
            id: id, name: name, nameEnglish: english, password: password, purses: purses)
        guard books.change({ ledger, _ in ledger.register(account) }) else {
            return Response(
                refusing: "exists", "the id is taken, or there are too many accounts",
                status: .conflict)
        }
        return Response(account.description, status: .created)
    }

    // It stands in addresses.
    private static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || "_-".utf8.contains($0)
            }
    }

    private static func isName(_ text: String) -> Bool { (1...64).contains(text.utf8.count) }

    private static func purses(_ value: JSON?) -> [Purse]? {
        guard let wallets = value?.array, (1...Wallet.allCases.count).contains(wallets.count)
        else { return nil }
        var purses: [Purse] = []
        for one in wallets {
            let above = one["passwordAboveFen"] ?? .integer(passwordAboveDefault.fen)
            guard let wallet = one["wallet"]?.string.flatMap(Wallet.init),
                !purses.contains(where: { $0.wallet == wallet }),
                let balance = one["balanceFen"]?.integer, fenRange.contains(balance),
                let above = above.integer, fenRange.contains(above)
            else { return nil }
            purses.append(
                Purse(
                    wallet: wallet, balance: Money(fen: balance),
                    passwordAbove: Money(fen: above)))
        }
        return purses
    }
}

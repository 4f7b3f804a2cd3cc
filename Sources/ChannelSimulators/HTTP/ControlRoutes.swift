// The control interface: what a test or a trainer does to the network that no merchant could.
// See docs/reference/network.md. No sign-in: it is for the own machine and invented money.

internal import Hummingbird
internal import Retail

struct ControlRoutes: Sendable {
    let books: Books
    let faults: Faults

    /// Orders in one page of a walk.
    static let pageMax = 1_000

    func add(to router: Router<NetworkContext>) {
        let control = router.group("/control")
        control.post("/codes") { request, _ in await issueCode(request) }
        control.get("/accounts") { request, _ in accounts(request) }
        control.post("/accounts") { request, _ in await register(request) }
        control.patch("/accounts/:id") { await adjust($0, $1) }
        control.get("/settings") { _, _ in settings() }
        control.patch("/settings") { request, _ in await change(request) }
        control.put("/wechat-key") { request, _ in await changeKey(request) }
        control.get("/orders") { request, _ in orders(request) }
        control.get("/orders/:number") { order($0, $1) }
        control.post("/orders/:number/approval") { await approve($0, $1) }
        control.post("/reset") { _, _ in reset() }
        control.post("/faults") { request, _ in await addFault(request) }
        control.get("/faults") { _, _ in
            let list = faults.change { $0.faults.map(\.description) }
            return Response(.array(list))
        }
        control.delete("/faults") { _, _ in
            faults.change { $0.removeAll() }
            return Response(.members([:]))
        }
        control.delete("/faults/:id") { _, context in
            guard let id = context.parameters.get("id").flatMap({ Int($0) }),
                faults.change({ $0.remove(id: id) })
            else { return notFound("fault") }
            return Response(.members([:]))
        }
    }

    private func issueCode(_ request: Request) async -> Response {
        guard let body = await request.wholeBody().flatMap({ JSON(reading: $0) }),
            let account = body["account"]?.string,
            let wallet = body["wallet"]?.string.flatMap(Wallet.init)
        else { return malformed("account, wallet") }
        let entropy = books.entropy()
        let code = books.change {
            $0.issueCode(account: account, wallet: wallet, entropy: entropy, at: $1)
        }
        guard let code else { return notFound("wallet") }
        return Response(
            .members([
                "code": .string(code.digits),
                "expiresAt": .integer(code.expiresAt.microseconds),
            ]))
    }

    // All; the newest `?limit=`; or, to walk through them, `?limit=` of those behind the first
    // `?after=`. Always oldest first.
    private func orders(_ request: Request) -> Response {
        let limit = number("limit", request)
        let after = number("after", request)
        let list = books.change { ledger, now -> [Order] in
            ledger.catchUp(at: now)
            guard let after else { return ledger.orders.suffix(max(0, limit ?? .max)) }
            let count = min(max(0, limit ?? .max), ControlRoutes.pageMax)
            return Array(ledger.orders.dropFirst(max(0, after)).prefix(count))
        }
        // Described outside the lock, so that whoever looks at a million orders stops no payment.
        return Response(.array(list.map(\.description)))
    }

    func number(_ name: String, _ request: Request) -> Int? {
        request.uri.queryParameters.get(name).flatMap { Int($0) }
    }

    private func order(_ request: Request, _ context: NetworkContext) -> Response {
        guard let key = key(request, context) else { return notFound("order") }
        guard let order = books.change({ $0.order(key, at: $1) }) else { return notFound("order") }
        return Response(order.description)
    }

    private func approve(_ request: Request, _ context: NetworkContext) async -> Response {
        guard let key = key(request, context) else { return notFound("order") }
        guard let body = await request.wholeBody().flatMap({ JSON(reading: $0) }) else {
            return malformed("password, decline")
        }
        return Approval.respond(to: body, key: key, books: books)
    }

    private func reset() -> Response {
        books.change { ledger, _ in ledger.reset() }
        faults.change { $0.removeAll() }
        return Response(.members([:]))
    }

    private func settings() -> Response {
        let (delay, rate) = books.change { ledger, _ in (ledger.refundDelay, ledger.feeRate) }
        return Response(
            .members([
                "refundDelayMilliseconds": .integer(delay.microseconds / 1_000),
                "feePartsPerMillion": .integer(rate.partsPerMillion),
            ]))
    }

    private func change(_ request: Request) async -> Response {
        guard let body = await request.wholeBody().flatMap({ JSON(reading: $0) }),
            body["refundDelayMilliseconds"] != nil || body["feePartsPerMillion"] != nil
        else { return malformed("refundDelayMilliseconds, feePartsPerMillion") }
        if let parts = body["feePartsPerMillion"] {
            guard let rate = parts.integer.flatMap({ FeeRate($0) }) else {
                return malformed("feePartsPerMillion")
            }
            books.change { ledger, _ in ledger.feeRate = rate }
        }
        if let delay = body["refundDelayMilliseconds"] {
            guard let milliseconds = delay.integer,
                books.change({ ledger, _ in ledger.setRefundDelay(.milliseconds(milliseconds)) })
            else { return malformed("refundDelayMilliseconds") }
        }
        return settings()
    }

    /// Another API key of a merchant at WeChat Pay v2, as on the merchant platform.
    private func changeKey(_ request: Request) async -> Response {
        guard let body = await request.wholeBody().flatMap({ JSON(reading: $0) }),
            let merchant = body["merchantID"]?.string, let key = body["key"]?.string,
            key.utf8.count == 32
        else { return malformed("merchantID, key") }
        books.setWeChatKey(key, of: merchant)
        return Response(.members([:]))
    }

    private func addFault(_ request: Request) async -> Response {
        guard let body = await request.wholeBody().flatMap({ JSON(reading: $0) }),
            case .object = body,
            let kind = body["fault"]?.string.flatMap(Fault.Kind.init)
        else { return malformed("fault") }
        let channel = body["channel"]?.string ?? "all"
        let called = body["call"]?.string ?? "all"
        let wallet = Wallet(rawValue: channel)
        let call = Call(rawValue: called)
        guard wallet != nil || channel == "all" else { return malformed("channel") }
        guard call != nil || called == "all" else { return malformed("call") }
        var numbers: [String: Int] = [:]
        for name in ["milliseconds", "times", "percent", "seed"] {
            guard let value = body[name], value != .null else { continue }
            guard let number = value.integer.flatMap({ Int(exactly: $0) }) else {
                return malformed(name)
            }
            numbers[name] = number
        }
        let (milliseconds, times) = (numbers["milliseconds"], numbers["times"])
        let percent = numbers["percent"]
        let seed = numbers["seed"].map { UInt64(truncatingIfNeeded: $0) }
        let fault = faults.change {
            $0.add(
                wallet: wallet, call: call, kind: kind, milliseconds: milliseconds, times: times,
                percent: percent, seed: seed)
        }
        guard let fault else { return malformed("milliseconds, times, percent, seed") }
        return Response(.members(["id": .integer(Int64(fault.id))]), status: .created)
    }

    // The number alone, or `?channel=`, when the same number was used at several wallets.
    private func key(_ request: Request, _ context: NetworkContext) -> OrderKey? {
        guard let number = context.parameters.get("number") else { return nil }
        let asked = request.uri.queryParameters.get("channel").flatMap { Wallet(rawValue: $0) }
        return books.change { ledger, now in
            for wallet in Wallet.allCases where asked == nil || asked == wallet {
                if let key = ledger.key(wallet: wallet, number: number, at: now) { return key }
            }
            return nil
        }
    }

    func malformed(_ what: String) -> Response {
        Response(refusing: "malformed", what, status: .badRequest)
    }

    func notFound(_ what: String) -> Response {
        Response(refusing: "notFound", what, status: .notFound)
    }
}

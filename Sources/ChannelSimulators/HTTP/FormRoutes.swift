// The addresses of BestPay and of UnionPay: forms by POST. Which call a form is stands in it, so it
// is read before a fault on one call can meet it; one that breaks every connection needs no
// reading.

internal import Hummingbird

extension ChannelRoutes {
    func addBestPay(to router: Router<NetworkContext>) {
        router.post("/barcode/placeOrder") { await meetBestPay($0, $1, .pay) }
        router.post("/query/queryOrder") { await meetBestPay($0, $1, nil) }
        router.post("/reverse/reverse") { await meetBestPay($0, $1, .reverse) }
        router.post("/refund/commonRefund") { await meetBestPay($0, $1, .refund) }
        router.get("\(BestPayPlay.filePath)/:name") { await meetBestPayFile($0, $1) }
    }

    func addUnionPay(to router: Router<NetworkContext>) {
        router.post("/gateway/api/backTransReq.do") { await meetUnionPay($0, $1, isQuery: false) }
        router.post("/gateway/api/queryTrans.do") { await meetUnionPay($0, $1, isQuery: true) }
        router.post("\(UnionPayPlay.filePath)") { await meetUnionPay($0, $1, isQuery: false) }
    }

    private func meetBestPay(
        _ request: Request, _ context: NetworkContext, _ known: Call?
    ) async -> Response {
        if faults.change({ $0.meet(.bestpay, nil) }) != nil { return context.hangUp() }
        guard let body = await request.wholeBody() else { return tooLarge() }
        let fields = BestPayPlay.fields(body)
        let call = known ?? BestPayPlay.call(query: fields ?? [:])
        let fault = faults.change { $0.meet(.bestpay, call) }
        if fault?.kind == .down { return context.hangUp() }
        let twist = Twist(fault?.kind)
        return await carry(fault, context) {
            bestPay.reply(to: fields, call: call, twist: twist)
        }
    }

    /// An SFTP server's folder at BestPay; here it is read by HTTP, which is all that differs.
    private func meetBestPayFile(
        _ request: Request, _ context: NetworkContext
    ) async -> Response {
        let fault = faults.change { $0.meet(.bestpay, .statement) }
        if fault?.kind == .down { return context.hangUp() }
        let twist = Twist(fault?.kind)
        let name = context.parameters.get("name") ?? ""
        return await carry(fault, context) { bestPay.statementFile(named: name, twist) }
    }

    private func meetUnionPay(
        _ request: Request, _ context: NetworkContext, isQuery: Bool
    ) async -> Response {
        if faults.change({ $0.meet(.unionpay, nil) }) != nil { return context.hangUp() }
        guard let body = await request.wholeBody() else { return tooLarge() }
        let fields = UnionPayPlay.fields(body)
        let call = fields.flatMap { unionPay.call($0, isQuery: isQuery) }
        let fault = call.flatMap { call in faults.change { $0.meet(.unionpay, call) } }
        if fault?.kind == .down { return context.hangUp() }
        let twist = Twist(fault?.kind)
        return await carry(fault, context) {
            unionPay.reply(to: fields, call: call, twist: twist)
        }
    }
}

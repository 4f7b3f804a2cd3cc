// The addresses of WeChat Pay v3. Its faults are WeChat Pay's: what is switched on for the wallet meets
// whichever version a till speaks.

internal import Hummingbird

extension ChannelRoutes {
    func addWeChatV3(to router: Router<NetworkContext>) {
        let pays = "/v3/pay/transactions"
        let refunds = "/v3/refund/domestic/refunds"
        router.post("\(pays)/codepay") { await meet($0, $1, .pay) }
        router.post("\(pays)/native") { await meet($0, $1, .offer) }
        router.post("\(pays)/out-trade-no/:number/close") { await meet($0, $1, .close) }
        router.get("\(pays)/out-trade-no/:number") { await meet($0, $1, .query) }
        router.get("\(pays)/id/:number") { await meet($0, $1, .query) }
        router.post("\(pays)/out-trade-no/:number/reverse") { await meet($0, $1, .reverse) }
        router.post("\(refunds)") { await meet($0, $1, .refund) }
        router.get("\(refunds)/:number") { await meet($0, $1, .refundQuery) }
        router.get("/v3/bill/tradebill") { await meet($0, $1, .statement) }
        router.get("\(WeChatV3Play.filePath)") { await meet($0, $1, .statementFile) }
    }

    private func meet(
        _ request: Request, _ context: NetworkContext, _ call: Call
    ) async -> Response {
        let fault = faults.change { $0.meet(.wechat, call) }
        if fault?.kind == .down { return context.hangUp() }
        guard let body = await request.wholeBody() else { return tooLarge() }
        let twist = Twist(fault?.kind)
        let asked = WeChatV3Request(
            method: request.method.rawValue, target: request.uri.string,
            authorization: request.headers[.authorization] ?? "", body: body,
            base: request.base)
        let name = context.parameters.get("number") ?? ""
        return await carry(fault, context) {
            if call == .statementFile {
                return wechatV3.statementFile(to: asked, twist: twist)
            }
            return wechatV3.reply(to: asked, call: call, name: name, twist: twist)
        }
    }
}

// The addresses of the wallets. The plays are honest; what a fault does to the connection is done
// here, around them: before the request is read, between the work and the answer, or to the bytes.

internal import Hummingbird
internal import Synchronization

/// The faults that are switched on, shared by the wallets' addresses and the control interface.
final class Faults: Sendable {
    private let board = Mutex(FaultBoard())

    func change<Result: Sendable>(_ body: (inout FaultBoard) -> Result) -> Result {
        board.withLock { body(&$0) }
    }
}

struct ChannelRoutes: Sendable {
    let wechat: WeChatPlay
    let wechatV3: WeChatV3Play
    let alipay: AlipayPlay
    let bestPay: BestPayPlay
    let unionPay: UnionPayPlay
    let books: Books
    let faults: Faults
    let delayed: DelayedWork

    func add(to router: Router<NetworkContext>) {
        let paths: [(RouterPath, Call)] = [
            ("/pay/micropay", .pay), ("/pay/unifiedorder", .offer), ("/pay/closeorder", .close),
            ("/pay/orderquery", .query), ("/secapi/pay/reverse", .reverse),
            ("/secapi/pay/refund", .refund), ("/pay/refundquery", .refundQuery),
            ("/pay/downloadbill", .statement),
        ]
        for (path, call) in paths {
            router.post(path) { await meetWeChat($0, $1, call) }
            for method in [HTTPRequest.Method.get, .put, .patch, .delete] {
                router.on(path, method: method) { _, _ in
                    Response(wechat.failure("请使用post方法"))
                }
            }
        }
        addWeChatV3(to: router)
        router.post("/gateway.do") { await meetAlipay($0, $1) }
        router.get("/gateway.do") { await meetAlipay($0, $1) }
        router.get("\(AlipayPlay.filePath)") { await meetAlipayFile($0, $1) }
        addBestPay(to: router)
        addUnionPay(to: router)
    }

    private func meetWeChat(
        _ request: Request, _ context: NetworkContext, _ call: Call
    ) async -> Response {
        let fault = faults.change { $0.meet(.wechat, call) }
        if fault?.kind == .down { return context.hangUp() }
        guard let body = await request.wholeBody() else { return tooLarge() }
        let twist = Twist(fault?.kind)
        return await carry(fault, context) { wechat.reply(to: body, call: call, twist: twist) }
    }

    private func meetAlipay(_ request: Request, _ context: NetworkContext) async -> Response {
        if faults.change({ $0.meet(.alipay, nil) }) != nil { return context.hangUp() }
        guard let body = await request.wholeBody() else { return tooLarge() }
        let fields = AlipayPlay.fields(query: request.uri.query ?? "", form: body)
        let call = fields.flatMap(AlipayPlay.call)
        let fault = call.flatMap { call in faults.change { $0.meet(.alipay, call) } }
        if fault?.kind == .down { return context.hangUp() }
        let twist = Twist(fault?.kind)
        let base = request.base
        return await carry(fault, context) {
            alipay.reply(to: fields, twist: twist, base: base)
        }
    }

    private func meetAlipayFile(
        _ request: Request, _ context: NetworkContext
    ) async -> Response {
        let fault = faults.change { $0.meet(.alipay, .statementFile) }
        if fault?.kind == .down { return context.hangUp() }
        let query = request.uri.query ?? ""
        return await carry(fault, context) { alipay.statementFile(query: query) }
    }

    // Does the work and carries the answer as the fault allows.
    func carry(
        _ fault: Fault?, _ context: NetworkContext, _ work: @escaping @Sendable () -> Reply
    ) async -> Response {
        guard let fault else { return Response(work()) }
        switch fault.kind {
        case .loseRequest, .down:
            return context.hangUp()
        case .delayRequest:
            let (books, milliseconds) = (books, fault.milliseconds)
            delayed.schedule(
                after: { try await books.sleep(milliseconds: milliseconds) },
                { _ = work() })
            return context.hangUp()
        case .loseAnswer:
            _ = work()
            return context.hangUp()
        case .delay:
            let reply = work()
            // Cancelled only when the process stops; then the answer may as well go out.
            try? await books.sleep(milliseconds: fault.milliseconds)
            return Response(reply)
        case .http500:
            _ = work()
            return Response(
                Reply(contentType: "text/html", body: Array("<h1>500</h1>".utf8)),
                status: .internalServerError)
        case .truncated:
            return truncated(work(), context)
        case .garbage:
            _ = work()
            return Response(
                Reply(contentType: "text/html", body: Array("\u{0}<html>]]>{\"".utf8) + [0xFF]))
        case .systemError, .systemErrorAfter, .badSignature, .wrongAmount, .notFound,
            .refundNotEnough, .refundClosed, .twice, .otherOrder, .statementRowMissing,
            .statementRowDoubled, .statementOtherDay, .statementWrongTotal, .statementCutOff,
            .statementNotReady:
            return Response(work())
        }
    }

    // Half of the body under the length of the whole, then the connection ends.
    private func truncated(_ reply: Reply, _ context: NetworkContext) -> Response {
        let half = ByteBuffer(bytes: reply.body.prefix(reply.body.count / 2))
        let body = ResponseBody(contentLength: reply.body.count) { writer in
            try await writer.write(half)
            throw BrokenOff()
        }
        var head = reply.fields
        head[.contentLength] = "\(reply.body.count)"
        return Response(
            status: HTTPResponse.Status(code: reply.status), headers: head, body: body)
    }

    private struct BrokenOff: Error {}

    func tooLarge() -> Response {
        Response(status: .contentTooLarge)
    }
}

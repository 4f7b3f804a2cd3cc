// Every fault as it is felt at the other end of the connection, and what it did to the money.

import ChannelSimulators
import Testing

@Suite("Faults")
struct FaultTests {
    /// What a merchant sees.
    enum Seen: Sendable {
        case nothing
        case status(Int)
        case half
        case unreadable
        case answer(code: String, isSigned: Bool)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let kind: String
        let seen: Seen
        /// The state of the order afterwards; `nil` when the work was not done.
        let state: String?
        var testDescription: String { kind }
    }

    static let rows = [
        Row(kind: "loseAnswer", seen: .nothing, state: "PAID"),
        Row(kind: "loseRequest", seen: .nothing, state: nil),
        Row(kind: "down", seen: .nothing, state: nil),
        Row(kind: "delay", seen: .answer(code: "SUCCESS", isSigned: true), state: "PAID"),
        Row(kind: "systemError", seen: .answer(code: "FAIL", isSigned: true), state: nil),
        Row(kind: "systemErrorAfter", seen: .answer(code: "FAIL", isSigned: true), state: "PAID"),
        Row(kind: "http500", seen: .status(500), state: "PAID"),
        Row(kind: "badSignature", seen: .answer(code: "SUCCESS", isSigned: false), state: "PAID"),
        Row(kind: "truncated", seen: .half, state: "PAID"),
        Row(kind: "garbage", seen: .unreadable, state: "PAID"),
        Row(kind: "wrongAmount", seen: .answer(code: "SUCCESS", isSigned: true), state: "PAID"),
    ]

    @Test("a payment by WeChat Pay meets each fault once, and the next is honest", arguments: rows)
    func wechat(_ row: Row) async throws {
        try await Running.run { network in
            let id = try await network.fault(
                "{\"channel\":\"wechat\",\"call\":\"pay\",\"fault\":\"\(row.kind)\","
                    + "\"milliseconds\":1,\"times\":1}")
            #expect(id == 1)
            let answer = try await network.payWeChat("n1")
            FaultTests.check(answer, row.seen) { body in
                guard let fields = FlatXML.fields(body) else { return nil }
                return (
                    fields["result_code"] ?? "", wechatFields(body, network.merchant) != nil
                )
            }
            if row.kind == "wrongAmount" {
                #expect(FlatXML.fields(answer.body)?["total_fee"] == "200")
            }
            #expect(try await network.state("n1") == row.state)
            let honest = try await network.payWeChat("n2")
            #expect(wechatFields(honest.body, network.merchant)?["result_code"] == "SUCCESS")
            #expect(
                try await network.client.send("GET", "/control/faults").json == .array([]))
        }
    }

    @Test("a payment by Alipay meets each fault once, and the next is honest", arguments: rows)
    func alipay(_ row: Row) async throws {
        try await Running.run { network in
            _ = try await network.fault(
                "{\"channel\":\"alipay\",\"call\":\"pay\",\"fault\":\"\(row.kind)\","
                    + "\"milliseconds\":1,\"times\":1}")
            let answer = try await network.payAlipay("n1")
            FaultTests.check(answer, row.seen) { body in
                guard let node = JSON(reading: body)?["alipay_trade_pay_response"] else {
                    return nil
                }
                let signed = try? network.merchant.alipayNode(body, "alipay_trade_pay_response")
                let code = node["code"]?.string == "10000" ? "SUCCESS" : "FAIL"
                return (code, signed != nil)
            }
            #expect(try await network.state("n1") == row.state)
            let honest = try await network.payAlipay("n2")
            let node = try network.merchant.alipayNode(honest.body, "alipay_trade_pay_response")
            #expect(node["code"]?.string == "10000")
        }
    }

    static func check(
        _ answer: RawAnswer, _ seen: Seen, _ read: ([UInt8]) -> (code: String, isSigned: Bool)?
    ) {
        switch seen {
        case .nothing: #expect(answer.bytes.isEmpty)
        case .status(let status):
            #expect(answer.status == status)
            #expect(read(answer.body) == nil)
        case .half:
            #expect(answer.status == 200)
            let promised = answer.header("content-length").flatMap { Int($0) } ?? 0
            #expect(answer.body.count == promised / 2)
            #expect(!answer.body.isEmpty)
        case .unreadable:
            #expect(answer.status == 200)
            #expect(!answer.body.isEmpty)
            #expect(read(answer.body) == nil)
        case .answer(let code, let isSigned):
            #expect(answer.status == 200)
            #expect(read(answer.body)?.code == code)
            #expect(read(answer.body)?.isSigned == isSigned)
        }
    }

    @Test("a delayed request is told nothing, is not found, and then debits")
    func delayedRequest() async throws {
        let world = FakeWorld()
        world.holdSleepers()
        try await Running.run(world: world) { network in
            _ = try await network.fault(
                "{\"channel\":\"all\",\"call\":\"pay\",\"fault\":\"delayRequest\","
                    + "\"milliseconds\":300,\"times\":2}")
            #expect(try await network.payWeChat("n1").bytes.isEmpty)
            #expect(try await network.state("n1") == nil)
            #expect(try await network.payAlipay("n2").bytes.isEmpty)
            #expect(try await network.state("n2") == nil)
            world.wake()
            // Asked again and again rather than slept for; far fewer turns are needed.
            for number in ["n1", "n2"] {
                var state: String?
                for _ in 0..<5_000 where state == nil {
                    state = try await network.state(number)
                }
                #expect(state == "PAID")
            }
        }
    }

    @Test("a query is told that an order is not there, though it is; a payment never meets that")
    func notFound() async throws {
        try await Running.run { network in
            _ = try await network.fault("{\"fault\":\"notFound\"}")
            let paid = try await network.payWeChat("n1")
            #expect(FlatXML.fields(paid.body)?["result_code"] == "SUCCESS")
            _ = try await network.payAlipay("n2")
            let query = network.merchant.wechat(["out_trade_no": "n1"])
            let wechat = try await network.client.send("POST", "/pay/orderquery", query)
            #expect(
                wechatFields(wechat.body, network.merchant)?["err_code"] == "ORDERNOTEXIST")
            let alipay = try await network.alipay("query", "{\"out_trade_no\":\"n2\"}")
            let node = try network.merchant.alipayNode(alipay.body, "alipay_trade_query_response")
            #expect(node["sub_code"]?.string == "ACQ.TRADE_NOT_EXIST")
            #expect(try await network.state("n1") == "PAID")
        }
    }

    @Test("a fault keeps to its wallet and call, counts down, and can be removed")
    func scope() async throws {
        try await Running.run { network in
            let id = try await network.fault(
                "{\"channel\":\"wechat\",\"call\":\"query\",\"fault\":\"down\"}")
            let twice = try await network.fault(
                "{\"channel\":\"wechat\",\"call\":\"reverse\",\"fault\":\"down\",\"times\":2}")
            #expect(try await network.payWeChat("n1").status == 200)
            #expect(try await network.payAlipay("n2").status == 200)
            let asked = network.merchant.wechat(["out_trade_no": "n1"])
            for _ in 0..<3 {
                #expect(
                    try await network.client.send("POST", "/pay/orderquery", asked).bytes.isEmpty)
            }
            for isLost in [true, true, false] {
                let answer = try await network.client.send("POST", "/secapi/pay/reverse", asked)
                #expect(answer.bytes.isEmpty == isLost)
            }
            let list = try await network.client.send("GET", "/control/faults").json?.array
            #expect(list?.compactMap { $0["id"]?.integer } == [id].compactMap { $0 })
            #expect(twice == 2)
            let gone = try await network.client.send("DELETE", "/control/faults/\(id ?? 0)")
            #expect(gone.status == 200)
            #expect(
                try await network.client.send("DELETE", "/control/faults/\(id ?? 0)").status == 404)
            #expect(
                try await network.client.send("POST", "/pay/orderquery", asked).status == 200)
        }
    }

    @Test("a fault can meet every call of both wallets")
    func everywhere() async throws {
        try await Running.run { network in
            _ = try await network.fault("{\"channel\":\"all\",\"call\":\"all\",\"fault\":\"down\"}")
            #expect(try await network.payWeChat("n1").bytes.isEmpty)
            #expect(try await network.payAlipay("n2").bytes.isEmpty)
            #expect(try await network.client.send("GET", "/control/orders").json == .array([]))
            #expect(try await network.client.send("DELETE", "/control/faults").status == 200)
            #expect(try await network.payAlipay("n2").status == 200)
        }
    }
}

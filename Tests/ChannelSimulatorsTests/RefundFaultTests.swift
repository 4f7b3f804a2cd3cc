// The faults again, on the two calls about refunds: what the merchant sees, and whether the money moved.

import ChannelSimulators
import Retail
import Testing

@Suite("Faults of refunds")
struct RefundFaultTests {
    static let wechatRefund = [
        "out_trade_no": "n1", "out_refund_no": "R1", "total_fee": "100", "refund_fee": "40",
    ]
    static let alipayRefund =
        "{\"out_trade_no\":\"n2\",\"refund_amount\":\"0.40\",\"out_request_no\":\"R1\"}"

    private func wechat(_ network: Running, _ path: String) async throws -> RawAnswer {
        let fields = path.contains("query") ? ["out_refund_no": "R1"] : Self.wechatRefund
        return try await network.client.send("POST", path, network.merchant.wechat(fields))
    }

    private func refunds(_ network: Running, _ number: String) async throws -> [JSON] {
        let order = try await network.client.send("GET", "/control/orders/\(number)").json
        return order?["refunds"]?.array ?? []
    }

    private func readWeChat(_ body: [UInt8], _ network: Running) -> (String, Bool)? {
        guard let fields = FlatXML.fields(body) else { return nil }
        return (fields["result_code"] ?? "", wechatFields(body, network.merchant) != nil)
    }

    private func readAlipay(_ body: [UInt8], _ name: String, _ network: Running)
        -> (String, Bool)?
    {
        guard let node = JSON(reading: body)?[name] else { return nil }
        let signed = try? network.merchant.alipayNode(body, name)
        return (node["code"]?.string == "10000" ? "SUCCESS" : "FAIL", signed != nil)
    }

    @Test(
        "a refund by WeChat Pay meets each fault once; asked again it is the same refund",
        arguments: FaultTests.rows)
    func wechatRefund(_ row: FaultTests.Row) async throws {
        try await Running.run { network in
            _ = try await network.payWeChat("n1")
            _ = try await network.fault(
                "{\"channel\":\"wechat\",\"call\":\"refund\",\"fault\":\"\(row.kind)\","
                    + "\"milliseconds\":1,\"times\":1}")
            let answer = try await wechat(network, "/secapi/pay/refund")
            FaultTests.check(answer, row.seen) { readWeChat($0, network) }
            #expect(try await refunds(network, "n1").count == (row.state == nil ? 0 : 1))
            let again = try await wechat(network, "/secapi/pay/refund")
            #expect(
                wechatFields(again.body, network.merchant)?["result_code"] == "SUCCESS")
            #expect(try await refunds(network, "n1").count == 1)
        }
    }

    @Test(
        "a refund by Alipay meets each fault once; asked again it is the same refund",
        arguments: FaultTests.rows)
    func alipayRefund(_ row: FaultTests.Row) async throws {
        try await Running.run { network in
            _ = try await network.payAlipay("n2")
            _ = try await network.fault(
                "{\"channel\":\"alipay\",\"call\":\"refund\",\"fault\":\"\(row.kind)\","
                    + "\"milliseconds\":1,\"times\":1}")
            let name = "alipay_trade_refund_response"
            let answer = try await network.alipay("refund", Self.alipayRefund)
            FaultTests.check(answer, row.seen) { readAlipay($0, name, network) }
            #expect(try await refunds(network, "n2").count == (row.state == nil ? 0 : 1))
            let again = try await network.alipay("refund", Self.alipayRefund)
            let node = try network.merchant.alipayNode(again.body, name)
            #expect(node["fund_change"]?.string == (row.state == nil ? "Y" : "N"))
            let order = try await network.client.send("GET", "/control/orders/n2").json
            #expect(order?["returnedFen"]?.integer == 40)
        }
    }

    @Test(
        "a query of a refund meets each fault once, and the next is honest",
        arguments: FaultTests.rows)
    func queries(_ row: FaultTests.Row) async throws {
        try await Running.run { network in
            _ = try await network.payWeChat("n1")
            _ = try await network.payAlipay("n2")
            _ = try await wechat(network, "/secapi/pay/refund")
            _ = try await network.alipay("refund", Self.alipayRefund)
            _ = try await network.fault(
                "{\"call\":\"refundQuery\",\"fault\":\"\(row.kind)\",\"milliseconds\":1,"
                    + "\"times\":2}")
            let first = try await wechat(network, "/pay/refundquery")
            FaultTests.check(first, row.seen) { readWeChat($0, network) }
            let name = "alipay_trade_fastpay_refund_query_response"
            let question = "{\"out_trade_no\":\"n2\",\"out_request_no\":\"R1\"}"
            let second = try await network.alipay("fastpay.refund.query", question)
            FaultTests.check(second, row.seen) { readAlipay($0, name, network) }
            let honest = try await network.alipay("fastpay.refund.query", question)
            let node = try network.merchant.alipayNode(honest.body, name)
            #expect(node["refund_amount"]?.string == "0.40")
            let third = try await wechat(network, "/pay/refundquery")
            #expect(
                wechatFields(third.body, network.merchant)?["refund_status_0"] == "PROCESSING")
        }
    }

    @Test("a delayed refund is told nothing, is not found, and then gives back")
    func delayed() async throws {
        let world = FakeWorld()
        world.holdSleepers()
        try await Running.run(world: world) { network in
            _ = try await network.payWeChat("n1")
            _ = try await network.fault(
                "{\"call\":\"refund\",\"fault\":\"delayRequest\",\"milliseconds\":300,"
                    + "\"times\":1}")
            #expect(try await wechat(network, "/secapi/pay/refund").bytes.isEmpty)
            let unseen = try await wechat(network, "/pay/refundquery")
            #expect(
                wechatFields(unseen.body, network.merchant)?["err_code"] == "REFUNDNOTEXIST")
            world.wake()
            var count = 0
            for _ in 0..<5_000 where count == 0 {
                count = try await refunds(network, "n1").count
            }
            #expect(count == 1)
            // The merchant had asked again in the meantime, too: one refund all the same.
            _ = try await wechat(network, "/secapi/pay/refund")
            #expect(try await refunds(network, "n1").count == 1)
        }
    }

    @Test("the merchant is short once; a refund is closed later; neither meets another call")
    func ownFaults() async throws {
        let world = FakeWorld()
        try await Running.run(world: world) { network in
            _ = try await network.fault("{\"fault\":\"refundNotEnough\",\"times\":2}")
            _ = try await network.fault("{\"fault\":\"refundClosed\",\"times\":1}")
            _ = try await network.payWeChat("n1")
            _ = try await network.payAlipay("n2")
            let short = try await wechat(network, "/secapi/pay/refund")
            #expect(wechatFields(short.body, network.merchant)?["err_code"] == "NOTENOUGH")
            let seller = try await network.alipay("refund", Self.alipayRefund)
            #expect(
                try network.merchant.alipayNode(seller.body, "alipay_trade_refund_response")[
                    "sub_code"]?.string == "ACQ.SELLER_BALANCE_NOT_ENOUGH")
            // Alipay's next is honest: what is closed later is WeChat Pay's alone.
            let honest = try await network.alipay("refund", Self.alipayRefund)
            #expect(
                try network.merchant.alipayNode(honest.body, "alipay_trade_refund_response")[
                    "fund_change"]?.string == "Y")
            let accepted = try await wechat(network, "/secapi/pay/refund")
            #expect(
                wechatFields(accepted.body, network.merchant)?["result_code"] == "SUCCESS")
            #expect(try await refunds(network, "n1").first?["state"]?.string == "PROCESSING")
            world.pass(.seconds(2))
            #expect(try await refunds(network, "n1").first?["state"]?.string == "CLOSED")
            let order = try await network.client.send("GET", "/control/orders/n1").json
            #expect(order?["returnedFen"]?.integer == 0)
            #expect(
                try await network.client.send("GET", "/control/faults").json == .array([]))
        }
    }
}

// Whole channels against a hostile server: whatever comes, nothing but a proper signed answer moves
// a payment on.

import Channels
import Payments
import Retail
import Testing

@Suite("Channels on a hostile network", .serialized)
struct HostileChannelTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let manner: Manner
        let kind: Doubt.Kind
        var testDescription: String { name }
        init(_ name: String, _ manner: Manner, _ kind: Doubt.Kind) {
            self.name = name
            self.manner = manner
            self.kind = kind
        }
    }

    private static let anyChannel: [Case] = [
        Case("time-out", .silent, .timeout),
        Case("500", .answer("oops", status: "500 Internal Server Error"), .httpStatus),
        Case("502 with a page", .answer("<html>", status: "502 Bad Gateway"), .httpStatus),
        Case("empty", .answer(""), .malformed), Case("garbage", .answer("\u{1}ÿ{<"), .malformed),
        Case("endless", .endless, .malformed),
        Case("closed before reading", .closeAtOnce, .connectionLost),
        Case("closed after reading", .closeAfterReading, .connectionLost),
        Case("not UTF-8", .bytes(Array("<xml><a>".utf8) + [0xFF, 0xFE]), .malformed),
    ]

    private func expectUnresolved(
        _ manner: Manner, _ kind: Doubt.Kind, _ channel: (String, Int) throws -> any Channel,
        code: String
    ) async throws {
        for call in 0..<5 {
            let server = try HostileServer(manner)
            defer { server.stop() }
            // Short where the time-out is what is awaited; else long, so that a busy machine is not
            // taken for a silent server.
            let channel = try channel(server.url, kind == .timeout ? 700 : 10_000)
            let number = try Fixtures.number()
            let doubt: Doubt?
            switch call {
            case 0:
                let asked = try Fixtures.request(
                    code: code, payableFor: channel.pace.payableFor)
                let answer = await channel.pay(SendPermit(afterCommitOf: asked))
                if case .unresolved(let why) = answer { doubt = why } else { doubt = nil }
            case 1:
                let answer = await channel.query(.merchantOrderNumber(number))
                if case .unresolved(let why) = answer { doubt = why } else { doubt = nil }
            case 2:
                let asked = ReverseRequest(number: number, amount: Fixtures.amount)
                let answer = await channel.reverse(SendPermit(afterCommitOf: asked))
                if case .unresolved(let why) = answer { doubt = why } else { doubt = nil }
            case 3:
                let asked = try RefundFixtures.request()
                let answer = await channel.refund(SendPermit(afterCommitOf: asked))
                if case .unresolved(let why) = answer { doubt = why } else { doubt = nil }
            default:
                let answer = await channel.queryRefund(try RefundFixtures.question())
                if case .unresolved(let why) = answer { doubt = why } else { doubt = nil }
            }
            #expect(doubt?.kind == kind)
        }
    }

    private func wechat(_ url: String, _ timeout: Int = 10_000) throws -> any Channel {
        let settings = try WeChatPayFixtures.settings(base: url, answerTimeoutMilliseconds: timeout)
        return WeChatPayClient(
            settings, transport: try .curl(settings.http), sources: Fixtures.sources)
    }

    private func alipay(_ url: String, _ timeout: Int = 10_000) throws -> any Channel {
        let settings = try AlipayFixtures.settings(
            gateway: url + "/gateway.do", answerTimeoutMilliseconds: timeout)
        return AlipayClient(
            settings, transport: try .curl(settings.http), sources: Fixtures.sources)
    }

    @Test("WeChat Pay: what the network does is unresolved", arguments: anyChannel)
    func wechatNetwork(hostile: Case) async throws {
        try await expectUnresolved(
            hostile.manner, hostile.kind, wechat, code: Fixtures.wechatCode)
    }

    private func wechatV3(_ url: String, _ timeout: Int = 10_000) throws -> any Channel {
        let settings = try WeChatPayV3Fixtures.settings(
            base: url, answerTimeoutMilliseconds: timeout)
        return WeChatPayV3Client(
            settings, transport: try .curl(settings.http), sources: Fixtures.sources)
    }

    @Test("WeChat Pay v3: what the network does is unresolved", arguments: anyChannel)
    func wechatV3Network(hostile: Case) async throws {
        // Whether it is signed is asked before what it says.
        let isUnsigned = ["empty", "garbage", "not UTF-8"].contains(hostile.name)
        try await expectUnresolved(
            hostile.manner, isUnsigned ? .badSignature : hostile.kind, wechatV3,
            code: Fixtures.wechatCode)
    }

    private func bestPay(_ url: String, _ timeout: Int = 10_000) throws -> any Channel {
        let settings = try BestPayFixtures.settings(base: url, answerTimeoutMilliseconds: timeout)
        return BestPayClient(settings, transport: try .curl(settings.http))
    }

    @Test("BestPay: what the network does is unresolved", arguments: anyChannel)
    func bestPayNetwork(hostile: Case) async throws {
        try await expectUnresolved(
            hostile.manner, hostile.kind, bestPay, code: BestPayFixtures.code)
    }

    private func unionPay(_ url: String, _ timeout: Int = 10_000) throws -> any Channel {
        let settings = try UnionPayFixtures.settings(base: url, answerTimeoutMilliseconds: timeout)
        return UnionPayClient(settings, transport: try .curl(settings.http))
    }

    @Test("UnionPay: what the network does is unresolved", arguments: anyChannel)
    func unionPayNetwork(hostile: Case) async throws {
        try await expectUnresolved(
            hostile.manner, hostile.kind, unionPay, code: UnionPayFixtures.code)
    }

    @Test("Alipay: what the network does is unresolved", arguments: anyChannel)
    func alipayNetwork(hostile: Case) async throws {
        try await expectUnresolved(
            hostile.manner, hostile.kind, alipay, code: Fixtures.alipayCode)
    }

    @Test("WeChat Pay: what a false or broken channel says is unresolved")
    func wechatAnswers() async throws {
        let paid = try WeChatPayFixtures.paid()
        let other = try WeChatPayFixtures.paid(["out_trade_no": "2026112315420501010200038758"])
        let twice = paid.replacing(
            "<mch_id>", with: "<total_fee>1</total_fee><mch_id>", maxReplacements: 1)
        let entity =
            "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<xml><return_code>&x;</return_code></xml>"
        let laughs =
            "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><xml><c>&b;</c></xml>"
        let deep = "<xml>" + String(repeating: "<a>", count: 20_000)
        let cases: [(Manner, Doubt.Kind)] = [
            (.answer(WeChatPayFixtures.answer(["result_code": "FAIL"], key: "x")), .badSignature),
            (
                .answer(
                    paid.replacing("<sign>", with: "<sing>").replacing("</sign>", with: "</sing>")),
                .badSignature
            ),
            (.answer(paid.replacing("6510", with: "6511")), .badSignature),
            (.truncated(paid), .connectionLost), (.answer(String(paid.dropLast(40))), .malformed),
            (.answer(other), .foreignAnswer),
            (.answer(WeChatPayFixtures.xml(["return_code": "FAIL"])), .badSignature),
            (.answer(twice), .malformed), (.answer(entity), .malformed),
            (.answer(laughs), .malformed), (.answer(deep), .malformed),
            (.answer("{\"return_code\":\"SUCCESS\"}"), .malformed),
        ]
        for (manner, kind) in cases {
            let server = try HostileServer(manner)
            defer { server.stop() }
            let channel = try wechat(server.url)
            let asked = try Fixtures.request(
                code: Fixtures.wechatCode, payableFor: channel.pace.payableFor)
            let answer = await channel.pay(SendPermit(afterCommitOf: asked))
            guard case .unresolved(let doubt) = answer else {
                Issue.record("\(answer.name) from \(manner)")
                continue
            }
            #expect(doubt.kind == kind, "\(doubt) from \(manner)")
        }
    }

    @Test("Alipay: what a false or broken channel says is unresolved")
    func alipayAnswers() async throws {
        let paid = try AlipayFixtures.paid()
        let other = try AlipayFixtures.paid(["out_trade_no": "2026112315420501010200038758"])
        let unsigned = "{\"alipay_trade_pay_response\":{\"code\":\"10000\"}}"
        let deep = String(repeating: "[", count: 100_000)
        let cases: [(Manner, Doubt.Kind)] = [
            (.answer(paid.replacing("65.10", with: "65.11")), .badSignature),
            (.answer(paid.replacing("\"sign\":\"", with: "\"sign\":\"A")), .badSignature),
            (.answer(unsigned), .badSignature), (.truncated(paid), .connectionLost),
            (.answer(String(paid.dropLast(1))), .malformed), (.answer(other), .foreignAnswer),
            (.answer("{\"error_response\":{\"code\":\"40002\"}}"), .badSignature),
            (.answer(paid.replacing("\"code\"", with: "\"code\":\"10003\",\"code\"")), .malformed),
            (.answer(deep), .malformed), (.answer("[]"), .malformed),
            (.answer("{\"a\":1e999999999999999999999}"), .malformed),
            (.answer("{\"a\":" + String(repeating: "9", count: 100_000) + "}"), .malformed),
        ]
        for (manner, kind) in cases {
            let server = try HostileServer(manner)
            defer { server.stop() }
            let channel = try alipay(server.url)
            let asked = try Fixtures.request(
                code: Fixtures.alipayCode, payableFor: channel.pace.payableFor)
            let answer = await channel.pay(SendPermit(afterCommitOf: asked))
            guard case .unresolved(let doubt) = answer else {
                Issue.record("\(answer.name) from \(manner)")
                continue
            }
            #expect(doubt.kind == kind, "\(doubt) from \(manner)")
        }
    }

    @Test("A proper answer over a real connection is paid; a refused connection was never sent")
    func honest() async throws {
        let answers = [try WeChatPayFixtures.paid(), try AlipayFixtures.paid()]
        let codes = [Fixtures.wechatCode, Fixtures.alipayCode]
        for (index, make) in [wechat, alipay].enumerated() {
            let server = try HostileServer(.answer(answers[index]))
            let channel = try make(server.url, 10_000)
            let asked = try Fixtures.request(
                code: codes[index], payableFor: channel.pace.payableFor)
            #expect(await channel.pay(SendPermit(afterCommitOf: asked)).name == "paid")
            server.stop()
            let gone = try make("http://127.0.0.1:\(HostileServer.closedPort())", 10_000)
            #expect(await gone.pay(SendPermit(afterCommitOf: asked)).name == "neverSent")
            let reverse = ReverseRequest(number: asked.number, amount: asked.amount)
            #expect(await gone.reverse(SendPermit(afterCommitOf: reverse)).name == "neverSent")
            let refund = try RefundFixtures.request()
            #expect(await gone.refund(SendPermit(afterCommitOf: refund)).name == "neverSent")
            #expect(
                await gone.query(.merchantOrderNumber(asked.number)).name == "unresolved")
            #expect(await gone.queryRefund(try RefundFixtures.question()).name == "unresolved")
        }
    }
}

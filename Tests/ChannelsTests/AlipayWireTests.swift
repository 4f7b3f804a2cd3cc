// What leaves for Alipay, to the byte. The signatures were computed by another program.

import Channels
import Cryptography
import Payments
import Retail
import Testing

@Suite("Alipay requests")
struct AlipayWireTests {
    private static let payText =
        "app_id=2021004100000001&method=alipay.trade.pay&format=JSON&charset=utf-8&sign"
        + "_type=RSA2&timestamp=2026-11-23%2015%3A42%3A05&version=1.0&biz_content=%7B%22o"
        + "ut_trade_no%22%3A%222026112315420501010200038741%22%2C%22scene%22%3A%22bar_cod"
        + "e%22%2C%22auth_code%22%3A%22281234567890123456%22%2C%22product_code%22%3A%22FA"
        + "CE_TO_FACE_PAYMENT%22%2C%22subject%22%3A%22%5Cu836f%5Cu54c1-%5Cu805a%5Cu5408%5"
        + "Cu652f%5Cu4ed8%22%2C%22total_amount%22%3A%2265.10%22%2C%22store_id%22%3A%22010"
        + "1%22%2C%22terminal_id%22%3A%22010102%22%2C%22operator_id%22%3A%221007%22%2C%22"
        + "timeout_express%22%3A%221m%22%7D&sign=R7h7H%2F0IN6AHuIi5zUSJya%2B74crtKgrvsDXM"
        + "rRlp8iL8B3G%2Fxl4%2FzBzSx6Mc5RIJLR%2F%2Bd9V8dqH2tsGH2PtYcE9nT99iwoTQEucPZIOCRX"
        + "yNnLIZ1kb26GeCMGfchUKC37BbJtziPEIQDmA0hNkbEgBTxOMo2pst4dtebjhQh1VY6yntr1MiPXY%"
        + "2BAgoJsCJoH9z3GU9byuie9B1j8mwuaVWJxkAd4rF40PVTycdV12AMnNYcdxpDyAUNxisrI%2FOl7p"
        + "izWWTm2ijikSSb3D8kt30bqD0Uz4VWO4JsAmWkVlvjMMjGtQ%2BB6v0W0PRraRuN2xMef9eILa%2F7"
        + "CbxOGKxWnA%3D%3D"

    private static let queryText =
        "app_id=2021004100000001&method=alipay.trade.query&format=JSON&charset=utf-8&si"
        + "gn_type=RSA2&timestamp=2026-11-23%2015%3A42%3A05&version=1.0&biz_content=%7B%2"
        + "2out_trade_no%22%3A%222026112315420501010200038741%22%7D&sign=SK9W9HhBo2c7G53h"
        + "OowjQKKGqJ1mIGziaGGmf2Bwt4FCNnWRedX1TD7mTcL33DFy75JQ3%2B1fUN5%2BSY8c0vnlxDMMnU"
        + "pLgnO%2Ff4pCAMQEy1thiJjgzsVYgQ95NHfRmlTbrCA9jDx4p1X9q9SUv85o9Be8XNkqLWBE56jQxE"
        + "EZ1QZAe94odsNTVuiZoN%2BtlRcxcNMflmxlPyp%2Fp5vm2mCPtJjfn67EfYc2yVplq9RdlzS47G%2"
        + "FRqm11%2F10y1n7NHm0s8mPHRUT9CPqrwq1mKIrnnRT1vtacUtzmSiBUcny9PkeKJ3g7nOM19sRS%2"
        + "FYKUW8J8Ok%2Fszzv9CtsNq%2Fo8xi4tXQ%3D%3D"

    private static let cancelText =
        "app_id=2021004100000001&method=alipay.trade.cancel&format=JSON&charset=utf-8&s"
        + "ign_type=RSA2&timestamp=2026-11-23%2015%3A42%3A05&version=1.0&biz_content=%7B%"
        + "22out_trade_no%22%3A%222026112315420501010200038741%22%7D&sign=fvwman%2Fi2SwXo"
        + "QVZG%2BK84fqC1VEir7ZG5L1Iq5Zxd%2B7CxoW81tqYpqVyFhtWGGhB8SxblzKXA%2FeGM0KpTBFjf"
        + "r27YBirc1Xk4OB7SxOBGQqy0S1kerbtaQhkOB5s8TJHyV3A5VRkfVzSMy1I3jJq%2F9UnARo9JBiTR"
        + "4edC9Cm%2FhtTqAHdEbWLiLEn5%2F3Ij%2FtTAyObE813j%2BrZd6yrbqqTyzokLAxJtbrNogUyzrN"
        + "nE7%2BY7FwrlGcnNBQ9zjfmlmiadFXdqRm%2FmM1dvzzzlkVETKMa3BGtyIgKm9El5WXwwdG0gAb0Z"
        + "G4Pdw95ROUslyLMddLdWnByiYzA4FSLCizapg%3D%3D"

    private func sent(
        _ call: (AlipayClient) async throws -> Void
    ) async throws -> HTTPRequest? {
        let script = Script(body: "")
        let client = AlipayClient(
            try AlipayFixtures.settings(), transport: script.transport, sources: Fixtures.sources)
        try await call(client)
        let requests = await script.requests
        #expect(requests.count <= 1)
        return requests.first
    }

    private func text(_ request: HTTPRequest) -> String {
        String(decoding: request.body.value, as: UTF8.self)
    }

    @Test("A pay call, a query and a cancel say exactly this")
    func golden() async throws {
        let pay = try #require(
            try await sent { client in
                let asked = try Fixtures.request(
                    code: Fixtures.alipayCode, payableFor: client.pace.payableFor)
                _ = await client.pay(SendPermit(afterCommitOf: asked))
            })
        #expect(pay.url == "http://127.0.0.1:9/gateway.do")
        #expect(pay.contentType == "application/x-www-form-urlencoded; charset=utf-8")
        #expect(text(pay) == Self.payText)
        let number = try Fixtures.number()
        let query = try #require(
            try await sent { _ = await $0.query(.merchantOrderNumber(number)) })
        #expect(text(query) == Self.queryText)
        let cancel = try #require(
            try await sent { client in
                let asked = ReverseRequest(number: number, amount: Fixtures.amount)
                _ = await client.reverse(SendPermit(afterCommitOf: asked))
            })
        #expect(text(cancel) == Self.cancelText)
    }

    @Test("A query by the wallet's number asks for that number")
    func queryByTrade() async throws {
        let question = OrderQuestion.channelTradeNumber(AlipayFixtures.trade)
        let request = try #require(try await sent { _ = await $0.query(question) })
        #expect(text(request).contains("%7B%22trade_no%22%3A%22\(AlipayFixtures.trade)%22%7D"))
    }

    @Test("The text to sign leaves out empty parameters and the signature")
    func signedText() {
        let text = AlipaySigning.signedText(of: [
            (name: "version", value: "1.0"), (name: "sign", value: "x"), (name: "empty", value: ""),
            (name: "app_id", value: "2021"), (name: "sign_type", value: "RSA2"),
        ])
        #expect(text == "app_id=2021&sign_type=RSA2&version=1.0")
    }

    @Test("A subject with forbidden or strange characters cannot break the request")
    func subjects() async throws {
        for (subject, escaped) in [
            ("a/b=c&d", "a%20b%20c%20d"), ("\"\\", "%5C%22%5C%5C"), ("", "-"),
            ("💊", "%5Cud83d%5Cudc8a"), ("a\u{0}b", "a%20b"),
        ] {
            let request = try #require(
                try await sent { client in
                    let asked = try Fixtures.request(
                        code: Fixtures.alipayCode, subject: subject,
                        payableFor: client.pace.payableFor)
                    _ = await client.pay(SendPermit(afterCommitOf: asked))
                })
            #expect(text(request).contains("%22subject%22%3A%22\(escaped)%22%2C"))
        }
    }

    @Test("What must not be sent is not sent, and says so")
    func neverSent() async throws {
        let tooShort = try Fixtures.request(code: Fixtures.alipayCode, payableFor: .seconds(179))
        let otherWallet = try Fixtures.request(code: Fixtures.wechatCode, payableFor: .minutes(3))
        let endless = try Fixtures.request(
            code: Fixtures.alipayCode, payableFor: Pause(microseconds: .max))
        for asked in [tooShort, otherWallet, endless] {
            let request = try await sent { client in
                let answer = await client.pay(SendPermit(afterCommitOf: asked))
                #expect(answer.name == "neverSent")
            }
            #expect(request == nil)
        }
        for number in ["", "2026-", String(repeating: "4", count: 65)] {
            let request = try await sent { client in
                #expect(await client.query(.channelTradeNumber(number)).name == "unresolved")
            }
            #expect(request == nil)
        }
    }
}

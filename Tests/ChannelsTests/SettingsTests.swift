// A wrong setting is a sentence that names it, at the start.

import Channels
import Payments
import Retail
import Testing

@Suite("Channel settings")
struct SettingsTests {
    private func wechat(
        base: String = "https://api.mch.weixin.qq.com", appID: String = "wx1",
        merchantID: String = "19", key: String = WeChatPayFixtures.key, connect: Int = 3_000,
        answer: Int = 10_000
    ) throws(SettingsError) -> WeChatPaySettings {
        try WeChatPaySettings(
            base: base, appID: appID, merchantID: merchantID, key: key, signType: .md5,
            connectTimeoutMilliseconds: connect, answerTimeoutMilliseconds: answer)
    }

    @Test(
        "Addresses that are taken",
        arguments: [
            "https://api.mch.weixin.qq.com", "https://api.mch.weixin.qq.com/",
            "http://127.0.0.1:80",
            "http://localhost", "http://[::1]:8080/x",
        ])
    func goodAddresses(base: String) throws {
        #expect(try !wechat(base: base).base.hasSuffix("/"))
    }

    @Test(
        "Addresses that are refused",
        arguments: [
            "api.mch.weixin.qq.com", "http://api.mch.weixin.qq.com", "http://127.0.0.1.evil.com",
            "http://localhost.evil.com", "ftp://x", "file:///etc/passwd", "https://",
            "https://user:password@x", "https://x/?a", "https://x/#a", "https://x y", "https://药",
            "http://127.0.0.1@evil.com", "https://x\\y", "https://x\r\nHost: y",
        ])
    func badAddresses(base: String) {
        #expect(throws: SettingsError.self) { try wechat(base: base) }
    }

    @Test("Each error names its setting and never its value")
    func errors() {
        let key = "short-and-secret"
        let attempts: [(String, () throws -> Void)] = [
            ("wechat.base", { _ = try wechat(base: "") }),
            ("wechat.appID", { _ = try wechat(appID: "") }),
            ("wechat.merchantID", { _ = try wechat(merchantID: "1 9") }),
            ("wechat.key", { _ = try wechat(key: "") }),
            ("wechat.key", { _ = try wechat(key: key) }),
            (
                "wechat.keyFile",
                {
                    _ = try WeChatPaySettings(
                        base: "https://x", appID: "wx1", merchantID: "19",
                        key: WeChatPayFixtures.key, signType: .md5,
                        clientCertificate: ClientCertificate(
                            certificateFile: "/dev/null", keyFile: "/nowhere/" + key))
                }
            ),
            ("connectTimeoutMilliseconds", { _ = try wechat(connect: 0) }),
            ("answerTimeoutMilliseconds", { _ = try wechat(answer: 600_000) }),
            (
                "alipay.privateKey",
                {
                    _ = try AlipaySettings(
                        gateway: "https://x", appID: "1", privateKeyText: key,
                        alipayPublicKeyText: key)
                }
            ),
            (
                "alipay.alipayPublicKey",
                {
                    _ = try AlipaySettings(
                        gateway: "https://x", appID: "1",
                        privateKeyText: AlipayFixtures.merchantKey, alipayPublicKeyText: key)
                }
            ),
        ]
        for (setting, attempt) in attempts {
            do {
                try attempt()
                Issue.record("\(setting) was taken")
            } catch {
                #expect("\(error)".hasPrefix(setting))
                #expect(!"\(error)".contains(key))
            }
        }
    }

    @Test("Each pace fits its wire: patience after the call's time-out, windows after what is told")
    func paces() throws {
        let transport = Script(body: "").transport
        let wechat = WeChatPayClient(
            try WeChatPayFixtures.settings(answerTimeoutMilliseconds: 60_000), transport: transport,
            sources: Fixtures.sources
        ).pace
        let alipay = AlipayClient(
            try AlipayFixtures.settings(answerTimeoutMilliseconds: 60_000), transport: transport,
            sources: Fixtures.sources
        ).pace
        let bestPay = BestPayPace.pace(answerTimeoutMilliseconds: 60_000)
        let unionPay = UnionPayPace.pace(answerTimeoutMilliseconds: 60_000)
        for pace in [wechat, alipay, bestPay, unionPay] {
            #expect(pace.answerMax > .seconds(60))
            #expect(pace.payableFor > pace.shopperMax)
            #expect(pace.shopperMax > pace.reverseNotBefore)
            #expect(pace.queryEveryMax > pace.queryEvery)
            // Found within a minute of an outage's end, with some seconds for the answer.
            #expect(pace.queryEveryMax == .seconds(20))
            #expect(pace.escalateAfter == .minutes(10))
        }
        #expect(wechat.queryEvery == .seconds(5))
        #expect(wechat.reverseNotBefore == .seconds(15))
        #expect(wechat.reverseWithin == .days(7))
        #expect((Pause.seconds(3)...Pause.seconds(5)).contains(alipay.queryEvery))
        #expect(alipay.reverseWithin == .hours(24))
    }

    @Test("Each refund pace fits its wire and its source")
    func refundPaces() throws {
        let transport = Script(body: "").transport
        let wechat = WeChatPayClient(
            try WeChatPayFixtures.settings(answerTimeoutMilliseconds: 12_000),
            transport: transport, sources: Fixtures.sources
        ).refundPace
        let alipay = AlipayClient(
            try AlipayFixtures.settings(answerTimeoutMilliseconds: 12_000), transport: transport,
            sources: Fixtures.sources
        ).refundPace
        let bestPay = BestPayPace.refundPace(answerTimeoutMilliseconds: 12_000)
        let unionPay = UnionPayPace.refundPace(answerTimeoutMilliseconds: 12_000)
        for pace in [wechat, alipay, bestPay, unionPay] {
            // A call is over before its refund is sent again, so no answer to the first comes late.
            #expect(pace.answerMax == .seconds(17))
            #expect(pace.resendEvery > pace.answerMax)
            #expect(pace.queryAfter >= .seconds(10))
            #expect(pace.queryEveryMax > pace.resendEvery && pace.queryEveryMax > pace.queryEvery)
            #expect(pace.escalateAfter == .minutes(10))
            #expect(pace.arrivesWithin == .days(7))
        }
        #expect(wechat.resendEvery == .minutes(1))
    }
}

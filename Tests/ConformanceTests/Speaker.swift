// The clients under test, each as a chain would set it up from what the network prints.

import ChannelSimulators
import Channels
import Payments
import Retail
import Testing

/// One client.
enum Speaker: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case weChatPay, weChatPayV3, alipay, alipayByCertificate, bestPay, unionPay

    var testDescription: String { rawValue }

    /// As the network calls the wallet.
    var wallet: String {
        switch self {
        case .weChatPay, .weChatPayV3: "wechat"
        case .alipay, .alipayByCertificate: "alipay"
        case .bestPay: "bestpay"
        case .unionPay: "unionpay"
        }
    }

    /// What the customer's number is called there: BestPay takes an even count of characters.
    func refundNumber(_ refund: RefundNumber) -> String {
        self == .bestPay ? "RF" + refund.text.dropFirst() : refund.text
    }

    /// The client of a network's merchant, asking at `base` of any network.
    func channel(
        _ channels: JSON, at base: String? = nil, _ world: World, notifyURL: String? = nil,
        transport: (HTTPSettings) throws -> HTTPTransport = { try .curl($0) }
    ) throws -> any Channel {
        let name = self == .weChatPayV3 ? "wechatV3" : wallet
        func text(_ key: String) -> String { channels[name]?[key]?.string ?? "" }
        let address = base.map { $0 + path } ?? text("base")
        let sources = WireSources.live(now: { world.now })
        switch self {
        case .weChatPay:
            let settings = try WeChatPaySettings(
                base: address, appID: text("appID"), merchantID: text("merchantID"),
                key: text("key"), signType: .hmacSHA256, notifyURL: notifyURL)
            return WeChatPayClient(
                settings, transport: try transport(settings.http), sources: sources)
        case .weChatPayV3:
            let settings = try WeChatPayV3Settings(
                base: address, appID: text("appID"), merchantID: text("merchantID"),
                privateKeyText: text("privateKey"),
                certificateSerial: text("certificateSerial"),
                platformKeyTexts: [(text("platformKeyID"), text("platformKey"))],
                notifyURL: notifyURL)
            return WeChatPayV3Client(
                settings, transport: try transport(settings.http), sources: sources)
        case .alipay:
            let settings = try AlipaySettings(
                gateway: address, appID: text("appID"), privateKeyText: text("privateKey"),
                alipayPublicKeyText: text("alipayPublicKey"))
            return AlipayClient(
                settings, transport: try transport(settings.http), sources: sources)
        case .alipayByCertificate:
            let settings = try AlipaySettings(
                gateway: address, appID: text("appID"), privateKeyText: text("privateKey"),
                appCertificateText: text("appCertificate"),
                alipayCertificateTexts: [text("alipayCertificate")],
                rootCertificateText: text("alipayRootCertificate"), at: world.now)
            return AlipayClient(
                settings, transport: try transport(settings.http), sources: sources)
        case .bestPay:
            let settings = try BestPaySettings(
                base: address, merchantID: text("merchantID"), key: text("key"),
                tradePassword: text("tradePassword"))
            return BestPayClient(settings, transport: try transport(settings.http))
        case .unionPay:
            let settings = try UnionPaySettings(
                base: address, merchantID: text("merchantID"),
                certificateID: text("certificateID"), privateKeyText: text("privateKey"),
                unionPayKeyTexts: [text("unionPayKey")])
            return UnionPayClient(settings, transport: try transport(settings.http))
        }
    }

    private var path: String {
        switch self {
        case .weChatPay, .weChatPayV3, .bestPay: ""
        case .alipay, .alipayByCertificate: "/gateway.do"
        case .unionPay: "/gateway/api"
        }
    }
}

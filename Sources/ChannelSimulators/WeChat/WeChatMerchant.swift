// The merchants that WeChat Pay knows by its second version. A chain may have several, one for some of
// its stores each: what one has done another is told nothing of, validly signed.

/// A merchant account at WeChat Pay.
package struct WeChatMerchant: Sendable {
    /// What its orders are kept under; empty for the first.
    let name: String
    let appID: String
    package let merchantID: String
    let key: String
}

extension Credentials {
    /// The first, which the third version speaks for, too, and a second one.
    package var wechatMerchants: [WeChatMerchant] {
        [
            WeChatMerchant(
                name: "", appID: wechatAppID, merchantID: wechatMerchantID, key: wechatKey),
            secondWeChatMerchant,
        ]
    }

    private var secondWeChatMerchant: WeChatMerchant {
        WeChatMerchant(
            name: "second", appID: "wx" + secondWeChatKey.prefix(16), merchantID: "1900000110",
            key: secondWeChatKey)
    }

    /// What a till configures for the second one.
    package func secondWeChat(base: String) -> JSON {
        let merchant = secondWeChatMerchant
        return .members([
            "base": .string(base), "appID": .string(merchant.appID),
            "merchantID": .string(merchant.merchantID), "key": .string(merchant.key),
            "signType": .string("HMAC-SHA256"),
        ])
    }

    func wechatMerchant(named name: String) -> WeChatMerchant? {
        wechatMerchants.first { $0.name == name }
    }
}

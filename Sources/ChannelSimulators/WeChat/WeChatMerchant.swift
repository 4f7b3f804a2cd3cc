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
    /// The first, and those beside it.
    package var wechatMerchants: [WeChatMerchant] {
        merchants.map {
            WeChatMerchant(
                name: $0.name, appID: $0.wechatAppID, merchantID: $0.wechatMerchantID,
                key: $0.wechatKey)
        }
    }

    func wechatMerchant(named name: String) -> WeChatMerchant? {
        wechatMerchants.first { $0.name == name }
    }
}

// What is set up for one merchant: the chain's under `channels`, and under `accounts` those that some
// stores have of their own, or that are kept for what is open at them.

internal import Channels
internal import Checkout
internal import Foundation
internal import Payments

struct WalletSettings: Sendable {
    let weChatPay: WeChatPaySettings?
    let weChatPayV3: WeChatPayV3Settings?
    let alipay: AlipaySettings?
    let bestPay: BestPaySettings?
    let unionPay: UnionPaySettings?
    let aggregator: (settings: AggregatorSettings, wallets: [Wallet])?

    /// The merchant account at each wallet.
    var accounts: [Wallet: String] {
        var accounts: [Wallet: String] = [:]
        // The account is one, whichever version speaks for it: what is open outlives a change.
        accounts[.weChatPay] = weChatPay?.merchantID ?? weChatPayV3?.merchantID
        if let alipay { accounts[.alipay] = alipay.appID }
        if let bestPay { accounts[.bestPay] = bestPay.merchantID }
        if let unionPay { accounts[.unionPay] = unionPay.merchantID }
        for wallet in aggregator?.wallets ?? [] {
            accounts[wallet] = aggregator?.settings.terminal
        }
        return accounts
    }

    /// Reads what stands under `scope`; where it is one of the accounts, its name goes into the address
    /// that wallets are told, which the chain's own has always been without.
    ///
    /// *Errors*: `StartProblem`, with the name of the setting and never its value.
    init(_ root: SettingReader, under scope: String, isChains: Bool) throws {
        let base = root.text("channels.notifyBase")
        let reader = root.scoped(to: scope)
        func notify(_ wallet: Wallet, _ account: String) -> String? {
            base.map {
                ($0.hasSuffix("/") ? String($0.dropLast()) : $0) + wallet.notifyPath
                    + (isChains ? "" : "/" + reader.word(account))
            }
        }
        do {
            let version = try reader.number("wechat.version", default: 2)
            guard version == 2 || version == 3 else {
                throw SettingsError.invalid(setting: "wechat.version", reason: "must be 2 or 3")
            }
            let isThird = version == 3
            weChatPay =
                isThird
                ? nil
                : try ServeSettings.weChatPay(
                    reader.scoped(to: "wechat"), notify(.weChatPay, "wechat.merchantID"))
            weChatPayV3 =
                isThird
                ? try ServeSettings.weChatPayV3(
                    reader.scoped(to: "wechatV3"), notify(.weChatPay, "wechatV3.merchantID"))
                : nil
            alipay = try ServeSettings.alipay(
                reader.scoped(to: "alipay"), notify(.alipay, "alipay.appID"))
            bestPay = try ServeSettings.bestPay(
                reader.scoped(to: "bestpay"), notify(.bestPay, "bestpay.merchantID"))
            unionPay = try ServeSettings.unionPay(
                reader.scoped(to: "unionpay"), notify(.unionPay, "unionpay.merchantID"))
            aggregator = try ServeSettings.aggregator(reader.scoped(to: "aggregator"))
            for (wallet, isDirect) in [
                (Wallet.weChatPay, weChatPay != nil || weChatPayV3 != nil),
                (.alipay, alipay != nil), (.bestPay, bestPay != nil),
                (.unionPay, unionPay != nil),
            ] where isDirect && aggregator?.wallets.contains(wallet) == true {
                throw SettingsError.invalid(
                    setting: "aggregator.wallets", reason: "names \(wallet.rawValue) a second time")
            }
        } catch let error as SettingsError {
            throw StartProblem(
                "支付渠道的设置不对：\(scope).\(error)", "A channel's setting is wrong: \(scope).\(error)")
        }
    }
}

extension SettingReader {
    fileprivate func word(_ key: String) -> String { text(key) ?? "" }
}

// Merchant accounts beside the chain's: `accounts.<name>`. A name of four digits is a store; any other
// is an area, whose `stores` are listed, since no table knows areas yet; with `openOnly` it is an
// account that no payment is begun with any more.

internal import Checkout
internal import Configuration
internal import Foundation
internal import Payments
internal import Retail

/// One entry of `accounts`.
struct AccountSettings: Sendable {
    let name: String
    let stores: [StoreID]
    let isOpenOnly: Bool
    let wallets: WalletSettings

    var isOfOneStore: Bool { stores.count == 1 && stores.first?.digits == name }

    private static let walletNames = [
        "wechat", "wechatV3", "alipay", "bestpay", "unionpay", "aggregator",
    ]

    /// What stands under each name: from files and flags, for names cannot be found out from the
    /// environment; values may still come from there.
    typealias Outline = [String: Set<String>]

    /// *Errors*: `StartProblem`.
    static func read(_ root: SettingReader, _ outline: Outline) throws -> [AccountSettings] {
        try outline.sorted { $0.key < $1.key }.map { name, members in
            try AccountSettings(root, name, members)
        }
    }

    private init(_ root: SettingReader, _ name: String, _ members: Set<String>) throws {
        let scope = "accounts.\(name)"
        func problem(_ chinese: String, _ english: String) -> StartProblem {
            StartProblem("设置 \(scope) 不对：\(chinese)", "The setting \(scope) is wrong: \(english)")
        }
        self.name = name
        let known = Set(AccountSettings.walletNames)
        if let other = members.subtracting(known).subtracting(["stores", "openOnly"]).min() {
            throw problem(
                "没有 \(other) 这一项", "there is no \(other); it is stores, openOnly or a channel")
        }
        guard !members.isDisjoint(with: known) else {
            throw problem("没有任何渠道", "it has no channel")
        }
        isOpenOnly = try root.flag(scope + ".openOnly", default: false)
        let listed = root.text(scope + ".stores")
        let texts = (listed ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        stores =
            try isOpenOnly
            ? []
            : (listed == nil ? [name] : texts).map { text in
                guard let store = try? StoreID(text) else {
                    throw problem(
                        "stores 应为四位门店号，用逗号分开；或用 openOnly 只处理未了的",
                        "stores must be stores of four digits with commas between, or openOnly be set"
                    )
                }
                return store
            }
        guard isOpenOnly ? listed == nil : !stores.isEmpty else {
            throw problem(
                "stores 与 openOnly 须有其一，不能同有", "it needs stores or openOnly, and not both")
        }
        // Without an address a channel is not offered; here that would mean the chain's account.
        for wallet in members.intersection(known).sorted()
        where root.text("\(scope).\(wallet).base") == nil && wallet != "wechat" {
            throw problem("缺 \(wallet).base", "\(wallet).base is missing")
        }
        let isThird = root.text(scope + ".wechat.version") == "3"
        if members.contains("wechat"), !isThird, root.text(scope + ".wechat.base") == nil {
            throw problem("缺 wechat.base", "wechat.base is missing")
        }
        if members.contains("wechatV3"), !isThird {
            throw problem("有 wechatV3 却没有 wechat.version=3", "wechatV3 needs wechat.version=3")
        }
        wallets = try WalletSettings(root, under: scope, isChains: false)
    }
}

extension MerchantAccounts {
    /// Who uses which: a store's own before its area's, and that before the chain's.
    ///
    /// *Errors*: `StartProblem` when an account is there twice, or a store has two at one wallet.
    init(chain: [Wallet: String], _ entries: [AccountSettings]) throws {
        var seen: [String: String] = [:]
        func note(_ accounts: [Wallet: String], _ place: String) throws {
            for (wallet, account) in accounts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let key = wallet.rawValue + " " + account
                if let earlier = seen[key] {
                    throw StartProblem(
                        "\(place) 与 \(earlier) 是同一个\(wallet.chineseName)商户号，请合为一处",
                        "\(place) and \(earlier) are the same account at \(wallet.englishName); "
                            + "make them one")
                }
                seen[key] = place
            }
        }
        try note(chain, "channels")
        var stores: [StoreID: [Wallet: (account: String, place: String, isOwn: Bool)]] = [:]
        var openOnly: [Wallet: Set<String>] = [:]
        for entry in entries {
            let (place, accounts) = ("accounts." + entry.name, entry.wallets.accounts)
            try note(accounts, place)
            for (wallet, account) in accounts {
                if entry.isOpenOnly { openOnly[wallet, default: []].insert(account) }
                for store in entry.stores {
                    let new = (account: account, place: place, isOwn: entry.isOfOneStore)
                    guard let other = stores[store]?[wallet] else {
                        stores[store, default: [:]][wallet] = new
                        continue
                    }
                    guard other.isOwn != new.isOwn else {
                        throw StartProblem(
                            "门店 \(store.digits) 在 \(other.place) 和 \(place) 都有"
                                + "\(wallet.chineseName)商户号，只能有一个",
                            "Store \(store.digits) has an account at \(wallet.englishName) in "
                                + "\(other.place) and in \(place); it can have one")
                    }
                    if new.isOwn { stores[store, default: [:]][wallet] = new }
                }
            }
        }
        self.init(
            chain: chain, stores: stores.mapValues { $0.mapValues(\.account) },
            openOnly: openOnly)
    }
}

extension AccountSettings {
    /// The names under `accounts` in a file of settings; empty where it is no JSON, which is said
    /// elsewhere.
    static func outline(file: String) -> Outline {
        guard let data = FileManager.default.contents(atPath: file),
            let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let accounts = root["accounts"] as? [String: Any]
        else { return [:] }
        return accounts.mapValues { Set(($0 as? [String: Any] ?? [:]).keys) }
    }

    /// Those that flags name.
    static func outline(flags: [AbsoluteConfigKey: ConfigValue]) -> Outline {
        flags.keys.reduce(into: [:]) { outline, key in
            guard key.components.first == "accounts", key.components.count > 2 else { return }
            outline[key.components[1], default: []].insert(key.components[2])
        }
    }
}

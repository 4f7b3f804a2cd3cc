// Where settings come from, the first that has a key wins: flags, the environment (COUNTERFOIL_…), the
// files given, the default. docs/reference/configuration.md lists the keys.

internal import Channels
internal import Checkout
internal import Configuration
internal import Foundation
internal import Payments
internal import Retail
internal import SystemPackage

struct ServeSettings: Sendable {
    let host: String
    let port: Int
    let storage: StorageSettings
    let checkout: CheckoutSettings
    let hasWidePaper: Bool
    let weChatPay: WeChatPaySettings?
    let weChatPayV3: WeChatPayV3Settings?
    let alipay: AlipaySettings?
    let bestPay: BestPaySettings?
    let unionPay: UnionPaySettings?
    private let reader: SettingReader

    /// *Errors*: `StartProblem`.
    static func read(_ command: ServeCommand) async throws -> ServeSettings {
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: try flags(command)),
            EnvironmentVariablesProvider().prefixKeys(with: "counterfoil"),
        ]
        for file in [command.config, command.network].compactMap({ $0 }) {
            do {
                providers.append(
                    try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
            } catch {
                throw StartProblem(
                    "设置文件 \(file) 无法读取，请检查它是否存在、是否为 JSON",
                    "The settings file \(file) cannot be read; check that it exists and is JSON")
            }
        }
        return try ServeSettings(SettingReader(ConfigReader(providers: providers)))
    }

    private init(_ reader: SettingReader) throws {
        self.reader = reader
        host = reader.text("http.host") ?? "127.0.0.1"
        port = try reader.number("http.port", default: 7_200)
        guard (0...65_535).contains(port) else {
            throw StartProblem("端口 \(port) 不对，应为 0 到 65535", "Port \(port) is wrong: 0 to 65535")
        }
        storage = try StorageSettings(reader)
        hasWidePaper = try reader.number("printer.paper", default: 58) == 80
        do {
            let version = try reader.number("channels.wechat.version", default: 2)
            guard version == 2 || version == 3 else {
                throw SettingsError.invalid(setting: "wechat.version", reason: "must be 2 or 3")
            }
            let isThird = version == 3
            weChatPay =
                isThird
                ? nil : try ServeSettings.weChatPay(reader.scoped(to: "channels.wechat"))
            weChatPayV3 =
                isThird
                ? try ServeSettings.weChatPayV3(reader.scoped(to: "channels.wechatV3")) : nil
            alipay = try ServeSettings.alipay(reader.scoped(to: "channels.alipay"))
            bestPay = try ServeSettings.bestPay(reader.scoped(to: "channels.bestpay"))
            unionPay = try ServeSettings.unionPay(reader.scoped(to: "channels.unionpay"))
        } catch let error as SettingsError {
            throw StartProblem(
                "支付渠道的设置不对：channels.\(error)", "A channel's setting is wrong: channels.\(error)")
        }
        var accounts: [Wallet: String] = [:]
        // The account is one, whichever version speaks for it: what is open outlives a change.
        accounts[.weChatPay] = weChatPay?.merchantID ?? weChatPayV3?.merchantID
        if let alipay { accounts[.alipay] = alipay.appID }
        if let bestPay { accounts[.bestPay] = bestPay.merchantID }
        if let unionPay { accounts[.unionPay] = unionPay.merchantID }
        checkout = CheckoutSettings(
            billName: reader.text("checkout.billName") ?? "聚好付-示例大药房",
            chainName: reader.text("checkout.chainName") ?? "示例大药房连锁",
            completesAutomatically: try reader.flag(
                "checkout.completeAutomatically", default: false),
            showsWallet: try reader.flag("checkout.showWallet", default: true),
            isTraining: try reader.flag("checkout.training", default: false),
            merchantAccounts: accounts)
    }

    /// The printer of a register, `host:port`, if it has one.
    func printer(_ store: StoreID, _ register: RegisterID) -> String? {
        reader.text("printer.\(store.digits).\(register.digits).address")
    }

    private static func weChatPay(_ reader: SettingReader) throws -> WeChatPaySettings? {
        guard let base = reader.text("base") else { return nil }
        guard
            let signType = WeChatPaySettings.SignType(
                rawValue: reader.text("signType") ?? "HMAC-SHA256")
        else {
            throw SettingsError.invalid(
                setting: "wechat.signType", reason: "must be MD5 or HMAC-SHA256")
        }
        return try WeChatPaySettings(
            base: base, appID: reader.text("appID") ?? "",
            merchantID: reader.text("merchantID") ?? "",
            key: reader.text("key", isSecret: true) ?? "", signType: signType,
            clientCertificate: try certificate(reader), caFile: reader.text("caFile"),
            terminalIP: reader.text("terminalIP") ?? "127.0.0.1",
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    private static func weChatPayV3(_ reader: SettingReader) throws -> WeChatPayV3Settings? {
        guard let base = reader.text("base") else {
            throw SettingsError.missing(setting: "wechatV3.base")
        }
        // A second one while one key takes the other's place.
        var keys: [(id: String, text: String)] = []
        for suffix in ["", "2"] {
            guard let id = reader.text("platformKeyID" + suffix) else { continue }
            keys.append((id, reader.text("platformKey" + suffix) ?? ""))
        }
        return try WeChatPayV3Settings(
            base: base, appID: reader.text("appID") ?? "",
            merchantID: reader.text("merchantID") ?? "",
            privateKeyText: reader.text("privateKey", isSecret: true) ?? "",
            certificateSerial: reader.text("certificateSerial") ?? "", platformKeyTexts: keys,
            caFile: reader.text("caFile"),
            terminalIP: reader.text("terminalIP") ?? "127.0.0.1",
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    /// The merchant's certificate for reversals: both files or neither.
    private static func certificate(_ reader: SettingReader) throws -> ClientCertificate? {
        switch (reader.text("certificateFile"), reader.text("keyFile")) {
        case (nil, nil): return nil
        case (let file?, let keyFile?):
            return ClientCertificate(certificateFile: file, keyFile: keyFile)
        case (nil, _): throw SettingsError.missing(setting: "wechat.certificateFile")
        case (_, nil): throw SettingsError.missing(setting: "wechat.keyFile")
        }
    }

    private static func alipay(_ reader: SettingReader) throws -> AlipaySettings? {
        guard let base = reader.text("base") else { return nil }
        return try AlipaySettings(
            gateway: base, appID: reader.text("appID") ?? "",
            privateKeyText: reader.text("privateKey", isSecret: true) ?? "",
            alipayPublicKeyText: reader.text("alipayPublicKey") ?? "",
            caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    private static func bestPay(_ reader: SettingReader) throws -> BestPaySettings? {
        guard let base = reader.text("base") else { return nil }
        return try BestPaySettings(
            base: base, merchantID: reader.text("merchantID") ?? "",
            key: reader.text("key", isSecret: true) ?? "",
            tradePassword: reader.text("tradePassword", isSecret: true) ?? "",
            caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    private static func unionPay(_ reader: SettingReader) throws -> UnionPaySettings? {
        guard let base = reader.text("base") else { return nil }
        // A second one while one key takes the other's place.
        let keys = ["unionPayKey", "unionPayKey2"].compactMap { reader.text($0) }
        return try UnionPaySettings(
            base: base, merchantID: reader.text("merchantID") ?? "",
            certificateID: reader.text("certificateID") ?? "",
            privateKeyText: reader.text("privateKey", isSecret: true) ?? "",
            unionPayKeyTexts: keys, caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    /// The flags as settings, each as text.
    private static func flags(
        _ command: ServeCommand
    ) throws -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        func set(_ names: [String], _ value: String?, isSecret: Bool = false) {
            guard let value else { return }
            values[AbsoluteConfigKey(names)] = ConfigValue(.string(value), isSecret: isSecret)
        }
        for setting in command.settings {
            let parts = setting.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let key = parts.first, let value = parts.last else {
                throw StartProblem(
                    "--set 要写成 KEY=VALUE，不是 \(setting)", "--set takes KEY=VALUE, not \(setting)")
            }
            set(key.split(separator: ".").map(String.init), String(value))
        }
        set(["http", "host"], command.host)
        set(["http", "port"], command.port.map(String.init))
        set(["data"], command.data)
        set(["database", "url"], command.database, isSecret: true)
        return values
    }
}

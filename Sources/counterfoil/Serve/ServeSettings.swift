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
    let data: String
    let checkout: CheckoutSettings
    let hasWidePaper: Bool
    let weChatPay: WeChatPaySettings?
    let alipay: AlipaySettings?
    private let reader: ConfigReader

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
        return try ServeSettings(ConfigReader(providers: providers))
    }

    private init(_ reader: ConfigReader) throws {
        self.reader = reader
        host = reader.string(forKey: "http.host", default: "127.0.0.1")
        port = reader.int(forKey: "http.port", default: 7_200)
        guard (0...65_535).contains(port) else {
            throw StartProblem("端口 \(port) 不对，应为 0 到 65535", "Port \(port) is wrong: 0 to 65535")
        }
        data = reader.string(forKey: "data", default: "data")
        hasWidePaper = reader.int(forKey: "printer.paper", default: 58) == 80
        do {
            weChatPay = try ServeSettings.weChatPay(reader.scoped(to: "channels.wechat"))
            alipay = try ServeSettings.alipay(reader.scoped(to: "channels.alipay"))
        } catch let error as SettingsError {
            throw StartProblem(
                "支付渠道的设置不对：channels.\(error)", "A channel's setting is wrong: channels.\(error)")
        }
        var accounts: [Wallet: String] = [:]
        if let weChatPay { accounts[.weChatPay] = weChatPay.merchantID }
        if let alipay { accounts[.alipay] = alipay.appID }
        checkout = CheckoutSettings(
            billName: reader.string(forKey: "checkout.billName", default: "聚好付-示例大药房"),
            chainName: reader.string(forKey: "checkout.chainName", default: "示例大药房连锁"),
            completesAutomatically: reader.bool(
                forKey: "checkout.completeAutomatically", default: false),
            showsWallet: reader.bool(forKey: "checkout.showWallet", default: true),
            isTraining: reader.bool(forKey: "checkout.training", default: false),
            merchantAccounts: accounts)
    }

    /// The printer of a register, `host:port`, if it has one.
    func printer(_ store: StoreID, _ register: RegisterID) -> String? {
        let key = ConfigKey(["printer", store.digits, register.digits, "address"])
        return reader.string(forKey: key)
    }

    private static func weChatPay(_ reader: ConfigReader) throws -> WeChatPaySettings? {
        guard let base = reader.string(forKey: "base") else { return nil }
        let signType = reader.string(forKey: "signType", default: "HMAC-SHA256")
        guard let signType = WeChatPaySettings.SignType(rawValue: signType) else {
            throw SettingsError.invalid(
                setting: "wechat.signType", reason: "must be MD5 or HMAC-SHA256")
        }
        var certificate: ClientCertificate?
        if let file = reader.string(forKey: "certificateFile"),
            let keyFile = reader.string(forKey: "keyFile")
        {
            certificate = ClientCertificate(certificateFile: file, keyFile: keyFile)
        }
        return try WeChatPaySettings(
            base: base, appID: reader.string(forKey: "appID", default: ""),
            merchantID: reader.string(forKey: "merchantID", default: ""),
            key: reader.string(forKey: "key", isSecret: true, default: ""), signType: signType,
            clientCertificate: certificate, caFile: reader.string(forKey: "caFile"),
            connectTimeoutMilliseconds: reader.int(
                forKey: "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: reader.int(
                forKey: "answerTimeoutMilliseconds", default: 10_000))
    }

    private static func alipay(_ reader: ConfigReader) throws -> AlipaySettings? {
        guard let base = reader.string(forKey: "base") else { return nil }
        return try AlipaySettings(
            gateway: base, appID: reader.string(forKey: "appID", default: ""),
            privateKeyText: reader.string(forKey: "privateKey", isSecret: true, default: ""),
            alipayPublicKeyText: reader.string(forKey: "alipayPublicKey", default: ""),
            caFile: reader.string(forKey: "caFile"),
            connectTimeoutMilliseconds: reader.int(
                forKey: "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: reader.int(
                forKey: "answerTimeoutMilliseconds", default: 10_000))
    }

    /// The flags as settings.
    ///
    /// A value is read as a number or as yes and no where it looks like one.
    private static func flags(
        _ command: ServeCommand
    ) throws -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for setting in command.settings {
            let parts = setting.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let key = parts.first, let value = parts.last else {
                throw StartProblem(
                    "--set 要写成 KEY=VALUE，不是 \(setting)", "--set takes KEY=VALUE, not \(setting)")
            }
            let names = key.split(separator: ".").map(String.init)
            values[AbsoluteConfigKey(names)] = ServeSettings.value(String(value))
        }
        if let host = command.host {
            values[["http", "host"]] = ConfigValue(.string(host), isSecret: false)
        }
        if let port = command.port {
            values[["http", "port"]] = ConfigValue(.int(port), isSecret: false)
        }
        if let data = command.data {
            values[["data"]] = ConfigValue(.string(data), isSecret: false)
        }
        return values
    }

    private static func value(_ text: String) -> ConfigValue {
        if let number = Int(text) { return ConfigValue(.int(number), isSecret: false) }
        switch text {
        case "true", "yes": return ConfigValue(.bool(true), isSecret: false)
        case "false", "no": return ConfigValue(.bool(false), isSecret: false)
        default: return ConfigValue(.string(text), isSecret: false)
        }
    }
}

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
    /// How long a server that is told to end still takes requests.
    let noticedMilliseconds: Int
    let storage: StorageSettings
    let checkout: CheckoutSettings
    let hasWidePaper: Bool
    /// The chain's own channels.
    let chain: WalletSettings
    /// Accounts that some stores have instead, or that are kept for what is open.
    let others: [AccountSettings]
    /// Where the key is that answers to other tills are signed with; nil: none are given.
    let gatewayKeyFile: String?
    private let reader: SettingReader

    var weChatPay: WeChatPaySettings? { chain.weChatPay }
    var weChatPayV3: WeChatPayV3Settings? { chain.weChatPayV3 }
    var alipay: AlipaySettings? { chain.alipay }

    /// *Errors*: `StartProblem`.
    static func read(_ command: ServeCommand) async throws -> ServeSettings {
        try await read(files: [command.config, command.network], flags: try flags(command))
    }

    /// From the channels' settings alone, for who only talks to them.
    ///
    /// *Errors*: `StartProblem`.
    static func read(_ command: DoctorChannelsCommand) async throws -> ServeSettings {
        try await read(
            files: [command.config, command.network], flags: try flags(command.settings))
    }

    private static func read(
        files: [String?], flags: [AbsoluteConfigKey: ConfigValue]
    ) async throws -> ServeSettings {
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: flags),
            EnvironmentVariablesProvider().prefixKeys(with: "counterfoil"),
        ]
        var outline = AccountSettings.outline(flags: flags)
        for file in files.compactMap({ $0 }) {
            outline.merge(AccountSettings.outline(file: file)) { $0.union($1) }
            do {
                providers.append(
                    try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
            } catch {
                throw StartProblem(
                    "设置文件 \(file) 无法读取，请检查它是否存在、是否为 JSON",
                    "The settings file \(file) cannot be read; check that it exists and is JSON")
            }
        }
        return try ServeSettings(SettingReader(ConfigReader(providers: providers)), outline)
    }

    private init(_ reader: SettingReader, _ outline: AccountSettings.Outline) throws {
        self.reader = reader
        host = reader.text("http.host") ?? "127.0.0.1"
        port = try reader.number("http.port", default: 7_200)
        guard (0...65_535).contains(port) else {
            throw StartProblem("端口 \(port) 不对，应为 0 到 65535", "Port \(port) is wrong: 0 to 65535")
        }
        noticedMilliseconds = try reader.number(
            "http.noticedMilliseconds", default: Ending.noticed)
        guard (0...Ending.noticedMax).contains(noticedMilliseconds) else {
            throw StartProblem(
                "http.noticedMilliseconds 不对，应为 0 到 \(Ending.noticedMax)",
                "http.noticedMilliseconds is wrong: 0 to \(Ending.noticedMax)")
        }
        storage = try StorageSettings(reader)
        hasWidePaper = try reader.number("printer.paper", default: 58) == 80
        chain = try WalletSettings(reader, under: "channels", isChains: true)
        others = try AccountSettings.read(reader, outline)
        let accounts = try MerchantAccounts(chain: chain.accounts, others)
        gatewayKeyFile = reader.text("gateway.keyFile") ?? storage.gatewayKeyFile
        checkout = CheckoutSettings(
            billName: reader.text("checkout.billName") ?? "聚好付-示例大药房",
            chainName: reader.text("checkout.chainName") ?? "示例大药房连锁",
            completesAutomatically: try reader.flag(
                "checkout.completeAutomatically", default: false),
            showsWallet: try reader.flag("checkout.showWallet", default: true),
            isTraining: try reader.flag("checkout.training", default: false),
            refusesWhileDown: try reader.flag("checkout.refuseWhileDown", default: true),
            terminalRate: TerminalRate.Limit(
                perSecond: Int64(
                    try reader.number(
                        "gateway.requestsPerSecond",
                        default: Int(TerminalRate.Limit.usual.perSecond))),
                atOnce: Int64(
                    try reader.number(
                        "gateway.requestsAtOnce", default: Int(TerminalRate.Limit.usual.atOnce)))),
            merchantAccounts: accounts,
            secondPersonAbove: Money(
                fen: Int64(try reader.number("cases.secondPersonAboveFen", default: 50_000))),
            shiftDifferenceMax: Money(
                fen: Int64(try reader.number("shifts.differenceMaxFen", default: 1_000))))
    }

    /// The printer of a register, `host:port`, if it has one.
    func printer(_ store: StoreID, _ register: RegisterID) -> String? {
        reader.text("printer.\(store.digits).\(register.digits).address")
    }

    static func weChatPay(
        _ reader: SettingReader, _ notifyURL: String?
    ) throws -> WeChatPaySettings? {
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
            key: try reader.secret("key") ?? "", signType: signType,
            clientCertificate: try certificate(reader), notifyURL: notifyURL,
            caFile: reader.text("caFile"),
            terminalIP: reader.text("terminalIP") ?? "127.0.0.1",
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    static func weChatPayV3(
        _ reader: SettingReader, _ notifyURL: String?
    ) throws -> WeChatPayV3Settings? {
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
            privateKeyText: try reader.secret("privateKey") ?? "",
            certificateSerial: reader.text("certificateSerial") ?? "", platformKeyTexts: keys,
            notificationKey: try reader.secret("apiV3Key"), notifyURL: notifyURL,
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

    static func alipay(
        _ reader: SettingReader, _ notifyURL: String?
    ) throws -> AlipaySettings? {
        guard let base = reader.text("base") else { return nil }
        switch reader.text("mode") ?? "key" {
        case "key": break
        case "certificate": return try alipayByCertificate(reader, base, notifyURL)
        default:
            throw SettingsError.invalid(
                setting: "alipay.mode", reason: "must be key or certificate")
        }
        return try AlipaySettings(
            gateway: base, appID: reader.text("appID") ?? "",
            privateKeyText: try reader.secret("privateKey") ?? "",
            alipayPublicKeyText: reader.text("alipayPublicKey") ?? "", notifyURL: notifyURL,
            caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    private static func alipayByCertificate(
        _ reader: SettingReader, _ base: String, _ notifyURL: String?
    ) throws -> AlipaySettings {
        func text(_ key: String) throws -> String? {
            guard let file = reader.text(key + "File") else { return reader.text(key) }
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw SettingsError.invalid(
                    setting: "alipay.\(key)File", reason: "cannot be read")
            }
            return text
        }
        // A second one while one certificate takes the other's place.
        let theirs = [
            try text("alipayCertificate"), try text("alipayCertificate2"),
        ].compactMap { $0 }
        return try AlipaySettings(
            gateway: base, appID: reader.text("appID") ?? "",
            privateKeyText: try reader.secret("privateKey") ?? "",
            appCertificateText: try text("appCertificate") ?? "",
            alipayCertificateTexts: theirs,
            rootCertificateText: try text("alipayRootCertificate") ?? "",
            at: Storage.wallClock(), notifyURL: notifyURL, caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    /// A gateway of our own kind, and the wallets that are paid by way of it.
    static func aggregator(
        _ reader: SettingReader
    ) throws -> (settings: AggregatorSettings, wallets: [Wallet])? {
        guard let base = reader.text("base") else { return nil }
        var key = try reader.secret("privateKey") ?? ""
        if let file = reader.text("keyFile") {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw SettingsError.invalid(setting: "aggregator.keyFile", reason: "cannot be read")
            }
            key = text
        }
        let names = (reader.text("wallets") ?? "wechat,alipay").split(separator: ",")
        let wallets = names.compactMap { Wallet(rawValue: String($0)) }
        guard wallets.count == names.count, !wallets.isEmpty else {
            throw SettingsError.invalid(
                setting: "aggregator.wallets",
                reason: "must name wallets with commas between, such as wechat,alipay")
        }
        return (
            try AggregatorSettings(
                base: base, terminal: reader.text("terminal") ?? "", privateKeyText: key,
                gatewayKeyTexts: ["gatewayKey", "gatewayKey2"].compactMap { reader.text($0) },
                caFile: reader.text("caFile"),
                connectTimeoutMilliseconds: try reader.number(
                    "connectTimeoutMilliseconds", default: 3_000),
                answerTimeoutMilliseconds: try reader.number(
                    "answerTimeoutMilliseconds", default: 15_000)), wallets
        )
    }

    static func bestPay(
        _ reader: SettingReader, _ notifyURL: String?
    ) throws -> BestPaySettings? {
        guard let base = reader.text("base") else { return nil }
        return try BestPaySettings(
            base: base, merchantID: reader.text("merchantID") ?? "",
            key: try reader.secret("key") ?? "",
            tradePassword: try reader.secret("tradePassword") ?? "",
            statements: reader.text("statements"), notifyURL: notifyURL,
            caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    static func unionPay(
        _ reader: SettingReader, _ notifyURL: String?
    ) throws -> UnionPaySettings? {
        guard let base = reader.text("base") else { return nil }
        // A second one while one key takes the other's place.
        let keys = ["unionPayKey", "unionPayKey2"].compactMap { reader.text($0) }
        return try UnionPaySettings(
            base: base, merchantID: reader.text("merchantID") ?? "",
            certificateID: reader.text("certificateID") ?? "",
            privateKeyText: try reader.secret("privateKey") ?? "",
            unionPayKeyTexts: keys, statements: reader.text("statements"), notifyURL: notifyURL,
            caFile: reader.text("caFile"),
            connectTimeoutMilliseconds: try reader.number(
                "connectTimeoutMilliseconds", default: 3_000),
            answerTimeoutMilliseconds: try reader.number(
                "answerTimeoutMilliseconds", default: 10_000))
    }

    /// The flags as settings, each as text.
    private static func flags(
        _ command: ServeCommand
    ) throws -> [AbsoluteConfigKey: ConfigValue] {
        var values = try flags(command.settings)
        func set(_ names: [String], _ value: String?, isSecret: Bool = false) {
            guard let value else { return }
            values[AbsoluteConfigKey(names)] = ConfigValue(.string(value), isSecret: isSecret)
        }
        set(["http", "host"], command.host)
        set(["http", "port"], command.port.map(String.init))
        set(["data"], command.data)
        set(["database", "url"], command.database, isSecret: true)
        return values
    }

    /// `--set KEY=VALUE`.
    private static func flags(
        _ settings: [String]
    ) throws -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let key = parts.first, let value = parts.last else {
                throw StartProblem(
                    "--set 要写成 KEY=VALUE，不是 \(setting)", "--set takes KEY=VALUE, not \(setting)")
            }
            let names = key.split(separator: ".").map(String.init)
            values[AbsoluteConfigKey(names)] = ConfigValue(.string(String(value)), isSecret: false)
        }
        return values
    }
}

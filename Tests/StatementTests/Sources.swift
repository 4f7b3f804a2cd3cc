// The clients, configured from the line that the network prints, as a till is.

import ChannelSimulators
import Channels
import Payments
import Retail
import Synchronization
import Testing

enum Client: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case wechatV2
    case wechatV3
    case alipay
    case bestpay
    case unionpay

    var testDescription: String { rawValue }

    var wallet: ChannelSimulators.Wallet {
        switch self {
        case .wechatV2, .wechatV3: .wechat
        case .alipay: .alipay
        case .bestpay: .bestpay
        case .unionpay: .unionpay
        }
    }

    /// How long after a day all of its file is there: UnionPay's last hour is cleared a day later.
    var patience: Pause { self == .unionpay ? .days(3) : .zero }

    /// Whether the file says what its lines add up to.
    var hasTotals: Bool { self != .unionpay }

    func source(
        _ world: World, pieces: Int = 1_000, after pause: Pause = .zero
    ) throws -> any StatementSource {
        let channels = try world.credentials.channels(base: World.base)
        let downloads = world.downloads(pieces: pieces, after: pause)
        return try source(channels, world.transport, downloads) { world.now }
    }

    func source(
        _ channels: JSON, _ transport: HTTPTransport, _ downloads: HTTPDownloads,
        now: @escaping @Sendable () -> Timestamp
    ) throws -> any StatementSource {
        let patience = patience
        let sources = WireSources.live(now: { now().advanced(by: patience) })
        func text(_ channel: String, _ name: String) throws -> String {
            guard let text = channels[channel]?[name]?.string else { throw World.Unusable() }
            return text
        }
        switch self {
        case .wechatV2:
            return WeChatPayStatementClient(
                try WeChatPaySettings(
                    base: text("wechat", "base"), appID: text("wechat", "appID"),
                    merchantID: text("wechat", "merchantID"), key: text("wechat", "key"),
                    signType: .hmacSHA256), downloads: downloads, sources: sources)
        case .wechatV3:
            return WeChatPayV3StatementClient(
                try WeChatPayV3Settings(
                    base: text("wechatV3", "base"), appID: text("wechatV3", "appID"),
                    merchantID: text("wechatV3", "merchantID"),
                    privateKeyText: text("wechatV3", "privateKey"),
                    certificateSerial: text("wechatV3", "certificateSerial"),
                    platformKeyTexts: [
                        (text("wechatV3", "platformKeyID"), text("wechatV3", "platformKey"))
                    ]), transport: transport, downloads: downloads, sources: sources)
        case .alipay:
            return AlipayStatementClient(
                try AlipaySettings(
                    gateway: text("alipay", "base"), appID: text("alipay", "appID"),
                    privateKeyText: text("alipay", "privateKey"),
                    alipayPublicKeyText: text("alipay", "alipayPublicKey")),
                transport: transport, downloads: downloads, sources: sources)
        case .bestpay:
            return BestPayStatementClient(
                try BestPaySettings(
                    base: text("bestpay", "base"), merchantID: text("bestpay", "merchantID"),
                    key: text("bestpay", "key"), tradePassword: text("bestpay", "tradePassword"),
                    statements: text("bestpay", "statements")), downloads: downloads)
        case .unionpay:
            return UnionPayStatementClient(
                try UnionPaySettings(
                    base: text("unionpay", "base"), merchantID: text("unionpay", "merchantID"),
                    certificateID: text("unionpay", "certificateID"),
                    privateKeyText: text("unionpay", "privateKey"),
                    unionPayKeyTexts: [text("unionpay", "unionPayKey")],
                    statements: text("unionpay", "statements")), downloads: downloads,
                sources: sources)
        }
    }
}

/// What was handed on, and the verdict.
struct Fetched {
    let rows: [StatementRow]
    let verdict: StatementVerdict

    init(_ source: any StatementSource, _ day: String) async throws {
        let rows = Mutex<[StatementRow]>([])
        verdict = await source.fetch(try BusinessDate(iso: day)) { batch in
            rows.withLock { $0 += batch.rows }
        }
        self.rows = rows.withLock { $0 }
    }

    var problems: [StatementProblem.Kind] {
        if case .broken(let report) = verdict { return report.problems.map(\.kind) }
        return []
    }

    var totals: StatementTotals? {
        if case .complete(let report) = verdict { return report.totals }
        return nil
    }
}

// What a wallet's answer about an order that cannot exist says about our set-up.

internal import Channels
internal import Checkout
internal import Foundation
internal import Payments
internal import Retail

/// What was found at one wallet.
struct ChannelFinding: Sendable {
    let wallet: Wallet
    /// Where it is set up, such as `channels` or `accounts.0102`.
    let place: String
    let isWell: Bool
    /// The answer in a word, such as `notFound` or `badSignature`.
    let answer: String
    let detail: String
    let milliseconds: Int64
    let chinese: String
    let english: String
    /// The installed certificate that ends first, where there are any.
    let certificate: (daysLeft: Int64, setting: String)?

    var sentence: String {
        let mark = isWell ? "✓" : "✗"
        let word = detail.isEmpty ? answer : "\(answer): \(detail)"
        let sentence =
            "\(mark) \(wallet.chineseName) \(wallet.englishName) \(place) "
            + "(\(word), \(milliseconds) ms)：\(chinese)。\(english)."
        guard let certificate else { return sentence }
        let (days, name) = (certificate.daysLeft, "\(place).\(certificate.setting)")
        guard days < ChannelFinding.daysLeftMin else {
            return sentence + " 证书还有 \(days) 天到期。\(days) days of certificates left."
        }
        return sentence + "\n! \(name)：还有 \(days) 天到期，请到开放平台换新证书。"
            + "\(days) days left; get a new certificate at the open platform."
    }

    /// Time enough for whoever renews a certificate at the platform.
    private static let daysLeftMin: Int64 = 30

    var line: String {
        var fields: [String: JSON] = [
            "wallet": .text(wallet.rawValue), "place": .text(place), "well": .bool(isWell),
            "answer": .text(answer),
            "detail": .text(detail), "milliseconds": .integer(milliseconds),
        ]
        fields["certificateDaysLeft"] = certificate.map { .integer($0.daysLeft) }
        return JSON.object(fields).line
    }
}

enum ChannelDoctor {
    /// How many are asked at the same time.
    private static let atOnceMax = 32

    /// Asks every account that is set up.
    ///
    /// *Errors*: `StartProblem` when none is, and what a channel cannot be made of.
    static func look(_ settings: ServeSettings) async throws -> [ChannelFinding] {
        let surroundings = Surroundings.live(wallClock: Storage.wallClock()) { _, _ in false }
        let transports = Transports()
        typealias Asked = (place: String, channel: any Channel, certificates: AlipayCertificates?)
        var channels: [Asked] = []
        let places =
            [(place: "channels", wallets: settings.chain)]
            + settings.others.map { (place: "accounts." + $0.name, wallets: $0.wallets) }
        for (place, wallets) in places {
            for channel in try Shop.channels(wallets, surroundings, transports) {
                let certificates =
                    channel.wallet == .alipay ? wallets.alipay?.certificates : nil
                channels.append((place, channel, certificates))
            }
        }
        guard !channels.isEmpty else {
            throw StartProblem(
                "没有设置任何支付渠道（channels.….base），请给 --config 或 --network",
                "No channel is set up (channels.….base); give --config or --network")
        }
        return try await withThrowingTaskGroup(of: ChannelFinding.self) { group in
            var (findings, waiting): ([ChannelFinding], _) = ([], channels[...])
            func next() {
                guard let (place, channel, certificates) = waiting.popFirst() else { return }
                group.addTask { try await ask(channel, place, certificates, surroundings) }
            }
            for _ in 0..<atOnceMax { next() }
            while let finding = try await group.next() {
                findings.append(finding)
                next()
            }
            let rank = Dictionary(
                channels.enumerated().map { ($1.place, $0) }, uniquingKeysWith: { one, _ in one })
            return Wallet.allCases.flatMap { wallet in
                findings.filter { $0.wallet == wallet }
                    .sorted { rank[$0.place, default: 0] < rank[$1.place, default: 0] }
            }
        }
    }

    private static func ask(
        _ channel: any Channel, _ place: String, _ certificates: AlipayCertificates?,
        _ surroundings: Surroundings
    ) async throws -> ChannelFinding {
        // Of a register that no chain has, under a number that nobody was given.
        let number = MerchantOrderNumber(
            at: surroundings.now(), store: try StoreID("9999"), register: try RegisterID("99"),
            serial: surroundings.serial())
        let start = ContinuousClock.now
        let answer = await channel.query(.merchantOrderNumber(number))
        let took = start.duration(to: .now).components
        let milliseconds = took.seconds * 1_000 + took.attoseconds / 1_000_000_000_000_000
        func finding(
            _ isWell: Bool, _ chinese: String, _ english: String, _ doubt: Doubt? = nil
        ) -> ChannelFinding {
            ChannelFinding(
                wallet: channel.wallet, place: place, isWell: isWell,
                answer: doubt.map { "\($0.kind)" } ?? answer.name, detail: doubt?.detail ?? "",
                milliseconds: milliseconds, chinese: chinese, english: english,
                certificate: certificates.map { certificates in
                    let left = certificates.ends.at.since(surroundings.now())
                    let days = left.microseconds / Pause.days(1).microseconds
                    return (days, certificates.ends.setting)
                })
        }
        switch answer {
        case .notFound:
            return finding(
                true, "有应答，双方密钥都对", "It answers; our key fits there and theirs here")
        case .paid, .awaitingShopper, .notPaid, .closed, .refunded:
            return finding(
                false, "它认得一个不可能存在的订单，这不是本商户的网关",
                "It knows an order that cannot exist; this is no gateway of this merchant's")
        case .unresolved(let doubt):
            let (chinese, english) = explanation(doubt)
            return finding(false, chinese, english, doubt)
        }
    }

    private static func explanation(_ doubt: Doubt) -> (String, String) {
        switch doubt.kind {
        case .connectFailed:
            (
                "连不上，请查地址（base）、网络、防火墙和证书",
                "No connection; check base, network, firewall, certificates"
            )
        case .timeout, .connectionLost, .interrupted:
            ("连上了却没有应答，请查网络和代理", "Connected, and no answer; check the network and proxies")
        case .httpStatus:
            (
                "应答的不是支付网关，请查地址（base）和中间的代理",
                "What answers is no gateway; check base, and proxies between"
            )
        case .badSignature where doubt.detail.hasPrefix(AlipaySigning.otherCertificate):
            (
                "它用另一张证书签名，请从开放平台下载序列号如上的支付宝公钥证书，核对后设为 channels.alipay.alipayCertificate2",
                "It signs with another certificate; download the one of that number from the open "
                    + "platform, compare it, and give it as channels.alipay.alipayCertificate2"
            )
        case .badSignature:
            (
                "签名不被承认，或应答的签名不对，请核对商户号、应用号和两边的密钥",
                "A signature is not accepted; check merchant, application and the keys of both sides"
            )
        case .malformed:
            ("应答读不懂，请查地址（base）", "The answer cannot be read; check base")
        case .listedCode, .unlistedCode:
            (
                "渠道拒绝了查询，请按错误码查商户平台上的权限和参数",
                "It refuses to be asked; look the code up: rights and parameters at its platform"
            )
        case .foreignAnswer:
            (
                "答的是别的商户，请核对商户号和应用号",
                "It answers for another merchant; check merchant and application"
            )
        case .needsPerson:
            ("渠道要求人工处理", "It wants a person to act there")
        }
    }
}

// The same over real sockets: the network as it runs, libcurl, and faults of the connection.

import ChannelSimulators
import Channels
import Foundation
import Logging
import Payments
import Retail
import Testing

@Suite("A statement over the wire", .serialized)
struct StatementProcessTests {
    private static let kinds = [
        "loseAnswer", "loseRequest", "down", "http500", "truncated", "garbage", "systemError",
    ]

    @Test("is whole, also when it is longer than one piece", arguments: Client.allCases)
    func whole(_ client: Client) async throws {
        try await withNetwork { network in
            let numbers = try await network.pay(client.wallet, count: 200)
            let fetched = try await network.fetch(client)
            #expect(fetched.totals?.payments == 200, "\(fetched.verdict)")
            #expect(Set(fetched.rows.map(\.orderNumber)) == Set(numbers))
        }
    }

    @Test("that is lost, late, cut off or nonsense is never whole", arguments: Client.allCases)
    func faults(_ client: Client) async throws {
        try await withNetwork { network in
            _ = try await network.pay(client.wallet, count: 20)
            for call in ["statement", "statementFile"] {
                for fault in StatementProcessTests.kinds {
                    let hasFile = client == .wechatV3 || client == .alipay
                    guard call == "statement" || hasFile else { continue }
                    // Alipay's files have no system of their own that could say so.
                    let isSaid = client != .alipay || fault != "systemError"
                    guard call == "statement" || isSaid else { continue }
                    try await network.fault(call, fault)
                    let fetched = try await network.fetch(client)
                    #expect(fetched.totals == nil, "\(call) \(fault)")
                }
            }
            #expect(try await network.fetch(client).totals?.rows == 20)
        }
    }
}

/// Runs a network, and stops it.
func withNetwork(
    _ body: @escaping @Sendable (Network) async throws -> Void
) async throws {
    let process = try NetworkProcess(
        NetworkSettings(port: 0),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { group in
        let (ready, announce) = AsyncStream.makeStream(of: NetworkAddresses.self)
        group.addTask { try await process.run { announce.yield($0) } }
        group.addTask {
            for await addresses in ready {
                try await body(Network(addresses))
                return
            }
        }
        _ = try await group.next()
        group.cancelAll()
    }
}

/// A network that runs, and what is asked of it.
struct Network: Sendable {
    /// The line that it prints.
    let settings: String
    private let line: JSON
    private let control: String
    private let transport: HTTPTransport
    private let downloads: HTTPDownloads

    init(_ addresses: NetworkAddresses) throws {
        guard let line = JSON(reading: Array(addresses.json().utf8)) else { throw World.Unusable() }
        settings = addresses.json()
        self.line = line
        control = addresses.control
        let settings = HTTPSettings(
            connectTimeoutMilliseconds: 5_000, answerTimeoutMilliseconds: 20_000)
        transport = try .curl(settings)
        downloads = try .curl(settings.forDownloads)
    }

    func fetch(_ client: Client) async throws -> Fetched {
        guard let channels = line["channels"] else { throw World.Unusable() }
        let source = try client.source(channels, transport, downloads, now: Network.clock)
        return try await Fetched(source, today())
    }

    func today() throws -> String {
        try BusinessDate(of: Network.clock(), turnsAt: .zero).iso
    }

    private static func clock() -> Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
    }

    func fault(_ call: String, _ kind: String) async throws {
        let body = "{\"call\":\"\(call)\",\"fault\":\"\(kind)\",\"times\":1}"
        _ = try await ask(.post, "/faults", body)
    }

    /// So many payments of one yuan, through the wallet's own door.
    func pay(_ wallet: ChannelSimulators.Wallet, count: Int) async throws -> [String] {
        guard let channels = line["channels"] else { throw World.Unusable() }
        let payer = try Payer(channels)
        _ = try await ask(
            .post, "/accounts",
            "{\"id\":\"rich\",\"name\":\"富\",\"wallets\":[{\"wallet\":\"\(wallet.rawValue)\","
                + "\"balanceFen\":1000000,\"passwordAboveFen\":1000000}]}")
        var numbers: [String] = []
        for serial in 1...count {
            let answer = try await ask(
                .post, "/codes", "{\"account\":\"rich\",\"wallet\":\"\(wallet.rawValue)\"}")
            guard let code = answer["code"]?.string else { throw World.Unusable() }
            let (number, request) = try payer.request(wallet, code, serial, at: Network.clock())
            guard case .answered(200, _, _) = await transport.post(request) else {
                throw World.Unusable()
            }
            numbers.append(number)
        }
        return numbers
    }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?
    ) async throws -> JSON {
        let outcome = await transport.post(
            HTTPRequest(
                method, url: control + path, contentType: "application/json",
                body: Array((body ?? "").utf8)))
        guard case .answered(_, let bytes, _) = outcome, let json = JSON(reading: bytes) else {
            throw World.Unusable()
        }
        return json
    }
}

/// Writes a till's calls.
struct Payer: Sendable {
    private let wechat: WeChatPayWire
    private let alipay: AlipayWire
    private let bestPay: BestPayWire
    private let unionPay: UnionPayWire

    init(_ channels: JSON) throws {
        func text(_ channel: String, _ name: String) throws -> String {
            guard let text = channels[channel]?[name]?.string else { throw World.Unusable() }
            return text
        }
        wechat = WeChatPayWire(
            try WeChatPaySettings(
                base: text("wechat", "base"), appID: text("wechat", "appID"),
                merchantID: text("wechat", "merchantID"), key: text("wechat", "key"),
                signType: .md5))
        alipay = AlipayWire(
            try AlipaySettings(
                gateway: text("alipay", "base"), appID: text("alipay", "appID"),
                privateKeyText: text("alipay", "privateKey"),
                alipayPublicKeyText: text("alipay", "alipayPublicKey")))
        bestPay = BestPayWire(
            try BestPaySettings(
                base: text("bestpay", "base"), merchantID: text("bestpay", "merchantID"),
                key: text("bestpay", "key"), tradePassword: text("bestpay", "tradePassword")))
        unionPay = UnionPayWire(
            try UnionPaySettings(
                base: text("unionpay", "base"), merchantID: text("unionpay", "merchantID"),
                certificateID: text("unionpay", "certificateID"),
                privateKeyText: text("unionpay", "privateKey"),
                unionPayKeyTexts: [text("unionpay", "unionPayKey")]))
    }

    func request(
        _ wallet: ChannelSimulators.Wallet, _ code: String, _ serial: Int, at now: Timestamp
    ) throws -> (number: String, request: HTTPRequest) {
        let number = MerchantOrderNumber(
            at: now, store: try StoreID("0101"), register: try RegisterID("02"),
            serial: UInt32(serial))
        let asked = Payments.PayRequest(
            number: number, amount: Money(fen: 100), code: try PaymentCode(reading: code),
            subject: "药品", store: try StoreID("0101"), register: try RegisterID("02"),
            cashier: try StaffID("1007"), startedAt: now,
            payableUntil: now.advanced(by: .minutes(5)))
        let request: HTTPRequest? =
            switch wallet {
            case .wechat: wechat.pay(asked, nonce: "n\(serial)")
            case .alipay: alipay.pay(asked, at: now)
            case .bestpay: bestPay.pay(asked)
            case .unionpay: unionPay.pay(asked)
            }
        guard let request else { throw World.Unusable() }
        return (number.digits, request)
    }

    /// Asks for a statement; at Alipay, for where it is.
    func statement(
        _ wallet: ChannelSimulators.Wallet, _ day: BusinessDate, at now: Timestamp
    ) throws -> HTTPRequest {
        switch wallet {
        case .wechat: return wechat.statement(of: day, nonce: "n")
        case .alipay:
            guard let request = alipay.statement(of: day, at: now) else { throw World.Unusable() }
            return request
        case .bestpay, .unionpay: throw World.Unusable()
        }
    }
}

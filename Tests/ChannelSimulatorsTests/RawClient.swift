// The barest HTTP client: bytes out, bytes in until the other side closes. A connection that closes
// without a word must look like exactly that, and no library's retry may hide it.

import ChannelSimulators
import Foundation
import Logging
import NIOCore
import NIOPosix

/// What came back on one connection.
struct RawAnswer: Sendable {
    let bytes: [UInt8]

    /// `nil` when the connection closed without a status line.
    var status: Int? {
        let head = String(decoding: bytes.prefix(12), as: UTF8.self)
        return head.hasPrefix("HTTP/1.1 ") ? Int(head.dropFirst(9)) : nil
    }

    private var split: (head: String, body: [UInt8])? {
        let mark = Array("\r\n\r\n".utf8)
        guard let at = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
            return nil
        }
        return (String(decoding: bytes[..<at], as: UTF8.self), Array(bytes[(at + 4)...]))
    }

    var body: [UInt8] { split?.body ?? [] }
    var json: JSON? { JSON(reading: body) }

    func header(_ name: String) -> String? {
        split?.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}

struct RawClient: Sendable {
    let port: Int

    /// One request on a connection of its own.
    func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], type: String = "application/json"
    ) async throws -> RawAnswer {
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
        return try await send(raw: Array(head.utf8) + body)
    }

    func send(_ method: String, _ path: String, json: String) async throws -> RawAnswer {
        try await send(method, path, Array(json.utf8))
    }

    /// Whatever bytes, and whatever comes back until the connection ends.
    func send(raw: [UInt8]) async throws -> RawAnswer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var received: [UInt8] = []
            do {
                try await outbound.write(ByteBuffer(bytes: raw))
                for try await part in inbound {
                    received += Array(part.readableBytesView)
                }
            } catch {
                // A reset is how a connection may end, too.
            }
            return RawAnswer(bytes: received)
        }
    }
}

/// A running network with its addresses, its merchant and a client.
struct Running: Sendable {
    let client: RawClient
    let merchant: Merchant
    let addresses: NetworkAddresses
    let line: JSON

    /// Starts a network on a free port, lets `body` use it, and stops it.
    static func run<Result: Sendable>(
        _ folder: String? = nil, world: FakeWorld = FakeWorld(),
        _ body: @escaping @Sendable (Running) async throws -> Result
    ) async throws -> Result {
        let process = try NetworkProcess(
            NetworkSettings(port: 0, dataFolder: folder), surroundings: world.surroundings,
            logger: silent)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            let (ready, continuation) = AsyncStream.makeStream(of: NetworkAddresses.self)
            group.addTask {
                defer { continuation.finish() }
                try await process.run { continuation.yield($0) }
            }
            guard let addresses = await ready.first(where: { _ in true }),
                let port = Int(addresses.base.split(separator: ":").last ?? ""),
                let line = JSON(reading: Array(addresses.json().utf8)),
                let channels = line["channels"]
            else {
                try await group.next()
                throw Merchant.Incomplete()
            }
            let running = Running(
                client: RawClient(port: port), merchant: try Merchant(channels: channels),
                addresses: addresses, line: line)
            let result = try await body(running)
            group.cancelAll()
            return result
        }
    }

    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    func code(_ account: String, _ wallet: Wallet) async throws -> String {
        let answer = try await client.send(
            "POST", "/control/codes",
            json: "{\"account\":\"\(account)\",\"wallet\":\"\(wallet.rawValue)\"}")
        return answer.json?["code"]?.string ?? ""
    }

    /// A payment by WeChat Pay with a fresh code.
    func payWeChat(_ number: String, fen: Int64 = 100, account: String = "lin") async throws
        -> RawAnswer
    {
        let body = merchant.wechat([
            "body": "药品", "out_trade_no": number, "total_fee": "\(fen)",
            "spbill_create_ip": "127.0.0.1", "auth_code": try await code(account, .wechat),
        ])
        return try await client.send("POST", "/pay/micropay", body, type: "text/xml")
    }

    func alipay(_ verb: String, _ content: String) async throws -> RawAnswer {
        let fields = try merchant.alipay("alipay.trade." + verb, content)
        return try await client.send(
            "POST", "/gateway.do", Merchant.form(fields), type: "application/x-www-form-urlencoded")
    }

    func payAlipay(_ number: String, yuan: String = "1.00", account: String = "zhou") async throws
        -> RawAnswer
    {
        let code = try await code(account, .alipay)
        return try await alipay(
            "pay",
            "{\"out_trade_no\":\"\(number)\",\"scene\":\"bar_code\",\"auth_code\":\"\(code)\","
                + "\"subject\":\"药品\",\"total_amount\":\"\(yuan)\"}")
    }

    func state(_ number: String) async throws -> String? {
        try await client.send("GET", "/control/orders/\(number)").json?["state"]?.string
    }

    func fault(_ json: String) async throws -> Int64? {
        try await client.send("POST", "/control/faults", json: json).json?["id"]?.integer
    }
}

/// A folder that is gone afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("network-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

// A till server over a fresh database with the demo chain, asked without a socket.

import Checkout
import Cryptography
import DatabaseForTests
import DemoChain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Payments
import Persistence
import Retail
import WebServer

/// A server and its database.
struct TillFixture {
    let database: any Database
    let driver: PaymentDriver

    private static func open(
        _ database: any Database, demoPIN: String?, channels: [any Payments.Channel],
        gatewayKey: Ed25519PrivateKey? = nil, statements: StatementDesk = .none
    ) async throws -> (TillFixture, TillServer) {
        let now = Timestamp(microseconds: 1_795_600_000_000_000)
        try await Migrator.migrate(database, at: now)
        try await DemoChain.install(in: database, at: now) { "plain:" + $0 }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let surroundings = Surroundings.live(wallClock: now) { pin, hash in hash == "plain:" + pin }
        let driver = PaymentDriver(
            database: database, channels: Checkout.Channels(channels), surroundings: surroundings,
            news: TillNews(),
            settings: CheckoutSettings(billName: "聚好付", chainName: "示例大药房"),
            worker: "test", background: Background(), health: ChannelHealth(), logger: logger)
        let server = try TillServer(
            counter: Counter(driver: driver), statements: statements,
            settings: TillServerSettings(
                host: "127.0.0.1", port: 0, demoPIN: demoPIN, hasWidePaper: false,
                gatewayKey: gatewayKey),
            logger: logger)
        return (TillFixture(database: database, driver: driver), server)
    }

    /// Lends a server that is a gateway, too.
    static func withServer(
        gatewayKey: Ed25519PrivateKey, _ body: @escaping @Sendable (TillServer) throws -> Void
    ) async throws {
        try await TestDatabase.with { place in
            let opened = try place.open()
            defer { opened.close() }
            let (_, server) = try await open(
                opened.database, demoPIN: nil, channels: [], gatewayKey: gatewayKey)
            try body(server)
        }
    }

    /// Runs a body against a fresh server and cleans up after it.
    static func with(
        demoPIN: String? = DemoChain.pin, channels: [any Payments.Channel] = [],
        gatewayKey: Ed25519PrivateKey? = nil, statements: StatementDesk = .none,
        _ body: @escaping @Sendable (Client, TillFixture) async throws -> Void
    ) async throws {
        try await TestDatabase.with { place in
            let opened = try place.open()
            defer { opened.close() }
            let (fixture, server) = try await open(
                opened.database, demoPIN: demoPIN, channels: channels, gatewayKey: gatewayKey,
                statements: statements)
            let responder = server.router().buildResponder()
            let client = Client(
                respond: { request, context in
                    try await responder.respond(to: request, context: context)
                }, logger: fixture.driver.logger)
            let driver = fixture.driver
            try await withThrowingTaskGroup(of: Void.self) { group in
                // What outlives a request (asking, sending a refund) has its own task, as in the
                // server.
                group.addTask { await driver.background.run(with: driver) }
                defer { driver.background.finish() }
                try await body(client, fixture)
            }
        }
    }
}

extension Client {
    func get(_ path: String, _ cookie: String? = nil) async throws -> Answer {
        var headers = HTTPFields()
        if let cookie { headers[.cookie] = cookie }
        return try await execute(uri: path, method: .get, headers: headers)
    }

    func post(
        _ path: String, _ body: String, _ cookie: String? = nil, key: String? = UUID().uuidString
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let cookie { headers[.cookie] = cookie }
        if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
        return try await execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    /// Signs a cashier in; answers the cookie.
    func signIn(_ staff: String = "1007", register: String = "02") async throws -> String {
        let answer = try await post(
            "/api/session",
            #"{"staff":"\#(staff)","pin":"1234","store":"0101","register":"\#(register)"}"#)
        let cookie = answer.headers[.setCookie] ?? ""
        return String(cookie.prefix { $0 != ";" })
    }
}

extension Answer {
    /// The code of a refusal.
    var code: String? { json["error"]["code"].text }

    var json: Tree { Tree((try? JSONSerialization.jsonObject(with: Data(body.readableBytesView)))) }
}

/// JSON as a test reads it.
struct Tree {
    private let value: Any?

    init(_ value: Any?) { self.value = value }

    subscript(key: String) -> Tree { Tree((value as? [String: Any])?[key]) }
    subscript(index: Int) -> Tree {
        let list = value as? [Any] ?? []
        return Tree(list.indices.contains(index) ? list[index] : nil)
    }

    var text: String? { value as? String }
    var integer: Int? { value as? Int }
    var isTrue: Bool { value as? Bool ?? false }
    var count: Int { (value as? [Any])?.count ?? 0 }
    var isAbsent: Bool { value == nil || value is NSNull }
}

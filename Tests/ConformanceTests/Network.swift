// The real network on a real port, its control interface, and what its ledger says: the truth that
// a client's words are held against.

import ChannelSimulators
import Channels
import Logging
import Retail

/// What the network's own books say of one order.
struct Truth: Equatable, Sendable {
    struct GivenBack: Equatable, Sendable {
        let number: String
        let fen: Int64
        let state: String
    }

    let state: String
    let debitedFen: Int64
    let returnedFen: Int64
    let refunds: [GivenBack]

    /// What the customer is without.
    var keptFen: Int64 { debitedFen - returnedFen }
    var mayStillDebit: Bool { state == "WAITING" }
}

/// A running network.
struct Network: Sendable {
    let world: World
    let base: String
    /// What a till is configured with.
    let channels: JSON
    /// The same for its second merchant.
    let second: JSON
    private let transport: HTTPTransport

    struct Failed: Error {
        let what: String
    }

    /// Every fault that the five calls can meet: not what bends statements and notifications.
    static let faults = Fault.Kind.allCases.map(\.rawValue).filter {
        !$0.hasPrefix("statement") && !["twice", "otherOrder"].contains($0)
    }

    /// Starts one on a free port, lets `body` use it, and stops it.
    static func run(_ body: @escaping @Sendable (Network) async throws -> Void) async throws {
        let world = World()
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let process = try NetworkProcess(
            NetworkSettings(port: 0), surroundings: world.surroundings, logger: silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ready, continuation) = AsyncStream.makeStream(of: NetworkAddresses.self)
            group.addTask {
                defer { continuation.finish() }
                try await process.run { continuation.yield($0) }
            }
            guard let addresses = await ready.first(where: { _ in true }),
                let line = JSON(reading: Array(addresses.json().utf8)),
                let channels = line["channels"], let second = line["network"]?["second"]
            else { throw Failed(what: "start") }
            let settings = HTTPSettings(
                connectTimeoutMilliseconds: 10_000, answerTimeoutMilliseconds: 60_000)
            try await body(
                Network(
                    world: world, base: addresses.base, channels: channels, second: second,
                    transport: try .curl(settings)))
            // Whatever is still delayed must not hold the process up.
            world.wake()
            group.cancelAll()
        }
    }

    /// A person scans a code that a till shows; whether it led to an order.
    func scan(_ code: String, by account: String) async throws -> Bool {
        let answer = try await ask(
            .post, "/phone/api/people/\(account)/scans", "{\"code\":\"\(code)\"}")
        return answer["number"] != nil
    }

    @discardableResult
    func control(_ method: HTTPRequest.Method, _ path: String, _ body: String = "") async throws
        -> JSON
    {
        try await ask(method, "/control" + path, body)
    }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String
    ) async throws -> JSON {
        let request = HTTPRequest(
            method, url: base + path, contentType: "application/json",
            body: Array(body.utf8))
        guard case .answered(let status, let bytes, _) = await transport.post(request),
            (200...409).contains(status), let json = JSON(reading: bytes)
        else { throw Failed(what: path) }
        return json
    }

    func code(_ account: String, _ wallet: String) async throws -> String {
        let answer = try await control(
            .post, "/codes", "{\"account\":\"\(account)\",\"wallet\":\"\(wallet)\"}")
        guard let code = answer["code"]?.string else { throw Failed(what: "code") }
        return code
    }

    /// Switches a fault on for one request.
    func fault(_ kind: String, _ wallet: String, _ call: String) async throws {
        let answer = try await control(
            .post, "/faults",
            "{\"channel\":\"\(wallet)\",\"call\":\"\(call)\",\"fault\":\"\(kind)\",\"times\":1}")
        guard answer["id"] != nil else { throw Failed(what: "fault") }
    }

    /// One that fits no request of its call is still there afterwards.
    func faultsLeft() async throws -> Int {
        // No DELETE by the client: those that are left are met by nobody, and counted.
        try await control(.get, "/faults").array?.count ?? 0
    }

    /// `nil` when the order is not there.
    func truth(_ number: String, _ wallet: String) async throws -> Truth? {
        let order = try await control(.get, "/orders/\(number)?channel=\(wallet)")
        guard let state = order["state"]?.string else { return nil }
        guard let debited = order["debitedFen"]?.integer,
            let returned = order["returnedFen"]?.integer,
            let refunds = order["refunds"]?.array
        else { throw Failed(what: "order") }
        return Truth(
            state: state, debitedFen: debited, returnedFen: returned,
            refunds: refunds.map {
                Truth.GivenBack(
                    number: $0["number"]?.string ?? "", fen: $0["amountFen"]?.integer ?? 0,
                    state: $0["state"]?.string ?? "")
            })
    }
}

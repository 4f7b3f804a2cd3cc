// The real binary as processes, on a schema of PostgreSQL that nothing else uses.

import DemoChain
import Foundation
import Persistence
import PersistencePostgres
import PostgresForTests

@testable import counterfoil

/// The program that was built beside these tests.
let program = ownProgram.deletingLastPathComponent().appendingPathComponent("counterfoil")

/// Starts, and ends what it has started; a folder for logs, a schema for data.
final class House {
    let folder: URL
    let schema: PostgresSchema
    private var running: [ChildProcess] = []
    private var networkFile: String?

    private init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-servers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        schema = try await PostgresSchema()
    }

    static func with(_ body: (House) async throws -> Void) async throws {
        let house = try await House()
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(house))
        } catch {
            outcome = .failure(error)
        }
        for process in house.running { process.kill() }
        try await house.schema.drop()
        try? FileManager.default.removeItem(at: house.folder)
        try outcome.get()
    }

    func network() throws -> WebClient {
        let network = try ChildProcess(
            ["network", "--port", "0", "--json"], log: folder.appendingPathComponent("network.log"),
            program: program)
        running.append(network)
        let file = folder.appendingPathComponent("network.json").path
        try network.ready.line.write(toFile: file, atomically: true, encoding: .utf8)
        networkFile = file
        return WebClient(base: network.ready.network.control.text ?? "")
    }

    /// `isTold`: whether the wallets tell it by themselves what they have done; `answerMax` is how
    /// many milliseconds they may take.
    func server(
        isTold: Bool = false, answerMax: Int? = nil, more: [String] = []
    ) throws -> Served {
        let port = isTold ? try OwnCluster.freePort() : 0
        let process = try ChildProcess(
            ["serve", "--port", "\(port)", "--demo", "--json"]
                + (networkFile.map { ["--network", $0] } ?? [])
                + (isTold ? ["--set", "channels.notifyBase=http://127.0.0.1:\(port)"] : [])
                + (answerMax.map {
                    ["--set", "channels.wechat.answerTimeoutMilliseconds=\($0)"]
                } ?? [])
                + more,
            log: folder.appendingPathComponent("server.log"),
            environment: ["COUNTERFOIL_DATABASE_URL": schema.settings.url], program: program)
        running.append(process)
        let till = process.ready.till.text ?? ""
        return Served(process: process, base: String(till.dropLast("/10034".count)))
    }

    /// How many servers are signed on.
    func workers() async throws -> Int {
        let database = try PostgresDatabase(schema.settings)
        return try await database.read { try Workers.beats(in: $0) }.count
    }

    /// What the servers have said.
    func log() throws -> String {
        try String(contentsOf: folder.appendingPathComponent("server.log"), encoding: .utf8)
    }
}

struct Served {
    let process: ChildProcess
    let base: String

    var port: UInt16 { URL(string: base)?.port.flatMap { UInt16(exactly: $0) } ?? 0 }
}

extension TillClient {
    func signIn() async throws {
        try await signIn(staff: "1007", pin: DemoChain.pin, store: "0101", register: "02")
    }
}

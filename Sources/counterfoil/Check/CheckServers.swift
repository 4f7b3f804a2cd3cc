// The server under check: one with a folder of its own, or two on one PostgreSQL database, behind a
// proxy that sends each request to the other one.

internal import Foundation

final class CheckServers {
    private let folder: URL
    private let networkFile: String
    /// The database's address, if there is one; each installation has a schema of its own in it.
    private let database: String?
    private var schemas: [BorrowedSchema] = []
    private var running: [ChildProcess] = []
    private var alternator: Alternator?
    private var dataFolder = ""

    init(folder: URL, networkFile: String, database: String?) {
        self.folder = folder
        self.networkFile = networkFile
        self.database = database
    }

    var areMany: Bool { database != nil }

    /// Where a till finds them.
    var base: String { alternator?.base ?? running.first.map(CheckServers.base) ?? "" }

    /// Starts them with no data.
    func install(named name: String) async throws {
        dataFolder = folder.appendingPathComponent(name).path
        if let database { schemas.append(try await BorrowedSchema.make(in: database)) }
        try start()
    }

    /// Kills them all, as pulled plugs would.
    func kill() {
        for server in running { server.kill() }
        running = []
    }

    /// Kills the one that the newest request went to; the others go on.
    func killTheLast() {
        guard let alternator, running.indices.contains(alternator.last) else { return }
        running.remove(at: alternator.last).kill()
        alternator.replace(running.map(CheckServers.port))
    }

    /// Starts what is not there, on the same data.
    func start() throws {
        while running.count < (areMany ? 2 : 1) { running.append(try spawn()) }
        guard areMany else { return }
        let ports = running.map(CheckServers.port)
        if let alternator {
            alternator.replace(ports)
        } else {
            alternator = try Alternator(to: ports)
        }
    }

    /// One more on the same data.
    ///
    /// *Errors*: `CheckFailure` with its words when it refuses.
    func spawn() throws -> ChildProcess {
        try ChildProcess(
            [
                "serve", "--port", "0", "--data", dataFolder, "--network", networkFile, "--demo",
                "--json",
            ], log: folder.appendingPathComponent("till.log"),
            environment: schemas.last?.environment ?? [:])
    }

    func stop() async {
        for server in running { server.stop() }
        running = []
        alternator?.close()
        for schema in schemas { try? await schema.drop() }
        schemas = []
    }

    private static func base(_ server: ChildProcess) -> String {
        let till = server.ready.till.text ?? ""
        return till.hasSuffix("/10034") ? String(till.dropLast(6)) : till
    }

    private static func port(_ server: ChildProcess) -> UInt16 {
        URL(string: base(server))?.port.flatMap { UInt16(exactly: $0) } ?? 0
    }
}

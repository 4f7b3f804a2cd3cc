// Three databases of one cluster: ours, and two for pgbench, filled alike. The sides take turns, each
// with the same sales.

internal import Foundation
internal import Persistence
internal import PersistencePostgres

struct PostgresBench {
    /// What `PostgresDatabase.write` asks for.
    private static let isolation = "REPEATABLE READ"
    private static let (ours, pgbench, readCommitted) = ("ours", "pgbench", "pgbench_committed")

    let cluster: OwnCluster
    let folder: URL
    let writers: Int
    let jobs: Int

    func run(_ options: BenchOptions) async throws -> PostgresFigures {
        var machine = BenchMachine()
        for name in [Self.ours, Self.pgbench, Self.readCommitted] { try await make(name) }
        let (recorded, sale) = try await record()
        func side(_ name: String, _ isolation: String) throws -> Pgbench {
            let script = try PgbenchScript(recorded, of: sale, isolation: isolation)
            return try Pgbench(cluster, database: name, script: script, folder: folder)
        }
        let isolated = try side(Self.pgbench, Self.isolation)
        let committed = try side(Self.readCommitted, "READ COMMITTED")
        var rounds: [PostgresFigures.Round] = []
        var sales = 0..<8
        for round in 0...options.rounds {
            let selling = BenchSelling(tills: writers, sales: sales)
            let result = PostgresFigures.Round(
                ours: try await sell(selling),
                pgbench: try isolated.run(selling, threads: jobs),
                pgbenchReadCommitted: try committed.run(selling, threads: jobs))
            var next = sales.count
            if round == 0 {
                // The first fills the tables, so that the server learns what is in them, and says how
                // much the others can do.
                next = max(1, Int(options.seconds * Double(next) / result.ours.seconds))
                for name in [Self.ours, Self.pgbench, Self.readCommitted] {
                    _ = try cluster.run("vacuumdb", ["--analyze", "--quiet"], database: name)
                }
            } else {
                rounds.append(result)
                sayBesides(
                    "round \(round) of \(options.rounds) · ratio "
                        + String(format: "%.2f", result.ratio))
            }
            sales = sales.upperBound..<(sales.upperBound + next)
        }
        let rows = PostgresFigures.Rows(
            ours: try await count(Self.ours), pgbench: try await count(Self.pgbench),
            pgbenchReadCommitted: try await count(Self.readCommitted))
        machine.end()
        return PostgresFigures(
            machine: machine, writers: writers,
            statementsPerSale: recorded.reduce(0) { $0 + $1.count }, isolation: Self.isolation,
            rounds: rounds, rows: rows)
    }

    /// New connections for each turn, as pgbench makes them; here that is within the time.
    private func sell(_ selling: BenchSelling) async throws -> PostgresFigures.Turn {
        let database = try open(Self.ours)
        let (seconds, bodies) = try await selling.run(on: database)
        return PostgresFigures.Turn(
            seconds: seconds, transactions: selling.transactions, bodies: bodies)
    }

    private func make(_ name: String) async throws {
        _ = try cluster.run("psql", ["--command=CREATE DATABASE \(name)"], database: "postgres")
        try await BenchChain.open(try open(name), tills: writers)
    }

    /// The statements of a sale, on a database that nobody measures.
    private func record() async throws -> ([[RecordedStatement]], BenchSale) {
        let name = "recording"
        try await make(name)
        let database = try open(name)
        let sale = BenchSale(till: BenchTill(index: 0), number: 0)
        var recorded: [[RecordedStatement]] = []
        for step in BenchSale.Step.allCases {
            recorded.append(
                try await database.write { transaction in
                    let recording = RecordingTransaction(transaction)
                    try sale.perform(step, in: recording)
                    return recording.statements
                })
        }
        return (recorded, sale)
    }

    private func open(_ name: String) throws -> PostgresDatabase {
        var settings = PostgresSettings(url: cluster.url(of: name))
        settings.connectionsMax = writers
        // No till's patience is measured here, on however slow a machine.
        settings.patience = .seconds(120)
        settings.statementMilliseconds = 60_000
        settings.lockMilliseconds = 60_000
        settings.idleMilliseconds = 60_000
        return try PostgresDatabase(settings)
    }

    private func count(_ name: String) async throws -> [String: Int64] {
        try await open(name).read { transaction in
            var rows: [String: Int64] = [:]
            for table in BenchChain.tables {
                rows[table] = try transaction.row("SELECT count(*) AS n FROM \(table)", [])?
                    .integer("n")
            }
            return rows
        }
    }
}

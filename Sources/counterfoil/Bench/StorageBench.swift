// Two files and a copy in memory. The tills sell on the first file; the copy does the same sales while
// nobody measures, and tells statement by statement what they were; the loop in C does those on the
// second file.

internal import Foundation
internal import Persistence
internal import PersistenceSQLite

struct StorageBench {
    /// What a recording may hold: some hundred megabytes.
    private static let salesMax = 12_000

    let folder: URL
    let writers: Int

    func run(_ options: BenchOptions) async throws -> StorageFigures.Setting {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (ourPath, loopPath) = (path("ours.sqlite"), path("loop.sqlite"))
        try await make(at: loopPath)
        let loop = try SQLiteLoop(path: loopPath)
        let recorder = try SaleRecorder(tills: writers)
        let rounds = try await measure(options, ourPath, loop, recorder)
        // Everybody has let go of the first file.
        try loop.execute("ATTACH '\(ourPath)' AS ours")
        return StorageFigures.Setting(
            writers: writers, rounds: rounds, rows: try compare(loop),
            statementsPerSale: recorder.statementsPerSale)
    }

    private func measure(
        _ options: BenchOptions, _ path: String, _ loop: SQLiteLoop, _ recorder: SaleRecorder
    ) async throws -> [StorageFigures.Round] {
        let ours = try SQLiteDatabase(path: path)
        try await BenchChain.open(ours, tills: writers)
        var rounds: [StorageFigures.Round] = []
        var sales = 0..<max(2, 32 / writers)
        for round in 0...options.rounds {
            let selling = BenchSelling(tills: writers, sales: sales)
            let result = try await turns(selling, ours, loop, recorder)
            if round == 0 {
                // The first warms both up, and says how much the others can do.
                let perSecond = Double(writers * sales.count) / result.ours.seconds
                let next = min(Double(StorageBench.salesMax), perSecond * options.seconds)
                sales = sales.upperBound..<(sales.upperBound + max(1, Int(next) / writers))
                continue
            }
            rounds.append(result)
            sayBesides(
                "\(writers) writers · round \(round) of \(options.rounds) · ratio "
                    + String(format: "%.2f", result.ratio))
            sales = sales.upperBound..<(sales.upperBound + sales.count)
        }
        return rounds
    }

    /// Each side once.
    private func turns(
        _ selling: BenchSelling, _ ours: SQLiteDatabase, _ loop: SQLiteLoop,
        _ recorder: SaleRecorder
    ) async throws -> StorageFigures.Round {
        try recorder.record(selling.sales) { try loop.add($0) }
        let (before, syncsBefore, cpuBefore) = (ours.counts, SQLiteLoop.syncs, cpuSeconds())
        let seconds = try await selling.run(on: ours).seconds
        let our = StorageFigures.Turn(
            seconds: seconds, cpuSeconds: cpuSeconds() - cpuBefore,
            transactions: ours.counts.bodies - before.bodies,
            commits: ours.counts.groups - before.groups,
            syncs: Int(SQLiteLoop.syncs - syncsBefore))
        let (syncsBetween, cpuBetween) = (SQLiteLoop.syncs, cpuSeconds())
        let clock = ContinuousClock()
        var commits: Int64 = 0
        let loopTime = try clock.measure {
            commits = try loop.run(group: Int64(our.group.rounded()))
        }
        return StorageFigures.Round(
            ours: our,
            loop: StorageFigures.Turn(
                seconds: loopTime / .seconds(1), cpuSeconds: cpuSeconds() - cpuBetween,
                transactions: selling.transactions,
                commits: Int(commits), syncs: Int(SQLiteLoop.syncs - syncsBetween)))
    }

    /// An empty store, and nobody on its file.
    private func make(at path: String) async throws {
        let database = try SQLiteDatabase(path: path)
        try await BenchChain.open(database, tills: writers)
    }

    private func compare(_ loop: SQLiteLoop) throws -> StorageFigures.Rows {
        var rows = (ours: Int64(0), loop: Int64(0), different: Int64(0))
        for table in BenchChain.tables {
            rows.ours += try loop.integer("SELECT count(*) FROM ours.\(table)")
            rows.loop += try loop.integer("SELECT count(*) FROM main.\(table)")
            rows.different += try loop.integer(
                "SELECT count(*) FROM (SELECT * FROM ours.\(table) EXCEPT SELECT * FROM main.\(table))"
            )
        }
        return StorageFigures.Rows(ours: rows.ours, loop: rows.loop, different: rows.different)
    }

    private func path(_ name: String) -> String {
        folder.appending(path: name).path(percentEncoded: false)
    }
}

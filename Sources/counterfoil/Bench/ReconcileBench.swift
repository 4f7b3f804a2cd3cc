// One file of SQLite and one statement. Our side and the shell reconcile the same day on the same file
// by turns; what a turn has written is taken out again before the next, and not measured.

internal import Foundation
internal import Payments
internal import Persistence
internal import PersistenceSQLite
internal import Retail

struct ReconcileBench {
    private let folder: URL
    private let made: ReconcileDay
    private let shell: ReconcileShell

    init(folder: URL, rows: Int) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        made = try ReconcileDay(rows: rows)
        shell = try ReconcileShell(
            database: StorageSettings.path(in: folder.path(percentEncoded: false)))
        sayBesides("\(rows) rows · making the books")
        let database = try SQLiteDatabase(path: shell.database)
        try await BenchChain.open(database, tills: ReconcileDay.tills)
        try await ReconcileBooks(made).write(to: database)
        try ReconcileStatement(made).write(
            statement: path("statement.csv"), lines: path("lines.csv"))
    }

    func remove() throws {
        try FileManager.default.removeItem(at: folder)
    }

    func run(rounds count: Int) async throws -> ReconcileFigures.Size {
        // Whatever making it has left to write is written before anything is measured.
        _ = try await shell.run(ReconcileShell.settle)
        var rounds: [ReconcileFigures.Round] = []
        var (ours, theirs, different) = ([String: Int](), [String: Int](), 0)
        for round in 1...count {
            let our = try await runOurs()
            _ = try await shell.run(ReconcileShell.keepOurs)
            let their = try await shell.run(ReconcileShell.join(made, lines: path("lines.csv")))
            rounds.append(ReconcileFigures.Round(ours: our, shell: their))
            ours = try await shell.counts(of: "our_break")
            theirs = try await shell.counts(of: "shell_break")
            different += try await shell.differences()
            _ = try await shell.run(ReconcileShell.forget)
            sayBesides(
                "\(made.rows) rows · round \(round) of \(count) · ratio "
                    + String(format: "%.2f", our.seconds / their.seconds))
        }
        return ReconcileFigures.Size(
            rows: made.rows, lines: made.lines, rounds: rounds,
            ratio: median(rounds.map(\.ratio)), peakBytes: rounds.map(\.ours.peakBytes).max() ?? 0,
            made: made.breaks, ours: ours, shell: theirs, different: different)
    }

    private func runOurs() async throws -> MeasuredProcess.Result {
        let result = try await MeasuredProcess(
            program: ownProgram,
            arguments: [
                "reconcile", "--channel", "wechat", "--date", made.date.iso, "--account",
                BenchChain.account, "--file", path("statement.csv"), "--data",
                folder.path(percentEncoded: false), "--json",
            ]
        ).run()
        guard result.status == 1 else {
            throw BenchFailure(
                "counterfoil reconcile ended with \(result.status): \(result.output)")
        }
        return result
    }

    private func path(_ name: String) -> String {
        folder.appending(path: name).path(percentEncoded: false)
    }
}

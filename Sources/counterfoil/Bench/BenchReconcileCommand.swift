// `counterfoil bench reconcile`: a statement against the books through `counterfoil reconcile`, beside
// the same join done by SQLite's own shell.

internal import ArgumentParser
internal import Foundation

struct BenchReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "A statement against the books, beside SQLite's own shell.",
        discussion: """
            One file of SQLite with so many payments, and a statement with so many lines; of each \
            thousand, nine differ. `counterfoil reconcile` reads the statement as WeChat Pay writes \
            it; the shell imports the same lines as CSV, joins them by SQL and writes what differs. \
            Each is a process of its own, by turns, and each finds the file as it was. First with a \
            tenth of the rows, to show that memory does not grow. docs/performance.md says more.

            Exit status: 0 both found what was put in; 1 they did not; 2 it could not be run.
            """)

    @Option(help: "Payments, and lines of the statement, 2,000 to 10,000,000.")
    var rows = 1_000_000

    @Option(help: "How often each side has its turn; medians are told.")
    var rounds = 3

    @Flag(help: "Print one object; what goes on is told on standard error.")
    var json = false

    func validate() throws {
        guard (2_000...10_000_000).contains(rows) else {
            throw ValidationError("--rows is 2000 to 10000000.")
        }
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is 1 to 100.") }
    }

    func run() async throws {
        try await bench(asJSON: json) { folder in
            var machine = BenchMachine()
            var sizes: [ReconcileFigures.Size] = []
            for (rows, rounds) in [(rows / 10, 1), (rows, rounds)] {
                let bench = try await ReconcileBench(
                    folder: folder.appending(path: "\(rows)"), rows: rows)
                sizes.append(try await bench.run(rounds: rounds))
                try bench.remove()
            }
            machine.end()
            return ReconcileFigures(machine: machine, sizes: sizes)
        }
    }
}

// `counterfoil bench storage`: SQLite through our storage against a loop in C.

internal import ArgumentParser
internal import Foundation

struct BenchStorageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storage",
        abstract: "SQLite through our storage, against a loop in C that does the same.",
        discussion: """
            Tills sell at the same time, each sale three transactions. Then the very statements and \
            arguments of those sales are done again on a second file, with SQLite's C interface on one \
            connection: as many transactions to a COMMIT as ours had on average, WAL and synchronous \
            FULL on both. docs/performance.md says more.

            Exit status: 0 both files hold the same rows; 1 they do not; 2 it could not be run.
            """)

    @OptionGroup var options: BenchOptions

    @Option(help: "How many tills write at the same time, numbers with commas between, 1 to 256.")
    var writers = "1,16,256"

    func validate() throws { _ = try counts }

    func run() async throws {
        try await bench(asJSON: options.json) { folder in
            try SQLiteLoop.countSyncs()
            var machine = BenchMachine()
            var settings: [StorageFigures.Setting] = []
            for writers in try counts {
                let place = folder.appending(path: "\(writers)")
                settings.append(
                    try await StorageBench(folder: place, writers: writers).run(options))
            }
            machine.end()
            return StorageFigures(machine: machine, settings: settings)
        }
    }

    private var counts: [Int] {
        get throws {
            try writers.split(separator: ",").map { word in
                guard let count = Int(word), (1...BenchTill.max).contains(count) else {
                    throw ValidationError("--writers is numbers from 1 to \(BenchTill.max).")
                }
                return count
            }
        }
    }
}

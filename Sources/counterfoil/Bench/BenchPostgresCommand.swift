// `counterfoil bench postgres`: PostgreSQL through our storage against pgbench.

internal import ArgumentParser
internal import Foundation

struct BenchPostgresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postgres",
        abstract: "PostgreSQL through our storage, against pgbench with the same statements.",
        discussion: """
            Starts a cluster of its own in a temporary folder and removes it afterwards. Tills sell at the \
            same time, each sale three transactions; pgbench -M prepared does as many with the same \
            statements, once as isolated as ours and once READ COMMITTED, which is not safe for them. \
            docs/performance.md says more.

            Exit status: 0 all sides wrote as many rows; 1 they did not; 2 it could not be run.
            """)

    @OptionGroup var options: BenchOptions

    @Option(help: "How many tills write at the same time, 1 to 256.")
    var writers = 32

    @Option(help: "Threads of pgbench.")
    var jobs = 2

    func validate() throws {
        guard (1...BenchTill.max).contains(writers) else {
            throw ValidationError("--writers is 1 to \(BenchTill.max).")
        }
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is 1 to 64.") }
    }

    func run() async throws {
        try await bench(asJSON: options.json) { folder in
            let cluster = try await OwnCluster()
            defer { cluster.stop() }
            return try await PostgresBench(
                cluster: cluster, folder: folder, writers: writers, jobs: jobs
            ).run(options)
        }
    }
}

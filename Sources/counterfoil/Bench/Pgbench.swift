// One turn of pgbench, and what it says about it.

internal import Foundation

struct Pgbench {
    /// A conflict is tried again until it is done, as ours is.
    private static let triesMax = 10_000

    let cluster: OwnCluster
    let database: String
    let script: PgbenchScript
    let file: URL

    init(_ cluster: OwnCluster, database: String, script: PgbenchScript, folder: URL) throws {
        self.cluster = cluster
        self.database = database
        self.script = script
        file = folder.appending(path: database + ".pgbench")
        try script.text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Does the sales that our side did.
    func run(_ selling: BenchSelling, threads: Int) throws -> PostgresFigures.Turn {
        let words = try cluster.run(
            "pgbench",
            [
                "--no-vacuum", "--protocol=prepared", "--client=\(selling.tills)",
                "--jobs=\(min(threads, selling.tills))",
                "--transactions=\(selling.transactions / selling.tills)",
                "--max-tries=\(Pgbench.triesMax)",
                "--file=" + file.path(percentEncoded: false),
                "--define=turn=0", "--define=first=\(selling.sales.lowerBound)",
            ] + script.constants.map { "--define=" + $0 }, database: database)
        guard let done = Pgbench.number(after: "transactions actually processed: ", in: words),
            let perSecond = Pgbench.number(after: "\ntps = ", in: words)
        else { throw BenchFailure("pgbench: \(words.suffix(800))") }
        let retries = Pgbench.number(after: "total number of retries: ", in: words) ?? 0
        return PostgresFigures.Turn(
            // Without the time that connecting took.
            seconds: done / perSecond, transactions: Int(done), bodies: Int(done + retries))
    }

    private static func number(after words: String, in text: String) -> Double? {
        guard let range = text.range(of: words) else { return nil }
        return Double(text[range.upperBound...].prefix { $0.isNumber || $0 == "." })
    }
}

// `counterfoil bench`: how much of the database's own speed is left after us. Each side does the same
// work in the same run, by turns, so that what else the machine does meets both; what comes out is
// their ratio. A figure in transactions a second says more about the machine.

internal import ArgumentParser
internal import Foundation

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Hold our storage against the database's own interface, side by side.",
        subcommands: [
            BenchStorageCommand.self, BenchPostgresCommand.self, BenchReconcileCommand.self,
        ])
}

/// What the benches of sales may be asked for.
struct BenchOptions: ParsableArguments {
    @Option(help: "How long our side works in each round, about, in seconds.")
    var seconds = 5.0

    @Option(help: "How often each side has its turn; medians are told.")
    var rounds = 5

    @Flag(help: "Print one object; what goes on is told on standard error.")
    var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 600 else {
            throw ValidationError("--seconds is more than 0 and at most 600.")
        }
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is 1 to 100.") }
    }
}

/// Why a bench could not be run, in words.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs a bench in a folder that is gone afterwards, and prints what it came to.
func bench<Figures: BenchFigures>(
    asJSON: Bool, _ run: (URL) async throws -> Figures
) async throws {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "counterfoil-bench-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let figures: Figures
    do {
        figures = try await run(folder)
    } catch let failure as any (Error & CustomStringConvertible)
        where failure is BenchFailure || failure is ClusterFailure
    {
        sayBesides("没有跑完 the bench broke off: \(failure)")
        throw ExitCode(2)
    }
    print(asJSON ? try figures.json() : figures.table())
    if !figures.isFair { throw ExitCode(1) }
}

/// Standard output holds the figures and nothing else.
func sayBesides(_ words: String) {
    FileHandle.standardError.write(Data((words + "\n").utf8))
}

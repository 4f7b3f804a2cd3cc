// `counterfoil terminal`: other tills that pay through this gateway.

internal import ArgumentParser
internal import Checkout
internal import Foundation
internal import Persistence
internal import PersistencePostgres

struct TerminalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminal",
        abstract: "Other tills that pay through this gateway: add, list, code, revoke, activate.",
        discussion: """
            On SQLite stop the server first, since one process holds the file; on PostgreSQL it goes \
            on. docs/reference/aggregator-api.md tells what a terminal does with its code.
            """,
        subcommands: [
            TerminalAddCommand.self, TerminalListCommand.self, TerminalCodeCommand.self,
            TerminalRevokeCommand.self, TerminalActivateCommand.self,
        ])
}

/// Which database a command is about.
struct TerminalPlace: ParsableArguments {
    @Option(help: "The folder of the database (default ./data).")
    var data: String = "data"

    @Option(help: "A PostgreSQL database instead of a folder; better as COUNTERFOIL_DATABASE_URL.")
    var database: String?

    /// Opens the database, brings it up to date, and runs a body on it; what it cannot do is said in
    /// one sentence.
    func with<Result>(_ body: (Storage) async throws -> Result) async throws -> Result {
        let url = database ?? ProcessInfo.processInfo.environment["COUNTERFOIL_DATABASE_URL"]
        let settings: StorageSettings =
            url.map { .postgres(PostgresSettings(url: $0)) } ?? .folder(data)
        do {
            let storage = try await Storage.open(settings) { storage in
                try await Migrator.migrate(storage.database, at: storage.clock.now())
            }
            defer { storage.close() }
            return try await body(storage)
        } catch let problem as StartProblem {
            TerminalPlace.complain(problem)
            throw ExitCode(1)
        } catch let error as DatabaseError {
            TerminalPlace.complain(settings.problem(error))
            throw ExitCode(1)
        }
    }

    static func complain(_ problem: StartProblem) {
        FileHandle.standardError.write(Data((problem.sentence + "\n").utf8))
    }
}

extension StartProblem {
    static func noTerminal(_ id: String) -> StartProblem {
        StartProblem(
            "没有终端 \(id)，请看 counterfoil terminal list",
            "There is no terminal \(id); see counterfoil terminal list")
    }
}

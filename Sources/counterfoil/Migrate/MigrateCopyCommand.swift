// `counterfoil migrate copy`: a chain from SQLite to PostgreSQL, or back. Nothing of the source is
// changed; the target is no server's until both sides have been read again and are the same.

internal import ArgumentParser
internal import Foundation
internal import Persistence

struct MigrateCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a whole database from one engine to another, and compare both.",
        discussion: """
            A database is the path of a SQLite file, or postgres://…; a password is better left to \
            PGPASSFILE than written here. Stop all servers first. The target must be empty. An \
            unfinished copy is opened by no server; the same command begins it again. \
            docs/operating/postgresql.md tells the steps.

            Exit status: 0 copied, and both are the same; 1 they are not; 2 it could not be done.
            """)

    @Option(help: "The database to copy: FILE.sqlite or postgres://…")
    var from: String

    @Option(help: "Where to: postgres://… or FILE.sqlite; it must be empty.")
    var to: String

    func run() async throws {
        let progress = CopyProgress()
        do {
            let (source, target) = (CopyPlace(from), CopyPlace(to))
            let copied = try await copy(source, to: target, progress)
            progress.end()
            print(CopyReport(copied).text, terminator: "")
            guard copied.allSatisfy(\.isSame) else {
                complain(CopySentences.different)
                throw ExitCode(1)
            }
            print(CopySentences.whole(source: source.name))
        } catch let problem as StartProblem {
            progress.end()
            complain(problem.sentence)
            if progress.hasBegun { complain(CopySentences.unfinished) }
            throw ExitCode(2)
        }
    }

    /// *Errors*: `StartProblem`.
    private func copy(
        _ source: CopyPlace, to target: CopyPlace, _ progress: CopyProgress
    ) async throws -> [CopiedTable] {
        let from = try source.open(mustExist: true)
        let to = try target.open(mustExist: false)
        do {
            return try await DatabaseCopy(
                from: from, to: to, name: UUID().uuidString, at: Storage.wallClock(),
                sleep: { try await Task.sleep(for: $0) }
            ).run { progress.tell($0) }
        } catch let problem as CopyProblem {
            throw StartProblem(copy: problem, source: source.name, target: target.name)
        } catch {
            throw StartProblem(database: error, at: "\(source.name) → \(target.name)")
        }
    }

    private func complain(_ words: String) {
        FileHandle.standardError.write(Data((words + "\n").utf8))
    }
}

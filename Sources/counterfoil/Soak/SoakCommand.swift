// `counterfoil soak`: the real processes under load, faults and pulled plugs for as long as is asked,
// and then both sides' books held against each other. What it finds, it says with the order numbers.

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import UnixSignals

struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Sell, break and kill for some minutes, then audit both sides' books.",
        discussion: """
            Exit status: 0 nothing is wrong; 1 the books disagree, or a process died by itself; \
            2 it could not be run; 130 interrupted. With a finding the folder is kept: the data are in \
            store/ and network/, or in the schema or file that is named, and what the processes said in \
            server*.log and network.log.
            """)

    @Option(help: "How long the tills sell, in minutes, such as 3 or 0.5; settling comes after.")
    var minutes: Double

    @Option(help: "The number that all chance comes from; a random one by default.")
    var seed: UInt64?

    @Option(help: "How many tills, 1 to \(SoakPlace.all.count), spread over three stores.")
    var tills = SoakPlace.all.count

    @Option(
        help: """
            A PostgreSQL database, postgres://user@host/name, instead of a file; a schema of the \
            soak's own is made in it. PGPASSWORD or ~/.pgpass keep a password out of sight.
            """)
    var database: String?

    @Flag(
        help: """
            A PostgreSQL cluster of the soak's own, which is made to fall, too: killed, restarted, cut off, \
            locked and, where root can mount a small file system for it, full.
            """)
    var cluster = false

    @Option(help: "How many servers; each request goes to the next. 1, or 2 on PostgreSQL.")
    var servers: Int?

    @Option(help: "killed: kill -9, the network too. rolling: SIGTERM to one server after another.")
    var restarts = SoakRestarts.killed

    @Flag(help: "Print one object at the end; what goes on is told on standard error.")
    var json = false

    @Option(help: "A new or empty folder to work in; it is kept.")
    var data: String?

    func validate() throws {
        guard (1...SoakPlace.all.count).contains(tills) else {
            throw ValidationError("--tills is 1 to \(SoakPlace.all.count): one per register.")
        }
        guard (1...8).contains(servers ?? 1) else { throw ValidationError("--servers is 1 to 8.") }
        guard database == nil || !cluster else {
            throw ValidationError("--cluster makes a database of its own; leave out --database.")
        }
        guard isOnPostgres || (servers ?? 1) == 1 else {
            throw ValidationError(
                "--servers \(servers ?? 1) needs --database or --cluster: a file has one server.")
        }
        guard restarts == .killed || (servers ?? 2) > 1 && database != nil else {
            throw ValidationError("--restarts rolling needs --database and two servers or more.")
        }
        guard minutes > 0, minutes <= 10_080 else {
            throw ValidationError("--minutes is more than 0 and at most 10080, a week.")
        }
    }

    private var isOnPostgres: Bool { database != nil || cluster }

    func run() async throws {
        let folder = try prepareFolder()
        let plan = SoakPlan(
            seed: seed ?? UInt64.random(in: 0..<1_000_000), minutes: minutes, tills: tills,
            servers: servers ?? (isOnPostgres ? 2 : 1), isOnPostgres: isOnPostgres,
            isClusterOwn: cluster, restarts: restarts)
        let place: SoakDatabase
        do {
            place = try await SoakDatabase.make(at: database, hasCluster: cluster)
        } catch {
            SoakScene.complain("\(error)")
            throw ExitCode(2)
        }
        let scene = SoakScene(folder: folder, plan, place, isQuiet: json)
        let ended = await untilSignal { try await scene.play() }
        await scene.processes.stop()
        switch ended {
        case .figures(let figures):
            say(json ? figures.json() : figures.table())
            await keepOrRemove(folder, place, isClean: figures.isClean)
            if !figures.isClean { throw ExitCode(1) }
        case .interrupted:
            await keepOrRemove(folder, place, isClean: true)
            throw ExitCode(130)
        case .failed(let words):
            SoakScene.complain("没有跑完 the soak broke off: \(words)")
            await keepOrRemove(folder, place, isClean: false)
            throw ExitCode(2)
        }
    }

    private enum End: Sendable {
        case figures(SoakFigures)
        case interrupted
        case failed(String)
    }

    /// Plays until the end, or until somebody presses Ctrl-C.
    private func untilSignal(
        _ body: @escaping @Sendable () async throws -> SoakFigures
    ) async -> End {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return await withTaskGroup(of: End?.self) { group in
            group.addTask {
                for await _ in signals { return .interrupted }
                return nil
            }
            group.addTask {
                do {
                    return .figures(try await body())
                } catch {
                    return .failed("\(error)")
                }
            }
            for await end in group {
                guard let end else { continue }
                group.cancelAll()
                return end
            }
            return .interrupted
        }
    }

    private func prepareFolder() throws -> URL {
        let folder =
            data.map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-soak-\(UUID().uuidString)")
        let there = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard there?.isEmpty ?? true else {
            throw ValidationError("--data \(folder.path) is not empty.")
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func keepOrRemove(_ folder: URL, _ place: SoakDatabase, isClean: Bool) async {
        let isKept = !isClean || data != nil
        if let there = await place.leave(isKept: isKept, folder: folder) {
            SoakScene.complain("数据库 database: \(there)")
        }
        if isKept {
            SoakScene.complain("数据和日志 data and logs: \(folder.path)")
        } else {
            try? FileManager.default.removeItem(at: folder)
        }
    }

    private func say(_ words: String) {
        FileHandle.standardOutput.write(Data((words + "\n").utf8))
    }
}

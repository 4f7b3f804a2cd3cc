// What `write` returned is on the disk. Three proofs: the pragma that the library silently undoes is
// read back, the syncs of a traced process are counted, and processes are killed in mid-commit.
//
// A killed process shows that nothing is told before it is committed; it cannot show that the commit
// survives a pulled plug, since the kernel keeps what the process wrote. That is what the count is for.

import Foundation
import Persistence
import PersistenceSQLite
import StorageModel
import Testing

@Suite(.timeLimit(.minutes(20))) struct DurabilityTests {
    @Test(
        "The writing connection syncs at every commit, journals ahead, and keeps in memory what is of no use later",
        arguments: [
            ("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1"),
            ("temp_store", "2"),
        ])
    func pragmas(_ name: String, _ value: String) async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.database)
        #expect(try database.writerPragma(name) == value)
        // Still so after it has worked, and when the file is opened again.
        try await Ledger.create(in: database)
        #expect(try database.writerPragma(name) == value)
    }

    @Test("Opened again, it still syncs at every commit")
    func pragmasAgain() async throws {
        let folder = try TemporaryFolder()
        try await Ledger.create(in: try SQLiteDatabase(path: folder.database))
        let again = try SQLiteDatabase(path: folder.database)
        #expect(try again.writerPragma("synchronous") == "2")
    }

    @Test(
        "Between any two numbers told one by one, the disk has been synced; 100 are 100 syncs",
        .enabled(if: SystemTool.canTrace, "strace is missing, or may not trace here"))
    func syncsEachCommit() async throws {
        let trace = try await trace(.commitSingly, count: 100)
        var isSynced = false
        var told = 0
        for call in trace {
            switch call {
            case .synced: isSynced = true
            case .told:
                told += 1
                #expect(isSynced, "number \(told) was told before it was on the disk")
                isSynced = false
            }
        }
        #expect(told == 100)
    }

    @Test(
        "200 commits at once make far fewer syncs, and none is told before the first",
        .enabled(if: SystemTool.canTrace, "strace is missing, or may not trace here"))
    func syncsTogether() async throws {
        // The syncs of opening and closing are counted too.
        let trace = try await trace(.commitAtOnce, count: 200)
        let syncs = trace.filter { $0 == .synced }.count
        #expect(trace.first == .synced)
        #expect(trace.count - syncs == 200)
        #expect(syncs < 100, "200 writes at once made \(syncs) syncs")
    }

    private enum Call: Equatable {
        /// A sync came back without an error.
        case synced
        /// The child said that a number is kept.
        case told
    }

    /// What a traced child did, in order.
    private func trace(_ act: ChildAct, count: Int64) async throws -> [Call] {
        try await onThread {
            let folder = try TemporaryFolder()
            let file = folder.path("trace")
            let tracer = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", file]
            let child = try ChildProcess(
                act, path: folder.database, count: count, behind: tracer)
            let end = child.finish()
            #expect(end.status == 0)
            #expect(end.lines.filter { $0.hasPrefix("kept ") }.count == Int(count))
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            return lines.compactMap { line in
                if line.contains("write(1, \"kept ") { return .told }
                // Also where the answer stands on a line of its own: `<... fdatasync resumed>) = 0`.
                let isSync = line.contains("fsync") || line.contains("fdatasync")
                return isSync && line.hasSuffix("= 0") ? .synced : nil
            }
        }
    }

    @Test("Killed 20 times in mid-commit, it keeps every number it has told")
    func killed() async throws {
        let folder = try TemporaryFolder()
        var random = SystemRandomNumberGenerator()
        var told: Set<Int64> = []
        for round in 1...20 {
            let patience = Int.random(in: 1...80, using: &random)
            let heard = try await onThread { try Self.listenAndKill(folder.database, patience) }
            #expect(heard.count >= patience, "round \(round): it ended by itself")
            told.formUnion(heard)
            // The dead process's lock is gone with it.
            let database = try SQLiteDatabase(path: folder.database)
            let kept = try await Ledger.numbers(in: database)
            #expect(told.subtracting(kept).isEmpty, "round \(round), killed after \(patience)")
            let check = try await database.read {
                try $0.row("PRAGMA integrity_check", [])?.text("integrity_check")
            }
            #expect(check == "ok")
        }
    }

    /// Lets a child write until it has told so many numbers, and kills it; all that it told.
    private static func listenAndKill(_ path: String, _ patience: Int) throws -> [Int64] {
        let child = try ChildProcess(.commitUntilKilled, path: path)
        var heard: [Int64] = []
        while heard.count < patience, let word = child.word(after: "kept ") {
            if let number = Int64(word) { heard.append(number) }
        }
        child.kill()
        // What it said between our last look and its end was told too; half a line was not.
        for line in child.finish().lines where line.hasPrefix("kept ") {
            if let number = Int64(line.dropFirst(5)) { heard.append(number) }
        }
        return heard
    }
}

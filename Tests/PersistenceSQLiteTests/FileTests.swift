// Whose file it is, and what is said when it cannot be used.

import Foundation
import Persistence
import PersistenceSQLite
import StorageModel
import Testing

@Suite(.timeLimit(.minutes(20))) struct FileTests {
    @Test("A second opening of one file is refused, and goes well once the first is gone")
    func sameProcess() async throws {
        let folder = try TemporaryFolder()
        var first: SQLiteDatabase? = try SQLiteDatabase(path: folder.database)
        #expect(first?.isSole == true)
        if let first { try await Ledger.create(in: first) }
        #expect(throws: DatabaseError.alreadyOpen(path: folder.database)) {
            _ = try SQLiteDatabase(path: folder.database)
        }
        first = nil
        let second = try SQLiteDatabase(path: folder.database)
        try await second.write { try Ledger.add(1, in: $0) }
        #expect(try await Ledger.numbers(in: second) == [1])
    }

    @Test("Another process's file is refused, and is free at once when that process is killed")
    func otherProcess() async throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        let refusal = try await onThread { () -> DatabaseError? in
            let child = try ChildProcess(.hold, path: path)
            let isHolding = child.word(after: "holding") != nil
            defer { _ = child.finish() }
            defer { child.kill() }
            #expect(isHolding)
            do {
                _ = try SQLiteDatabase(path: path)
                return nil
            } catch {
                return error as? DatabaseError
            }
        }
        #expect(refusal == .alreadyOpen(path: path))
        let database = try SQLiteDatabase(path: path)
        try await database.write { try Ledger.add(1, in: $0) }
    }

    @Test("Two files in one folder are two databases")
    func twoFiles() throws {
        let folder = try TemporaryFolder()
        let one = try SQLiteDatabase(path: folder.path("one.db"))
        let other = try SQLiteDatabase(path: folder.path("other.db"))
        #expect(one.isSole && other.isSole)
    }

    @Test("A folder in place of the file is unusable, with its path and a reason")
    func directory() throws {
        let folder = try TemporaryFolder()
        let reason = try #require(reasonOfOpening(folder.url.path))
        #expect(reason.contains(folder.url.path))
        // The lock was put beside it.
        try? FileManager.default.removeItem(atPath: folder.url.path + ".lock")
    }

    @Test("A folder that is not there is unusable, with its path and a reason")
    func missing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("nowhere/till.db")
        let reason = try #require(reasonOfOpening(path))
        #expect(reason.contains(path))
    }

    @Test(
        "A file that is something else is unusable, and left as it was",
        arguments: [
            "这不是数据库", String(repeating: "not a database\n", count: 1_000),
            "SQLite format 3\0" + String(repeating: "x", count: 5_000),
        ])
    func somethingElse(_ content: String) throws {
        let folder = try TemporaryFolder()
        try content.write(toFile: folder.database, atomically: false, encoding: .utf8)
        let reason = try #require(reasonOfOpening(folder.database))
        #expect(reason.contains(folder.database))
        #expect(try String(contentsOfFile: folder.database, encoding: .utf8) == content)
        // And the lock was given back.
        try FileManager.default.removeItem(atPath: folder.database)
        _ = try SQLiteDatabase(path: folder.database)
    }

    @Test("A database that may not grow says so, keeps what it told, and goes on when it may")
    func mayNotGrow() async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.database)
        try await Ledger.create(in: database)
        try await database.write { _ = try $0.rows("PRAGMA max_page_count = 40") }
        let told = await FullDisk.fill(database, from: 0)
        #expect(told.reasons.contains { $0.contains("full") })
        #expect(!told.kept.isEmpty)
        #expect(try await Ledger.numbers(in: database) == told.kept.sorted())

        try await database.write { _ = try $0.rows("PRAGMA max_page_count = 100000") }
        try await database.write { try Ledger.add(-1, in: $0) }
        #expect(try await Ledger.numbers(in: database) == [-1] + told.kept.sorted())
    }

    @Test(
        "A full disk: an error with a reason, nothing told is lost, and it goes on with room",
        .enabled(if: SystemTool.canMount, "mounts of one's own are not possible here"))
    func fullDisk() async throws {
        try await playMounted(.fillDisk, remount: "")
    }

    @Test(
        "Where nothing may be written it is unusable, with a reason",
        .enabled(if: SystemTool.canMount, "mounts of one's own are not possible here"))
    func readOnlyFolder() async throws {
        try await playMounted(.readOnly, remount: "mount -o remount,ro \"$0\" && ")
    }

    /// Lets a child play in a folder where a small disk is mounted that nobody else sees.
    private func playMounted(_ act: ChildAct, remount: String) async throws {
        let end = try await onThread {
            let folder = try TemporaryFolder()
            let shell = SystemTool.mounting("\(remount)exec \"$@\"", at: folder.url.path)
            let child = try ChildProcess(act, path: folder.url.path, behind: shell)
            return child.finish()
        }
        #expect(end.status == 0, "\(end.lines.joined(separator: "\n"))")
        #expect(end.lines.contains("checked"))
    }
}

/// What must hold when there is no room.
enum FullDisk {
    /// Writes 200 entries of eight kilobytes, ten at a time; which were kept, and why not the others.
    static func fill(
        _ database: SQLiteDatabase, from first: Int64
    ) async -> (kept: [Int64], reasons: Set<String>) {
        let body = String(repeating: "x", count: 8_192)
        var kept: [Int64] = []
        var reasons: Set<String> = []
        for batch in Int64(0)..<20 {
            await withTaskGroup(of: (Int64, String?).self) { group in
                for place in Int64(0)..<10 {
                    let number = first + batch * 10 + place
                    group.addTask {
                        do {
                            try await database.write {
                                try Ledger.add(number, body: body, in: $0)
                            }
                            return (number, nil)
                        } catch {
                            return (number, unusableReason(error) ?? "unexpected: \(error)")
                        }
                    }
                }
                for await (number, reason) in group {
                    if let reason { reasons.insert(reason) } else { kept.append(number) }
                }
            }
        }
        return (kept, reasons)
    }

    /// Fills the disk that is mounted at `folder`, and makes room again.
    static func check(in folder: String) async throws {
        let path = folder + "/till.db"
        let ballast = folder + "/ballast"
        try Data(count: 200_000).write(to: URL(fileURLWithPath: ballast))
        var database: SQLiteDatabase? = try SQLiteDatabase(path: path)
        let first = try #require(database)
        try await Ledger.create(in: first)
        let told = await fill(first, from: 0)
        #expect(told.reasons.allSatisfy { $0.contains("full") || $0.contains("disk I/O") })
        #expect(!told.reasons.isEmpty && !told.kept.isEmpty)
        #expect(try await Ledger.numbers(in: first) == told.kept.sorted())

        // With room again, the same connection goes on.
        try FileManager.default.removeItem(atPath: ballast)
        try await first.write { try Ledger.add(-1, in: $0) }
        let expected = [-1] + told.kept.sorted()
        #expect(try await Ledger.numbers(in: first) == expected)
        database = nil
        _ = consume first

        let again = try SQLiteDatabase(path: path)
        #expect(try await Ledger.numbers(in: again) == expected)
    }
}

/// What must hold where nothing may be written.
enum ReadOnlyFolder {
    static func check(_ folder: String) throws {
        let path = folder + "/till.db"
        let reason = try #require(reasonOfOpening(path))
        #expect(reason.contains(path))
        #expect(reason.contains("Read-only"))
    }
}

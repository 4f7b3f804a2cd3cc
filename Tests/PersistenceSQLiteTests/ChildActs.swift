// The acts of a child process (see `ChildProcess`). Skipped in an ordinary run.

import Foundation
import Persistence
import PersistenceSQLite
import Synchronization
import Testing

@Suite struct ChildActs {
    @Test(
        "The part of a process that another test has started",
        .enabled(if: ChildAct.asked != nil, "plays only when another test asks for it"))
    func play() async throws {
        let (act, path, count) = try #require(ChildAct.asked)
        switch act {
        case .commitSingly:
            let database = try await open(path)
            for number in 0..<count { try await commit(number, in: database) }
        case .commitAtOnce:
            let database = try await open(path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<count {
                    group.addTask { try await commit(number, in: database) }
                }
                try await group.waitForAll()
            }
        case .commitUntilKilled:
            try await commitUntilKilled(path)
        case .hold:
            let database = try await open(path)
            say("holding")
            _ = FileHandle.standardInput.availableData
            _ = database.isSole
        case .fillDisk:
            try await FullDisk.check(in: path)
            say("checked")
        case .readOnly:
            try ReadOnlyFolder.check(path)
            say("checked")
        }
    }

    private func open(_ path: String) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: path)
        try await Ledger.create(in: database)
        return database
    }

    /// Says a number only after the write of it has returned.
    private func commit(_ number: Int64, in database: SQLiteDatabase) async throws {
        try await database.write { try Ledger.add(number, in: $0) }
        say("kept \(number)")
    }

    /// Ends with the process, which the parent kills.
    private func commitUntilKilled(_ path: String) async throws {
        let database = try await open(path)
        let last = try await Ledger.numbers(in: database).last ?? 0
        let numbers = Numbers(after: last)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    while true {
                        try await commit(numbers.next(), in: database)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// A whole line at once, unbuffered: a killed process must not keep back what it has said.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

/// Numbers that several tasks draw from, each once.
private final class Numbers: Sendable {
    private let last: Mutex<Int64>

    init(after last: Int64) {
        self.last = Mutex(last)
    }

    func next() -> Int64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

// A table of numbers in a folder of its own: enough to see what was kept and what was not.

import Foundation
import Persistence
import PersistenceSQLite
import Testing

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // A database that is just being closed removes files of its own here, which fails a removal
        // that has already listed them.
        for _ in 0..<100 where FileManager.default.fileExists(atPath: url.path) {
            try? FileManager.default.removeItem(at: url)
        }
    }

    var database: String { path("till.db") }

    func path(_ name: String) -> String {
        url.appendingPathComponent(name).path
    }
}

/// Numbers, each at most once, with something that takes room.
enum Ledger {
    static func create(in database: any Database) async throws {
        _ = try await database.write { transaction in
            try transaction.execute(
                "CREATE TABLE IF NOT EXISTS entry (n BIGINT PRIMARY KEY, body TEXT NOT NULL)")
        }
    }

    static func add(
        _ number: Int64, body: String = "", in transaction: any Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO entry (n, body) VALUES (?, ?)", [.integer(number), .text(body)])
    }

    static func numbers(in transaction: any Transaction) throws -> [Int64] {
        try transaction.rows("SELECT n FROM entry ORDER BY n").map { try $0.integer("n") }
    }

    static func numbers(in database: any Database) async throws -> [Int64] {
        try await database.read { try numbers(in: $0) }
    }
}

/// An error of the test's own.
struct Stop: Error, Equatable {
    let number: Int64
}

/// The words of an error of the file or the disk; nil for any other error.
func unusableReason(_ error: any Error) -> String? {
    guard case .unusable(let reason) = error as? DatabaseError else { return nil }
    return reason
}

/// What opening a file says when it cannot be used.
func reasonOfOpening(_ path: String) -> String? {
    do {
        _ = try SQLiteDatabase(path: path)
        return nil
    } catch {
        return unusableReason(error)
    }
}

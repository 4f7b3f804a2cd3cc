// What the tests of copying have in common: an empty database of each engine, a schema with what a
// later migration may bring, rows that are hard to carry, and a target that fails or lies on demand.

import Foundation
import PersistencePostgres
import PersistenceSQLite
import PostgresForTests
import Retail
import Synchronization
import Testing

@testable import Persistence

enum CopyEngine: CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Runs a body on a new, empty database and leaves nothing behind.
    func withEmpty(_ body: (any Database) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("copy-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer {
                // A database that is just being closed removes files of its own here.
                for _ in 0..<100 where FileManager.default.fileExists(atPath: folder.path) {
                    try? FileManager.default.removeItem(at: folder)
                }
            }
            try await body(SQLiteDatabase(path: folder.appendingPathComponent("a.db").path))
        case .postgres:
            let schema = try await PostgresSchema()
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(schema.open()))
            } catch {
                outcome = .failure(error)
            }
            try await schema.drop()
            try outcome.get()
        }
    }
}

struct CopyPair: CustomTestStringConvertible, Sendable {
    let from: CopyEngine
    let to: CopyEngine

    var testDescription: String { "\(from) → \(to)" }

    static let all = CopyEngine.allCases.flatMap { from in
        CopyEngine.allCases.map { CopyPair(from: from, to: $0) }
    }

    /// Runs a body on a filled source and an empty target.
    func with(
        _ body: (_ source: any Database, _ target: any Database) async throws -> Void
    ) async throws {
        try await from.withEmpty { source in
            try await CopyWorld.fill(source)
            try await to.withEmpty { target in try await body(source, target) }
        }
    }
}

enum CopyWorld {
    static let now = Timestamp(microseconds: 1_795_419_725_000_000)
    static let pageSize = 7
    static let notes = 4 * pageSize

    /// The newest schema that there is.
    static let today = Migrations.all.last?.version ?? 0

    /// A later migration: tables whose names put a row before the one that it refers to, each kind of
    /// value, and a key that is neither one column nor the first.
    static let later = Migration(
        version: today + 1, name: "later", why: "a table that no list of today has",
        statements: [
            """
            CREATE TABLE zz_book (book TEXT PRIMARY KEY, total_fen BIGINT NOT NULL)
            """,
            .each(sqlite: note("BLOB"), postgres: note("BYTEA")),
        ])

    static let migrations = Migrations.all + [later]

    private static func note(_ blob: String) -> String {
        """
        CREATE TABLE aa_note (
            words     TEXT,
            page      BIGINT NOT NULL,
            book      TEXT   NOT NULL REFERENCES zz_book (book),
            paid_fen  BIGINT,
            picture   \(blob),
            PRIMARY KEY (book, page)
        )
        """
    }

    static let words = ["", "药", "O'Brien's \"Tea\"?", "$1 ? \\x00", "😀\n\t", "Z", "a", "-", " "]

    static func fill(
        _ database: any Database, with migrations: [Migration] = migrations
    ) async throws {
        try await database.writeAlone { transaction in
            try Migrator.migrate(in: transaction, with: migrations, at: now)
            guard migrations.count == CopyWorld.migrations.count else { return }
            for book in words {
                try transaction.execute(
                    "INSERT INTO zz_book (book, total_fen) VALUES (?, ?)",
                    [.text(book), .integer(book.isEmpty ? -1 : 6_510)])
            }
            for page in 0..<notes { try insertNote(page, in: transaction) }
        }
    }

    private static func insertNote(_ page: Int, in transaction: any Transaction) throws {
        let ends: [SQLValue] = [
            .integer(Int64.max / 64), .integer(Int64.min / 64), .null, .integer(0),
        ]
        let pictures: [SQLValue] = [.null, .blob([]), .blob([0, 255, 10, 92]), .blob([7])]
        try transaction.execute(
            "INSERT INTO aa_note (words, page, book, paid_fen, picture) VALUES (?, ?, ?, ?, ?)",
            [
                page % 3 == 0 ? .null : .text(words[page % words.count]),
                .integer(page % 2 == 0 ? Int64(page) : Int64.max - Int64(page)),
                .text(words[page % words.count]), ends[page % ends.count],
                pictures[page % pictures.count],
            ])
    }

    /// A copy with small pages, of a name of its own.
    static func copy(
        _ source: any Database, _ target: any Database,
        migrations: [Migration] = migrations,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) -> DatabaseCopy {
        DatabaseCopy(
            from: source, to: target, migrations: migrations, name: UUID().uuidString, at: now,
            pageSize: pageSize, sleep: sleep)
    }

    static func count(_ table: String, in database: any Database) async throws -> Int64 {
        try await database.read { transaction in
            try transaction.row("SELECT count(*) AS n FROM \(table)", [])?.integer("n") ?? -1
        }
    }

    /// What a server says that is started there.
    static func serve(_ database: any Database) async throws {
        try await database.writeAlone { transaction in
            try Migrator.migrate(in: transaction, with: migrations, at: now)
        }
    }
}

/// A database of which each write is told, by its number from 1, before it is done and once it is.
final class WatchedDatabase: Database {
    typealias Watch = @Sendable (Int) async throws -> Void

    private let inner: any Database
    private let before: Watch
    private let after: Watch
    private let writes = Mutex(0)

    init(
        _ inner: any Database, before: @escaping Watch = { _ in },
        after: @escaping Watch = { _ in }
    ) {
        self.inner = inner
        self.before = before
        self.after = after
    }

    var isSole: Bool { inner.isSole }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await watch { try await inner.write(body) }
    }

    func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await watch { try await inner.writeAlone(body) }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await inner.read(body)
    }

    private func watch<Result>(_ write: () async throws -> Result) async throws -> Result {
        let number = writes.withLock { writes in
            writes += 1
            return writes
        }
        try await before(number)
        let result = try await write()
        try await after(number)
        return result
    }
}

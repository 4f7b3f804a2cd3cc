// A database for one test, on the engine of this run: a file of its own, or a schema of its own. It
// is opened and closed as a process does, any number of times, and goes with the test.

internal import Foundation
package import Persistence
internal import PersistencePostgres
internal import PersistenceSQLite
internal import PostgresForTests

/// Where one test's database is.
package struct TestDatabase: Sendable {
    private let place: any DatabasePlace

    /// Makes an empty one, runs the body with it, and leaves nothing behind.
    package static func with(_ body: (TestDatabase) async throws -> Void) async throws {
        let place: any DatabasePlace =
            switch try TestEngine.asked() {
            case .sqlite: try FilePlace()
            case .postgres: SchemaPlace(schema: try await LentSchemas.shared.take())
            }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(TestDatabase(place: place)))
        } catch {
            outcome = .failure(error)
        }
        try await place.remove()
        try outcome.get()
    }

    /// Opens it as a process that starts does.
    package func open() throws -> OpenDatabase {
        try place.open()
    }

    /// Keeps a copy while no process has it open.
    package func backUp() async throws {
        try await place.backUp()
    }

    /// Puts the copy back, as after a broken disk.
    package func restore() async throws {
        try await place.restore()
    }
}

/// A database as one process has it open.
package struct OpenDatabase: Sendable {
    package let database: any Database
    /// Takes no more work; what was handed in is still done.
    package let close: @Sendable () -> Void

    package init(database: any Database, close: @escaping @Sendable () -> Void) {
        self.database = database
        self.close = close
    }
}

/// What an engine does with a test's database.
protocol DatabasePlace: Sendable {
    func open() throws -> OpenDatabase
    func backUp() async throws
    func restore() async throws
    func remove() async throws
}

/// A folder with a SQLite file.
private struct FilePlace: DatabasePlace {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "counterfoil-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func open() throws -> OpenDatabase {
        let path = folder.appending(path: "shop.sqlite").path(percentEncoded: false)
        let file = try SQLiteDatabase(path: path)
        return OpenDatabase(database: file) { file.close() }
    }

    func backUp() throws { try copy(from: "shop.sqlite", to: "backup") }

    func restore() throws { try copy(from: "backup", to: "shop.sqlite") }

    private func copy(from: String, to: String) throws {
        for part in ["", "-wal", "-shm"] {
            let (source, target) = (
                folder.appending(path: from + part), folder.appending(path: to + part)
            )
            try? FileManager.default.removeItem(at: target)
            if FileManager.default.fileExists(atPath: source.path(percentEncoded: false)) {
                try FileManager.default.copyItem(at: source, to: target)
            }
        }
    }

    func remove() {
        // A connection that is just being closed may put its log back while the folder goes.
        for _ in 0..<1_000 {
            guard (try? FileManager.default.removeItem(at: folder)) == nil,
                FileManager.default.fileExists(atPath: folder.path(percentEncoded: false))
            else { return }
        }
    }
}

/// A schema on the PostgreSQL server for tests.
private struct SchemaPlace: DatabasePlace {
    let schema: PostgresSchema

    func open() throws -> OpenDatabase {
        let database = try schema.open()
        return OpenDatabase(database: database) { database.close() }
    }

    func backUp() async throws { try await schema.backUp() }

    func restore() async throws { try await schema.restore() }

    func remove() async throws { try await LentSchemas.shared.giveBack(schema) }
}

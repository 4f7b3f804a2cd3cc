// Where a server keeps everything: a file of its own, or a PostgreSQL database that others may have
// open, too.

internal import Checkout
internal import Foundation
internal import Persistence
internal import PersistencePostgres
internal import PersistenceSQLite
internal import Retail

/// Which database is wanted.
enum StorageSettings: Sendable {
    /// A folder with the database's file.
    case folder(String)
    /// The address may hold a password.
    case postgres(PostgresSettings)

    /// *Errors*: `StartProblem`.
    init(_ reader: SettingReader) throws {
        guard let url = try reader.secret("database.url") else {
            self = .folder(reader.text("data") ?? "data")
            return
        }
        var postgres = PostgresSettings(url: url)
        postgres.connectionsMax = try reader.number(
            "database.connections", default: postgres.connectionsMax)
        guard (2...500).contains(postgres.connectionsMax) else {
            throw StartProblem(
                "设置 database.connections 应为 2 到 500，不是 \(postgres.connectionsMax)",
                "The setting database.connections must be 2 to 500, not \(postgres.connectionsMax)")
        }
        self = .postgres(postgres)
    }

    /// Beside the data; several servers on one database must be told where it is.
    var gatewayKeyFile: String? {
        switch self {
        case .folder(let folder): folder + "/gateway-key.pem"
        case .postgres: nil
        }
    }

    static func path(in folder: String) -> String { folder + "/counterfoil.sqlite" }

    /// Why it cannot be used.
    func problem(_ error: any Error) -> StartProblem {
        switch self {
        case .folder(let folder):
            StartProblem(folder: folder, error, at: StorageSettings.path(in: folder))
        case .postgres(let settings):
            StartProblem(
                serverDatabase: error,
                named: (try? PostgresDatabase(settings).name) ?? "PostgreSQL")
        }
    }
}

/// A database that is open, and the time to live by.
struct Storage: Sendable {
    let database: any Database
    /// The database's own where others may share it, else this machine's.
    let clock: SteadyClock
    /// The same database, where others may have it open, too.
    let postgres: PostgresDatabase?
    let close: @Sendable () -> Void

    /// Opens a database and lets `prepare` bring it up to what this program needs.
    ///
    /// *Errors*: `StartProblem`.
    static func open(
        _ settings: StorageSettings, _ prepare: (Storage) async throws -> Void
    ) async throws -> Storage {
        do {
            switch settings {
            case .folder(let folder):
                let storage = try file(in: folder)
                try await prepare(storage)
                return storage
            case .postgres(let settings):
                let database = try PostgresDatabase(settings)
                let storage = Storage(
                    database: database, clock: SteadyClock(try await database.clockReading()),
                    postgres: database, close: { database.close() })
                try await prepare(storage)
                return storage
            }
        } catch let problem as StartProblem {
            throw problem
        } catch {
            throw settings.problem(error)
        }
    }

    private static func file(in folder: String) throws -> Storage {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: StorageSettings.path(in: folder))
        return Storage(
            database: database, clock: SteadyClock(wallClock: wallClock()), postgres: nil,
            close: { database.close() })
    }

    static func wallClock() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

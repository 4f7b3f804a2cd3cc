// One end of a copy: a SQLite file, or a PostgreSQL database.

internal import Foundation
internal import Persistence
internal import PersistencePostgres
internal import PersistenceSQLite

enum CopyPlace {
    case file(path: String)
    case server(url: String)

    init(_ text: String) {
        let isServer = ["postgres://", "postgresql://"].contains { text.hasPrefix($0) }
        self = isServer ? .server(url: text) : .file(path: text)
    }

    /// For people; a connection string may hold a password, and is not repeated.
    var name: String {
        switch self {
        case .file(let path): path
        case .server: "PostgreSQL"
        }
    }

    /// Opens it, and keeps every other process out of a file as long as it is open.
    ///
    /// *Errors*: `StartProblem`.
    func open(mustExist: Bool) throws -> any Database {
        do {
            switch self {
            case .server(let url):
                var settings = PostgresSettings(url: url)
                // One to read or to write a page, one to look at the other workers.
                settings.connectionsMax = 2
                // A whole table is counted by one statement.
                settings.statementMilliseconds = 3_600_000
                return try PostgresDatabase(settings)
            case .file(let path):
                guard !mustExist || FileManager.default.fileExists(atPath: path) else {
                    throw StartProblem(
                        "找不到数据文件 \(path)，请检查 --from", "There is no file \(path); check --from")
                }
                return try SQLiteDatabase(path: path)
            }
        } catch let problem as StartProblem {
            throw problem
        } catch {
            throw StartProblem(database: error, at: name)
        }
    }
}

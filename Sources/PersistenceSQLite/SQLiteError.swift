// GRDB's errors in the words of the contract, so that nobody outside this module meets them.

internal import GRDB
internal import Persistence

enum SQLiteError {
    static func translated(_ error: any Error, opening path: String? = nil) -> any Error {
        guard let error = error as? GRDB.DatabaseError else { return error }
        let message = error.message ?? "SQLite \(error.resultCode.rawValue)"
        if error.resultCode == .SQLITE_CONSTRAINT {
            return Persistence.DatabaseError.constraint(message)
        }
        guard let path else { return Persistence.DatabaseError.unusable(reason: message) }
        return Persistence.DatabaseError.unusable(reason: "\(path): \(message)")
    }
}

// Binds, steps and reads one prepared statement through SQLite's own interface.
//
// Trap: a statement that is not reset holds its lock and its arguments; both are let go on every way
// out. Values that C hands out live until the next step, so each is copied at once.

internal import GRDB
internal import GRDBSQLite
internal import Persistence

@safe
struct SQLiteStep {
    private let handle: OpaquePointer

    @unsafe
    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    /// *Errors*: GRDB's, with SQLite's own code and message.
    func run(_ arguments: [SQLValue]) throws -> [Persistence.Row] {
        defer {
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_clear_bindings(handle)
        }
        for (index, argument) in arguments.enumerated() {
            try check(bind(argument, at: Int32(clamping: index + 1)))
        }
        var columns: [String] = []
        var rows: [Persistence.Row] = []
        while true {
            let code = unsafe sqlite3_step(handle)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw failure(code) }
            if rows.isEmpty { columns = names() }
            rows.append(
                Persistence.Row(columns: columns, values: columns.indices.map { value($0) }))
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies what it is given.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number):
            return unsafe sqlite3_bind_int64(handle, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty text has no address, and no address would be NULL.
                    guard let start = characters.baseAddress else {
                        return unsafe sqlite3_bind_text(handle, index, "", 0, copied)
                    }
                    return unsafe sqlite3_bind_text(
                        handle, index, start, Int32(clamping: characters.count), copied)
                }
            }
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else {
                    return unsafe sqlite3_bind_zeroblob(handle, index, 0)
                }
                return unsafe sqlite3_bind_blob(
                    handle, index, start, Int32(clamping: bytes.count), copied)
            }
        }
    }

    private func names() -> [String] {
        let count = unsafe sqlite3_column_count(handle)
        return (0..<count).map { column in
            guard let name = unsafe sqlite3_column_name(handle, column) else { return "" }
            return unsafe String(cString: name)
        }
    }

    private func value(_ index: Int) -> SQLValue {
        let column = Int32(clamping: index)
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER:
            return .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_NULL:
            return .null
        case SQLITE_BLOB:
            guard let start = unsafe sqlite3_column_blob(handle, column) else { return .blob([]) }
            let count = Int(unsafe sqlite3_column_bytes(handle, column))
            return .blob(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
        default:
            // No column of ours holds a fraction; should one appear, it reads as text and is refused.
            guard let start = unsafe sqlite3_column_text(handle, column) else { return .text("") }
            let count = Int(unsafe sqlite3_column_bytes(handle, column))
            return .text(
                unsafe String(
                    decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> GRDB.DatabaseError {
        let message = unsafe sqlite3_errmsg(sqlite3_db_handle(handle))
            .map { unsafe String(cString: $0) }
        return GRDB.DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

// Binds, steps and reads one prepared statement through SQLite's own interface.
//
// Trap: a statement that is not reset holds its lock and its arguments; both are let go on every way
// out. Values that C hands out live until the next step, so each is copied at once; texts that are
// handed in are not copied by SQLite, so they are held where they lie until the statement has let go.

internal import GRDB
internal import GRDBSQLite
internal import Persistence

@safe
struct SQLiteStep {
    private let handle: OpaquePointer
    private let statement: Statement

    init(_ statement: Statement) {
        unsafe handle = statement.sqliteStatement
        self.statement = statement
    }

    /// *Errors*: GRDB's, with SQLite's own code and message.
    func run(_ arguments: [SQLValue]) throws -> [Persistence.Row] {
        // All texts side by side. The last byte is there so that an empty text has an address, too:
        // no address would be NULL.
        var texts: [UInt8] = []
        texts.reserveCapacity(
            arguments.reduce(1) { count, argument in
                guard case .text(let text) = argument else { return count }
                return count + text.utf8.count
            })
        for case .text(let text) in arguments { texts.append(contentsOf: text.utf8) }
        texts.append(0)
        return try unsafe texts.withUnsafeBufferPointer { bytes in
            try unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                defer {
                    unsafe sqlite3_reset(handle)
                    unsafe sqlite3_clear_bindings(handle)
                }
                try unsafe bind(arguments, characters)
                return try rows()
            }
        }
    }

    private func rows() throws -> [Persistence.Row] {
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

    private func bind(
        _ arguments: [SQLValue], _ texts: UnsafeBufferPointer<CChar>
    ) throws {
        var start = texts.baseAddress
        for (index, argument) in arguments.enumerated() {
            let place = Int32(clamping: index + 1)
            switch argument {
            case .null: try check(unsafe sqlite3_bind_null(handle, place))
            case .integer(let number):
                try check(unsafe sqlite3_bind_int64(handle, place, number))
            case .text(let text):
                let count = text.utf8.count
                // No destructor: SQLITE_STATIC.
                try check(
                    unsafe sqlite3_bind_text(handle, place, start, Int32(clamping: count), nil))
                unsafe start = unsafe start?.advanced(by: count)
            case .blob(let bytes): try check(bind(bytes, at: place))
            }
        }
    }

    private func bind(_ bytes: [UInt8], at place: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies what it is given.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return unsafe bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else {
                return unsafe sqlite3_bind_zeroblob(handle, place, 0)
            }
            return unsafe sqlite3_bind_blob(
                handle, place, start, Int32(clamping: bytes.count), copied)
        }
    }

    private func names() -> [String] {
        // Read once and kept, unless the schema has changed and SQLite prepared the statement again.
        if unsafe sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0) == 0 {
            return statement.columnNames
        }
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

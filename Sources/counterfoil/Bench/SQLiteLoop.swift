// The C side of `bench storage`, as Swift sees it (Sources/CSQLiteLoop).

internal import CSQLiteLoop
internal import Persistence

@safe
final class SQLiteLoop {
    private let loop: OpaquePointer
    private var numbers: [String: Int32] = [:]

    /// Counts syncs of every SQLite file that is opened from here on.
    static func countSyncs() throws {
        guard csqlite_count_syncs() == 0 else { throw BenchFailure("syncs cannot be counted") }
    }

    static var syncs: Int64 { csqlite_syncs() }

    init(path: String) throws {
        guard let loop = unsafe csqlite_loop_open(path) else {
            throw BenchFailure("\(path) cannot be opened")
        }
        unsafe self.loop = loop
    }

    deinit {
        unsafe csqlite_loop_close(loop)
    }

    /// Adds one transaction to what the next `run` does.
    func add(_ statements: [RecordedStatement]) throws {
        for statement in statements {
            unsafe csqlite_loop_add(loop, try number(of: statement.sql))
            for argument in statement.arguments {
                switch argument {
                case .null: unsafe csqlite_loop_add_null(loop)
                case .integer(let value): unsafe csqlite_loop_add_integer(loop, value)
                case .text(let text):
                    unsafe csqlite_loop_add_text(loop, text, Int32(clamping: text.utf8.count))
                case .blob: throw BenchFailure("a sale has no blobs")
                }
            }
        }
        unsafe csqlite_loop_add_end(loop)
    }

    /// Runs what was added, `group` transactions to a COMMIT; answers how many commits that took.
    func run(group: Int64) throws -> Int64 {
        let commits = unsafe csqlite_loop_run(loop, group)
        guard commits >= 0 else { throw failure }
        return commits
    }

    func execute(_ sql: String) throws {
        guard unsafe csqlite_loop_execute(loop, sql) == 0 else { throw failure }
    }

    func integer(_ sql: String) throws -> Int64 {
        let value = unsafe csqlite_loop_integer(loop, sql)
        guard value >= 0 else { throw failure }
        return value
    }

    private func number(of sql: String) throws -> Int32 {
        if let known = numbers[sql] { return known }
        let number = unsafe csqlite_loop_prepare(loop, sql)
        guard number >= 0 else { throw failure }
        numbers[sql] = number
        return number
    }

    private var failure: BenchFailure {
        BenchFailure(unsafe String(cString: csqlite_loop_error(loop)))
    }
}

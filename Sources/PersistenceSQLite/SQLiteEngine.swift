// Settings of SQLite itself, for the whole process and before the first connection.

internal import CSQLite

enum SQLiteEngine {
    /// Memory is not counted: the count is kept under one lock for all connections, and two threads
    /// with a database each spent half their time waiting for it.
    ///
    /// Refused where a connection is open already; then it is counted, and nothing else is different.
    static let isPrepared: Bool = csqlite_keep_no_memory_statistics() == 0
}

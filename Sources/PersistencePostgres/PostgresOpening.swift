// What a new connection is told and asked before it is used: how long things may take, and whether
// this server keeps its word.

internal import CPQ
internal import Persistence

enum PostgresOpening {
    private static let versionMin: Int64 = 130_000

    /// Whether texts are put in order by their bytes, as in SQLite.
    ///
    /// Asked by example, since servers differ in how they name it. (A library's order may also
    /// change under an index when the system is upgraded.)
    private static let isBytewise = "(('B' < 'a') AND ('a-b' < 'aa') AND ('z' < '药'))"

    private static let question = """
        SELECT current_setting('server_version') AS version,
               CAST(current_setting('server_version_num') AS BIGINT) AS number,
               current_setting('fsync') AS fsync,
               current_setting('server_encoding') AS encoding,
               \(isBytewise) AS bytewise,
               to_regclass('commit_marker') IS NOT NULL AS marked
        """

    /// Never less than what this server has flushed itself; a role may have been given less.
    private static let durable = """
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')
        """

    /// *Errors*: `PostgresFailure`, `.problem(.unfit)` when this server or database will not do.
    static func prepare(
        _ link: PostgresLink, _ settings: PostgresSettings
    ) throws(PostgresFailure) {
        let rows = try link.runNow((settings.opening + [durable, question]).joined(separator: ";"))
        guard let row = rows.first else { throw link.lost }
        let isMarked: Bool
        do {
            try check(row)
            isMarked = try row.integer("marked") == 1
        } catch let failure as PostgresFailure {
            throw failure
        } catch {
            throw PostgresFailure(.other, "\(error)")
        }
        if isMarked {
            _ = try link.runNow(CommitMarker.sweep)
        } else {
            try makeMarkers(link)
        }
    }

    private static func check(_ row: Row) throws {
        func refuse(_ what: ServerProblem.Unfit) -> PostgresFailure {
            PostgresFailure(.problem(.unfit(what)), "unfit")
        }
        guard try row.integer("number") >= versionMin else {
            throw refuse(.tooOld(version: try row.text("version")))
        }
        guard try row.text("fsync") == "on" else { throw refuse(.notDurable) }
        guard try row.text("encoding") == "UTF8", try row.integer("bytewise") == 1 else {
            throw refuse(.encodingOrOrder)
        }
    }

    /// Of two that make the table at once the second waits and finds it.
    private static func makeMarkers(_ link: PostgresLink) throws(PostgresFailure) {
        _ = try link.runNow(
            [
                "BEGIN ISOLATION LEVEL READ COMMITTED", PostgresLock.migrating, CommitMarker.table,
                "COMMIT",
            ].joined(separator: ";"))
    }
}

enum PostgresLock {
    /// Held to the end of its transaction; of one schema, since several chains may share a database.
    static let migrating = "SELECT pg_advisory_xact_lock(1131378990, hashtext(current_schema()))"
}

extension PostgresLink {
    /// Runs statements without arguments and waits, before the pipeline begins.
    func runNow(_ sql: String) throws(PostgresFailure) -> [Row] {
        guard unsafe PQsendQuery(connection, sql) == 1 else { throw lost }
        var failure: PostgresFailure?
        var last: [Row] = []
        while let result = try next() {
            if result.isGood {
                last = result.rows
            } else {
                failure = failure ?? result.failure
            }
        }
        if let failure { throw failure }
        return last
    }
}

// Where the servers are and how long anything may take. Every wait has an end: a till that hangs is
// worse than one that says what is wrong.

/// How to reach the database, and for how long to try.
package struct PostgresSettings: Sendable {
    /// `postgres://user@host1,host2/database?sslmode=…`, as libpq reads it; may hold a password.
    package let url: String
    /// Connections, each with a thread of its own; they are made when they are needed.
    package var connectionsMax = 16
    /// Until a server has answered, for each host, in milliseconds.
    package var connectMilliseconds: Int64 = 3_000
    /// One statement, in milliseconds.
    package var statementMilliseconds: Int64 = 10_000
    /// One statement's wait for a lock, in milliseconds.
    package var lockMilliseconds: Int64 = 3_000
    /// How long the server lets a transaction sit between two statements, in milliseconds; less than
    /// `patience`, since a lost connection may hold its locks for so long.
    package var idleMilliseconds: Int64 = 5_000
    /// For how long a body that met a conflict, or an absent server, is tried again.
    package var patience = Duration.seconds(10)
    /// For how long the fate of a COMMIT without an answer is looked for.
    package var doubtPatience = Duration.seconds(60)

    package init(url: String) {
        self.url = url
    }

    /// What is sent to the server when a connection begins.
    var opening: [String] {
        [
            "SET statement_timeout = \(statementMilliseconds)",
            "SET lock_timeout = \(lockMilliseconds)",
            "SET idle_in_transaction_session_timeout = \(idleMilliseconds)",
            // Written out, since a role may bring other defaults along.
            "SET default_transaction_isolation = 'read committed'",
            "SET bytea_output = 'hex'",
            "SET standard_conforming_strings = on",
            // An index is hardly dearer than the table: all of it is in memory, or on a quick disk.
            "SET random_page_cost = 1.1",
        ]
    }
}

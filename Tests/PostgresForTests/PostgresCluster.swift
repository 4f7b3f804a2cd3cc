// The PostgreSQL server that tests share: the one that COUNTERFOIL_TEST_POSTGRES names, or one that
// this process starts once, when the first test asks for it. A test never runs without one: it fails.

internal import Foundation

package enum PostgresCluster {
    package static let environmentKey = "COUNTERFOIL_TEST_POSTGRES"

    /// The address of the server, with a password.
    ///
    /// *Errors*: what the script said, when there is no server to be had.
    package static func url() throws -> String {
        if let url = ProcessInfo.processInfo.environment[environmentKey] { return url }
        return try started.get().url
    }

    private static let started = Result { try PostgresServer() }
}

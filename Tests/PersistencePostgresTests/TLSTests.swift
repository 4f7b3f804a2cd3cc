// The line to the server can be closed to others' ears, and a server that is not ours is not talked to.

import Foundation
import Persistence
import PostgresForTests
import Testing

@testable import PersistencePostgres

@Suite(.serialized) struct TLSTests {
    private static let server = Result { try PostgresServer(hasTLS: true) }

    private func database(_ query: String) throws -> PostgresDatabase {
        var settings = PostgresSettings(patientAt: try Self.server.get().url + "?" + query)
        settings.patience = .milliseconds(1)
        return try PostgresDatabase(settings)
    }

    /// Where the server's own certificate and a stranger's lie.
    private func certificates() async throws -> URL {
        let path = try await database("sslmode=disable").read { transaction in
            try transaction.row("SELECT current_setting('ssl_cert_file') AS file", [])?
                .text("file")
        }
        return URL(filePath: try #require(path)).deletingLastPathComponent()
    }

    private func isEncrypted(_ database: PostgresDatabase) async throws -> Bool {
        try await database.read { transaction in
            try transaction.row(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", [])?.integer("ssl")
        } == 1
    }

    @Test("A server whose certificate is known is talked to, and nobody listens")
    func verified() async throws {
        let root = try await certificates().appending(path: "server.crt").path()
        let ours = try database("sslmode=verify-full&sslrootcert=\(root)")
        #expect(try await isEncrypted(ours))
        let anybody = try database("sslmode=require")
        #expect(try await isEncrypted(anybody))
        let open = try database("sslmode=disable")
        #expect(try await isEncrypted(open) == false)
    }

    @Test("A server with a stranger's certificate is told no password, and people are told why")
    func stranger() async throws {
        let root = try await certificates().appending(path: "stranger.crt").path()
        let database = try database("sslmode=verify-full&sslrootcert=\(root)")
        do {
            _ = try await isEncrypted(database)
            Issue.record("it was talked to")
        } catch DatabaseError.server(.absent(_, let reason)) {
            #expect(reason.contains("certificate verify failed"))
        }
    }
}

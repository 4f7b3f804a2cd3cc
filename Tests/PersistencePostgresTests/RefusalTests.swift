// Each way in which a server cannot be used has a word of its own, and no password is in any of them.

import Foundation
import Persistence
import PostgresForTests
import Testing

@testable import PersistencePostgres

/// What differs from a connection string that works.
struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var user: String?
    var password: String?
    var address: String?
    var database: String?
    var query = ""
    let problem: @Sendable (ServerProblem, _ address: String) -> Bool

    static let all: [Refusal] = [
        Refusal(testDescription: "a wrong password", password: "Wrong-9") { problem, _ in
            problem == .signInRefused(user: "counterfoil")
        },
        Refusal(testDescription: "no password", password: "") { problem, _ in
            problem == .signInRefused(user: "counterfoil")
        },
        Refusal(testDescription: "a user that is not known", user: "nobody") { problem, _ in
            problem == .signInRefused(user: "nobody")
        },
        Refusal(testDescription: "no such database", database: "elsewhere") { problem, _ in
            problem == .noSuchDatabase(name: "elsewhere")
        },
        Refusal(testDescription: "no server", address: "127.0.0.1:1") { problem, _ in
            guard case .absent("127.0.0.1:1", let reason) = problem else { return false }
            return reason.contains("refused")
        },
        Refusal(testDescription: "no such host", address: "nowhere.invalid:5432") { problem, _ in
            guard case .absent("nowhere.invalid:5432", _) = problem else { return false }
            return true
        },
        Refusal(testDescription: "neither of two servers", address: "127.0.0.1:1,127.0.0.1:2") {
            problem, _ in
            guard case .absent("127.0.0.1:2", _) = problem else { return false }
            return true
        },
        Refusal(
            testDescription: "a server that only reads",
            query: "options=-cdefault_transaction_read_only%3Don"
        ) { problem, address in
            problem == .readOnly(address: address)
        },
        Refusal(testDescription: "TLS that the server has not", query: "sslmode=require") {
            problem, address in
            guard case .absent(address, let reason) = problem else { return false }
            return reason.contains("SSL")
        },
    ]

    func url(from working: String) throws -> String {
        let parts = try #require(URLComponents(string: working))
        let password = password ?? parts.password ?? ""
        let secret = password.isEmpty ? "" : ":" + password
        let address = address ?? "\(parts.host ?? ""):\(parts.port ?? 0)"
        return "postgres://\(user ?? parts.user ?? "")\(secret)@\(address)"
            + "\(database.map { "/" + $0 } ?? parts.path)?connect_timeout=3&\(query)"
    }
}

@Suite struct RefusalTests {
    private func problem(_ settings: PostgresSettings) async throws -> ServerProblem? {
        var settings = settings
        settings.patience = .milliseconds(1)
        let database = try PostgresDatabase(settings)
        do {
            _ = try await database.write { try $0.rows("SELECT 1") }
            return nil
        } catch DatabaseError.server(let problem) {
            #expect(!"\(problem)".contains("Wrong-9"))
            let password = URLComponents(string: settings.url)?.password ?? "-"
            #expect(!"\(problem)".contains(password))
            return problem
        }
    }

    @Test("Why nobody is let in", arguments: Refusal.all)
    func refused(_ refusal: Refusal) async throws {
        let working = try PostgresCluster.url()
        let parts = try #require(URLComponents(string: working))
        let met = try await problem(PostgresSettings(patientAt: try refusal.url(from: working)))
        let address = "\(parts.host ?? ""):\(parts.port ?? 0)"
        #expect(met.map { refusal.problem($0, address) } == true, "\(String(describing: met))")
    }

    @Test("Of several hosts the one that writes is found")
    func hosts() async throws {
        let working = try PostgresCluster.url()
        let parts = try #require(URLComponents(string: working))
        let refusal = Refusal(
            testDescription: "", address: "127.0.0.1:1,\(parts.host ?? ""):\(parts.port ?? 0)"
        ) { _, _ in false }
        #expect(
            try await problem(PostgresSettings(patientAt: try refusal.url(from: working))) == nil)
    }

    @Test("A role without a free connection, and one without rights, are told so")
    func role() async throws {
        let schema = try await PostgresSchema()
        let role = "role_" + schema.name
        let server = try PostgresSchema.server.get()
        try await server.write { transaction in
            try transaction.execute(
                "CREATE ROLE \(role) LOGIN PASSWORD 'Wrong-9' CONNECTION LIMIT 1")
            try transaction.execute("GRANT USAGE ON SCHEMA \(schema.name) TO \(role)")
        }
        let parts = try #require(URLComponents(string: try PostgresCluster.url()))
        let settings = PostgresSettings(
            patientAt:
                "postgres://\(role):Wrong-9@\(parts.host ?? ""):\(parts.port ?? 0)\(parts.path)"
                + "?options=-csearch_path%3D\(schema.name)")
        // The markers have nowhere to be.
        var unable = try await problem(settings)
        // The server is shared with tests that may hold all its connections for a moment.
        for _ in 0..<300 where unable == .tooManyConnections {
            try await Task.sleep(for: .milliseconds(100))
            unable = try await problem(settings)
        }
        guard case .notPermitted = unable else {
            Issue.record("a role without rights was told \(String(describing: unable))")
            return
        }
        try await server.write { transaction in
            _ = try transaction.execute("GRANT CREATE ON SCHEMA \(schema.name) TO \(role)")
        }
        let first = try PostgresDatabase(settings)
        _ = try await first.write { try $0.rows("SELECT 1") }
        #expect(try await problem(settings) == .tooManyConnections)
        first.close()
        _ = try await server.write { transaction in
            try transaction.rows(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = ?",
                [.text(role)])
        }
        try await schema.drop()
        _ = try await server.write { try $0.execute("DROP ROLE \(role)") }
    }

    @Test(
        "A database that keeps or sorts texts otherwise is refused",
        arguments: [
            "ENCODING 'SQL_ASCII' LOCALE 'C'",
            "LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C.UTF-8'",
        ])
    func unfit(_ how: String) async throws {
        let name = "unfit_" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        let working = try PostgresCluster.url()
        // CREATE DATABASE is refused in a transaction.
        try PostgresOpeningProbe.run(
            "CREATE DATABASE \(name) TEMPLATE template0 \(how)", at: working)
        let other = Refusal(testDescription: "", database: name) { _, _ in false }
        let url = try other.url(from: working)
        #expect(
            try await problem(PostgresSettings(patientAt: url)) == .unfit(.encodingOrOrder))
        try PostgresOpeningProbe.run("DROP DATABASE \(name) WITH (FORCE)", at: working)
    }

    @Test(
        "A connection string that cannot be read is refused, and not quoted",
        arguments: [
            "", "data.db", "host=db password=Wrong-9", "postgres://a:Wrong-9%zz@db/x",
            "postgres://a:Wrong-9@db/x?sslmood=require",
            "postgres://a:Wrong-9@a,b,c:1,2/x?port=1,2",
        ])
    func unreadable(_ url: String) {
        let error = #expect(throws: DatabaseError.self) {
            try PostgresDatabase(PostgresSettings(url: url))
        }
        #expect(error == .server(.unfit(.connectionString)))
    }

    @Test("A connection is told its limits, and never waits for less than the disk")
    func limits() async throws {
        var settings = PostgresSettings(
            patientAt: try PostgresCluster.url()
                + "?options=-csynchronous_commit%3Doff%20-cstatement_timeout%3D0")
        settings.statementMilliseconds = 7_000
        settings.lockMilliseconds = 2_000
        settings.idleMilliseconds = 4_000
        let database = try PostgresDatabase(settings)
        let names = [
            "statement_timeout": "7s", "lock_timeout": "2s",
            "idle_in_transaction_session_timeout": "4s", "synchronous_commit": "on", "fsync": "on",
            "transaction_isolation": "repeatable read", "application_name": "counterfoil",
        ]
        let found = try await database.write { transaction in
            var found: [String: String] = [:]
            for name in names.keys {
                found[name] = try transaction.row("SHOW \(name)", [])?.text(name)
            }
            return found
        }
        #expect(found == names)
        let reading = try await database.read { transaction in
            try ["transaction_isolation", "transaction_read_only"].map { name in
                try transaction.row("SHOW \(name)", [])?.text(name)
            }
        }
        #expect(reading == ["repeatable read", "on"])
    }
}

/// A statement outside any transaction.
enum PostgresOpeningProbe {
    static func run(_ sql: String, at url: String) throws {
        let settings = PostgresSettings(patientAt: url)
        let address = try #require(try PostgresAddress.all(settings).first)
        let link = try PostgresLink(address, settings)
        // A database is made on the disk, which may be busy.
        link.silenceMilliseconds = nil
        _ = try link.runNow(sql)
    }
}

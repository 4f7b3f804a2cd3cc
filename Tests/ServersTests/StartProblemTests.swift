// Why a server does not start on PostgreSQL: one sentence in two languages, without the password.

import Foundation
import PostgresForTests
import Testing

@testable import counterfoil

@Suite struct StartProblemTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let chinese: String
        let english: String
        /// The good address, spoiled.
        let spoil: @Sendable (URLComponents) -> URLComponents
    }

    private static let secret = "hunter2hunter2"

    static let rows: [Row] = [
        Row(testDescription: "wrong password", chinese: "请检查用户名和密码", english: "check the user and")
        {
            var url = $0
            url.password = secret
            return url
        },
        Row(testDescription: "nobody there", chinese: "连不上", english: "cannot be reached") {
            var url = $0
            // Nothing listens at the port that is kept for nothing.
            url.port = 9
            url.password = secret
            return url
        },
        Row(
            testDescription: "no such database", chinese: "没有数据库 nothere",
            english: "no database nothere"
        ) {
            var url = $0
            url.path = "/nothere"
            return url
        },
        Row(testDescription: "no address", chinese: "连接串无法读取", english: "connection string") {
            var url = $0
            url.scheme = "mysql"
            url.password = secret
            return url
        },
    ]

    @Test("A database that cannot be used is one sentence, and no password", arguments: rows)
    func sentence(_ row: Row) throws {
        let good = try #require(URLComponents(string: try PostgresCluster.url()))
        let url = try #require(row.spoil(good).string)
        let password = try #require(good.password)
        let (status, said) = try runToEnd(
            ["serve", "--port", "0"], environment: ["COUNTERFOIL_DATABASE_URL": url],
            program: program)
        #expect(status == 1)
        #expect(said.contains(row.chinese), "\(said)")
        #expect(said.contains(row.english), "\(said)")
        #expect(said.split(separator: "\n").count == 1, "\(said)")
        #expect(!said.contains(StartProblemTests.secret) && !said.contains(password), "\(said)")
    }

    @Test("A number of connections that makes no sense is named")
    func connections() throws {
        let (status, said) = try runToEnd(
            ["serve", "--port", "0", "--set", "database.connections=1"],
            environment: ["COUNTERFOIL_DATABASE_URL": try PostgresCluster.url()], program: program)
        #expect(status == 1)
        #expect(said.contains("database.connections"), "\(said)")
    }

    @Test("A file has one server; a soak with more needs a database")
    func soakOfTwo() throws {
        let (status, said) = try runToEnd(
            ["soak", "--minutes", "0.1", "--servers", "2"], environment: [:], program: program)
        #expect(status != 0)
        #expect(said.contains("--database"), "\(said)")
    }
}

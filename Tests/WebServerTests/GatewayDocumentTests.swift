// docs/reference/openapi.yaml against the routes, and the list of refusals against the enum.

import Checkout
import Cryptography
import Foundation
import Testing
import WebServer

@Suite("The gateway's documents")
struct GatewayDocumentTests {
    private static func page(_ name: String) throws -> String {
        try String(
            contentsOf: URL(fileURLWithPath: #filePath)
                .appendingPathComponent("../../../docs/reference/\(name)").standardized,
            encoding: .utf8)
    }

    /// `POST /api/v1/payments` and the statuses under it, by indentation.
    private static func documented() throws -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        var path = ""
        var route = ""
        var isInside = false
        for line in try page("openapi.yaml").split(separator: "\n") {
            if !line.hasPrefix(" ") { isInside = line == "paths:" }
            guard isInside else { continue }
            if line.hasPrefix("  /") {
                path = String(line.dropFirst(2).dropLast())
            } else if line.hasPrefix("    "), !line.hasPrefix("     "), line.hasSuffix(":") {
                route = line.dropFirst(4).dropLast().uppercased() + " " + path
                found[route] = []
            } else if line.hasPrefix("        \""), let end = line.dropFirst(9).firstIndex(of: "\"")
            {
                found[route]?.insert(String(line.dropFirst(9)[..<end]))
            }
        }
        return found
    }

    @Test("Every route is in openapi.yaml, and nothing else is")
    func routes() async throws {
        try await TillFixture.withServer(gatewayKey: Ed25519PrivateKey.generate()) { server in
            let documented = try Self.documented()
            #expect(Set(server.gatewayRoutes()) == Set(documented.keys))
        }
    }

    @Test("Every route can refuse what any can, and every refusal has a status there")
    func statuses() throws {
        let documented = try Self.documented()
        #expect(documented.count == 13)
        for (route, statuses) in documented {
            #expect(
                statuses.isSuperset(of: ["200", "400", "401", "405", "413", "503"]), "\(route)")
            let hasBody = route.hasPrefix("POST") || route.hasPrefix("PUT")
            #expect(statuses.contains("415") == hasBody, "\(route)")
        }
        let all = documented.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        #expect(Set(TerminalRefusal.all.map { "\($0.status)" }).isSubset(of: all))
    }

    @Test("Every refusal is in the list, and no code is used twice")
    func refusals() throws {
        let page = try Self.page("aggregator-api.md")
        #expect(Set(TerminalRefusal.all.map(\.code)).count == TerminalRefusal.all.count)
        for refusal in TerminalRefusal.all {
            let row = "| `\(refusal.code)` | \(refusal.status) | `\(refusal.next.rawValue)` |"
            #expect(page.contains(row), "\(row)")
        }
    }
}

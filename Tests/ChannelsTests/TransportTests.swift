// The line between "never sent" and "perhaps sent", drawn on real sockets.

import Channels
import Testing

@Suite("The transport", .serialized)
struct TransportTests {
    private func transport(
        connect: Int = 10_000, answer: Int = 10_000, inFlightMax: Int = 512
    ) throws -> HTTPTransport {
        try .curl(
            HTTPSettings(
                connectTimeoutMilliseconds: connect, answerTimeoutMilliseconds: answer,
                inFlightMax: inFlightMax))
    }

    private func request(_ url: String, _ body: String = "hello") -> HTTPRequest {
        HTTPRequest(url: url, contentType: "text/plain", body: Array(body.utf8))
    }

    private func isNeverSent(_ outcome: HTTPOutcome) -> Bool {
        if case .neverSent = outcome { return true }
        return false
    }

    private func lost(_ outcome: HTTPOutcome) -> HTTPOutcome.Lost? {
        if case .lost(let lost, _) = outcome { return lost }
        return nil
    }

    @Test("A request goes out as a POST with its body, and the answer comes back whole")
    func roundTrip() async throws {
        let body = String(repeating: "药", count: 50_000)
        let server = try HostileServer(.answer("你好" + body))
        defer { server.stop() }
        let outcome = try await transport().post(request(server.url + "/pay?a=b", body))
        #expect(outcome.headless == .answered(status: 200, body: Array(("你好" + body).utf8)))
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("POST /pay?a=b HTTP/1.1\r\n"))
        #expect(sent.contains("Content-Type: text/plain\r\n"))
        #expect(!sent.contains("Expect:"))
        #expect(sent.hasSuffix("\r\n\r\n" + body))
    }

    @Test("A question goes out as a GET without a body, with its lines, and the head comes back")
    func question() async throws {
        let server = try HostileServer(
            .raw(
                "HTTP/1.1 200 OK\r\nX-Once:  one \r\nX-Twice: a\r\nx-twice: b\r\nEmpty:\r\n"
                    + "Content-Length: 2\r\n\r\nok"))
        defer { server.stop() }
        let outcome = try await transport().post(
            HTTPRequest(
                .get, url: server.url + "/orders/1?a=b", contentType: "application/json",
                body: Array("never sent".utf8), headers: [HTTPHeader("Authorization", "me=\"1\"")]))
        guard case .answered(200, let body, let head) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(body == Array("ok".utf8))
        #expect(head.only("x-once") == "one")
        #expect(head.only("x-twice") == nil && head.only("absent") == nil)
        #expect(head.only("empty") == "")
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("GET /orders/1?a=b HTTP/1.1\r\n"))
        #expect(sent.contains("\r\nAuthorization: me=\"1\"\r\n"))
        #expect(sent.hasSuffix("\r\n\r\n"))
    }

    @Test("A head after a \"100 Continue\" is the one that counts")
    func continued() async throws {
        let server = try HostileServer(
            .raw(
                "HTTP/1.1 100 Continue\r\nX-Which: first\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nX-Which: last\r\nContent-Length: 0\r\n\r\n"))
        defer { server.stop() }
        let outcome = try await transport().post(request(server.url))
        guard case .answered(200, _, let head) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(head.only("X-Which") == "last")
    }

    @Test("A connection is used again")
    func reuse() async throws {
        let server = try HostileServer(.answer("ok"))
        defer { server.stop() }
        let transport = try transport()
        for _ in 0..<5 {
            #expect(
                await transport.post(request(server.url)).headless
                    == .answered(status: 200, body: Array("ok".utf8)))
        }
        #expect(server.connections == 1)
        #expect(server.requests.count == 5)
    }

    @Test("Many requests at once are answered, each with its own answer")
    func many() async throws {
        let server = try HostileServer(.answer("ok"))
        defer { server.stop() }
        let transport = try transport(answer: 10_000)
        let count = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<100 {
                group.addTask {
                    await transport.post(request(server.url, "\(index)")).headless
                        == .answered(status: 200, body: Array("ok".utf8))
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(count == 100)
        #expect(Set(server.requests.compactMap { $0.split(separator: "\n").last }).count == 100)
    }

    @Test("A refused connection means that nothing was sent")
    func refused() async throws {
        let port = try HostileServer.closedPort()
        let outcome = try await transport().post(request("http://127.0.0.1:\(port)/"))
        #expect(isNeverSent(outcome))
    }

    @Test("A connection that does not come about in time means that nothing was sent")
    func connectTimeout() async throws {
        // Nobody accepts, and the queue of the socket is full: further connections hang.
        let server = try HostileServer([.silent], backlog: 0, accepts: false)
        defer { server.stop() }
        let filler = try transport(connect: 1_500, answer: 1_500)
        async let first = filler.post(request(server.url))
        async let second = filler.post(request(server.url))
        async let third = filler.post(request(server.url))
        let outcomes = await [first, second, third]
        // Those that got into the queue were sent for all we know.
        #expect(outcomes.contains(where: isNeverSent))
        #expect(outcomes.allSatisfy { isNeverSent($0) || lost($0) == .timeout })
    }

    @Test("Silence after the request was read is a time-out, and the money may have moved")
    func silence() async throws {
        let server = try HostileServer(.silent)
        defer { server.stop() }
        let outcome = try await transport(answer: 800).post(request(server.url))
        #expect(lost(outcome) == .timeout)
        #expect(server.requests.count == 1)
    }

    @Test("A connection closed before or after reading may have been read")
    func closed() async throws {
        for manner in [Manner.closeAtOnce, .closeAfterReading, .raw("HTTP/1.1 200 OK\r\n")] {
            let server = try HostileServer(manner)
            let outcome = try await transport().post(request(server.url))
            #expect(lost(outcome) == .connection)
            server.stop()
        }
    }

    @Test("A kept connection that died is not used for a second try behind our back")
    func staleConnection() async throws {
        let server = try HostileServer([.answer("ok"), .closeAfterReading, .answer("again")])
        defer { server.stop() }
        let transport = try transport()
        #expect(
            await transport.post(request(server.url)).headless
                == .answered(status: 200, body: Array("ok".utf8)))
        #expect(lost(await transport.post(request(server.url))) == .connection)
        #expect(server.requests.count == 2)
        #expect(
            await transport.post(request(server.url)).headless
                == .answered(status: 200, body: Array("again".utf8)))
    }

    @Test("A kept connection that died while the server went away was perhaps sent")
    func staleConnectionThenRefused() async throws {
        let server = try HostileServer([.answer("ok"), .vanish])
        defer { server.stop() }
        let transport = try transport()
        _ = await transport.post(request(server.url))
        // The second request is read on the kept connection; a new connection is then refused.
        #expect(lost(await transport.post(request(server.url))) == .connection)
        #expect(server.requests.count == 2)
        #expect(isNeverSent(await transport.post(request(server.url))))
    }

    @Test("An answer without end, or with headers without end, is cut off")
    func endless() async throws {
        for manner in [Manner.endless, .endlessHeader] {
            let server = try HostileServer(manner)
            #expect(lost(try await transport().post(request(server.url))) != nil)
            server.stop()
        }
        let server = try HostileServer(.endless)
        defer { server.stop() }
        #expect(lost(try await transport().post(request(server.url))) == .tooLarge)
    }

    @Test("A redirect is an answer, not a way to another server")
    func redirect() async throws {
        let other = try HostileServer(.answer("stolen"))
        let server = try HostileServer(
            .raw("HTTP/1.1 307 Moved\r\nLocation: \(other.url)/\r\nContent-Length: 0\r\n\r\n"))
        let outcome = try await transport().post(request(server.url))
        #expect(outcome.headless == .answered(status: 307, body: []))
        #expect(other.requests.isEmpty)
        server.stop()
        other.stop()
    }

    @Test("TLS to a server that speaks none does not end in an answer")
    func notTLS() async throws {
        let server = try HostileServer(.raw("HTTP/1.1 200 OK\r\n\r\nhello"))
        defer { server.stop() }
        let outcome = try await transport(answer: 1_000)
            .post(request("https://127.0.0.1:\(server.port)/"))
        #expect(lost(outcome) == .handshake)
    }

    @Test("What is not HTTP is not an answer")
    func garbage() async throws {
        for text in ["", "\r\n\r\n", "hello", "HTTP/9.9 banana\r\n\r\n", "\u{0}\u{0}\u{0}"] {
            let server = try HostileServer(.raw(text))
            #expect(lost(try await transport().post(request(server.url))) != nil)
            server.stop()
        }
    }

    @Test(
        "Only http and https are spoken", arguments: ["file:///etc/hostname", "ftp://127.0.0.1/"])
    func otherSchemes(url: String) async throws {
        let outcome = try await transport().post(request(url))
        #expect(lost(outcome) != nil || isNeverSent(outcome))
    }

    @Test("More requests at once than allowed are refused, not queued")
    func tooMany() async throws {
        let server = try HostileServer(.silent)
        defer { server.stop() }
        let transport = try transport(answer: 800, inFlightMax: 2)
        let outcomes = await withTaskGroup(of: HTTPOutcome.self) { group in
            for _ in 0..<8 { group.addTask { await transport.post(request(server.url)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { lost($0) == .timeout }.count >= 2)
        #expect(outcomes.filter(isNeverSent).count >= 1)
        #expect(outcomes.filter(isNeverSent).count + server.requests.count == 8)
    }
}

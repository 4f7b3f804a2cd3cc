// Downloads on real sockets: whole, broken off, held up by a slow reader, and given up.

import Channels
import Testing

@Suite("A download", .serialized)
struct DownloadTests {
    private func downloads(answer: Int = 300_000, silence: Int? = nil) throws -> HTTPDownloads {
        var settings = HTTPSettings(
            connectTimeoutMilliseconds: 5_000, answerTimeoutMilliseconds: answer)
        settings.silenceMaxSeconds = silence
        return try .curl(settings)
    }

    private func request(_ url: String) -> HTTPRequest {
        HTTPRequest(.get, url: url, contentType: "text/plain", body: [])
    }

    /// All parts, with the bytes put together.
    private func all(_ download: HTTPDownload) async -> (status: Int?, body: [UInt8], end: HTTPPart)
    {
        var status: Int?
        var body: [UInt8] = []
        while true {
            switch await download.next() {
            case .head(let code, _): status = code
            case .bytes(let bytes): body += bytes
            case .end: return (status, body, .end)
            case .failed(let outcome): return (status, body, .failed(outcome))
            }
        }
    }

    private func lost(_ part: HTTPPart) -> HTTPOutcome.Lost? {
        if case .failed(.lost(let lost, _)) = part { return lost }
        return nil
    }

    @Test("comes whole, larger than any answer may be, and its end is said again and again")
    func whole() async throws {
        let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = try HostileServer(.bytes(content))
        defer { server.stop() }
        let download = try downloads().open(request(server.url + "/file?a=b"))
        let result = await all(download)
        #expect(result.status == 200)
        #expect(result.end == .end)
        #expect(result.body.count == content.count)
        // As a truth value alone: a difference between two such lists takes minutes to draw.
        let isSame = result.body == content
        #expect(isSame)
        #expect(await download.next() == .end)
        #expect(server.requests.first?.hasPrefix("GET /file?a=b HTTP/1.1\r\n") == true)
    }

    @Test("without a body has a head and an end, whatever its status")
    func empty() async throws {
        let server = try HostileServer(.answer("", status: "404 Not Found"))
        defer { server.stop() }
        let result = await all(try downloads().open(request(server.url)))
        #expect(result.status == 404)
        #expect(result.body == [])
        #expect(result.end == .end)
    }

    @Test("that breaks off is never whole")
    func truncated() async throws {
        let server = try HostileServer(.truncated(String(repeating: "a", count: 1_000)))
        defer { server.stop() }
        let result = await all(try downloads().open(request(server.url)))
        #expect(result.body.count == 500)
        #expect(lost(result.end) == .connection)
    }

    @Test("that nobody offers was never sent")
    func closed() async throws {
        let port = try HostileServer.closedPort()
        let result = await all(try downloads().open(request("http://127.0.0.1:\(port)/")))
        #expect(result.status == nil)
        guard case .failed(.neverSent) = result.end else {
            Issue.record("\(result.end)")
            return
        }
    }

    @Test("that says nothing is given up")
    func silent() async throws {
        let server = try HostileServer(.silent)
        defer { server.stop() }
        let result = await all(try downloads(answer: 60_000, silence: 1).open(request(server.url)))
        #expect(lost(result.end) == .timeout)
    }

    @Test("without end waits for its reader and holds little meanwhile; given up, it is over")
    func endless() async throws {
        let server = try HostileServer(.endless)
        defer { server.stop() }
        let download = try downloads().open(request(server.url))
        var count = 0
        var largest = 0
        reading: while count < 8_000_000 {
            switch await download.next() {
            case .head: continue
            case .bytes(let bytes):
                count += bytes.count
                largest = max(largest, bytes.count)
            case .end, .failed: break reading
            }
            // A slow reader: the thread goes on as far as it may.
            await Task.yield()
        }
        #expect(count >= 8_000_000)
        #expect(largest <= 524_288)
        download.abandon()
        #expect(lost(await download.next()) == .interrupted)
    }

    @Test("whose reader is cancelled ends")
    func cancelled() async throws {
        let server = try HostileServer(.silent)
        defer { server.stop() }
        let download = try downloads().open(request(server.url))
        let reader = Task { await download.next() }
        reader.cancel()
        #expect(lost(await reader.value) == .interrupted)
    }
}

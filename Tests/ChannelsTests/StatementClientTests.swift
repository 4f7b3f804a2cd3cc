// What each wallet may answer when it is asked for a statement, and what becomes of it.

import Channels
import Cryptography
import Payments
import Retail
import Synchronization
import Testing

/// Downloads that come from memory, piece by piece, and what was asked.
final class Shelf: Sendable {
    private let state: Mutex<(requests: [HTTPRequest], parts: [HTTPPart])>

    init(_ parts: [HTTPPart]) {
        state = Mutex(([], parts))
    }

    /// A file in small pieces.
    convenience init(file: [UInt8], status: Int = 200) {
        let pieces = stride(from: 0, to: file.count, by: 100).map {
            HTTPPart.bytes(Array(file[$0..<min($0 + 100, file.count)]))
        }
        self.init([.head(status: status, headers: [])] + pieces + [.end])
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    var downloads: HTTPDownloads {
        HTTPDownloads { request in
            self.state.withLock { $0.requests.append(request) }
            return HTTPDownload(next: {
                self.state.withLock { $0.parts.isEmpty ? .end : $0.parts.removeFirst() }
            })
        }
    }
}

extension StatementSource {
    /// The verdict on the day of the samples, and how many rows were handed on.
    func sample() async throws -> (verdict: StatementVerdict, rows: Int) {
        let rows = Mutex(0)
        let verdict = await fetch(try BusinessDate(iso: "2026-11-25")) { batch in
            rows.withLock { $0 += batch.rows.count }
        }
        return (verdict, rows.withLock { $0 })
    }
}

private let brokenOff = HTTPPart.failed(.lost(.timeout, detail: "time-out"))

private func problems(_ verdict: StatementVerdict) -> [StatementProblem.Kind] {
    if case .broken(let report) = verdict { return report.problems.map(\.kind) }
    return []
}

private func isComplete(_ verdict: StatementVerdict) -> Bool {
    if case .complete = verdict { return true }
    return false
}

@Suite("WeChat Pay v2's statement")
struct WeChatPayStatementClientTests {
    private func source(_ shelf: Shelf) throws -> WeChatPayStatementClient {
        WeChatPayStatementClient(
            try WeChatPayFixtures.settings(), downloads: shelf.downloads,
            sources: Fixtures.sources)
    }

    @Test("is asked for with a signed request, packed, and read whole")
    func whole() async throws {
        let shelf = Shelf(file: WeChatSample.text(WeChatSample.lines))
        let result = try await source(shelf).sample()
        #expect(isComplete(result.verdict))
        #expect(result.rows == 3)
        let asked = try #require(shelf.requests.first)
        #expect(asked.url.hasSuffix("/pay/downloadbill"))
        #expect(!asked.showsCertificate)
        let body = String(decoding: asked.body.value, as: UTF8.self)
        for text in ["20261125", "ALL", "GZIP"] {
            #expect(body.contains(text))
        }
        #expect(body.contains("<sign>"))
    }

    @Test(
        "that is refused says how, and what it does not know is not guessed",
        arguments: [
            ("No Bill Exist", "20002", StatementVerdict.absent(code: "No Bill Exist")),
            ("NO Bill Exist", "20002", .absent(code: "No Bill Exist")),
            ("Bill Creating", "20002", .notReady(code: "Bill Creating")),
            ("SIGN ERROR", "20001", .refused(code: "20001")),
            ("invalid bill_date", "20001", .refused(code: "20001")),
            (
                "SYSTEMERROR", "20100",
                .unreachable(Doubt(kind: .listedCode, detail: "20100"))
            ),
        ])
    func refusals(_ row: (String, String, StatementVerdict)) async throws {
        let xml = WeChatPayFixtures.xml([
            "return_code": "FAIL", "return_msg": row.0, "error_code": row.1,
        ])
        #expect(try await source(Shelf(file: Array(xml.utf8))).sample().verdict == row.2)
    }

    @Test("that does not come is asked for again; half of one is broken, and says why")
    func trouble() async throws {
        let half = Array(WeChatSample.text(WeChatSample.lines).prefix(900))
        let head = HTTPPart.head(status: 200, headers: [])
        #expect(
            try await source(Shelf([brokenOff])).sample().verdict
                == .unreachable(Doubt(kind: .timeout, detail: "time-out")))
        #expect(
            try await source(Shelf(file: [0x61], status: 502)).sample().verdict
                == .unreachable(Doubt(kind: .httpStatus, detail: "502")))
        #expect(
            problems(try await source(Shelf([head, .bytes(half), brokenOff])).sample().verdict)
                == [.brokenOff(Doubt(kind: .timeout, detail: "time-out"))])
        #expect(
            problems(try await source(Shelf([head, .bytes(half), .end])).sample().verdict)
                .contains(.noTotals))
        #expect(
            problems(try await source(Shelf([head, .end])).sample().verdict) == [.noHeader])
        let endless = Shelf(file: Array("<xml>".utf8) + [UInt8](repeating: 0x61, count: 100_000))
        #expect(
            try await source(endless).sample().verdict
                == .unreachable(Doubt(kind: .malformed, detail: "answer too large")))
    }
}

@Suite("WeChat Pay v3's statement")
struct WeChatPayV3StatementClientTests {
    private static let file = WeChatSample.text(WeChatSample.lines)
    private static let address = "http://127.0.0.1:9/v3/billdownload/file?token=abc"

    private func hash(_ bytes: [UInt8]) throws -> String {
        let hash = try RunningDigest(.sha1)
        hash.update(bytes[...])
        return Hex.lower(hash.finish())
    }

    private func source(
        _ shelf: Shelf, _ outcome: HTTPOutcome
    ) throws -> WeChatPayV3StatementClient {
        WeChatPayV3StatementClient(
            try WeChatPayV3Fixtures.settings(), transport: Script(outcome).transport,
            downloads: shelf.downloads, sources: Fixtures.sources)
    }

    private func announced(
        hash: String, address: String = address, type: String = "SHA1"
    ) throws -> HTTPOutcome {
        try WeChatPayV3Fixtures.answer(
            "{\"download_url\":\"\(address)\",\"hash_type\":\"\(type)\",\"hash_value\":\"\(hash)\"}"
        )
    }

    @Test("SHA-1 is that of FIPS 180-4, in pieces or whole")
    func vector() throws {
        #expect(try hash(Array("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(try hash([]) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        let parts = try RunningDigest(.sha1)
        for part in ["a", "", "bc"] { parts.update(Array(part.utf8)[...]) }
        #expect(Hex.lower(parts.finish()) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test("is fetched where the signed answer says, with a signature, and its hash compared")
    func whole() async throws {
        let shelf = Shelf(file: Self.file)
        let result = try await source(shelf, announced(hash: hash(Self.file))).sample()
        #expect(isComplete(result.verdict))
        #expect(result.rows == 3)
        let asked = try #require(shelf.requests.first)
        #expect(asked.url == Self.address)
        #expect(asked.method == .get)
        let line = asked.headers.value.only("Authorization") ?? ""
        #expect(line.hasPrefix("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\""))
    }

    @Test("with another hash is broken, however sound it looks")
    func otherHash() async throws {
        let result = try await source(
            Shelf(file: Self.file), announced(hash: hash(Array("other".utf8)))
        ).sample()
        #expect(problems(result.verdict) == [.otherContent])
    }

    @Test(
        "announced in a way that proves nothing is not fetched",
        arguments: [
            ("http://127.0.0.1:9/v3/x", "MD5", "00"), ("http://127.0.0.1:9/v3/x", "SHA1", "00"),
            ("http://elsewhere/v3/x", "SHA1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("file:///etc/passwd", "SHA1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ])
    func unfit(_ row: (String, String, String)) async throws {
        let shelf = Shelf(file: Self.file)
        let result = try await source(
            shelf, announced(hash: row.2, address: row.0, type: row.1)
        ).sample()
        guard case .unreachable(let doubt) = result.verdict else {
            Issue.record("\(result.verdict)")
            return
        }
        #expect(doubt.kind == .malformed)
        #expect(shelf.requests.isEmpty)
    }

    @Test("that is refused says how; unsigned, nothing is believed")
    func refusals() async throws {
        let shelf = Shelf(file: Self.file)
        for (code, expected) in [
            ("NO_STATEMENT_EXIST", StatementVerdict.absent(code: "NO_STATEMENT_EXIST")),
            ("STATEMENT_CREATING", .notReady(code: "STATEMENT_CREATING")),
            ("NO_AUTH", .refused(code: "NO_AUTH")),
            (
                "SYSTEM_ERROR",
                .unreachable(Doubt(kind: .listedCode, detail: "SYSTEM_ERROR"))
            ),
        ] {
            let answer = try WeChatPayV3Fixtures.failed(code)
            #expect(try await source(shelf, answer).sample().verdict == expected)
        }
        let unsigned = HTTPOutcome.answered(
            status: 400, body: Array("{\"code\":\"NO_STATEMENT_EXIST\"}".utf8))
        #expect(
            try await source(shelf, unsigned).sample().verdict
                == .unreachable(Doubt(kind: .httpStatus, detail: "400")))
        #expect(shelf.requests.isEmpty)
    }
}

@Suite("Alipay's statement")
struct AlipayStatementClientTests {
    private func source(_ shelf: Shelf, _ body: String) throws -> AlipayStatementClient {
        AlipayStatementClient(
            try AlipayFixtures.settings(), transport: Script(body: body).transport,
            downloads: shelf.downloads, sources: Fixtures.sources)
    }

    private func announced(_ address: String) throws -> String {
        try AlipayFixtures.answer(
            .statement, [("code", "10000"), ("bill_download_url", address)])
    }

    @Test("is fetched where the signed answer says, and read out of its archive")
    func whole() async throws {
        let shelf = Shelf(file: StatementArchives.alipay)
        let address = "http://127.0.0.1:9/downloadBillFile.resource?fileId=1"
        let result = try await source(shelf, announced(address)).sample()
        #expect(isComplete(result.verdict))
        #expect(result.rows == 3)
        #expect(shelf.requests.map(\.url) == [address])
    }

    @Test("that is refused says how")
    func refusals() async throws {
        let shelf = Shelf(file: StatementArchives.alipay)
        for (code, sub, expected) in [
            ("40004", "isp.bill_not_exist", StatementVerdict.absent(code: "isp.bill_not_exist")),
            ("40004", "isv.no-permission", .refused(code: "isv.no-permission")),
            (
                "20000", "isp.unknow-error",
                .unreachable(Doubt(kind: .listedCode, detail: "isp.unknow-error"))
            ),
            (
                "40005", "isv.call-limited",
                .unreachable(Doubt(kind: .listedCode, detail: "40005"))
            ),
        ] {
            let body = try AlipayFixtures.answer(.statement, [("code", code), ("sub_code", sub)])
            #expect(try await source(shelf, body).sample().verdict == expected)
        }
        #expect(shelf.requests.isEmpty)
    }

    @Test("whose answer is unsigned, or names no address of the web, is not fetched")
    func unfit() async throws {
        let shelf = Shelf(file: StatementArchives.alipay)
        let name = AlipayMethod.statement.responseName
        for body in [
            "{\"\(name)\":{\"code\":\"10000\",\"bill_download_url\":\"http://127.0.0.1:9/\"}}",
            try announced("file:///etc/passwd"), try announced("http://a b"),
        ] {
            guard case .unreachable = try await source(shelf, body).sample().verdict else {
                Issue.record("fetched")
                continue
            }
        }
        #expect(shelf.requests.isEmpty)
    }

    @Test("whose address is no longer good is asked for again; half an archive is broken")
    func trouble() async throws {
        let page = Shelf(file: Array("<html>expired</html>".utf8))
        let address = "http://127.0.0.1:9/x"
        #expect(
            try await source(page, announced(address)).sample().verdict
                == .unreachable(Doubt(kind: .malformed, detail: "no file")))
        let half = Shelf(file: Array(StatementArchives.alipay.prefix(600)))
        let kinds = problems(try await source(half, announced(address)).sample().verdict)
        guard case .unreadable(let chinese, let english)? = kinds.first, kinds.count == 1 else {
            Issue.record("\(kinds)")
            return
        }
        #expect(chinese == "压缩包不完整，请重新下载")
        #expect(english == "the archive is cut off; download it again")
    }
}

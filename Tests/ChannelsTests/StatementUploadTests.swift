// A statement's file as anybody may send it: whole and sound, of the wrong wallet, cut off, or made to
// do harm. Whatever is wrong with it, the verdict says so with its line, and nothing waits or grows.

import Channels
import Payments
import Retail
import Synchronization
import Testing

@Suite struct StatementUploadTests {
    /// What came of an upload in pieces of so many bytes.
    private func read(
        _ wallet: Wallet, _ files: [(name: String, bytes: [UInt8])], day: String = "2026-11-25",
        account: String? = nil, pieces: Int = 1_000, breaksOffAt end: Int = .max,
        sizeMax: Int = 4 << 20
    ) async throws -> (rows: Int, verdict: StatementVerdict) {
        let parts = files.map { name, bytes in
            let place = Mutex(0)
            return StatementPart(name: name) { () async throws(StatementPartError) in
                let start = place.withLock { place in
                    defer { place = min(bytes.count, place + pieces) }
                    return place
                }
                guard start < end else { throw .brokenOff }
                return start < bytes.count
                    ? Array(bytes[start..<min(bytes.count, start + pieces)]) : nil
            }
        }
        let rows = Mutex(0)
        let upload = StatementUpload(
            wallet: wallet, account: account, parts: parts, sizeMax: sizeMax,
            unpackedMax: 8 << 20)
        let verdict = await upload.fetch(try BusinessDate(iso: day)) { batch in
            rows.withLock { $0 += batch.rows.count }
        }
        return (rows.withLock { $0 }, verdict)
    }

    private func problems(_ verdict: StatementVerdict) -> [StatementProblem] {
        if case .broken(let report) = verdict { return report.problems }
        return []
    }

    private static let weChat = WeChatSample.text(WeChatSample.lines)

    @Test("A sound file is whole, in pieces of any size", arguments: [1, 7, 1_000, 100_000])
    func sound(_ pieces: Int) async throws {
        let read = try await read(
            .weChatPay, [("a.csv", StatementUploadTests.weChat)], pieces: pieces)
        guard case .complete(let report) = read.verdict else {
            Issue.record("\(read.verdict)")
            return
        }
        #expect(read.rows == 3 && report.totals.rows == 3)
        #expect(report.sha256?.count == 64)
    }

    @Test(
        "A file of another wallet is refused, and says which it should be",
        arguments: [Wallet.alipay, .bestPay, .unionPay, .digitalYuan])
    func otherWallet(_ wallet: Wallet) async throws {
        let read = try await read(wallet, [("a.csv", StatementUploadTests.weChat)])
        let found = problems(read.verdict)
        #expect(!found.isEmpty && read.rows == 0, "\(read.verdict)")
    }

    @Test("A line of another day is named by its number, in both languages")
    func otherDay() async throws {
        let read = try await read(
            .weChatPay, [("a.csv", StatementUploadTests.weChat)], day: "2026-11-24")
        let first = try #require(problems(read.verdict).first)
        #expect(first.line == 2)
        #expect(first.chinese.contains("第 2 行") && first.english.contains("Line 2"))
    }

    @Test(
        "An upload that breaks off is never whole, wherever it does", arguments: [0, 1, 400, 900])
    func brokenOff(_ end: Int) async throws {
        let read = try await read(
            .weChatPay, [("a.csv", StatementUploadTests.weChat)], pieces: 1, breaksOffAt: end)
        #expect(problems(read.verdict).map(\.kind).contains(.uploadBrokenOff))
    }

    @Test("What is larger than allowed is not read on, packed or unpacked")
    func tooLarge() async throws {
        let long = [UInt8](repeating: 0x0A, count: 200_000)
        let packed = try await read(.weChatPay, [("a", long)], sizeMax: 100_000)
        #expect(problems(packed.verdict).map(\.kind).contains(.fileTooLarge(max: 100_000)))
        // 64 MB of zeros in less than half a megabyte.
        let bomb = Bomb.gzip(matches: 250_000)
        #expect(bomb.count < 500_000)
        let read = try await read(.weChatPay, [("a.gz", bomb)])
        #expect(
            problems(read.verdict).contains { $0.english.contains("larger than allowed") },
            "\(problems(read.verdict).map(\.english))")
    }

    @Test(
        "What is made to do harm ends in a sentence",
        arguments: [
            ("an endless line", [UInt8](repeating: 0x41, count: 3_000_000)),
            ("zeros", [UInt8](repeating: 0, count: 100_000)),
            ("neither GBK nor UTF-8", [UInt8](repeating: 0xFF, count: 100_000)),
            ("half a character", Array("交易时间".utf8.dropLast())),
            ("lines of nothing", Array(String(repeating: "a,b\n", count: 100_000).utf8)),
            ("an empty zip", [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)),
            ("a cut zip", [0x50, 0x4B, 0x03, 0x04, 20]),
        ])
    func hostile(_ name: String, _ bytes: [UInt8]) async throws {
        for wallet in Wallet.allCases {
            let read = try await read(wallet, [("INN26112588ZM_1", bytes)])
            #expect(!problems(read.verdict).isEmpty, "\(name) \(wallet)")
            #expect(read.rows == 0, "\(name) \(wallet)")
        }
    }

    @Test("Reading ends where too much is wrong")
    func tooMuch() async throws {
        let lines = (0..<200_000).map { _ in "`x" }
        let bytes = WeChatSample.text([WeChatSample.header] + lines)
        let read = try await read(.weChatPay, [("a.csv", bytes)], pieces: 500)
        guard case .broken(let report) = read.verdict else {
            Issue.record("\(read.verdict)")
            return
        }
        #expect(report.problemCount < 1_000)
        #expect(report.problems.count == StatementReport.problemsKept)
    }

    @Test(
        "Numbers beyond 64 bits, minus signs and NULs in a line cost that line",
        arguments: ["99999999999999999999.00", "-1.00", "1e9", "0x10", "9\u{0}.50", "９.50"])
    func numbers(_ amount: String) async throws {
        var lines = WeChatSample.lines
        lines[1] = lines[1].replacing("`9.50", with: "`" + amount)
        let read = try await read(.weChatPay, [("a.csv", WeChatSample.text(lines))])
        #expect(problems(read.verdict).first?.line == 2, "\(amount)")
    }

    @Test("A path in an archive is a name and nothing more")
    func path() async throws {
        let bytes = Bomb.zip([("../../../etc/passwd", StatementUploadTests.weChat)])
        let read = try await read(.weChatPay, [("../a.zip", bytes)])
        guard case .complete = read.verdict else {
            Issue.record("\(read.verdict)")
            return
        }
        #expect(read.rows == 3)
        let two = Bomb.zip([
            ("/a", StatementUploadTests.weChat), ("/b", StatementUploadTests.weChat),
        ])
        #expect(
            problems(try await self.read(.weChatPay, [("a.zip", two)]).verdict).map(\.kind)
                .contains(.severalFiles))
    }

    @Test("BestPay's first line names the merchant, and another's file is refused by it")
    func otherMerchant() async throws {
        let bytes = Array("02310109000199000|20261125|0|0|0\n".utf8)
        #expect(
            problems(try await read(.bestPay, [("a", bytes)], account: "0231").verdict).map(\.kind)
                .first == .otherAccount("02310109000199000"))
        #expect(
            problems(
                try await read(.bestPay, [("a", bytes)], account: "02310109000199000").verdict
            ).isEmpty)
    }

    @Test("UnionPay's day needs both of its files, in the order of their days")
    func unionPay() async throws {
        let (own, next) = ("INN26112588ZM_8983", "INN26112688ZM_8983")
        func kinds(_ names: [String]) async throws -> [StatementProblem.Kind] {
            problems(try await read(.unionPay, names.map { ($0, [0x0A]) }).verdict).map(\.kind)
        }
        #expect(try await kinds([own, next]).isEmpty)
        #expect(try await !kinds([own]).isEmpty)
        #expect(try await kinds([next, own]).contains(.otherDay))
        #expect(try await kinds([own, next, next]) == [.severalFiles])
    }
}

/// Archives that no wallet would send.
private enum Bomb {
    /// A stored file each; paths as they are given.
    static func zip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var (archive, directory) = ([UInt8](), [UInt8]())
        for (name, bytes) in files {
            let name = Array(name.utf8)
            let sizes = number(checksum(bytes), 4) + number(bytes.count, 4) + number(bytes.count, 4)
            let common = number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + sizes
            let place = archive.count
            archive += [0x50, 0x4B, 3, 4] + common + number(name.count, 2) + number(0, 2) + name
            archive += bytes
            directory += [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(name.count, 2)
            directory += [UInt8](repeating: 0, count: 12) + number(place, 4) + name
        }
        let counts = number(files.count, 2) + number(files.count, 2)
        return archive + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + counts
            + number(directory.count, 4) + number(archive.count, 4) + number(0, 2)
    }

    /// One zero, and then `matches` times 258 more, in 13 bits each.
    static func gzip(matches: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var (byte, filled) = (UInt8(0), UInt8(0))
        func put(_ bits: [UInt8]) {
            for bit in bits {
                byte |= bit << filled
                filled += 1
                if filled == 8 {
                    bytes.append(byte)
                    (byte, filled) = (0, 0)
                }
            }
        }
        // The last block, of fixed codes; the literal 0; then length 258 at distance 1.
        put([1, 1, 0])
        put([0, 0, 1, 1, 0, 0, 0, 0])
        for _ in 0..<matches { put([1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]) }
        put([0, 0, 0, 0, 0, 0, 0])
        return bytes + [byte] + [UInt8](repeating: 0, count: 8)
    }

    private static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Int(~sum)
    }
}

// UnionPay's file of a clearing day, its columns written anew here; and what its signed answers may be.

import Channels
import Payments
import Retail
import Synchronization
import Testing

/// A line of 42 columns; `changes` by their number in the source.
private struct Line {
    private static let widths = [
        3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1,
        21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98,
    ]

    static func payment(_ changes: [Int: String] = [:]) -> [UInt8] {
        bytes(
            [
                1: "S22", 5: "1125101500", 7: "000000006510", 10: "202611251015000000018",
                12: "2026112510150001010200038741", 16: "D00000000039", 17: "C00000006471",
                20: "01", 28: "898310058120001",
            ].merging(changes) { $1 })
    }

    static func refund(_ changes: [Int: String] = [:]) -> [UInt8] {
        payment(
            [
                1: "S30", 5: "1125110000", 7: "000000000300", 10: "202611251100000000028",
                12: "R2026112511000001010200000001", 16: "C00000000002", 20: "04",
                27: "202611251015000000018", 41: "2026112510150001010200038741",
            ].merging(changes) { $1 })
    }

    /// Column 31 holds a name in GBK, two bytes a character, before what is read behind it.
    private static func bytes(_ values: [Int: String]) -> [UInt8] {
        var line: [UInt8] = []
        for (index, width) in widths.enumerated() {
            var value = Array((values[index + 1] ?? "").utf8)
            if index == 30 { value = [0xD2, 0xA9, 0xB7, 0xBF] }
            line += value + [UInt8](repeating: 0x20, count: max(0, width - value.count)) + [0x20]
        }
        return Array(line.dropLast())
    }
}

@Suite("A UnionPay statement")
struct UnionPayStatementTextTests {
    private static let name = "INN26112588ZM_898310058120001"

    private func read(
        _ lines: [[UInt8]], name: String = name, _ format: UnionPayStatementText = .init()
    ) -> ReadStatement {
        ReadStatement(format, [lines.flatMap { $0 + [0x0D, 0x0A] }], name: name)
    }

    @Test("gives a row for each payment, refund and reversal; columns are counted in bytes of GBK")
    func rows() throws {
        let read = read([
            Line.payment(), Line.refund(), Line.payment([20: "99", 16: "C00000000039"]),
            Line.refund([20: "31", 12: "X1"]), [],
        ])
        #expect(read.problems == [])
        #expect(read.isComplete)
        try #require(read.rows.count == 4)
        let order = "2026112510150001010200038741"
        #expect(
            read.rows[0]
                == StatementRow(
                    line: 1, kind: .payment, orderNumber: order,
                    tradeNumber: "202611251015000000018", orderAmount: Money(fen: 6_510),
                    settledAmount: Money(fen: 6_510), fee: StatementFee(microyuan: 390_000),
                    at: try CivilTime(spaced: "2026-11-25 10:15:00").timestamp,
                    account: "898310058120001", state: .succeeded))
        #expect(
            read.rows[1]
                == StatementRow(
                    line: 2, kind: .refund, orderNumber: order,
                    tradeNumber: "202611251015000000018",
                    refundNumber: "R2026112511000001010200000001",
                    channelRefundNumber: "202611251100000000028", refundAmount: Money(fen: 300),
                    settledRefundAmount: Money(fen: 300), fee: StatementFee(microyuan: -20_000),
                    at: try CivilTime(spaced: "2026-11-25 11:00:00").timestamp,
                    account: "898310058120001", state: .succeeded))
        #expect(read.rows[2].kind == .reversal && read.rows[2].orderNumber == order)
        #expect(read.rows[2].refundAmount == Money(fen: 6_510))
        #expect(read.rows[3].kind == .reversal && read.rows[3].orderNumber == order)
    }

    @Test("names a line that cannot be read, and keeps the others")
    func broken() {
        let whole = Line.payment()
        var shifted = whole
        shifted.insert(0x30, at: 40)
        let rows: [([UInt8], StatementProblem.Kind)] = [
            (Line.payment([7: "6,510"]), .value(column: "交易金额")),
            (Line.payment([12: ""]), .value(column: "商户订单号")),
            (Line.payment([5: "1332101500"]), .value(column: "交易传输时间")),
            (Line.payment([5: "11251015"]), .value(column: "交易传输时间")),
            (Line.payment([16: "00000000039"]), .value(column: "商户手续费")),
            (Line.payment([16: "D9999999999999"]), .width(found: 608, expected: 508)),
            (Line.payment([20: "02"]), .unlistedKind(column: "交易类型")),
            (Line.refund([41: ""]), .value(column: "原始交易订单号")),
            (shifted, .width(found: 608, expected: 508)),
            (Array(whole.prefix(500)), .width(found: 500, expected: 508)),
        ]
        for (line, kind) in rows {
            let read = read([line, whole])
            #expect(read.problems == [StatementProblem(kind, line: 1)])
            #expect(read.rows.map(\.line) == [2])
            #expect(!read.isComplete)
        }
    }

    @Test("has its year from its name: on new year's day, December is last year's")
    func year() throws {
        let lines = [Line.payment([5: "1231233000"]), Line.payment([5: "0101080000"])]
        let read = read(lines, name: "INN27010188ZM_898310058120001")
        #expect(
            read.rows.map { CivilTime($0.at).spaced }
                == ["2026-12-31 23:30:00", "2027-01-01 08:00:00"])
    }

    @Test(
        "of a clearing day belongs to two days, each line to one of them",
        arguments: [
            // (day wanted, cleared on, time of the line, is it a row, is it a problem)
            ("2026-11-25", "INN26112588", "1125101500", true, false),
            ("2026-11-25", "INN26112588", "1124233000", false, false),
            ("2026-11-24", "INN26112588", "1124233000", true, false),
            ("2026-11-24", "INN26112588", "1125101500", false, false),
            // Cleared late: with the day of its clearing, and only there.
            ("2026-11-25", "INN26112588", "1120101500", true, false),
            ("2026-11-24", "INN26112588", "1120101500", false, false),
            // From the future: the file is wrong.
            ("2026-11-25", "INN26112588", "1126101500", false, true),
        ])
    func days(_ row: (String, String, String, Bool, Bool)) throws {
        let day = try BusinessDate(iso: row.0)
        let cleared = try BusinessDate(iso: "2026-11-25")
        let format = UnionPayStatementText(of: day, settledOn: cleared)
        let read = read([Line.payment([5: row.2])], name: row.1 + "ZM_898310058120001", format)
        #expect(read.rows.count == (row.3 ? 1 : 0))
        #expect(read.kinds == (row.4 ? [.otherDay] : []))
    }

    @Test("of another clearing day, of disputes, or without a name is not taken for whole")
    func wrong() throws {
        let day = try BusinessDate(iso: "2026-11-26")
        let other = read([Line.payment()], UnionPayStatementText(of: day, settledOn: day))
        #expect(other.kinds.contains(.otherDay))
        let disputes = read([Line.payment()], name: "INN26112588ZME_898310058120001")
        #expect(disputes.kinds == [.dispute, .noHeader])
        #expect(disputes.problems.first?.chinese.contains("差错") == true)
        for name in ["", "bill.txt", "INN26139988ZM_1", "INN"] {
            #expect(read([Line.payment()], name: name).kinds == [.noHeader])
        }
    }
}

@Suite("UnionPay's answer about a statement")
struct UnionPayStatementClientTests {
    private func verdict(
        _ fields: [String: String], at now: String, isStrangers: Bool = false,
        isSigned: Bool = true
    ) async throws -> (StatementVerdict, asked: [String]) {
        let moment = try CivilTime(spaced: now).timestamp
        let asked = AskedDays()
        let settings = try UnionPayFixtures.settings(statements: "http://127.0.0.1:9/file/")
        let downloads = HTTPDownloads { request in
            let text = String(decoding: request.body.value, as: UTF8.self)
            let day = text.split(separator: "&").first { $0.hasPrefix("settleDate=") }?.suffix(4)
            asked.add(day.map(String.init) ?? "")
            let all = ["orderId": "", "txnType": "76", "txnSubType": "01"].merging(
                ["settleDate": day.map(String.init) ?? ""]
            ) { $1 }.merging(fields) { $1 }
            let body =
                (try? UnionPayFixtures.answer(all, isStrangers: isStrangers, isSigned: isSigned))
                ?? ""
            let shelf = Shelf(file: Array(body.utf8))
            return shelf.downloads.open(request)
        }
        let source = UnionPayStatementClient(
            settings, downloads: downloads,
            sources: WireSources(now: { moment }, nonce: { "n" }))
        let verdict = try await source.sample().verdict
        return (verdict, asked.days)
    }

    private final class AskedDays: Sendable {
        private let state = Mutex<[String]>([])

        func add(_ day: String) { state.withLock { $0.append(day) } }
        var days: [String] { state.withLock { $0 } }
    }

    @Test("nobody is asked before the clearing day of the last hour has ended")
    func early() async throws {
        for now in ["2026-11-25 23:30:00", "2026-11-26 10:00:00", "2026-11-26 23:59:59"] {
            let (verdict, asked) = try await verdict(["respCode": "98"], at: now)
            #expect(verdict == .notReady(code: "clearing"))
            #expect(asked.isEmpty)
        }
    }

    @Test("no file is \"not yet\" until noon, and then \"none\"")
    func none() async throws {
        let (early, asked) = try await verdict(["respCode": "98"], at: "2026-11-27 11:59:00")
        #expect(early == .notReady(code: "98"))
        #expect(asked == ["1125", "1126"])
        let (late, _) = try await verdict(["respCode": "98"], at: "2026-11-27 12:00:00")
        #expect(late == .absent(code: "98"))
    }

    @Test("a refusal says how; what is unsigned, forged or about something else proves nothing")
    func refusals() async throws {
        let now = "2026-11-28 10:00:00"
        #expect(try await verdict(["respCode": "31"], at: now).0 == .refused(code: "31"))
        for (fields, kind) in [
            (["respCode": "06"], Doubt.Kind.listedCode),
            (["merId": "000000000000000"], .foreignAnswer),
            (["settleDate": "1124"], .foreignAnswer), (["settleDate": ""], .malformed),
            (["fileContent": "%%%"], .malformed), ([:], .malformed),
        ] as [([String: String], Doubt.Kind)] {
            guard case .unreachable(let doubt) = try await verdict(fields, at: now).0 else {
                Issue.record("\(fields)")
                continue
            }
            #expect(doubt.kind == kind, "\(fields)")
        }
        for (isStrangers, isSigned) in [(true, true), (false, false)] {
            let (verdict, _) = try await verdict(
                ["respCode": "98"], at: now, isStrangers: isStrangers, isSigned: isSigned)
            guard case .unreachable(let doubt) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(doubt.kind == .badSignature)
        }
    }

    @Test("a file that is signed and cannot be unpacked is broken, not a crash")
    func damaged() async throws {
        // Not a stream; a stream of "hello"; half a stream; a stream and more.
        for content in ["AAAA", "eJzLSM3JyQcABiwCFQ==", "eJzLSM3J", "eJzLSM3JyQcABiwCFQAA"] {
            let (verdict, _) = try await verdict(
                ["fileContent": content], at: "2026-11-28 10:00:00")
            guard case .broken(let report) = verdict else {
                Issue.record("\(content): \(verdict)")
                continue
            }
            #expect(report.totals.rows == 0)
        }
    }
}

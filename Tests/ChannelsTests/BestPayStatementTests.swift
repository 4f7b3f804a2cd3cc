// BestPay's file, in the shape that is assumed: a line in front, then a line for each trade.

import Channels
import Payments
import Retail
import Testing

@Suite("A BestPay statement")
struct BestPayStatementTests {
    private static let front = "02310109000199000|20261125|3|6510|400"
    private static let payment =
        "2026112500001|2026112510150001010200038741||0001|6510|20261125101500|39"
    private static let refund =
        "2026112500002|RF2026112511000001010200000001|2026112510150001010200038741|0002|300|"
        + "20261125110000|2"
    /// As the public client shows them: five values.
    private static let reversal = "2026112500003|RV20261125X|20261125X|0006|100"
    private static let lines = [front, payment, refund, reversal]

    private func read(
        _ lines: [String], merchant: String? = BestPayFixtures.merchant,
        of day: String = "2026-11-25"
    ) throws -> ReadStatement {
        let format = BestPayStatementText(merchant: merchant, of: try BusinessDate(iso: day))
        return ReadStatement(format, [Array(lines.map { $0 + "\n" }.joined().utf8)])
    }

    @Test("gives a row for each payment, refund and reversal, and agrees with the line in front")
    func rows() throws {
        let read = try read(BestPayStatementTests.lines)
        #expect(read.problems == [])
        #expect(read.isComplete)
        try #require(read.rows.count == 3)
        #expect(
            read.rows[0]
                == StatementRow(
                    line: 2, kind: .payment, orderNumber: "2026112510150001010200038741",
                    tradeNumber: "2026112500001", orderAmount: Money(fen: 6_510),
                    settledAmount: Money(fen: 6_510), fee: StatementFee(microyuan: 390_000),
                    at: try CivilTime(spaced: "2026-11-25 10:15:00").timestamp,
                    account: BestPayFixtures.merchant, state: .succeeded))
        // Our own number of the refund, as it stands in our books.
        #expect(read.rows[1].refundNumber == "R2026112511000001010200000001")
        #expect(read.rows[1].orderNumber == "2026112510150001010200038741")
        #expect(read.rows[1].fee == StatementFee(microyuan: -20_000))
        #expect(read.rows[2].kind == .reversal && read.rows[2].orderNumber == "20261125X")
        #expect(CivilTime(read.rows[2].at).spaced == "2026-11-25 12:00:00")
    }

    @Test("names a line that cannot be read, and keeps the others")
    func broken() throws {
        let rows: [(String, StatementProblem.Kind)] = [
            ("1|2|3|0001", .width(found: 4, expected: 5)),
            ("|2|3|0001|1", .value(column: "翼支付流水号")),
            ("1||3|0001|1", .value(column: "商户请求号")),
            ("1|2||0002|1", .value(column: "原订单号")),
            ("1|2|3|0003|1", .unlistedKind(column: "交易类型")),
            ("1|2|3|0001|1.50", .value(column: "交易金额")),
            ("1|2|3|0001|-1", .value(column: "交易金额")),
            ("1|2|3|0001|99999999999999999999", .value(column: "交易金额")),
            ("1|2|3|0001|1|20261325101500", .value(column: "交易时间")),
            ("1|2|3|0001|1|20261125101500|x", .value(column: "手续费")),
        ]
        for (line, kind) in rows {
            let read = try read(BestPayStatementTests.lines + [line])
            #expect(read.problems == [StatementProblem(kind, line: 5)], "\(line)")
            #expect(read.rows.count == 3)
        }
    }

    @Test("that lost, gained or changed a line does not agree with the line in front")
    func totals() throws {
        let lines = BestPayStatementTests.lines
        for bent in [
            Array(lines.dropLast()), lines + [lines[1]],
            [lines[0], lines[1].replacing("6510|2", with: "6511|2")] + lines[2...],
        ] {
            let read = try read(bent)
            #expect(!read.isComplete)
            #expect(
                read.kinds.contains { kind in
                    if case .totalsDiffer = kind { return true }
                    return false
                })
        }
    }

    @Test("without its line in front, of another day or merchant, is not taken for whole")
    func wrong() throws {
        let lines = BestPayStatementTests.lines
        #expect(try read([]).kinds == [.noHeader])
        #expect(try read(["nonsense"]).kinds == [.noHeader, .noHeader])
        #expect(try read(["0231|20261125|x|1|1"]).kinds.first == .otherAccount("0231"))
        #expect(
            try read(["0231|20261125|x|1|1"], merchant: nil).kinds.first == .totalsUnreadable)
        #expect(
            try read(lines, merchant: "02310109000199009").kinds.first
                == .otherAccount("02310109000199000"))
        #expect(try read(lines, of: "2026-11-26").kinds.first == .otherDay)
        let late = lines[1].replacing("|20261125101500|", with: "|20261126000001|")
        #expect(try read([lines[0], late] + lines[2...]).kinds == [.otherDay])
    }

    @Test(
        "is fetched under its name; a file that is not there is none, or not yet",
        arguments: [
            (200, StatementVerdict?.none), (404, .absent(code: "404")),
            (503, .unreachable(Doubt(kind: .httpStatus, detail: "503"))),
        ])
    func fetched(_ row: (Int, StatementVerdict?)) async throws {
        let text = BestPayStatementTests.lines.map { $0 + "\n" }.joined()
        let shelf = Shelf(file: Array(text.utf8), status: row.0)
        let source = BestPayStatementClient(
            try BestPayFixtures.settings(statements: "https://files.example.com/bestpay/"),
            downloads: shelf.downloads)
        let result = try await source.sample()
        #expect(
            shelf.requests.map(\.url)
                == ["https://files.example.com/bestpay/2026112502310109000199000.txt"])
        guard let expected = row.1 else {
            #expect(result.rows == 3)
            guard case .complete = result.verdict else {
                Issue.record("\(result.verdict)")
                return
            }
            return
        }
        #expect(result.verdict == expected)
    }

    @Test("a page in the file's place, and no address at all, are no answer")
    func noFile() async throws {
        let page = Shelf(file: Array("<html>login</html>".utf8))
        for (address, shelf) in [("https://files.example.com/", page), (nil, page)] {
            let source = BestPayStatementClient(
                try BestPayFixtures.settings(statements: address), downloads: shelf.downloads)
            guard case .unreachable(let doubt) = try await source.sample().verdict else {
                Issue.record("\(address ?? "")")
                continue
            }
            #expect(doubt.kind == .malformed)
        }
    }

    @Test("an address must be a folder of the web or of this machine")
    func addresses() throws {
        for address in [
            "https://a.example/x/", "https://a.example/x", "file:///var/bestpay/",
            "http://127.0.0.1:9/",
        ] {
            #expect(throws: Never.self) { try BestPayFixtures.settings(statements: address) }
        }
        for address in [
            "file://host/x/", "http://a.example/", "file:///a%20b/", "x/", "",
        ] {
            #expect(throws: SettingsError.self) {
                try BestPayFixtures.settings(statements: address)
            }
        }
    }
}

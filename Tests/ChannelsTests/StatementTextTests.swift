// The files themselves: WeChat Pay's text and Alipay's lists, in the words of public samples,
// whole and with one thing wrong at a time.

import Channels
import Payments
import Retail
import Testing

/// What a file comes to.
struct ReadStatement: Equatable {
    var rows: [StatementRow] = []
    var problems: [StatementProblem] = []
    var verdict: StatementVerdict?

    var kinds: [StatementProblem.Kind] { problems.map(\.kind) }
    var isComplete: Bool {
        if case .complete = verdict { return true }
        return false
    }

    init<Format: StatementFormat>(
        _ format: Format, _ pieces: [[UInt8]], day: String? = nil, name: String = ""
    ) {
        let date = day.flatMap { try? BusinessDate(iso: $0) }
        let reading = StatementReading(format, of: date, sizeMax: 10_000_000, name: name)
        for piece in pieces { take(reading.feed(piece[...])) }
        let (batch, verdict) = reading.end()
        take(batch)
        self.verdict = verdict
    }

    private mutating func take(_ batch: StatementBatch) {
        rows += batch.rows
        problems += batch.problems
    }
}

enum WeChatSample {
    static let header =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
        + "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
        + "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
    static let payment =
        "`2026-11-25 10:00:00,`wx1,`1900000109,`0,`0101,`4200001,`P1,`oUser,`MICROPAY,`SUCCESS,`OTHERS,`CNY,"
        + "`9.50,`0.50,`0,`0,`0.00,`0.00,`,`,`药品,两盒,`,`0.06000,`0.60%,`10.00,`0.00,`"
    static let refund =
        "`2026-11-25 11:00:00,`wx1,`1900000109,`0,`0101,`4200001,`P1,`oUser,`MICROPAY,`REFUND,`OTHERS,`CNY,"
        + "`0.00,`0.00,`5030001,`P1R1,`2.50,`0.50,`ORIGINAL,`PROCESSING,`药品,`,`-0.02000,`0.60%,`0.00,`3.00,`"
    static let reversal =
        "`2026-11-25 12:00:00,`wx1,`1900000109,`0,`0101,`4200002,`P2,`oUser,`MICROPAY,`REVOKED,`OTHERS,`CNY,"
        + "`0.00,`0.00,`0,`0,`4.00,`0.00,`ORIGINAL,`SUCCESS,`药品,`,`-0.02000,`0.60%,`0.00,`4.00,`"
    static let totalsHeader =
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
    static let totals = "`3,`9.50,`6.50,`0.50,`0.02000,`10.00,`7.00"
    static let lines = [header, payment, refund, reversal, totalsHeader, totals]

    static func text(_ lines: [String]) -> [UInt8] {
        Array(("\u{FEFF}" + lines.map { $0 + "\r\n" }.joined()).utf8)
    }

    static func read(_ lines: [String], day: String? = nil) -> ReadStatement {
        ReadStatement(WeChatPayStatementText(), [text(lines)], day: day)
    }
}

@Suite("A WeChat Pay statement")
struct WeChatPayStatementTextTests {
    @Test("gives a row for each payment, refund and reversal, and agrees with its totals")
    func rows() throws {
        let read = WeChatSample.read(WeChatSample.lines, day: "2026-11-25")
        #expect(read.problems == [])
        #expect(read.isComplete)
        try #require(read.rows.count == 3)
        #expect(
            read.rows[0]
                == StatementRow(
                    line: 2, kind: .payment, orderNumber: "P1", tradeNumber: "4200001",
                    orderAmount: Money(fen: 1_000), settledAmount: Money(fen: 950),
                    fee: StatementFee(microyuan: 60_000),
                    feeRate: StatementRate(partsPerMillion: 6_000), at: time("2026-11-25 10:00:00"),
                    account: "1900000109", state: .succeeded))
        #expect(
            read.rows[1]
                == StatementRow(
                    line: 3, kind: .refund, orderNumber: "P1", tradeNumber: "4200001",
                    refundNumber: "P1R1", channelRefundNumber: "5030001",
                    refundAmount: Money(fen: 300), settledRefundAmount: Money(fen: 250),
                    fee: StatementFee(microyuan: -20_000),
                    feeRate: StatementRate(partsPerMillion: 6_000), at: time("2026-11-25 11:00:00"),
                    account: "1900000109", state: .processing))
        #expect(read.rows[2].kind == .reversal)
        #expect(read.rows[2].refundNumber == nil)
        #expect(read.rows[2].refundAmount == Money(fen: 400))
    }

    private func time(_ text: String) -> Timestamp {
        (try? CivilTime(spaced: text))?.timestamp ?? Timestamp(microseconds: 0)
    }

    @Test("is read the same wherever its pieces begin")
    func pieces() {
        let bytes = WeChatSample.text(WeChatSample.lines)
        let whole = ReadStatement(WeChatPayStatementText(), [bytes])
        #expect(whole.isComplete)
        #expect(whole == ReadStatement(WeChatPayStatementText(), bytes.map { [$0] }))
        for cut in bytes.indices {
            let parts = [Array(bytes[..<cut]), Array(bytes[cut...])]
            #expect(whole == ReadStatement(WeChatPayStatementText(), parts), "cut at \(cut)")
        }
    }

    @Test("that ends too early is never complete, wherever it ends")
    func truncated() {
        let bytes = WeChatSample.text(WeChatSample.lines)
        // Of the last total, `7.00`, the first digit says all.
        for count in 0..<(bytes.count - 5) {
            let read = ReadStatement(WeChatPayStatementText(), [Array(bytes.prefix(count))])
            #expect(!read.isComplete, "\(count) bytes")
        }
    }

    @Test("with no line but its totals is complete")
    func empty() {
        let totals = "`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00"
        let read = WeChatSample.read([WeChatSample.header, WeChatSample.totalsHeader, totals])
        #expect(read.isComplete && read.rows.isEmpty)
    }

    @Test("of payments alone, of before 2018, and with columns nobody asked for is read, too")
    func variants() {
        let payments = [
            "新增列,交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
                + "货币种类,总金额,代金券或立减优惠金额,商品名称,商户数据包,手续费,费率",
            "`x,`2014-11-10 16:33:45,`wx2,`10000100,`0,`1000,`1001690740201411100005734289,`1415640626,"
                + "`085e,`MICROPAY,`SUCCESS,`OTHERS,`CNY,`0.01,`0.0,`被扫支付测试,`订单额外描述,`0,`0.60%",
            "总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额", "`1,`0.01,`0.0,`0.0,`0",
        ]
        let read = WeChatSample.read(payments)
        #expect(read.problems == [])
        #expect(read.rows.map(\.orderAmount) == [Money(fen: 1)])
        #expect(read.rows.map(\.orderNumber) == ["1415640626"])
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let lines: [String]
        let expected: [StatementProblem]

        init(_ name: String, _ lines: [String], _ expected: [StatementProblem]) {
            testDescription = name
            self.lines = lines
            self.expected = expected
        }
    }

    private static func changed(_ line: Int, _ old: String, _ new: String) -> [String] {
        var lines = WeChatSample.lines
        lines[line - 1] = lines[line - 1].replacing(old, with: new)
        return lines
    }

    private static func differ(
        _ column: StatementColumn, _ stated: Int64, _ counted: Int64
    ) -> StatementProblem {
        StatementProblem(
            .totalsDiffer(StatementDifference(column: column, stated: stated, counted: counted)))
    }

    private static let withoutReversal = [
        differ(.rows, 3, 2), differ(.refundAmount, 7_000_000, 3_000_000),
        differ(.settledRefundAmount, 6_500_000, 2_500_000), differ(.fee, 20_000, 40_000),
    ]

    @Test(
        "with one thing wrong says which line and what, and keeps the rest",
        arguments: [
            Wrong(
                "no amount", changed(4, "`4.00,`0.00,`ORIGINAL", "`x,`0.00,`ORIGINAL"),
                [StatementProblem(.value(column: "退款金额"), line: 4)] + withoutReversal),
            Wrong(
                "half a fen", changed(4, "`0.00,`4.00,`", "`0.00,`4.005,`"),
                [StatementProblem(.value(column: "申请退款金额"), line: 4)] + withoutReversal),
            Wrong(
                "a value too few", changed(4, ",`ORIGINAL", ""),
                [StatementProblem(.width(found: 26, expected: 27), line: 4)] + withoutReversal),
            Wrong(
                "an unlisted state", changed(4, "REVOKED", "CLOSED"),
                [StatementProblem(.unlistedKind(column: "交易状态"), line: 4)] + withoutReversal),
            Wrong(
                "another currency", changed(4, "CNY", "USD"),
                [StatementProblem(.value(column: "货币种类"), line: 4)] + withoutReversal),
            Wrong(
                "no such time", changed(4, "11-25", "11-31"),
                [StatementProblem(.value(column: "交易时间"), line: 4)] + withoutReversal),
            Wrong(
                "a line missing", WeChatSample.lines.filter { $0 != WeChatSample.reversal },
                withoutReversal),
            Wrong(
                "a wrong total", changed(6, "`9.50", "`9.51"),
                [differ(.settledAmount, 9_510_000, 9_500_000)]),
            Wrong(
                "no totals", WeChatSample.lines.dropLast(2), [StatementProblem(.noTotals)]),
            Wrong(
                "no line of totals", WeChatSample.lines.dropLast(), [StatementProblem(.noTotals)]),
            Wrong(
                "unreadable totals", changed(6, "`3,", "`three,"),
                [StatementProblem(.totalsUnreadable, line: 6)]),
            Wrong(
                "something behind the totals", WeChatSample.lines + [WeChatSample.payment],
                [StatementProblem(.unexpectedLine, line: 7)]),
            Wrong(
                "something between", changed(3, WeChatSample.refund, "hello"),
                [
                    StatementProblem(.unexpectedLine, line: 3), differ(.rows, 3, 2),
                    differ(.refundAmount, 7_000_000, 4_000_000),
                    differ(.settledRefundAmount, 6_500_000, 4_000_000),
                    differ(.couponRefundAmount, 500_000, 0), differ(.fee, 20_000, 40_000),
                ]),
            Wrong(
                "a missing column", changed(1, "手续费,", "小费,"),
                [StatementProblem(.missingColumn("手续费"), line: 1)]),
            Wrong(
                "a column twice", changed(1, "费率备注", "费率"),
                [StatementProblem(.columnTwice("费率"), line: 1)]),
            Wrong("another file", ["<html>", "x"], [StatementProblem(.noHeader, line: 1)]),
            Wrong("nothing", [], [StatementProblem(.noHeader)]),
        ])
    func wrong(_ row: Wrong) {
        let read = WeChatSample.read(row.lines)
        #expect(Set(read.problems.map(\.english)) == Set(row.expected.map(\.english)))
        #expect(read.problems.count == row.expected.count)
        #expect(!read.isComplete)
    }

    @Test("with a line of another day names it, and hands it on")
    func otherDay() {
        let read = WeChatSample.read(
            Self.changed(3, "11-25 11:00:00", "11-26 00:00:00"), day: "2026-11-25")
        #expect(read.problems == [StatementProblem(.otherDay, line: 3)])
        #expect(read.rows.count == 3)
    }

    @Test("repeats nothing of a line that it cannot read")
    func secrecy() {
        let read = WeChatSample.read(Self.changed(3, "CNY", "oUser 13800000000"))
        let words = read.problems.flatMap { [$0.chinese, $0.english] }.joined()
        #expect(!read.problems.isEmpty)
        #expect(!words.contains("138") && !words.contains("oUser") && !words.contains("P1"))
    }

    @Test("of a thousand mutations is read without a crash, and never complete with other sums")
    func mutations() {
        let bytes = WeChatSample.text(WeChatSample.lines)
        let whole = ReadStatement(WeChatPayStatementText(), [bytes])
        var seed: UInt64 = 11
        for _ in 0..<1_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var changed = bytes
            changed[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
            let read = ReadStatement(WeChatPayStatementText(), [changed])
            guard read.isComplete else { continue }
            #expect(read.rows.map(\.orderAmount) == whole.rows.map(\.orderAmount))
            #expect(read.rows.map(\.refundAmount) == whole.rows.map(\.refundAmount))
        }
    }
}

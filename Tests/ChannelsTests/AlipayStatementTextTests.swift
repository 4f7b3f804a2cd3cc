// Alipay's list and summary, in the words of public samples; the archive around them is Python's.

import Channels
import Payments
import Retail
import Testing

enum AlipaySample {
    static let front = [
        "#支付宝业务明细查询", "#账号：[20881234567890120156]",
        "#起始日期：[2026年11月25日 00:00:00]   终止日期：[2026年11月26日 00:00:00]",
        "#-----------------------------------------业务明细列表----------------------------------------",
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
            + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
            + "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注",
    ]
    static let payment =
        "2026112522001\t,P1\t,交易\t,药品,2026-11-25 10:00:00,2026-11-25 10:00:05,0101\t,\t,03\t,\t,"
        + "*溪(138****0000)\t,10.00,9.50,0.00,0.00,0.00,0.50,0.00,,0.00\t,0.00,\t,-0.06,0.00,"
    static let refund =
        "2026112522001\t,P1\t,退款\t,\"药品,两盒\",2026-11-25 10:00:00,2026-11-25 11:00:00,\t,\t,\t,\t,"
        + "*溪(138****0000)\t,-3.00,-2.50,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,P1R1\t,0.02,0.00,"
    static let cancel =
        "2026112522002\t,P2\t,退款\t,药品,2026-11-25 10:00:00,2026-11-25 12:00:00,\t,\t,\t,\t,"
        + "*溪(138****0000)\t,-4.00,-4.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,0.02,0.00,"
    static let end = [
        "#-----------------------------------------业务明细列表结束------------------------------------",
        "#交易合计：1笔，商家实收共9.50元，商家优惠共0.50元",
        "#退款合计：2笔，商家实收退款共-6.50元，商家优惠退款共0.00元", "#导出时间：[2026年11月26日 06:27:10]",
    ]
    static let list = front + [payment, refund, cancel] + end

    static func text(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    static func read(_ lines: [String]) -> ReadStatement {
        ReadStatement(AlipayStatementText(), [text(lines)], day: "2026-11-25")
    }
}

@Suite("An Alipay statement")
struct AlipayStatementTextTests {
    @Test("gives a row for each payment, refund and cancel, without the signs and tabs of the file")
    func rows() throws {
        let read = AlipaySample.read(AlipaySample.list)
        #expect(read.problems == [])
        #expect(read.isComplete)
        try #require(read.rows.count == 3)
        let payment = read.rows[0]
        #expect(payment.line == 6)
        #expect(payment.kind == .payment)
        #expect(payment.orderNumber == "P1" && payment.tradeNumber == "2026112522001")
        #expect(payment.orderAmount == Money(fen: 1_000))
        #expect(payment.settledAmount == Money(fen: 950))
        #expect(payment.fee == StatementFee(microyuan: 60_000))
        #expect(payment.account == "2088123456789012")
        #expect(CivilTime(payment.at).spaced == "2026-11-25 10:00:05")
        let refund = read.rows[1]
        #expect(refund.kind == .refund && refund.refundNumber == "P1R1")
        #expect(refund.refundAmount == Money(fen: 300))
        #expect(refund.settledRefundAmount == Money(fen: 250))
        #expect(refund.fee == StatementFee(microyuan: -20_000))
        #expect(read.rows[2].kind == .reversal && read.rows[2].refundNumber == nil)
    }

    @Test("is read the same wherever its pieces begin")
    func pieces() {
        let bytes = AlipaySample.text(AlipaySample.list)
        let whole = ReadStatement(AlipayStatementText(), [bytes])
        #expect(whole.isComplete)
        #expect(whole == ReadStatement(AlipayStatementText(), bytes.map { [$0] }))
        for cut in bytes.indices {
            let parts = [Array(bytes[..<cut]), Array(bytes[cut...])]
            #expect(whole == ReadStatement(AlipayStatementText(), parts), "cut at \(cut)")
        }
    }

    @Test("in a zip of GBK files, list and summary, is read the same wherever its pieces begin")
    func archive() {
        let bytes = StatementArchives.alipay
        let whole = ReadStatement(AlipayStatementText(), [bytes], day: "2026-11-25")
        #expect(whole.problems == [])
        #expect(whole.rows == AlipaySample.read(AlipaySample.list).rows)
        for cut in stride(from: 0, to: bytes.count, by: 3) {
            let parts = [Array(bytes[..<cut]), Array(bytes[cut...])]
            #expect(
                whole == ReadStatement(AlipayStatementText(), parts, day: "2026-11-25"),
                "cut at \(cut)")
        }
        for count in stride(from: 0, to: bytes.count, by: 3) {
            let read = ReadStatement(AlipayStatementText(), [Array(bytes.prefix(count))])
            #expect(!read.isComplete, "\(count) bytes")
        }
    }

    @Test("whose archive lacks a file, or has another summary, is not complete")
    func archives() {
        let read = { ReadStatement(AlipayStatementText(), [$0]).kinds }
        #expect(read(StatementArchives.alipayWithoutSummary) == [.missingFile("业务明细(汇总)")])
        #expect(read(StatementArchives.alipayWithoutList) == [.missingFile("业务明细")])
        #expect(
            read(StatementArchives.alipayOtherSummary) == [
                .totalsDiffer(StatementDifference(column: .payments, stated: 2, counted: 1))
            ])
        #expect(read(StatementArchives.alipayTwoLists).contains(.severalFiles))
    }

    private static func changed(_ line: Int, _ old: String, _ new: String) -> [String] {
        var lines = AlipaySample.list
        lines[line - 1] = lines[line - 1].replacing(old, with: new)
        return lines
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let lines: [String]
        let expected: StatementProblem

        init(_ lines: [String], _ kind: StatementProblem.Kind, line: Int? = nil) {
            expected = StatementProblem(kind, line: line)
            testDescription = expected.english
            self.lines = lines
        }
    }

    @Test(
        "with one thing wrong says which line and what",
        arguments: [
            Wrong(changed(6, ",10.00,", ",ten,"), .value(column: "订单金额（元）"), line: 6),
            Wrong(changed(6, ",10.00,", ",-10.00,"), .value(column: "订单金额（元）"), line: 6),
            Wrong(changed(7, ",-3.00,", ",3.00,"), .value(column: "订单金额（元）"), line: 7),
            Wrong(changed(6, "10:00:05", "10:00:65"), .value(column: "完成时间"), line: 6),
            Wrong(changed(6, "交易\t", "分账\t"), .unlistedKind(column: "业务类型"), line: 6),
            Wrong(changed(6, ",P1\t", ",P 1\t"), .value(column: "商户订单号"), line: 6),
            Wrong(changed(6, ",药品,", ",药品,两盒,"), .width(found: 26, expected: 25), line: 6),
            Wrong(changed(5, "服务费（元）", "劳务费（元）"), .missingColumn("服务费（元）"), line: 5),
            Wrong(changed(10, "9.50元", "九元"), .totalsUnreadable, line: 10),
            Wrong(
                changed(10, "9.50元", "9.51元"),
                .totalsDiffer(
                    StatementDifference(
                        column: .paymentReceipts, stated: 9_510_000, counted: 9_500_000))),
            Wrong(
                changed(11, "2笔", "3笔"),
                .totalsDiffer(StatementDifference(column: .refunds, stated: 3, counted: 2))),
            Wrong(AlipaySample.list + [AlipaySample.payment], .unexpectedLine, line: 13),
            Wrong(AlipaySample.list.filter { !$0.contains("退款合计") }, .noTotals),
            Wrong(Array(AlipaySample.list.prefix(8)), .noTotals),
            Wrong(Array(AlipaySample.list.prefix(9)), .noTotals),
            Wrong(["#hello", "a,b"], .noHeader),
        ])
    func wrong(_ row: Wrong) {
        let read = AlipaySample.read(row.lines)
        #expect(read.problems.contains(row.expected), "\(read.problems.map(\.english))")
        #expect(!read.isComplete)
    }

    @Test("of older years is read, too")
    func older() {
        let lines = AlipaySample.list.map { line in
            line.replacing("商家实收共", with: "交易金额共")
                .replacing("商家实收退款共", with: "交易退款金额共")
        }
        #expect(AlipaySample.read(lines).problems == [])
    }

    @Test("names no account and no customer in what it says")
    func secrecy() {
        let read = AlipaySample.read(Self.changed(6, ",10.00,", ",ten,"))
        let words = read.problems.flatMap { [$0.chinese, $0.english] }.joined()
        #expect(!words.contains("138") && !words.contains("溪") && !words.contains("2088"))
    }
}

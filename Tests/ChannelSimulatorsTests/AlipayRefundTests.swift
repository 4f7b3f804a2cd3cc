// Refunds by Alipay as a merchant meets them: requests signed by the test's own code, answers read only
// after the signature over their exact bytes has been checked.

import ChannelSimulators
import Retail
import Testing

@Suite("Alipay refunds")
struct AlipayRefundTests {
    let base: AlipayPlayTests

    init() throws {
        base = try AlipayPlayTests()
    }

    func pay(_ number: String = "n1") throws -> JSON {
        try base.ask("pay", base.order(base.code(), number: number))
    }

    func refund(
        _ yuan: String, _ number: String? = "R1", more: String = "", twist: Twist = .none
    ) throws -> JSON {
        let request = number.map { ",\"out_request_no\":\"\($0)\"" } ?? ""
        return try base.ask(
            "refund",
            "{\(more)\"out_trade_no\":\"n1\",\"refund_amount\":\"\(yuan)\"\(request)}",
            twist: twist)
    }

    func query(
        _ number: String = "R1", more: String = "", twist: Twist = .none
    ) throws -> JSON {
        let content = "{\(more)\"out_trade_no\":\"n1\",\"out_request_no\":\"\(number)\"}"
        let fields = try base.merchant.alipay("alipay.trade.fastpay.refund.query", content)
        return try base.merchant.alipayNode(
            base.play.reply(to: fields, twist: twist).body,
            "alipay_trade_fastpay_refund_query_response")
    }

    func status() throws -> String? {
        try base.ask("query", "{\"out_trade_no\":\"n1\"}")["trade_status"]?.string
    }

    var balance: Int64? {
        base.books.change { ledger, _ in
            ledger.accounts.first { $0.id == "zhou" }?.purse(.alipay)?.balance.fen
        }
    }

    @Test("in parts: each is there at once, the fee adds up, the trade closes with the last")
    func parts() throws {
        let trade = try pay()["trade_no"]?.string
        for (yuan, number, sum, status) in [
            ("20.00", "R1", "20.00", "TRADE_SUCCESS"), ("45.1", "R2", "65.10", "TRADE_CLOSED"),
        ] {
            let answer = try refund(yuan, number)
            #expect(answer["code"]?.string == "10000")
            #expect(answer["fund_change"]?.string == "Y")
            #expect(answer["refund_fee"]?.string == sum)
            #expect(answer["trade_no"]?.string == trade)
            #expect(answer["out_trade_no"]?.string == "n1")
            #expect(answer["buyer_logon_id"]?.string == "zho***@example.com")
            #expect(try self.status() == status)
        }
        #expect(balance == 500_000)
        let first = try query()
        #expect(first["refund_status"]?.string == "REFUND_SUCCESS")
        #expect(first["refund_amount"]?.string == "20.00")
        #expect(first["total_amount"]?.string == "65.10")
        #expect(first["out_request_no"]?.string == "R1")
        #expect(first["gmt_refund_pay"] == nil)
        let timed = try query("R2", more: "\"query_options\":[\"gmt_refund_pay\"],")
        #expect(timed["refund_amount"]?.string == "45.10")
        #expect(timed["gmt_refund_pay"]?.string == "2026-11-23 11:09:25")
        // Closed, and yet it tells that it was paid.
        let closed = try base.ask("query", "{\"out_trade_no\":\"n1\"}")
        #expect(closed["send_pay_date"]?.string == "2026-11-23 11:09:25")
        #expect(closed["receipt_amount"]?.string == "65.10")
    }

    @Test("asked again: no change of funds, given back once; whole without a number, too")
    func repeats() throws {
        _ = try pay()
        for (number, change) in [("R1", "Y"), ("R1", "N"), ("R1", "N")] {
            let answer = try refund("65.10", number)
            #expect(answer["fund_change"]?.string == change)
            #expect(answer["refund_fee"]?.string == "65.10")
        }
        #expect(balance == 500_000)
        _ = try pay("n2")
        for change in ["Y", "N"] {
            let answer = try refund("65.10", nil, more: "\"out_trade_no\":\"n2\",")
            #expect(answer["fund_change"]?.string == change)
        }
        let asked = try query("n2", more: "\"out_trade_no\":\"n2\",")
        #expect(asked["refund_status"]?.string == "REFUND_SUCCESS")
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let yuan: String
        var number: String? = "R2"
        var more = ""
        let code: String
        var testDescription: String { "\(yuan) \(number ?? "–") \(more) → \(code)" }
    }

    @Test(
        "after 20.00 of 65.10, what is wrong is refused with its sub_code",
        arguments: [
            Refused(yuan: "45.11", code: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
            Refused(yuan: "10.00", number: nil, code: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
            Refused(yuan: "10.00", number: "R1", code: "ACQ.DISCORDANT_REPEAT_REQUEST"),
            Refused(yuan: "0.00", code: "ACQ.INVALID_PARAMETER"),
            Refused(yuan: "-1.00", code: "ACQ.INVALID_PARAMETER"),
            Refused(yuan: "1.001", code: "ACQ.INVALID_PARAMETER"),
            Refused(yuan: "10.00", number: "R 2", code: "ACQ.INVALID_PARAMETER"),
            Refused(
                yuan: "10.00", more: "\"out_request_no\":1,", code: "ACQ.INVALID_PARAMETER"),
            Refused(
                yuan: "10.00", more: "\"out_trade_no\":\"none\",", code: "ACQ.TRADE_NOT_EXIST"),
            Refused(yuan: "10.00", more: "\"trade_no\":\"1\",", code: "ACQ.TRADE_NOT_EXIST"),
            Refused(yuan: "10.00", more: "\"out_trade_no\":\"\",", code: "ACQ.INVALID_PARAMETER"),
        ])
    func refused(_ row: Refused) throws {
        _ = try pay()
        _ = try refund("20.00")
        let answer = try refund(row.yuan, row.number, more: row.more)
        #expect(answer["code"]?.string == "40004")
        #expect(answer["sub_code"]?.string == row.code)
        #expect(balance == 495_490)
        #expect(try refund("45.10", "R3")["fund_change"]?.string == "Y")
        #expect(try refund("0.01", "R4")["sub_code"]?.string == "ACQ.TRADE_HAS_CLOSE")
    }

    @Test("a trade that waits, was cancelled or is too old; a cancel after a refund")
    func states() throws {
        _ = try base.ask("pay", base.order(base.code("slow")))
        #expect(try refund("1.00")["sub_code"]?.string == "ACQ.TRADE_STATUS_ERROR")
        _ = try base.ask("cancel", "{\"out_trade_no\":\"n1\"}")
        #expect(try refund("1.00")["sub_code"]?.string == "ACQ.TRADE_HAS_CLOSE")
        let other = "\"out_trade_no\":\"n2\","
        _ = try pay("n2")
        _ = try refund("1.00", more: other)
        #expect(
            try base.ask("cancel", "{\"out_trade_no\":\"n2\"}")["sub_code"]?.string
                == "ACQ.REASON_TRADE_REFUND_FEE_ERR")
        base.world.pass(.days(366))
        #expect(
            try refund("1.00", "R2", more: other)["sub_code"]?.string == "ACQ.TRADE_HAS_FINISHED")
    }

    @Test(
        "a query of an unknown refund is a success that says nothing; of an unknown trade an error")
    func absent() throws {
        _ = try pay()
        let empty = try query()
        #expect(empty["code"]?.string == "10000")
        #expect(empty["refund_status"] == nil)
        #expect(empty["out_request_no"] == nil)
        #expect(
            try query(more: "\"out_trade_no\":\"none\",")["sub_code"]?.string
                == "ACQ.TRADE_NOT_EXIST")
        #expect(try query("")["sub_code"]?.string == "ACQ.INVALID_PARAMETER")
    }

    @Test("twists: the seller is short, the answer is bent as asked and still signed")
    func twists() throws {
        _ = try pay()
        #expect(
            try refund("20.00", twist: .refundNotEnough)["sub_code"]?.string
                == "ACQ.SELLER_BALANCE_NOT_ENOUGH")
        #expect(
            try refund("20.00", twist: .systemErrorInstead)["sub_code"]?.string
                == "ACQ.SYSTEM_ERROR")
        #expect(try query()["refund_status"] == nil)
        #expect(try refund("20.00", twist: .systemErrorAfter)["code"]?.string == "20000")
        #expect(try query()["refund_status"]?.string == "REFUND_SUCCESS")
        let hidden = try query(twist: .notFound)
        #expect(hidden["code"]?.string == "10000")
        #expect(hidden["refund_status"] == nil)
        #expect(try query(twist: .wrongAmount)["refund_amount"]?.string == "21.00")
        #expect(try refund("20.00", twist: .wrongAmount)["refund_fee"]?.string == "21.00")
        #expect(throws: Merchant.Incomplete.self) { try refund("20.00", twist: .badSignature) }
    }
}

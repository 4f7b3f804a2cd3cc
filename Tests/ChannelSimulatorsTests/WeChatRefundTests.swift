// Refunds by WeChat Pay v2 as a merchant meets them: signed by the test's own code, and every answer's
// signature checked before it is read.

import ChannelSimulators
import Retail
import Testing

@Suite("WeChat Pay v2 refunds")
struct WeChatRefundTests {
    let base: WeChatPlayTests

    init() throws {
        base = try WeChatPlayTests()
    }

    /// A paid order of 65.10.
    func pay(_ number: String = "n1") throws -> [String: String] {
        try base.ask(.pay, base.order(base.code(), number: number))
    }

    func refund(
        _ fen: Int64, _ number: String = "R1", _ changes: [String: String?] = [:],
        twist: Twist = .none
    ) throws -> [String: String] {
        try base.ask(
            .refund,
            [
                "out_trade_no": "n1", "out_refund_no": number, "total_fee": "6510",
                "refund_fee": "\(fen)",
            ], changes, twist: twist)
    }

    func query(
        _ fields: [String: String] = ["out_refund_no": "R1"], twist: Twist = .none
    ) throws -> [String: String] {
        try base.ask(.refundQuery, fields, twist: twist)
    }

    var balance: Int64? {
        base.books.change { ledger, now in
            ledger.catchUp(at: now)
            return ledger.accounts.first?.purse(.wechat)?.balance.fen
        }
    }

    @Test("accepted with every field, then on its way, then arrived")
    func life() throws {
        let paid = try pay()
        let accepted = try refund(2_000)
        #expect(accepted["result_code"] == "SUCCESS")
        #expect(accepted["transaction_id"] == paid["transaction_id"])
        #expect(accepted["out_trade_no"] == "n1")
        #expect(accepted["out_refund_no"] == "R1")
        #expect(accepted["refund_id"]?.utf8.count == 29)
        #expect(accepted["refund_fee"] == "2000")
        #expect(accepted["cash_refund_fee"] == "2000")
        #expect(accepted["total_fee"] == "6510")
        #expect(try query()["refund_status_0"] == "PROCESSING")
        #expect(try query()["refund_success_time_0"] == nil)
        #expect(balance == 493_490)
        base.world.pass(.seconds(2))
        let arrived = try query()
        #expect(arrived["refund_count"] == "1")
        #expect(arrived["out_refund_no_0"] == "R1")
        #expect(arrived["refund_id_0"] == accepted["refund_id"])
        #expect(arrived["refund_fee_0"] == "2000")
        #expect(arrived["refund_fee"] == "2000")
        #expect(arrived["refund_status_0"] == "SUCCESS")
        #expect(arrived["refund_success_time_0"] == "2026-11-23 11:09:27")
        #expect(arrived["out_trade_no"] == "n1")
        #expect(balance == 495_490)
        let order = try base.ask(.query, ["out_trade_no": "n1"])
        #expect(order["trade_state"] == "REFUND")
        #expect(order["total_fee"] == "6510")
        #expect(order["transaction_id"] == paid["transaction_id"])
        #expect(order["time_end"] == "20261123110925")
    }

    @Test("asked again with the same data it answers the same and gives back once")
    func repeats() throws {
        _ = try pay()
        let first = try refund(2_000)
        for _ in 0..<3 {
            let again = try refund(2_000)
            #expect(again["refund_id"] == first["refund_id"])
            #expect(again["refund_fee"] == "2000")
            base.world.pass(.seconds(2))
        }
        #expect(balance == 495_490)
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let changes: [String: String?]
        let code: String
        var testDescription: String { "\(changes) → \(code)" }
    }

    @Test(
        "after 20.00 of 65.10, a refund of 10.00 with something wrong is refused with its code",
        arguments: [
            Refused(changes: ["out_refund_no": nil], code: "LACK_PARAMS"),
            Refused(changes: ["total_fee": nil], code: "LACK_PARAMS"),
            Refused(changes: ["refund_fee": ""], code: "LACK_PARAMS"),
            Refused(changes: ["out_trade_no": nil], code: "LACK_PARAMS"),
            Refused(changes: ["refund_fee": "0"], code: "PARAM_ERROR"),
            Refused(changes: ["refund_fee": "10.00"], code: "PARAM_ERROR"),
            Refused(changes: ["refund_fee": "9223372036854775808"], code: "PARAM_ERROR"),
            Refused(changes: ["refund_fee_type": "USD"], code: "PARAM_ERROR"),
            Refused(changes: ["out_refund_no": "R 2"], code: "PARAM_ERROR"),
            Refused(
                changes: ["out_refund_no": String(repeating: "1", count: 65)], code: "PARAM_ERROR"),
            Refused(
                changes: ["refund_desc": String(repeating: "退", count: 27)], code: "PARAM_ERROR"),
            Refused(changes: ["out_trade_no": "none"], code: "ORDERNOTEXIST"),
            Refused(
                changes: ["out_trade_no": nil, "transaction_id": "1"],
                code: "INVALID_TRANSACTIONID"),
            Refused(changes: ["total_fee": "6511"], code: "REFUND_FEE_MISMATCH"),
            Refused(changes: ["out_refund_no": "R1"], code: "REFUND_FEE_MISMATCH"),
            Refused(changes: ["refund_fee": "4511"], code: "INVALID_REQUEST"),
        ])
    func refused(_ row: Refused) throws {
        _ = try pay()
        _ = try refund(2_000)
        let answer = try refund(1_000, "R2", row.changes)
        #expect(answer["result_code"] == "FAIL")
        #expect(answer["err_code"] == row.code)
        base.world.pass(.seconds(2))
        #expect(balance == 495_490)
        #expect(try refund(4_510, "R3")["result_code"] == "SUCCESS")
        #expect(try refund(1, "R4")["err_code"] == "ERROR")
    }

    @Test("more than the order, by the request's own amounts, is refused without a signature")
    func tooMuch() throws {
        _ = try pay()
        let body = base.merchant.wechat([
            "out_trade_no": "n1", "out_refund_no": "R1", "total_fee": "6510", "refund_fee": "6511",
        ])
        let reply = base.play.reply(to: body, call: .refund, twist: .none)
        #expect(
            FlatXML.fields(reply.body)
                == ["return_code": "FAIL", "return_msg": "invalid refund_fee"])
    }

    @Test("an order that was not paid, was reversed, or is too old")
    func states() throws {
        _ = try base.ask(.pay, base.order(base.code("slow"), number: "n1"))
        #expect(try refund(1)["err_code"] == "ORDERNOTEXIST")
        for _ in 0..<2 { _ = try base.ask(.reverse, ["out_trade_no": "n1"]) }
        #expect(try refund(1)["err_code"] == "ORDERNOTEXIST")
        _ = try pay("n2")
        _ = try base.ask(.reverse, ["out_trade_no": "n2"])
        #expect(try refund(1, "R1", ["out_trade_no": "n2"])["err_code"] == "ERROR")
        _ = try pay("n3")
        base.world.pass(.days(366))
        #expect(try refund(1, "R1", ["out_trade_no": "n3"])["err_code"] == "TRADE_OVERDUE")
    }

    @Test("a reversal after a refund is refused")
    func reversal() throws {
        _ = try pay()
        _ = try refund(1)
        #expect(try base.ask(.reverse, ["out_trade_no": "n1"])["err_code"] == "TRADE_ERROR")
    }

    @Test("a query finds refunds by each of the four numbers, ten at a time")
    func queries() throws {
        let paid = try pay()
        for part in 1...12 { _ = try refund(Int64(part), "R\(part)") }
        let trade = paid["transaction_id"] ?? ""
        for fields in [["out_trade_no": "n1"], ["transaction_id": trade]] {
            let page = try query(fields)
            #expect(page["refund_count"] == "10")
            #expect(page["total_refund_count"] == nil)
            #expect(page["out_refund_no_9"] == "R10")
            #expect(page["refund_fee"] == "78")
            let rest = try query(fields.merging(["offset": "10"]) { $1 })
            #expect(rest["refund_count"] == "2")
            #expect(rest["total_refund_count"] == "12")
            #expect(rest["out_refund_no_1"] == "R12")
        }
        let id = try query(["out_refund_no": "R7"])["refund_id_0"] ?? ""
        // The more exact number counts.
        let one = try query(["refund_id": id, "out_refund_no": "R1", "out_trade_no": "n1"])
        #expect(one["out_refund_no_0"] == "R7")
        #expect(one["refund_count"] == "1")
    }

    @Test(
        "a query of what is not there",
        arguments: [
            Refused(changes: ["out_refund_no": "R2"], code: "REFUNDNOTEXIST"),
            Refused(changes: ["refund_id": "1"], code: "REFUNDNOTEXIST"),
            Refused(changes: ["out_trade_no": "none"], code: "REFUNDNOTEXIST"),
            Refused(changes: ["out_trade_no": "n2"], code: "REFUNDNOTEXIST"),
            Refused(changes: ["out_trade_no": "n1", "offset": "1"], code: "REFUNDNOTEXIST"),
            Refused(changes: ["out_trade_no": "n1", "offset": "-1"], code: "PARAM_ERROR"),
            Refused(changes: [:], code: "LACK_PARAMS"),
        ])
    func absent(_ row: Refused) throws {
        _ = try pay()
        _ = try pay("n2")
        _ = try refund(2_000)
        #expect(try query(row.changes.compactMapValues { $0 })["err_code"] == row.code)
    }

    @Test("twists: the merchant is short, the refund is closed later, the answer is bent")
    func twists() throws {
        _ = try pay()
        #expect(try refund(2_000, twist: .refundNotEnough)["err_code"] == "NOTENOUGH")
        #expect(try query()["err_code"] == "REFUNDNOTEXIST")
        #expect(try refund(2_000, twist: .systemErrorInstead)["err_code"] == "SYSTEMERROR")
        #expect(try query()["err_code"] == "REFUNDNOTEXIST")
        #expect(try refund(2_000, twist: .systemErrorAfter)["err_code"] == "SYSTEMERROR")
        #expect(try query()["refund_status_0"] == "PROCESSING")
        #expect(try query(twist: .notFound)["err_code"] == "REFUNDNOTEXIST")
        #expect(try query(twist: .wrongAmount)["refund_fee_0"] == "2100")
        #expect(try refund(2_000, twist: .wrongAmount)["refund_fee"] == "2100")
        // What was accepted before is not refused for want of money.
        #expect(try refund(2_000, twist: .refundNotEnough)["result_code"] == "SUCCESS")
        #expect(try refund(4_510, "R2", twist: .refundClosed)["result_code"] == "SUCCESS")
        #expect(try query(["out_refund_no": "R2"])["refund_status_0"] == "PROCESSING")
        base.world.pass(.seconds(2))
        #expect(try query(["out_refund_no": "R2"])["refund_status_0"] == "REFUNDCLOSE")
        #expect(balance == 495_490)
        #expect(try refund(4_510, "R3")["result_code"] == "SUCCESS")
    }
}

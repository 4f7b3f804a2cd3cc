// The refund that all tests ask about: 20.00 of the 65.10, the next morning; and both channels' side
// of it.

import Channels
import Payments
import Retail

enum RefundFixtures {
    static let amount = Money(fen: 2_000)
    static let refundID = "50000002026112400000000000001"

    static func number(serial: UInt32 = 42) throws -> RefundNumber {
        RefundNumber(
            at: Fixtures.at("20261124093000"), store: try StoreID("0101"),
            register: try RegisterID("02"), serial: serial)
    }

    static func request(
        amount: Money = amount, paid: Money = Fixtures.amount, reason: String = "退货"
    ) throws -> RefundRequest {
        RefundRequest(
            refund: try number(), order: try Fixtures.number(), tradeNumber: "4200", paid: paid,
            amount: amount, reason: reason)
    }

    static func question() throws -> RefundQuestion {
        RefundQuestion(refund: try number(), order: try Fixtures.number(), tradeNumber: "4200")
    }

    static func proof(
        channelRefund: String, amount: Money = amount, at moment: Timestamp? = nil
    ) throws -> RefundProof {
        RefundProof(
            refundNumber: try number().text, merchantOrderNumber: try Fixtures.number().digits,
            channelRefundNumber: channelRefund, amount: amount, refundedAt: moment)
    }
}

extension WeChatPayFixtures {
    static func refundAccepted(_ changes: [String: String?] = [:]) throws -> String {
        let fields: [String: String?] = [
            "result_code": "SUCCESS", "transaction_id": trade,
            "out_trade_no": try Fixtures.number().digits,
            "out_refund_no": try RefundFixtures.number().text,
            "refund_id": RefundFixtures.refundID, "refund_fee": "2000", "total_fee": "6510",
            "cash_fee": "6510", "cash_refund_fee": "2000",
        ]
        return answer(fields.merging(changes) { _, new in new })
    }

    /// What a query lists; ours at place 0.
    static func refundState(
        _ status: String?, _ changes: [String: String?] = [:]
    ) throws -> String {
        let fields: [String: String?] = [
            "result_code": "SUCCESS", "transaction_id": trade,
            "out_trade_no": try Fixtures.number().digits, "total_fee": "6510",
            "cash_fee": "6510", "refund_count": "1",
            "out_refund_no_0": try RefundFixtures.number().text,
            "refund_id_0": RefundFixtures.refundID, "refund_channel_0": "ORIGINAL",
            "refund_fee_0": "2000", "refund_status_0": status,
            "refund_recv_accout_0": "支付用户零钱", "refund_success_time_0": "2026-11-24 09:30:07",
        ]
        return answer(fields.merging(changes) { _, new in new })
    }
}

extension AlipayFixtures {
    static func refunded(_ changes: [String: String] = [:]) throws -> String {
        try answer(
            .refund,
            changed(
                [
                    ("code", "10000"), ("msg", "Success"), ("buyer_logon_id", "zho***@example.com"),
                    ("fund_change", "Y"), ("gmt_refund_pay", "2026-11-24 09:30:07"),
                    ("out_trade_no", try Fixtures.number().digits), ("refund_fee", "20.00"),
                    ("trade_no", trade),
                ], changes))
    }

    static func refundState(_ changes: [String: String] = [:]) throws -> String {
        try answer(
            .refundQuery,
            changed(
                [
                    ("code", "10000"), ("msg", "Success"),
                    ("out_request_no", try RefundFixtures.number().text),
                    ("out_trade_no", try Fixtures.number().digits), ("refund_amount", "20.00"),
                    ("refund_status", "REFUND_SUCCESS"), ("total_amount", "65.10"),
                    ("trade_no", trade),
                ], changes))
    }
}

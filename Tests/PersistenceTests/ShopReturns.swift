// Returns and refunds for these tests: a posted sale of three pieces, paid by one scan.

import Payments
import Persistence
import Retail
import Sales

extension Shop {
    static func refundNumber(_ serial: UInt32 = 3_874) throws -> RefundNumber {
        RefundNumber(at: at(60), store: try store(), register: try register(), serial: serial)
    }

    /// Writes a posted sale of three pieces for 65.10, and its claim.
    static func post(
        _ serial: UInt32 = 3_874, sale id: String = "sale-1", in transaction: any Transaction
    ) throws {
        let line = SaleLine(
            no: 1, goods: try goods(fen: 2_170), quantity: 3, discount: .none, salesperson: nil)
        let tender = Tender(
            no: 1, method: 41, amount: Money(fen: 6_510),
            kind: .scanned(
                payment: PaymentID("payment"), number: try number(serial), wallet: "wechat"),
            state: .paid, approval: nil)
        let sale = Sale(
            id: SaleID(id), store: try store(), register: try register(), cashier: try cashier(),
            businessDate: try date(), openedAt: at(0),
            state: .posted(at: at(3), receipt: "receipt-" + id), lines: [line], tenders: [tender])
        try SaleTable.insert(sale, at: at(3), in: transaction)
        _ = try ClaimTable.insert(
            try claim(serial, trade: "42000012342026112300\(serial)", sale: id), in: transaction)
    }

    static func refund(
        _ serial: UInt32 = 3_874, of order: UInt32 = 3_874, fen: Int64 = 2_170,
        wallet: Wallet = .weChatPay, startedAt: Timestamp = at(60)
    ) throws -> Refund {
        Refund(
            number: try refundNumber(serial), order: try number(order),
            tradeNumber: "42000012342026112300\(order)", wallet: wallet, paid: Money(fen: 6_510),
            amount: Money(fen: fen), reason: "商品质量问题", startedAt: startedAt, pace: refundPace)
    }

    static func stored(
        _ refund: Refund, sale: String = "sale-1", returned: String = "return-1",
        worker: String = "worker-1"
    ) throws -> StoredRefund {
        StoredRefund(
            refund: refund, store: try store(), sale: SaleID(sale), returned: ReturnID(returned),
            register: try register(), cashier: try cashier(), merchantAccount: account,
            worker: worker, version: 1)
    }

    static func saleReturn(
        _ id: String = "return-1", seq: Int64 = 1, sale: String = "sale-1",
        reason: ReturnReason = .quality, approval: Approval? = nil,
        givingBack: [GivingBack]? = nil
    ) throws -> SaleReturn {
        SaleReturn(
            id: ReturnID(id), store: try store(), sale: SaleID(sale), seq: seq,
            register: try register("03"), cashier: try cashier(),
            businessDate: try date("2026-11-24"), at: at(60 + seq), reason: reason,
            approval: approval,
            lines: [ReturnedLine(line: 1, quantity: 1, amount: Money(fen: 2_170))],
            givingBack: try givingBack ?? [
                GivingBack(
                    tender: 1, method: 41, amount: Money(fen: 2_170),
                    kind: .wallet(order: try number()))
            ])
    }

    /// Writes a return and its one refund.
    static func giveBack(
        _ serial: UInt32 = 3_874, of order: UInt32 = 3_874, seq: Int64 = 1,
        sale: String = "sale-1", worker: String = "worker-1", startedAt: Timestamp = at(60),
        wallet: Wallet = .weChatPay, in transaction: any Transaction
    ) throws {
        let id = "return-\(sale)-\(seq)"
        let refund = try refund(serial, of: order, wallet: wallet, startedAt: startedAt)
        let part = GivingBack(
            tender: 1, method: 41, amount: refund.amount, kind: .wallet(order: refund.order))
        try ReturnTable.insert(
            try saleReturn(id, seq: seq, sale: sale, givingBack: [part]),
            refunds: [try stored(refund, sale: sale, returned: id, worker: worker)],
            actor: "1001", in: transaction)
    }
}

// A wallet's statement as a test has it: lines in, and a verdict of one's choice.

import Payments
import Retail
import Testing

/// A wallet's statement made by a test.
struct MadeStatement: StatementSource {
    let wallet: Wallet
    var rows: [StatementRow] = []
    var isComplete = true

    func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        for row in rows {
            var batch = StatementBatch()
            batch.rows = [row]
            await take(batch)
        }
        let report = StatementReport()
        return isComplete ? .complete(report) : .broken(report)
    }

    func with(_ change: (inout MadeStatement) throws -> Void) rethrows -> MadeStatement {
        var changed = self
        try change(&changed)
        return changed
    }

    mutating func add(_ proof: PaidProof, fee: Int64 = 0) throws {
        rows.append(
            StatementRow(
                line: rows.count + 2, kind: .payment, orderNumber: proof.merchantOrderNumber,
                tradeNumber: proof.channelTradeNumber, orderAmount: proof.amount,
                settledAmount: proof.amount, fee: StatementFee(microyuan: fee),
                at: try #require(proof.paidAt),
                account: "as the wallet writes it", state: .succeeded))
    }

    mutating func addReversal(of proof: PaidProof) throws {
        rows.append(
            StatementRow(
                line: rows.count + 2, kind: .reversal, orderNumber: proof.merchantOrderNumber,
                tradeNumber: proof.channelTradeNumber, refundAmount: proof.amount,
                settledRefundAmount: proof.amount, at: try #require(proof.paidAt), account: "",
                state: .succeeded))
    }

    mutating func add(_ proof: RefundProof, at: Timestamp) {
        rows.append(
            StatementRow(
                line: rows.count + 2, kind: .refund, orderNumber: proof.merchantOrderNumber,
                tradeNumber: "4200", refundNumber: proof.refundNumber,
                channelRefundNumber: proof.channelRefundNumber, refundAmount: proof.amount,
                settledRefundAmount: proof.amount, at: at, account: "", state: .succeeded))
    }
}

// A terminal's payment as it is told: what was asked for, and what the attempt's, the claim's and the
// refunds' own rows say of it now.

package import Payments
package import Persistence
internal import Retail

package struct TerminalPayment: Sendable {
    /// What is told of it; each is durable before it is told.
    package enum Status: String, CaseIterable, Sendable {
        /// The wallet is being asked.
        case sending
        /// The customer must act on the phone.
        case waiting
        /// Nobody knows whether money has moved; the wallet is being asked.
        case inDoubt = "in_doubt"
        /// It is being undone.
        case reversing
        case paid
        /// Not debited, and it will not be.
        case declined
        /// Undone: nothing was debited, or all of it has gone back.
        case reversed

        package var isFinal: Bool {
            switch self {
            case .sending, .waiting, .inDoubt, .reversing: false
            case .paid, .declined, .reversed: true
            }
        }
    }

    package let row: TerminalPaymentRow
    package let attempt: Attempt
    package let claim: Claim?
    package let refunds: [TerminalRefund]

    package var status: Status {
        switch attempt.state {
        case .sending: return .sending
        case .awaitingShopper: return .waiting
        case .unresolved: return .inDoubt
        case .reversing: return .reversing
        case .declined: return .declined
        case .reversed: return .reversed
        case .succeeded:
            // A debit that another sale has claimed is for finance to clear up.
            guard claim != nil else { return .inDoubt }
            guard let undoing = refunds.last(where: { $0.row.kind == .reversal }) else {
                return .paid
            }
            switch undoing.refund.state {
            case .succeeded: return .reversed
            case .failed: return .paid
            case .reserved, .sending, .unresolved, .accepted: return .reversing
            }
        }
    }

    /// The wallet's word, once paid.
    package var proof: PaidProof? {
        guard case .succeeded(let proof) = attempt.state else { return nil }
        return proof
    }

    /// Why it was not debited.
    package var decline: Decline? {
        guard case .declined(let decline) = attempt.state else { return nil }
        return decline
    }
}

package struct TerminalRefund: Sendable {
    package enum Status: String, CaseIterable, Sendable {
        /// Written, and on its way or promised.
        case pending
        /// Nobody knows; the same is asked and sent again.
        case inDoubt = "in_doubt"
        case refunded
        /// The wallet will not; the amount can be given back another way.
        case failed

        package var isFinal: Bool {
            switch self {
            case .pending, .inDoubt: false
            case .refunded, .failed: true
            }
        }
    }

    package let row: TerminalRefundRow
    package let refund: Refund

    package var status: Status {
        switch refund.state {
        case .reserved, .sending, .accepted: .pending
        case .unresolved: .inDoubt
        case .succeeded: .refunded
        case .failed: .failed
        }
    }

    package var failure: RefundFailure? {
        guard case .failed(let failure) = refund.state else { return nil }
        return failure
    }

    package var proof: RefundProof? {
        guard case .succeeded(let proof) = refund.state else { return nil }
        return proof
    }
}

extension TerminalPayment {
    /// Reads what the rows say.
    static func read(
        _ row: TerminalPaymentRow, paces: Paces, in transaction: any Transaction
    ) throws -> TerminalPayment {
        guard
            let stored = try AttemptTable.find(row.number, paces: paces, in: transaction)
        else { throw StoredError.absent("attempt of \(row.number.digits)") }
        let refunds = try TerminalRefundTable.ofOrder(row.number, in: transaction).map {
            try TerminalRefund.read($0, paces: paces, in: transaction)
        }
        let claim = try ClaimTable.ofSale(row.sale, store: row.store, in: transaction)
            .first { $0.number == row.number }
        return TerminalPayment(
            row: row, attempt: stored.attempt, claim: claim, refunds: refunds)
    }
}

extension TerminalRefund {
    static func read(
        _ row: TerminalRefundRow, paces: Paces, in transaction: any Transaction
    ) throws -> TerminalRefund {
        guard
            let stored = try RefundTable.find(row.number, paces: paces, in: transaction)
        else { throw StoredError.absent("refund \(row.number.text)") }
        return TerminalRefund(row: row, refund: stored.refund)
    }
}

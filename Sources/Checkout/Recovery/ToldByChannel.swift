// What a channel says by itself: a notification that has been authenticated, or a row of a statement.
// It may come before the answer, twice, out of order, days late, or for another order (hard cases 9
// and 13); the machines take it as an event like any other, and what no machine knows of is a case.
//
// Trap: whoever hands a notification over must not confirm it to the channel when this throws: then it
// was not written, and the channel will say it again.

package import Payments
internal import Persistence
internal import Retail

/// How a channel told us something unasked.
package enum ToldHow: Sendable {
    case notification
    case statement
}

/// What became of it.
package enum ToldOutcome: Equatable, Sendable {
    /// One of our payments or refunds has heard it.
    case heard
    /// It is of this chain, and no payment or refund here knows its number: it is counted already,
    /// or a case is open.
    case unknownHere
    /// Not an order of this chain.
    case notOurs
}

extension PaymentDriver {
    /// Takes the channel's word that an order was paid.
    ///
    /// *Errors*: the database's; nothing was written then.
    package func told(
        _ proof: PaidProof, by wallet: Wallet, how: ToldHow
    ) async throws -> ToldOutcome {
        guard let number = try? MerchantOrderNumber(reading: proof.merchantOrderNumber) else {
            return .notOurs
        }
        let event: AttemptEvent =
            switch how {
            case .notification: .notified(proof)
            case .statement: .statementShows(proof)
            }
        switch try await carry(event, to: number, by: .channel) {
        case .moved, .refused: return .heard
        case .absent: break
        }
        return try await uncounted(proof, by: wallet)
    }

    /// A debit that no payment here knows of: a case, unless it is counted already.
    ///
    /// *Errors*: the database's; nothing was written then.
    func uncounted(_ proof: PaidProof, by wallet: Wallet) async throws -> ToldOutcome {
        let moment = moment()
        let isOurs = try await database.write { transaction in
            try UncountedDebits.openCase(proof, wallet, moment, in: transaction)
        }
        return isOurs ? .unknownHere : .notOurs
    }

    /// Takes the channel's word that money was given back.
    ///
    /// *Errors*: the database's; nothing was written then.
    package func told(
        _ proof: RefundProof, by wallet: Wallet, how: ToldHow
    ) async throws -> ToldOutcome {
        let event: RefundEvent =
            switch how {
            case .notification: .notified(proof)
            case .statement: .statementShows(proof)
            }
        if let number = try? RefundNumber(reading: proof.refundNumber) {
            switch try await carry(event, to: number, by: .channel) {
            case .moved, .refused: return .heard
            case .absent: break
            }
        }
        let moment = moment()
        return try await database.write { transaction in
            try UncountedRefunds.openCase(proof, wallet, moment, in: transaction)
        }
    }
}

/// Money that went back without us.
///
/// By hand on the wallet's platform, or by a database that was since restored from an older backup. The
/// sale still counts it, so a person has a case.
private enum UncountedRefunds {
    private static let notCounted = "refund-not-counted"

    static func openCase(
        _ proof: RefundProof, _ wallet: Wallet, _ moment: Moment, in transaction: any Transaction
    ) throws -> ToldOutcome {
        let (order, store): (MerchantOrderNumber, StoreID)
        do {
            (order, store) = try UncountedDebits.mustBeOfThisChain(
                proof.merchantOrderNumber, in: transaction)
        } catch is OperatorNotice {
            return .notOurs
        }
        // What no sale counts has gone back to where it came from; its attempt knows more.
        let claim = try ClaimTable.find(number: order, tradeNumber: nil, in: transaction)
        guard let claim, claim.wallet == wallet else { return .unknownHere }
        try CaseTable.open(
            CaseOpening(
                store: store, cause: notCounted, subject: proof.refundNumber,
                detail: proof.fields(in: FieldText("refunded")).line, amount: proof.amount),
            at: moment.now, in: transaction)
        return .unknownHere
    }
}

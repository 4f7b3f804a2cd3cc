// A debit that is proven and that no sale counts, nor any attempt of ours looks after: somebody else's
// money until a person posts it or gives it back, so a person has a case (P1).

internal import Payments
internal import Persistence
internal import Retail

/// What a channel's word must fit to be about a debit of ours.
enum UncountedDebits {
    /// The cause of such a case.
    static let notCounted = "debit-not-counted"

    /// The number of a debit that was made for a store of this chain, and that store.
    ///
    /// *Errors*: `OperatorNotice.numberOfAnotherChain`.
    static func mustBeOfThisChain(
        _ proof: PaidProof, _ wallet: Wallet, _ moment: Moment, in transaction: any Transaction
    ) throws -> (number: MerchantOrderNumber, store: StoreID) {
        let (number, store) = try mustBeOfThisChain(proof.merchantOrderNumber, in: transaction)
        guard moment.settings.isOurs(proof.merchantAccount, of: wallet) else {
            throw OperatorNotice.numberOfAnotherChain(store: store.digits)
        }
        return (number, store)
    }

    /// Reads an order number that was made for a store of this chain.
    ///
    /// *Errors*: `OperatorNotice.numberOfAnotherChain`.
    static func mustBeOfThisChain(
        _ text: String, in transaction: any Transaction
    ) throws -> (number: MerchantOrderNumber, store: StoreID) {
        guard let number = try? MerchantOrderNumber(reading: text), let store = number.store,
            try StoreTable.find(store, in: transaction) != nil
        else {
            throw OperatorNotice.numberOfAnotherChain(
                store: String(text.dropFirst(14).prefix(4)))
        }
        return (number, store)
    }

    /// Opens the case, unless the debit is counted, or an attempt of ours looks after it; says
    /// whether the debit is this chain's.
    @discardableResult
    static func openCase(
        _ proof: PaidProof, _ wallet: Wallet, _ moment: Moment, in transaction: any Transaction
    ) throws -> Bool {
        let (number, store): (MerchantOrderNumber, StoreID)
        do {
            (number, store) = try mustBeOfThisChain(proof, wallet, moment, in: transaction)
        } catch is OperatorNotice {
            return false
        }
        let claim = try ClaimTable.find(
            number: number, tradeNumber: proof.channelTradeNumber, in: transaction)
        let attempt = try AttemptTable.find(number, paces: moment.paces, in: transaction)
        guard claim == nil, attempt == nil else { return true }
        if proof.currency == "CNY" {
            try Bookkeeping(moment, transaction).debited(
                number, wallet, proof.amount, store: store, sale: nil)
        }
        try CaseTable.open(
            CaseOpening(
                store: store, cause: notCounted, subject: number.digits,
                detail: proof.fields(in: FieldText("paid")).line, amount: proof.amount),
            at: moment.now, in: transaction)
        return true
    }
}

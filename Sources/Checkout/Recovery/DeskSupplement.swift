// Method 42 inside a transaction: what this database knows of a number, and the claim.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// What this database knows of a scanned number.
struct KnownNumber: Sendable {
    /// Where its money is counted.
    enum Place: Equatable, Sendable {
        case nowhere
        /// On the sale that asks, claimed.
        case onThisSale
        /// On the sale that asks, which has been posted meanwhile.
        case postedHere(receipt: String)
    }

    let attempt: StoredAttempt?
    let place: Place
}

extension Desk {
    /// *Errors*: `OperatorNotice` when the number belongs to another sale.
    func lookUp(_ bill: BillNumber, for sale: SaleID) throws -> KnownNumber {
        let attempt: StoredAttempt?
        let claim: Claim?
        switch bill {
        case .merchantOrderNumber(let number):
            attempt =
                try AttemptTable.find(number, paces: moment.paces, in: transaction)
                ?? AttemptTable.find(
                    tradeNumber: number.digits, paces: moment.paces, in: transaction)
            claim = try ClaimTable.find(
                number: number, tradeNumber: number.digits, in: transaction)
        case .channelTradeNumber(let digits, _):
            attempt = try AttemptTable.find(
                tradeNumber: digits, paces: moment.paces, in: transaction)
            claim = try ClaimTable.find(number: nil, tradeNumber: digits, in: transaction)
        }
        if let claim { return try claimed(claim, attempt, for: sale) }
        if let attempt { try mustBeFree(attempt, for: sale) }
        return KnownNumber(attempt: attempt, place: .nowhere)
    }

    /// Claimed: on this sale, fine; anywhere else it is refused with the place.
    private func claimed(
        _ claim: Claim, _ attempt: StoredAttempt?, for sale: SaleID
    ) throws -> KnownNumber {
        guard
            let stored = try SaleTable.find(claim.sale, store: claim.store, in: transaction)
        else { throw StoredError.absent("sale of a claim") }
        // The wallet cannot always tell that a part was given back; our own refunds can.
        if claim.refunded.isPositive { throw OperatorNotice.numberRefunded }
        let isHere = claim.sale == sale && claim.store == session.store
        if case .posted(let at, let receipt) = stored.sale.state {
            if isHere { return KnownNumber(attempt: attempt, place: .postedHere(receipt: receipt)) }
            throw OperatorNotice.numberPosted(
                store: claim.store.digits, at: at, receipt: receipt)
        }
        guard isHere else {
            throw OperatorNotice.numberOfOpenSale(
                here: claim.store == session.store, register: stored.sale.register.digits)
        }
        return KnownNumber(attempt: attempt, place: .onThisSale)
    }

    /// An attempt of another sale that is not finished belongs there.
    private func mustBeFree(_ attempt: StoredAttempt, for sale: SaleID) throws {
        guard attempt.sale != sale else { return }
        let owner = try SaleTable.find(attempt.sale, store: attempt.store, in: transaction)
        switch owner?.sale.state {
        case .open, .suspended:
            throw OperatorNotice.numberOfOpenSale(
                here: attempt.store == session.store,
                register: owner?.sale.register.digits ?? attempt.register.digits)
        case .posted, .voided, nil:
            // Its sale went another way and the money is being taken back.
            if attempt.attempt.isOpen {
                throw OperatorNotice(attempt.attempt, at: moment.now)
            }
        }
    }

    /// Claims a proven payment for the sale and puts it there as method 42.
    ///
    /// *Errors*: `OperatorNotice`: not of this chain, not this amount, posted elsewhere.
    func claim(
        _ proof: PaidProof, _ wallet: Wallet, for sale: SaleID, payment: PaymentID
    ) throws {
        let number = try UncountedDebits.mustBeOfThisChain(
            proof, wallet, moment, in: transaction
        ).number
        let known = try lookUp(.merchantOrderNumber(number), for: sale)
        switch known.place {
        case .onThisSale: return
        case .postedHere(let receipt): throw OperatorNotice.alreadyPosted(receipt: receipt)
        case .nowhere: break
        }
        var stored = try find(sale)
        try mustBeOffered(TenderMethodID.supplementary, on: stored.sale.businessDate)
        guard try openAttempts(of: sale).isEmpty else { throw OperatorNotice.attemptOpen }
        guard proof.currency == "CNY" else { throw OperatorNotice.numberUnanswered }
        try refusing(stored.sale) { () throws(SaleRefusal) in
            try stored.sale.supplement(
                known.attempt?.payment ?? payment, number: number, wallet: wallet.rawValue,
                paid: proof.amount)
        }
        let isFirst = try ClaimTable.insert(
            Claim(
                number: number, wallet: wallet, store: session.store, sale: sale,
                method: TenderMethodID.supplementary, amount: proof.amount, proof: proof,
                claimedBy: session.staff.id, claimedAt: moment.now),
            in: transaction)
        guard isFirst else { throw OperatorNotice.saleChangedElsewhere }
        try Bookkeeping(moment, transaction).debited(
            number, wallet, proof.amount, store: session.store, sale: sale,
            on: stored.sale.businessDate)
        try CaseTable.close(
            subject: number.digits,
            causes: [
                "late-success", "orphan-paid", "unresolved-too-long", UncountedDebits.notCounted,
            ],
            how: "posted by 42", at: moment.now, in: transaction)
        try Posting.keep(&stored, after: .foundByHand, moment: moment, in: transaction)
    }
}

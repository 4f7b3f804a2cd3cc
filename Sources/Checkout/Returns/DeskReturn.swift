// A return inside one transaction: the core says what goes back where; here it is written. The part of
// each debit that goes back is reserved first, so that of two refunds that come together neither may
// take what the other has: the claim's row holds the sum and refuses more.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// A return as it was asked for, with what its transaction cannot make by itself.
struct Returning: Sendable {
    let sale: SaleID
    let lines: [LineToReturn]
    let reason: ReturnReason
    let toCash: Bool
    /// The id the return gets.
    let id: ReturnID
    /// The part of the first refund number that cannot repeat; those of further refunds count on.
    let serial: UInt32
    /// Wallets that have a channel here.
    let wallets: Set<Wallet>
}

extension Desk {
    /// The cause of a case about cash that was paid out for wallet money.
    static let cashForWallet = "cash-for-wallet-refund"
    /// The cause of a case about money that finance pays out by a retired method.
    static let retiredRefund = "retired-refund"

    /// Takes goods back and reserves their refunds; answers with the refunds to be sent.
    ///
    /// *Errors*: `OperatorNotice`, and then nothing is kept.
    func returnGoods(_ asked: Returning) throws -> (ActOutcome, [RefundNumber]) {
        let sale = try find(asked.sale).sale
        let earlier = try ReturnTable.ofSale(sale.id, store: sale.store, in: transaction)
        let plan = try plan(asked.lines, of: sale, toCash: asked.toCash, after: earlier)
        let approval = approver.map { Approval(by: $0.staff.id, reason: $0.reason) }
        try refusingReturn {
            try plan.mustBeApproved(approval, reason: asked.reason)
        }
        let made = SaleReturn(
            id: asked.id, store: sale.store, sale: sale.id, seq: Int64(earlier.count) + 1,
            register: session.register, cashier: session.staff.id, businessDate: try today(),
            at: moment.now, reason: asked.reason, approval: approval, lines: plan.lines,
            givingBack: plan.givingBack)
        let refunds = try reserve(plan, for: made, asked)
        try ReturnTable.insert(
            made, refunds: refunds, actor: Actor.person(session.staff.id).name, in: transaction)
        try Bookkeeping(moment, transaction).returned(made)
        try quarantine(made, of: sale)
        try openCaseAboutCash(plan, made, of: sale)
        try openCasesToPayOut(made, of: sale)
        try queueSlip(made)
        let done = ActOutcome.GoodsReturned(
            id: made.id, seq: made.seq, toWallets: plan.toWallets, inCash: plan.inCash)
        return (
            ActOutcome(sale: sale.id, say: .goodsReturned(done)), refunds.map(\.refund.number)
        )
    }

    func plan(
        _ lines: [LineToReturn], of sale: Sale, toCash: Bool, after earlier: [SaleReturn]
    ) throws -> ReturnPlan {
        try refusingReturn {
            try sale.planReturn(of: lines, toCash: toCash, after: earlier)
        }
    }

    /// Turns the core's refusal into the counter's words.
    func refusingReturn<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let refusal as SaleReturnRefusal {
            throw OperatorNotice(refusal)
        }
    }

    /// Reserves each wallet's part of its debit and begins the refund of it.
    private func reserve(
        _ plan: ReturnPlan, for made: SaleReturn, _ asked: Returning
    ) throws -> [StoredRefund] {
        var refunds: [StoredRefund] = []
        for part in plan.givingBack {
            guard case .wallet(let order) = part.kind else { continue }
            guard
                let claim = try ClaimTable.find(
                    number: order, tradeNumber: nil, in: transaction),
                claim.sale == made.sale, claim.store == made.store
            else { throw StoredError.absent("claim of \(order.digits)") }
            let account = try merchantAccount(of: claim)
            guard asked.wallets.contains(claim.wallet),
                moment.settings.isOurs(account, of: claim.wallet)
            else { throw OperatorNotice.walletCannotRefund(claim.wallet) }
            guard try ClaimTable.reserve(part.amount, of: order, in: transaction) else {
                throw OperatorNotice.refundBeyondPayment
            }
            let number = RefundNumber(
                at: moment.now, store: session.store, register: session.register,
                serial: asked.serial &+ UInt32(refunds.count))
            let refund = Refund(
                number: number, order: order, tradeNumber: claim.tradeNumber,
                wallet: claim.wallet, paid: claim.amount, amount: part.amount,
                reason: made.reason.billWords, startedAt: moment.now,
                pace: try moment.paces.refundPace(of: claim.wallet))
            refunds.append(
                StoredRefund(
                    refund: refund, store: made.store, sale: made.sale, returned: made.id,
                    register: made.register, cashier: made.cashier, merchantAccount: account,
                    worker: moment.worker, version: 1))
        }
        return refunds
    }

    /// The merchant account that has the money: as the channel named it, or, where its wire names none,
    /// as it was set up when the attempt was made.
    private func merchantAccount(of claim: Claim) throws -> String {
        guard claim.proof.merchantAccount.isEmpty else { return claim.proof.merchantAccount }
        let stored = try AttemptTable.find(claim.number, paces: moment.paces, in: transaction)
        return stored?.attempt.merchantAccount ?? ""
    }

    /// Returned goods never go back to sale by themselves: their lot's stock stays as it is.
    private func quarantine(_ made: SaleReturn, of sale: Sale) throws {
        for part in made.lines {
            guard let goods = sale.lines.first(where: { $0.no == part.line })?.goods else {
                throw StoredError.absent("line \(part.line)")
            }
            try QuarantineTable.insert(
                QuarantinedGoods(
                    id: made.id, line: part.line, product: goods.product, lot: goods.lot,
                    expiresOn: goods.expiresOn, quantity: part.quantity, reason: made.reason,
                    since: made.at),
                store: made.store, in: transaction)
        }
    }

    /// Cash for what a wallet had paid: finance sees at once who allowed it, and why.
    private func openCaseAboutCash(
        _ plan: ReturnPlan, _ made: SaleReturn, of sale: Sale
    ) throws {
        guard plan.cashForWallets.isPositive, case .posted(_, let receipt) = sale.state else {
            return
        }
        try CaseTable.open(
            CaseOpening(
                store: made.store, cause: Desk.cashForWallet,
                subject: SaleReturn.number(of: receipt, seq: made.seq),
                detail: FieldText("approved").with("by", made.approval?.by.digits ?? "")
                    .with("reason", made.approval?.reason ?? "").line,
                amount: plan.cashForWallets),
            at: moment.now, in: transaction)
    }

    /// What goes back by a retired method is paid out by finance, who has a case until it is.
    private func openCasesToPayOut(_ made: SaleReturn, of sale: Sale) throws {
        guard case .posted(_, let receipt) = sale.state else { return }
        for part in made.givingBack where part.kind == .recorded {
            let number = SaleReturn.number(of: receipt, seq: made.seq)
            try CaseTable.open(
                CaseOpening(
                    store: made.store, cause: Desk.retiredRefund,
                    subject: "\(number)/\(part.tender)",
                    detail: FieldText("pay-out").with("method", "\(part.method)").line,
                    amount: part.amount),
                at: moment.now, in: transaction)
        }
    }

    /// Prints a return's slip again, at this register and marked as a copy.
    ///
    /// *Errors*: `OperatorNotice.notFoundHere` when this store made no such return.
    func reprintSlip(_ id: ReturnID) throws -> ActOutcome {
        guard let made = try ReturnTable.find(id, store: session.store, in: transaction) else {
            throw OperatorNotice.notFoundHere(what: String(id.text.prefix(28)))
        }
        let copies = try PrintJobTable.copies(
            of: made.sale, returnSeq: made.seq, store: made.store, in: transaction)
        let hasPrinter = moment.settings.hasPrinter(session.store, session.register)
        try PrintJobTable.insert(
            PrintJob(
                store: session.store, id: moment.identifier,
                .returnSlip(made.sale, seq: made.seq), register: session.register, copy: copies,
                state: hasPrinter ? .queued : .none),
            at: moment.now, in: transaction)
        return ActOutcome(sale: made.sale)
    }

    private func queueSlip(_ made: SaleReturn) throws {
        let hasPrinter = moment.settings.hasPrinter(made.store, made.register)
        try PrintJobTable.insert(
            PrintJob(
                store: made.store, id: moment.identifier,
                .returnSlip(made.sale, seq: made.seq), register: made.register, copy: 0,
                state: hasPrinter ? .queued : .none),
            at: moment.now, in: transaction)
    }
}

extension ReturnReason {
    /// What the customer reads in the wallet beside the money.
    fileprivate var billWords: String {
        switch self {
        case .quality: "商品质量问题"
        case .wrongItem: "商品发错"
        case .managersLeave: "退货"
        }
    }
}

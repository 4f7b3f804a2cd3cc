// Undoing and giving back. What is still open is reversed by its machine; what has succeeded goes back
// as a refund: reserved, with its return, in one transaction with the key, and sent afterwards.

internal import Payments
internal import Persistence
package import Retail
internal import Sales

/// A refund as a terminal asks for it.
package struct TerminalRefunding: Equatable, Sendable {
    package let order: MerchantOrderNumber
    package let amount: Money
    package let reference: String
    package let reason: String?

    package init(
        order: MerchantOrderNumber, amount: Money, reference: String, reason: String?
    ) {
        self.order = order
        self.amount = amount
        self.reference = reference
        self.reason = reason
    }
}

extension TerminalCounter {
    /// Undoes a payment: if it is open it is reversed, if it was paid the whole goes back.
    ///
    /// From then on the gateway sees to it; the terminal only asks how far it is.
    /// *Errors*: `TerminalRefusal.notFound`; `.notNow` when a part was given back before.
    package func reverse(
        _ number: MerchantOrderNumber, _ act: TerminalAct
    ) async throws -> TerminalPayment {
        let terminal = act.terminal
        let (moment, drawn) = (driver.moment(), drawn())
        let done = try await onceMore(act) {
            try await driver.database.write { transaction in
                var sent: String?
                let answer = try TerminalCounter.once(act, moment, transaction) {
                    guard
                        let row = try TerminalPaymentTable.find(
                            number, of: terminal.id, in: transaction)
                    else { throw TerminalRefusal.notFound }
                    let payment = try TerminalPayment.read(
                        row, paces: moment.paces, in: transaction)
                    switch payment.status {
                    case .declined, .reversed, .reversing: break
                    case .sending, .waiting, .inDoubt:
                        guard payment.attempt.isOpen else {
                            throw TerminalRefusal.notNow(state: payment.status.rawValue)
                        }
                        _ = try AttemptBodies.apply(
                            .reversalRequested(.orphan), to: number, by: .person(terminal.staff),
                            moment: moment, in: transaction)
                    case .paid:
                        // What was given back in part cannot be undone as a whole.
                        guard payment.claim?.refunded == .zero else {
                            throw TerminalRefusal.notNow(state: "refunded")
                        }
                        sent = try TerminalCounter.reserve(
                            payment.attempt.amount, of: row, payment.claim,
                            as: (.reversal, "reversal-" + drawn.id.text), reason: nil, terminal,
                            drawn, moment, transaction)
                    }
                    return number.digits
                }
                return (answer, sent)
            }
        }
        // The sweep would come to it, too, half a second later.
        driver.background.start { driver in
            if let sent = done.1, let refund = try? RefundNumber(reading: sent) {
                await driver.feed(.due, to: refund, by: .sweep)
            } else {
                await driver.feed(.due, to: number, by: .sweep)
            }
        }
        return try await payment(done.0, terminal)
    }

    /// Gives back a part of a payment, or all of it.
    ///
    /// *Errors*: `TerminalRefusal.notFound`, `.notNow` when it is not paid, `.beyondPayment`,
    /// `.referenceUsed`.
    package func refund(
        _ asked: TerminalRefunding, _ act: TerminalAct
    ) async throws -> TerminalRefund {
        let terminal = act.terminal
        guard asked.amount.isPositive, asked.amount <= Money.saleMax else {
            throw TerminalRefusal.unreadable(field: "amount_fen")
        }
        let (moment, drawn) = (driver.moment(), drawn())
        let answer = try await onceMore(act) {
            try await driver.database.write { transaction in
                try TerminalCounter.once(act, moment, transaction) {
                    guard
                        let row = try TerminalPaymentTable.find(
                            asked.order, of: terminal.id, in: transaction)
                    else { throw TerminalRefusal.notFound }
                    let payment = try TerminalPayment.read(
                        row, paces: moment.paces, in: transaction)
                    guard
                        try TerminalRefundTable.find(
                            reference: asked.reference, of: terminal.id, in: transaction) == nil
                    else { throw TerminalRefusal.referenceUsed }
                    guard payment.status == .paid else {
                        throw TerminalRefusal.notNow(state: payment.status.rawValue)
                    }
                    return try TerminalCounter.reserve(
                        asked.amount, of: row, payment.claim, as: (.refund, asked.reference),
                        reason: asked.reason, terminal, drawn, moment, transaction)
                }
            }
        }
        guard let number = try? RefundNumber(reading: answer) else {
            throw TerminalRefusal.keyReused
        }
        driver.background.start { driver in await driver.feed(.due, to: number, by: .sweep) }
        return try await refund(number: number, of: terminal)
    }

    /// What a transaction cannot make by itself.
    private struct Drawn: Sendable {
        let id: ReturnID
        let serial: UInt32
        let wallets: Set<Wallet>
    }

    private func drawn() -> Drawn {
        Drawn(
            id: ReturnID(driver.surroundings.identifier()),
            serial: driver.surroundings.serial(), wallets: Set(driver.channels.wallets))
    }

    /// Does it again when another process was quicker: then its key, its reference or the state of the
    /// payment answers.
    private func onceMore<Value>(
        _ act: TerminalAct, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch DatabaseError.constraint {
            return try await body()
        } catch StoredError.outdated {
            return try await body()
        }
    }

    /// Reserves an amount of a debit, and begins its refund; answers the refund's number.
    private static func reserve(
        _ amount: Money, of row: TerminalPaymentRow, _ claim: Claim?,
        as what: (kind: TerminalRefundRow.Kind, reference: String), reason: String?,
        _ terminal: Terminal, _ drawn: Drawn, _ moment: Moment, _ transaction: any Transaction
    ) throws -> String {
        guard let claim,
            let stored = try AttemptTable.find(
                row.number, paces: moment.paces, in: transaction)
        else { throw TerminalRefusal.notNow(state: "in_doubt") }
        let account =
            claim.proof.merchantAccount.isEmpty
            ? stored.attempt.merchantAccount : claim.proof.merchantAccount
        guard drawn.wallets.contains(claim.wallet),
            moment.settings.isOurs(account, of: claim.wallet)
        else { throw TerminalRefusal.wallet }
        guard try ClaimTable.reserve(amount, of: row.number, in: transaction) else {
            throw TerminalRefusal.beyondPayment
        }
        let date = try today(terminal, moment, transaction)
        let number = RefundNumber(
            at: moment.now, store: terminal.store, register: terminal.register,
            serial: drawn.serial)
        let refund = Refund(
            number: number, order: row.number, tradeNumber: claim.tradeNumber,
            wallet: claim.wallet, paid: claim.amount, amount: amount, reason: reason ?? "退款",
            startedAt: moment.now, pace: try moment.paces.refundPace(of: claim.wallet))
        let earlier = try ReturnTable.ofSale(row.sale, store: row.store, in: transaction)
        // The person who answers for the terminal stands for its word (decision 0025).
        let made = SaleReturn(
            id: drawn.id, store: row.store, sale: row.sale, seq: Int64(earlier.count) + 1,
            register: terminal.register, cashier: terminal.staff, businessDate: date,
            at: moment.now, reason: .managersLeave,
            approval: Approval(by: terminal.staff, reason: "terminal " + terminal.id),
            lines: [ReturnedLine(line: 1, quantity: 1, amount: amount)],
            givingBack: [
                GivingBack(
                    tender: 1, method: claim.method, amount: amount,
                    kind: .wallet(order: row.number))
            ])
        try ReturnTable.insert(
            made,
            refunds: [
                StoredRefund(
                    refund: refund, store: row.store, sale: row.sale, returned: made.id,
                    register: terminal.register, cashier: terminal.staff,
                    merchantAccount: account, worker: moment.worker, version: 1)
            ], actor: "terminal " + terminal.id, in: transaction)
        try Bookkeeping(moment, transaction).returned(made)
        try TerminalRefundTable.insert(
            TerminalRefundRow(
                number: number, terminal: terminal.id, reference: what.reference,
                order: row.number, kind: what.kind, businessDate: date, madeAt: moment.now),
            in: transaction)
        return number.text
    }
}

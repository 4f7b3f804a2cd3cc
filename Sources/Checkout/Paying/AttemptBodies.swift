// What one event does to an attempt and to the sale it belongs to, in one transaction: the
// machine's new state, its journal, the cases it opens, the tender, the claim, and where the sale
// was left in doubt, its posting. All or nothing, so there is no moment at which a debit is known
// and not counted.

package import Payments
package import Persistence
package import Retail
internal import Sales

/// What a body needs to know besides the transaction.
///
/// A value, so that a test can say what time it is.
package struct Moment: Sendable {
    package let now: Timestamp
    package let worker: String
    /// For the one row a body may have to name: a print job.
    package let identifier: String
    package let settings: CheckoutSettings
    package let paces: Paces

    package init(
        now: Timestamp, worker: String, identifier: String, settings: CheckoutSettings,
        paces: Paces
    ) {
        self.now = now
        self.worker = worker
        self.identifier = identifier
        self.settings = settings
        self.paces = paces
    }
}

/// What became of an event.
package enum Outcome: Sendable {
    /// No such attempt in this database, or not ours to take over any more.
    case absent
    case refused(StoredAttempt, Refusal)
    case moved(Move)
}

/// An attempt after an event, and what the shell is to do.
package struct Move: Sendable {
    package let stored: StoredAttempt
    package let effects: [AttemptEffect]
}

package enum AttemptBodies {
    /// Feeds one event to an attempt.
    ///
    /// `method` is what the tender is counted under when the event says "paid": 42 when a cashier
    /// found the payment by its number, else 41.
    package static func apply(
        _ event: AttemptEvent, to number: MerchantOrderNumber, by actor: Actor,
        method: Int64 = TenderMethodID.aggregated, moment: Moment,
        in transaction: any Transaction
    ) throws -> Outcome {
        guard
            var stored = try AttemptTable.find(number, paces: moment.paces, in: transaction)
        else { return .absent }
        let before = stored.attempt.state
        var effects: [AttemptEffect] = []
        do {
            if before.isOpen, stored.worker != moment.worker, event != .restarted,
                try !Workers.isInStep(stored.worker, at: moment.now, in: transaction)
            {
                // Whoever moves it owns it, and its times are by another clock from here on.
                effects = try stored.attempt.receive(.restarted, at: moment.now)
                try write(&stored, after: .restarted, by: actor, moment, transaction)
                try openCases(effects, after: .restarted, of: stored, moment, transaction)
                // The channel has just been asked. Were it asked again for every answer that makes
                // somebody else the owner, two processes with a question each would never stop.
                if case .queryAnswered = event { effects.removeAll { $0 == .query } }
            }
            effects += try stored.attempt.receive(event, at: moment.now)
        } catch let error as Refusal {
            if case .bug(let state, let name) = error {
                try openCase(
                    "bug", detail: "\(name) in \(state)", of: stored, at: moment.now,
                    in: transaction)
            }
            return .refused(stored, error)
        }
        // The take-over asks the channel; what has ended by the event itself has nothing to ask.
        if !stored.attempt.isOpen { effects.removeAll { $0 == .query } }
        try write(&stored, after: event, by: actor, moment, transaction)
        try openCases(effects, after: event, of: stored, moment, transaction)
        try Bookkeeping(moment, transaction).heard(effects, of: stored)
        if before.isOpen, !stored.attempt.isOpen {
            try settle(
                stored, wasInDoubt: before.isInDoubt, by: actor, method: method, moment: moment,
                in: transaction)
        }
        return .moved(Move(stored: stored, effects: effects))
    }

    private static func write(
        _ stored: inout StoredAttempt, after event: AttemptEvent, by actor: Actor,
        _ moment: Moment, _ transaction: any Transaction
    ) throws {
        stored.version += 1
        stored.worker = moment.worker
        try AttemptTable.update(
            stored, after: event, actor: actor.name, at: moment.now, in: transaction)
    }

    /// The attempt has ended: its tender follows.
    private static func settle(
        _ stored: StoredAttempt, wasInDoubt: Bool, by actor: Actor, method: Int64,
        moment: Moment, in transaction: any Transaction
    ) throws {
        let number = stored.attempt.number
        guard
            var sale = try SaleTable.find(stored.sale, store: stored.store, in: transaction)
        else { throw StoredError.absent("sale of \(number.digits)") }
        // Whatever it led to, nobody needs to ask any more; what is left to do has a case of its own.
        try close(["unresolved-too-long"], of: stored, how: "answered", moment, transaction)
        guard case .succeeded(let proof) = stored.attempt.state else {
            if sale.sale.settle(number, as: .failed, method: method) {
                // Nobody comes back to a terminal's payment: the terminal begins another.
                if stored.sale.isOfTerminal { try sale.sale.void() }
                try SaleTable.update(&sale, at: moment.now, in: transaction)
            }
            return try TerminalEvents.tell(stored, at: moment.now, in: transaction)
        }
        var settled = sale
        guard settled.sale.settle(number, as: .paid, method: method) else {
            // The sale went another way while the customer was being debited: the money is nobody's
            // until a person posts it or gives it back.
            try Bookkeeping(moment, transaction).debited(stored.attempt, for: sale.sale)
            return try openCase(
                "orphan-paid", detail: proof.fields(in: FieldText("paid")).line, of: stored,
                at: moment.now, in: transaction)
        }
        let claimed = try ClaimTable.insert(
            Claim(
                number: number, wallet: stored.attempt.wallet, store: stored.store,
                sale: stored.sale, method: method, amount: stored.attempt.amount, proof: proof,
                claimedBy: actor.staff ?? stored.cashier, claimedAt: moment.now),
            in: transaction)
        guard claimed else {
            // The channel names a debit that another sale has already: this sale was not paid by
            // it.
            _ = sale.sale.settle(number, as: .failed, method: method)
            try SaleTable.update(&sale, at: moment.now, in: transaction)
            return try openCase(
                "claimed-elsewhere", detail: proof.fields(in: FieldText("paid")).line,
                of: stored, at: moment.now, in: transaction)
        }
        try Bookkeeping(moment, transaction).debited(stored.attempt, for: settled.sale)
        sale = settled
        let arrival: PaymentArrival =
            method == TenderMethodID.supplementary
            ? .foundByHand : wasInDoubt ? .afterDoubt : .inTime
        try Posting.keep(&sale, after: arrival, moment: moment, in: transaction)
        try TerminalEvents.tell(stored, at: moment.now, in: transaction)
    }

    private static func openCases(
        _ effects: [AttemptEffect], after event: AttemptEvent, of stored: StoredAttempt,
        _ moment: Moment, _ transaction: any Transaction
    ) throws {
        for case .openCase(let cause) in effects {
            try openCase(
                cause.name, detail: event.fieldText.line, of: stored, at: moment.now,
                in: transaction)
        }
    }

    static func openCase(
        _ cause: String, detail: String, of stored: StoredAttempt, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try CaseTable.open(
            CaseOpening(
                store: stored.store, cause: cause, subject: stored.attempt.number.digits,
                detail: detail, amount: stored.attempt.amount),
            at: now, in: transaction)
    }

    private static func close(
        _ causes: [String], of stored: StoredAttempt, how: String, _ moment: Moment,
        _ transaction: any Transaction
    ) throws {
        try CaseTable.close(
            subject: stored.attempt.number.digits, causes: causes, how: how, at: moment.now,
            in: transaction)
    }
}

extension Actor {
    fileprivate var staff: StaffID? {
        switch self {
        case .person(let staff): staff
        case .channel, .sweep: nil
        }
    }
}

// What one event does to a refund, in one transaction: the machine's new state, its journal, the
// cases it opens, and the reservation of its amount, which is given up when, and only when, the
// channel's final no has come.

package import Payments
package import Persistence
package import Retail

/// What became of an event of a refund.
package enum RefundOutcome: Sendable {
    /// No such refund in this database.
    case absent
    case refused(StoredRefund, Refusal)
    case moved(RefundMove)
}

/// A refund after an event, and what the shell is to do.
package struct RefundMove: Sendable {
    package let stored: StoredRefund
    package let effects: [RefundEffect]
}

package enum RefundBodies {
    /// Feeds one event to a refund.
    package static func apply(
        _ event: RefundEvent, to number: RefundNumber, by actor: Actor, moment: Moment,
        in transaction: any Transaction
    ) throws -> RefundOutcome {
        guard
            var stored = try RefundTable.find(number, paces: moment.paces, in: transaction)
        else { return .absent }
        let wasOpen = stored.refund.isOpen
        var effects: [RefundEffect] = []
        do {
            if wasOpen, stored.worker != moment.worker, event != .restarted,
                try !Workers.isInStep(stored.worker, at: moment.now, in: transaction)
            {
                // Whoever moves it owns it, and its times are by another clock from here on.
                effects = try stored.refund.receive(.restarted, at: moment.now)
                try write(&stored, after: .restarted, by: actor, moment, transaction)
            }
            effects += try stored.refund.receive(event, at: moment.now)
        } catch let error as Refusal {
            if case .bug(let state, let name) = error {
                try openCase(
                    "refund-bug", detail: "\(name) in \(state)", of: stored, moment, transaction)
            }
            return .refused(stored, error)
        }
        // The take-over sends or asks; what has ended by the event itself needs neither.
        if !stored.refund.isOpen { effects.removeAll { $0 == .send || $0 == .query } }
        try write(&stored, after: event, by: actor, moment, transaction)
        for case .openCase(let cause) in effects {
            let isNew = try openCase(
                cause.name, detail: event.fieldText.line, of: stored, moment, transaction)
            if isNew, case .lateSuccess = cause {
                try Bookkeeping(moment, transaction).refunded(stored)
                try reserveAgain(stored, moment, transaction)
            }
        }
        if wasOpen, !stored.refund.isOpen { try end(stored, moment, transaction) }
        return .moved(RefundMove(stored: stored, effects: effects))
    }

    private static func write(
        _ stored: inout StoredRefund, after event: RefundEvent, by actor: Actor,
        _ moment: Moment, _ transaction: any Transaction
    ) throws {
        stored.version += 1
        stored.worker = moment.worker
        try RefundTable.update(
            stored, after: event, actor: actor.name, at: moment.now, in: transaction)
    }

    /// The refund has ended: its reservation follows.
    private static func end(
        _ stored: StoredRefund, _ moment: Moment, _ transaction: any Transaction
    ) throws {
        // Whatever it led to, nobody needs to ask any more; what is left to do has a case of its own.
        try CaseTable.close(
            subject: stored.refund.number.text, causes: ["refund-unresolved-too-long"],
            how: "answered", at: moment.now, in: transaction)
        switch stored.refund.state {
        case .failed:
            try ClaimTable.release(
                stored.refund.amount, of: stored.refund.order, in: transaction)
        case .succeeded:
            try Bookkeeping(moment, transaction).refunded(stored)
        case .reserved, .sending, .unresolved, .accepted: break
        }
        try TerminalEvents.tell(stored, at: moment.now, in: transaction)
    }

    /// Given back after all, when its amount was free to be given back another way.
    ///
    /// It is counted again if that has not happened; if it has, the case that is open says so.
    private static func reserveAgain(
        _ stored: StoredRefund, _ moment: Moment, _ transaction: any Transaction
    ) throws {
        let isCounted = try ClaimTable.reserve(
            stored.refund.amount, of: stored.refund.order, in: transaction)
        if !isCounted {
            try openCase(
                "refunded-twice", detail: stored.refund.state.fieldText.line, of: stored, moment,
                transaction)
        }
    }

    @discardableResult
    private static func openCase(
        _ cause: String, detail: String, of stored: StoredRefund, _ moment: Moment,
        _ transaction: any Transaction
    ) throws -> Bool {
        try CaseTable.open(
            CaseOpening(
                store: stored.store, cause: cause, subject: stored.refund.number.text,
                detail: detail, amount: stored.refund.amount),
            at: moment.now, in: transaction)
    }
}

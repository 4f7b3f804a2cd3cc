// Performs what a refund's machine decides, as PaymentDriver does for attempts: writes the state, then
// speaks to the channel, then feeds the answer back as the next event. A send goes out on a permit of
// the transaction that wrote "sending", so no refund leaves that is not reserved and durable.

internal import Logging
package import Payments
internal import Persistence
package import Retail

extension PaymentDriver {
    /// Feeds an event to a refund, performs what follows, and goes on until nothing is left to do at
    /// once.
    ///
    /// Errors of the database are logged: the refund's step stands in its row with a time, so the
    /// sweep comes back to it.
    @discardableResult
    package func feed(
        _ event: RefundEvent, to number: RefundNumber, by actor: Actor
    ) async -> RefundOutcome {
        do {
            return try await carry(event, to: number, by: actor)
        } catch {
            logStuck(number.text, error)
            return .absent
        }
    }

    /// Takes over a refund whose process is gone, unless another process is quicker.
    func takeOver(_ number: RefundNumber) async {
        do {
            _ = try await carry(.restarted, to: number, by: .sweep, ifOrphaned: true)
        } catch {
            logStuck(number.text, error)
        }
    }

    /// The same as `feed`, for events that nobody will feed again: an error is thrown when the event
    /// itself was not written.
    func carry(
        _ event: RefundEvent, to number: RefundNumber, by actor: Actor, ifOrphaned: Bool = false
    ) async throws -> RefundOutcome {
        underWay.begin(number.text)
        defer { underWay.end(number.text) }
        var committed = try await commit(event, to: number, by: actor, ifOrphaned: ifOrphaned)
        var outcome = committed.result
        while let next = await perform(&committed) {
            do {
                committed = try await commit(next, to: number, by: .channel)
                outcome = committed.result
            } catch {
                logStuck(number.text, error)
                break
            }
        }
        return outcome
    }

    /// Performs what an event led to; answers with the event that comes of it.
    private func perform(
        _ committed: inout Committed<RefundOutcome, RefundRequest>
    ) async -> RefundEvent? {
        guard case .moved(let move) = committed.result else { return nil }
        if !move.effects.isEmpty { news.tell(move.stored.store) }
        if let permit = committed.permit.take() { return await send(permit, move.stored) }
        return move.effects.contains(.query) ? await query(move.stored) : nil
    }

    private func commit(
        _ event: RefundEvent, to number: RefundNumber, by actor: Actor, ifOrphaned: Bool = false
    ) async throws -> Committed<RefundOutcome, RefundRequest> {
        let moment = moment()
        return try await database.commit { transaction in
            if ifOrphaned, try !RefundTable.claimOrphan(number, in: transaction) {
                return (.absent, nil)
            }
            let outcome = try RefundBodies.apply(
                event, to: number, by: actor, moment: moment, in: transaction)
            guard case .moved(let move) = outcome, move.effects.contains(.send) else {
                return (outcome, nil)
            }
            return (outcome, move.stored.refund.request)
        }
    }

    private func send(
        _ permit: consuming SendPermit<RefundRequest>, _ stored: StoredRefund
    ) async -> RefundEvent {
        guard let channel = channel(of: stored) else {
            logAbsentChannel(stored)
            return .sendAnswered(.neverSent(.channelAbsent))
        }
        let asked = surroundings.now()
        let answer = await channel.refund(permit)
        health.note(
            stored.refund.wallet, answer.outcome, account: stored.merchantAccount,
            store: stored.store, from: asked, to: surroundings.now())
        return .sendAnswered(answer)
    }

    private func query(_ stored: StoredRefund) async -> RefundEvent {
        let askedAt = surroundings.now()
        guard let channel = channel(of: stored) else {
            logAbsentChannel(stored)
            return .queryAnswered(.unresolved(.channelAbsent), askedAt: askedAt)
        }
        let answer = await channel.queryRefund(stored.refund.question)
        health.note(
            stored.refund.wallet, answer.outcome, account: stored.merchantAccount,
            store: stored.store, from: askedAt, to: surroundings.now())
        return .queryAnswered(answer, askedAt: askedAt)
    }

    private func logAbsentChannel(_ stored: StoredRefund) {
        logger.critical(
            "an open refund cannot go on: its channel is not set up",
            metadata: [
                "number": "\(stored.refund.number.text)",
                "wallet": "\(stored.refund.wallet.rawValue)",
            ])
    }
}

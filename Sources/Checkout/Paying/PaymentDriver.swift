// Performs what the machine decides: writes the state, then speaks to the channel, then feeds the
// answer back as the next event. It decides nothing; a business `if` here is in the wrong module.
//
// Two callers may drive one attempt at once (the sweep, and a cashier who asks now): the row's
// version lets one write at a time, the other reads again, and the machine copes with answers in
// any order.

package import Logging
package import Payments
package import Persistence
package import Retail
internal import Sales

package struct PaymentDriver: Sendable {
    package let database: any Database
    package let surroundings: Surroundings
    package let news: TillNews
    /// This process, as the worker of the attempts it looks after.
    package let worker: String
    package let background: Background
    package let health: ChannelHealth
    package let logger: Logger
    let underWay = UnderWay()
    private let current: CurrentSetup

    package init(
        database: any Database, channels: Channels, surroundings: Surroundings, news: TillNews,
        settings: CheckoutSettings, worker: String, background: Background,
        health: ChannelHealth, logger: Logger
    ) {
        self.database = database
        current = CurrentSetup(Setup(channels: channels, settings: settings))
        self.surroundings = surroundings
        self.news = news
        self.worker = worker
        self.background = background
        self.health = health
        self.logger = logger
    }

    var setup: Setup { current.value }
    package var channels: Channels { setup.channels }
    package var settings: CheckoutSettings { setup.settings }

    /// From here on payments begin, and questions are asked, with these; calls under way end as they
    /// began.
    package func change(to channels: Channels, _ settings: CheckoutSettings) {
        current.replace(with: Setup(channels: channels, settings: settings))
    }

    /// What a transaction body is told of the world now.
    package func moment() -> Moment {
        let setup = setup
        return Moment(
            now: surroundings.now(), worker: worker, identifier: surroundings.identifier(),
            settings: setup.settings, paces: setup.channels.paces)
    }

    /// Sends an attempt that has just become durable; returns at once, the rest comes as news.
    func send<Request: BeginningRequest>(
        _ permit: consuming SendPermit<Request>, of number: MerchantOrderNumber,
        to account: PayingAccount
    ) {
        let once = Once(permit)
        underWay.begin(number.digits)
        background.start { driver in
            defer { driver.underWay.end(number.digits) }
            guard let permit = once.take() else { return }
            await driver.begin(permit, number, account)
        }
    }

    private func begin<Request: BeginningRequest>(
        _ permit: consuming SendPermit<Request>, _ number: MerchantOrderNumber,
        _ account: PayingAccount
    ) async {
        let asked = surroundings.now()
        guard let answer = await Request.send(permit, to: account) else { return }
        health.note(
            account.wallet, answer.outcome, account: account.name,
            store: number.store, from: asked, to: surroundings.now())
        await feed(.payAnswered(answer), to: number, by: .channel)
    }

    /// Feeds an event to an attempt, performs what follows, and goes on until nothing is left to do
    /// at once.
    ///
    /// Errors of the database are logged: the attempt's step stands in its row with a time, so the
    /// sweep comes back to it.
    @discardableResult
    package func feed(
        _ event: AttemptEvent, to number: MerchantOrderNumber, by actor: Actor,
        method: Int64 = TenderMethodID.aggregated
    ) async -> Outcome {
        do {
            return try await carry(event, to: number, by: actor, method: method)
        } catch {
            logStuck(number.digits, error)
            return .absent
        }
    }

    /// Takes over an attempt whose process is gone, unless another process is quicker.
    func takeOver(_ number: MerchantOrderNumber) async {
        do {
            _ = try await carry(.restarted, to: number, by: .sweep, ifOrphaned: true)
        } catch {
            logStuck(number.digits, error)
        }
    }

    /// The same as `feed`, for events that nobody will feed again: an error is thrown when the event
    /// itself was not written.
    func carry(
        _ event: AttemptEvent, to number: MerchantOrderNumber, by actor: Actor,
        method: Int64 = TenderMethodID.aggregated, ifOrphaned: Bool = false
    ) async throws -> Outcome {
        underWay.begin(number.digits)
        defer { underWay.end(number.digits) }
        var committed = try await commit(
            event, to: number, by: actor, method: method, ifOrphaned: ifOrphaned)
        var outcome = committed.result
        while let next = await perform(&committed) {
            do {
                committed = try await commit(next, to: number, by: .channel, method: method)
                outcome = committed.result
            } catch {
                logStuck(number.digits, error)
                break
            }
        }
        return outcome
    }

    /// Performs what an event led to; answers with the event that comes of it.
    private func perform(
        _ committed: inout Committed<Outcome, ReverseRequest>
    ) async -> AttemptEvent? {
        guard case .moved(let move) = committed.result else { return nil }
        if !move.effects.isEmpty { news.tell(move.stored.store) }
        if let permit = committed.permit.take() { return await reverse(permit, move.stored) }
        return move.effects.contains(.query) ? await query(move.stored) : nil
    }

    func logStuck(_ number: String, _ error: any Error) {
        logger.error(
            "a payment or refund could not be moved on; the sweep will come back to it",
            metadata: ["number": "\(number)", "error": "\(error)"])
    }

    private func commit(
        _ event: AttemptEvent, to number: MerchantOrderNumber, by actor: Actor, method: Int64,
        ifOrphaned: Bool = false
    ) async throws -> Committed<Outcome, ReverseRequest> {
        let moment = moment()
        return try await database.commit { transaction in
            if ifOrphaned, try !AttemptTable.claimOrphan(number, in: transaction) {
                return (.absent, nil)
            }
            let outcome = try AttemptBodies.apply(
                event, to: number, by: actor, method: method, moment: moment, in: transaction)
            guard case .moved(let move) = outcome, move.effects.contains(.reverse) else {
                return (outcome, nil)
            }
            return (outcome, ReverseRequest(number: number, amount: move.stored.attempt.amount))
        }
    }

    private func query(_ stored: StoredAttempt) async -> AttemptEvent {
        let askedAt = surroundings.now()
        guard let channel = channel(of: stored.attempt) else {
            logger.critical(
                "an open payment cannot be asked about: its channel is not set up",
                metadata: [
                    "number": "\(stored.attempt.number.digits)",
                    "wallet": "\(stored.attempt.wallet.rawValue)",
                ])
            return .queryAnswered(.unresolved(.channelAbsent), askedAt: askedAt)
        }
        let answer = await channel.query(.merchantOrderNumber(stored.attempt.number))
        health.note(
            stored.attempt.wallet, answer.outcome, account: stored.attempt.merchantAccount,
            store: stored.store, from: askedAt, to: surroundings.now())
        return .queryAnswered(answer, askedAt: askedAt)
    }

    private func reverse(
        _ permit: consuming SendPermit<ReverseRequest>, _ stored: StoredAttempt
    ) async -> AttemptEvent {
        guard let channel = channel(of: stored.attempt) else {
            return .reverseAnswered(.neverSent(.channelAbsent))
        }
        if stored.attempt.presentment == .merchant {
            return .reverseAnswered(await withdraw(permit, at: channel))
        }
        return .reverseAnswered(await channel.reverse(permit))
    }
}

/// A request that begins a payment: by the customer's code, or for a code that the till shows.
protocol BeginningRequest: Sendable {
    /// Spends the permit on this kind's call; nil where the account has none, and nothing was sent.
    static func send(
        _ permit: consuming SendPermit<Self>, to account: PayingAccount
    ) async -> PayAnswer?
}

extension PayRequest: BeginningRequest {
    static func send(
        _ permit: consuming SendPermit<PayRequest>, to account: PayingAccount
    ) async -> PayAnswer? {
        await account.channel.pay(permit)
    }
}

/// Who caused an event, for the journal.
package enum Actor: Sendable {
    case channel
    case sweep
    case person(StaffID)

    var name: String {
        switch self {
        case .channel: "channel"
        case .sweep: "sweep"
        case .person(let staff): "staff " + staff.digits
        }
    }
}

// Method 41 the other way round, for a counter whose scanner is broken: the till shows a code, the
// customer scans it. The same intent, the same number, the same machine and recovery; other calls.

internal import Payments
internal import Persistence
internal import Retail

extension Counter {
    /// Begins a payment whose code the till shows.
    ///
    /// *Errors*: `OperatorNotice`.
    func offer(
        _ wallet: Wallet, _ amount: Money?, on sale: SaleID, _ act: Act, _ key: String,
        _ session: Session
    ) async throws -> ActOutcome {
        guard let account = driver.account(of: wallet, for: session.store),
            let pace = account.offering?.offerPace
        else { throw OperatorNotice.codeNotOffered(wallet) }
        let wanted = WantedPayment(
            sale: sale, account: account, amount: amount, presentment: .merchant, pace: pace)
        var committed = try await begin(wanted, act, key, session) { attempt, moment in
            OfferRequest(
                number: attempt.number, amount: attempt.amount,
                subject: moment.settings.billName, store: session.store,
                register: session.register, cashier: session.staff.id,
                startedAt: moment.now, payableUntil: attempt.payableUntil)
        }
        let (outcome, number) = committed.result
        if let permit = committed.permit.take() {
            driver.send(permit, of: number, to: account)
        }
        return outcome
    }
}

extension PayingAccount {
    /// Who makes orders for the customer to scan; nil where nobody can.
    var offering: (any OfferingChannel)? {
        guard let channel = channel as? any OfferingChannel, channel.offerPace != nil else {
            return nil
        }
        return channel
    }
}

extension Channels {
    /// A pace for every wallet, also for one that offers nothing now, so that its rows can be read.
    static func offerPaces(_ channels: [Wallet: any Channel]) -> [Wallet: ChannelPace] {
        var paces: [Wallet: ChannelPace] = [:]
        for wallet in Wallet.allCases {
            let offering = channels[wallet] as? any OfferingChannel
            paces[wallet] = offering?.offerPace ?? .withoutOffers
        }
        return paces
    }
}

extension ChannelPace {
    /// Own choice, of the longest: such an order is still asked about, and closed once its channel can.
    fileprivate static let withoutOffers = ChannelPace(
        firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .minutes(1),
        shopperMax: .minutes(3), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
        reverseWithin: .days(36_500), payableFor: .minutes(5), escalateAfter: .minutes(10),
        answerMax: .seconds(15), reversalGivesBack: false)
}

extension OfferRequest: BeginningRequest {
    static func send(
        _ permit: consuming SendPermit<OfferRequest>, to account: PayingAccount
    ) async -> PayAnswer? {
        guard let channel = account.offering else { return nil }
        return await channel.offer(permit)
    }
}

extension PaymentDriver {
    /// Undoes an order whose code was shown.
    func withdraw(
        _ permit: consuming SendPermit<ReverseRequest>, at channel: any Channel
    ) async -> ReverseAnswer {
        guard let channel = channel as? any OfferingChannel else {
            return .neverSent(.channelAbsent)
        }
        return await channel.withdraw(permit)
    }
}

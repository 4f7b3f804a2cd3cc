// Method 41: from the scanned code to a durable intent, and only then to the channel. Everything
// that can be refused is refused before anything is stored or sent (R18).

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// A payment code as it came from the scanner or the keyboard.
struct Scan: Sendable {
    let sale: SaleID
    let code: String
    /// Nil takes what is left to pay.
    let amount: Money?
    /// The cashier has confirmed that 18 digits that could be an ID card are a payment code.
    let isNotIdentityCard: Bool
}

/// A payment by a wallet, before it has a number.
struct WantedPayment: Sendable {
    let sale: SaleID
    let account: PayingAccount
    /// Nil takes what is left to pay.
    let amount: Money?
    let presentment: Presentment
    let pace: ChannelPace
}

extension Counter {
    /// How often another number is drawn when one exists already: a database restored from an old
    /// backup may meet its own.
    private static let numbersMax = 3

    func pay(
        _ scan: Scan, _ act: Act, _ key: String, _ session: Session
    ) async throws -> ActOutcome {
        let code: PaymentCode
        do {
            code = try PaymentCode(reading: scan.code)
        } catch {
            throw OperatorNotice.codeUnreadable(error)
        }
        if ResidentID.looksLike(code.digits), !scan.isNotIdentityCard {
            throw OperatorNotice.codeLooksLikeIdentityCard
        }
        guard let account = driver.account(of: code.wallet, for: session.store) else {
            throw OperatorNotice.walletNotAccepted(code.wallet)
        }
        let wanted = WantedPayment(
            sale: scan.sale, account: account, amount: scan.amount, presentment: .customer,
            pace: account.channel.pace)
        var committed = try await begin(wanted, act, key, session) { attempt, moment in
            PayRequest(
                number: attempt.number, amount: attempt.amount, code: code,
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

    /// Makes the intent durable, under a number of its own, and the permit for the request.
    func begin<Request: Sendable>(
        _ wanted: WantedPayment, _ act: Act, _ key: String, _ session: Session,
        asking request: @escaping @Sendable (Attempt, Moment) -> Request
    ) async throws -> Committed<(ActOutcome, MerchantOrderNumber), Request> {
        var draws = 0
        while true {
            draws += 1
            do {
                return try await beginOnce(wanted, act, key, session, asking: request)
            } catch DatabaseError.constraint(let what)
                where what.contains("order_number") && draws < Counter.numbersMax
            {
                continue
            }
        }
    }

    private func beginOnce<Request: Sendable>(
        _ wanted: WantedPayment, _ act: Act, _ key: String, _ session: Session,
        asking request: @escaping @Sendable (Attempt, Moment) -> Request
    ) async throws -> Committed<(ActOutcome, MerchantOrderNumber), Request> {
        let moment = driver.moment()
        let payment = PaymentID(driver.surroundings.identifier())
        let number = MerchantOrderNumber(
            at: moment.now, store: session.store, register: session.register,
            serial: driver.surroundings.serial())
        let gate = driver.gate(of: wanted.account, for: session.store, at: moment.now)
        return try await driver.database.commit { transaction in
            let desk = Desk(
                session: session, moment: moment, approver: nil, newSale: wanted.sale,
                transaction: transaction)
            var asked: Request?
            let outcome = try Counter.once(act, key, desk) {
                if let gate { throw gate }
                let amount = try desk.begin(wanted, payment: payment, number: number)
                let attempt = Attempt(
                    number: number, wallet: wanted.account.wallet, amount: amount,
                    merchantAccount: wanted.account.name, startedAt: moment.now,
                    pace: wanted.pace, presentment: wanted.presentment)
                try desk.insert(attempt, payment: payment, sale: wanted.sale)
                asked = request(attempt, moment)
                return ActOutcome(sale: wanted.sale)
            }
            return ((outcome, number), asked)
        }
    }
}

extension PaymentDriver {
    /// Since when an account's wallet answers nobody; nil while a payment may begin there.
    func shutSince(_ account: PayingAccount, at now: Timestamp) -> Timestamp? {
        guard settings.refusesWhileDown,
            case .shut(let since) = health.gate(
                of: account.wallet, account: account.name, at: now)
        else { return nil }
        return since
    }

    /// Why no payment is begun with this account now; nil when one may be.
    ///
    /// While a wallet answers nobody, a scan would only put one more customer's money in doubt.
    fileprivate func gate(
        of account: PayingAccount, for store: StoreID, at now: Timestamp
    ) -> OperatorNotice? {
        guard let since = shutSince(account, at: now) else { return nil }
        let others = lights(of: store, at: now).filter {
            $0.wallet != account.wallet && $0.light != .down
        }
        return .walletNotAnswering(
            account.wallet, since: since, others: others.map(\.wallet))
    }
}

extension Desk {
    /// Puts the open tender on the sale.
    ///
    /// *Errors*: `OperatorNotice`.
    fileprivate func begin(
        _ wanted: WantedPayment, payment: PaymentID, number: MerchantOrderNumber
    ) throws -> Money {
        var stored = try find(wanted.sale)
        try mustBeOffered(TenderMethodID.aggregated, on: stored.sale.businessDate)
        // One may be open although its tender was given up for cash: it is still being taken back.
        guard try openAttempts(of: wanted.sale).isEmpty else { throw OperatorNotice.attemptOpen }
        let amount = try refusing(stored.sale) { () throws(SaleRefusal) in
            try stored.sale.beginPayment(
                payment, number: number, wallet: wanted.account.wallet.rawValue,
                amount: wanted.amount)
        }
        try SaleTable.update(&stored, at: moment.now, in: transaction)
        return amount
    }

    fileprivate func insert(_ attempt: Attempt, payment: PaymentID, sale: SaleID) throws {
        try AttemptTable.insert(
            StoredAttempt(
                attempt: attempt, store: session.store, sale: sale, payment: payment,
                register: session.register, cashier: session.staff.id, worker: moment.worker,
                version: 1),
            actor: Actor.person(session.staff.id).name, at: moment.now, in: transaction)
    }
}

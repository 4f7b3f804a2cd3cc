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
        var draws = 0
        while true {
            draws += 1
            do {
                return try await begin(scan, code, account, act, key, session)
            } catch DatabaseError.constraint(let what)
                where what.contains("order_number") && draws < Counter.numbersMax
            {
                continue
            }
        }
    }

    private func begin(
        _ scan: Scan, _ code: PaymentCode, _ account: PayingAccount, _ act: Act, _ key: String,
        _ session: Session
    ) async throws -> ActOutcome {
        let moment = driver.moment()
        let payment = PaymentID(driver.surroundings.identifier())
        let number = MerchantOrderNumber(
            at: moment.now, store: session.store, register: session.register,
            serial: driver.surroundings.serial())
        let gate = driver.gate(of: account, for: session.store, at: moment.now)
        var committed = try await driver.database.commit { transaction in
            let desk = Desk(
                session: session, moment: moment, approver: nil, newSale: scan.sale,
                transaction: transaction)
            var request: PayRequest?
            let outcome = try Counter.once(act, key, desk) {
                if let gate { throw gate }
                let amount = try desk.begin(
                    scan, payment: payment, number: number, wallet: code.wallet)
                let attempt = Attempt(
                    number: number, wallet: code.wallet, amount: amount,
                    merchantAccount: account.name, startedAt: moment.now,
                    pace: account.channel.pace)
                try desk.insert(attempt, payment: payment, sale: scan.sale)
                request = PayRequest(
                    number: number, amount: amount, code: code,
                    subject: moment.settings.billName, store: session.store,
                    register: session.register, cashier: session.staff.id,
                    startedAt: moment.now, payableUntil: attempt.payableUntil)
                return ActOutcome(sale: scan.sale)
            }
            return (outcome, request)
        }
        if let permit = committed.permit.take() {
            driver.send(permit, of: number, to: account)
        }
        return committed.result
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
        _ scan: Scan, payment: PaymentID, number: MerchantOrderNumber, wallet: Wallet
    ) throws -> Money {
        var stored = try find(scan.sale)
        try mustBeOffered(TenderMethodID.aggregated, on: stored.sale.businessDate)
        // One may be open although its tender was given up for cash: it is still being taken back.
        guard try openAttempts(of: scan.sale).isEmpty else { throw OperatorNotice.attemptOpen }
        let amount = try refusing(stored.sale) { () throws(SaleRefusal) in
            try stored.sale.beginPayment(
                payment, number: number, wallet: wallet.rawValue, amount: scan.amount)
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

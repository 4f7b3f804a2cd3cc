// Method 42, supplementary posting (补单): not a query box but a protocol (N11, N12, R26, R27).
//
//     scan → read the number → ours in this database? else ask the wallets, live
//          → only what is paid, of this chain, of exactly this amount, posted nowhere, not given
//            back
//          → claim it for this sale; F9 posts
//
// The claim is a unique row, so of two tills that scan one number at once exactly one wins. It
// works at another till and after a restore from an old backup, because the wallet is asked, not
// our memory.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Counter {
    func supplement(
        _ entry: String, on sale: SaleID, _ act: Act, _ key: String, _ session: Session
    ) async throws -> ActOutcome {
        let bill: BillNumber
        do {
            bill = try BillNumber(reading: entry)
        } catch {
            switch error {
            case .isPaymentCode: throw OperatorNotice.thisIsAPaymentCode
            case .unreadable(let why): throw OperatorNotice.numberUnreadable(why)
            }
        }
        let supplement = Supplement(sale: sale, act: act, key: key, session: session)
        let known = try await lookUp(bill, supplement)
        switch known.place {
        case .onThisSale: return try await confirm(.alreadyHere, supplement)
        case .postedHere(let receipt): throw OperatorNotice.alreadyPosted(receipt: receipt)
        case .nowhere: break
        }
        if let stored = known.attempt { return try await resolve(stored, bill, supplement) }
        try checkDate(bill)
        return try await find(bill, supplement)
    }

    /// A number whose attempt is in this database: its wallet is asked, and its machine is told.
    private func resolve(
        _ stored: StoredAttempt, _ bill: BillNumber, _ supplement: Supplement
    ) async throws -> ActOutcome {
        try mustBePatient(stored, supplement)
        let number = stored.attempt.number
        let askedAt = driver.surroundings.now()
        let answer = await ask(
            .merchantOrderNumber(number), driver.channel(of: stored.attempt))
        let say: ActOutcome.Say =
            bill == .merchantOrderNumber(number) ? .numberConfirmed : .tradeNumberConfirmed
        return try await take(
            answer, from: stored.attempt.wallet, driver.channel(of: stored.attempt),
            askedAt: askedAt, about: stored, say, supplement)
    }

    /// A number that this database does not know: every wallet is asked.
    ///
    /// What they find may still be an attempt of ours, under its other number.
    private func find(
        _ bill: BillNumber, _ supplement: Supplement
    ) async throws -> ActOutcome {
        let askedAt = driver.surroundings.now()
        let accounts = driver.accounts(
            asking: driver.channels.wallets, for: bill.store ?? supplement.session.store)
        var (answer, account) = await ask(bill.question, accounts)
        var say: ActOutcome.Say = bill.isOurs ? .numberConfirmed : .tradeNumberConfirmed
        if case .merchantOrderNumber(let number) = bill, !answer.knowsTheOrder {
            // Reads as ours, and no wallet knows it as such: it may be a wallet's own (R27).
            let again = await ask(.channelTradeNumber(number.digits), accounts)
            if again.0.weight > answer.weight {
                (answer, account) = again
                say = .tradeNumberConfirmed
            }
        }
        guard case .paid(let proof) = answer, let account else {
            throw try await refusal(of: bill, answer)
        }
        if let number = try? MerchantOrderNumber(reading: proof.merchantOrderNumber) {
            let known = try await lookUp(proof, of: number, supplement)
            if let stored = known.attempt {
                try mustBePatient(stored, supplement)
                return try await take(
                    answer, from: account.wallet, account.channel, askedAt: askedAt,
                    about: stored, say, supplement)
            }
            // Found by the wallet's own number it is as old as when found by ours.
            try checkDate(.merchantOrderNumber(number))
        }
        return try await claim(proof, account.wallet, say, supplement)
    }

    /// What we know of a number that a wallet has just proven.
    ///
    /// It may be refused here, while its own attempt ended as not paid: then that hears of it (P1). One
    /// that is open is asked about anyway.
    private func lookUp(
        _ proof: PaidProof, of number: MerchantOrderNumber, _ supplement: Supplement
    ) async throws -> KnownNumber {
        do {
            return try await lookUp(.merchantOrderNumber(number), supplement)
        } catch let refusal as OperatorNotice {
            let paces = driver.channels.paces
            let attempt = try await driver.database.read { transaction in
                try AttemptTable.find(number, paces: paces, in: transaction)?.attempt
            }
            if let attempt, !attempt.isOpen {
                await driver.feed(
                    .notified(proof), to: number, by: .person(supplement.session.staff.id))
            }
            throw refusal
        }
    }

    /// The wallet's word on an attempt of ours.
    ///
    /// Its machine hears it first, in a transaction of its own: a payment that came late has its
    /// case even if this sale then refuses it (P1).
    private func take(
        _ answer: QueryAnswer, from wallet: Wallet, _ channel: (any Channel)?,
        askedAt: Timestamp,
        about stored: StoredAttempt, _ say: ActOutcome.Say, _ supplement: Supplement
    ) async throws -> ActOutcome {
        let number = stored.attempt.number
        let actor = Actor.person(supplement.session.staff.id)
        if stored.attempt.state == .sending {
            // Nobody has taken up its lost answer yet; the machine takes no other before that.
            await driver.feed(
                .askRequested, to: number, by: actor, method: TenderMethodID.supplementary)
        }
        await driver.feed(
            .queryAnswered(answer, askedAt: askedAt), to: number, by: actor,
            method: TenderMethodID.supplementary)
        // Recovery may have been quicker; what counts is what the rows say now.
        let known = try await lookUp(.merchantOrderNumber(number), supplement)
        switch known.place {
        case .onThisSale, .postedHere: return try await confirm(say, supplement)
        case .nowhere: break
        }
        guard let attempt = known.attempt?.attempt else {
            throw OperatorNotice.notFoundHere(what: number.grouped)
        }
        switch answer {
        case .paid where !attempt.isOpen:
            // It was paid when the wallet was asked; a reversal of ours may have ended since, and
            // may have given it back. So it is asked again, now that none can be under way.
            let again = await ask(.merchantOrderNumber(number), channel)
            guard case .paid(let proof) = again else { throw OperatorNotice(unpaid: again) }
            return try await claim(proof, wallet, say, supplement)
        case .paid:
            // Another amount, or a reversal of ours may still land: it is being given back.
            throw OperatorNotice(attempt, at: driver.surroundings.now())
        case .notFound where !attempt.isOpen: throw OperatorNotice.numberNotDebited
        case .awaitingShopper, .notPaid, .notFound, .closed, .refunded, .unresolved:
            throw OperatorNotice(unpaid: answer)
        }
    }

    /// R39: for an attempt of this sale no next step before its minute, or an error.
    private func mustBePatient(_ stored: StoredAttempt, _ supplement: Supplement) throws {
        let now = driver.surroundings.now()
        guard stored.sale == supplement.sale, stored.attempt.isOpen,
            !stored.attempt.allowed(at: now).contains(.supplementary)
        else { return }
        throw OperatorNotice(stored.attempt, at: now)
    }

    private func claim(
        _ proof: PaidProof, _ wallet: Wallet, _ say: ActOutcome.Say, _ supplement: Supplement
    ) async throws -> ActOutcome {
        let payment = PaymentID(driver.surroundings.identifier())
        do {
            return try await write(supplement) { desk in
                try desk.claim(proof, wallet, for: supplement.sale, payment: payment)
                return ActOutcome(sale: supplement.sale, say: say)
            }
        } catch let refusal as OperatorNotice {
            try await withDesk(supplement) { desk in
                _ = try UncountedDebits.openCase(
                    proof, wallet, desk.moment, in: desk.transaction)
            }
            throw refusal
        }
    }

    private func confirm(
        _ say: ActOutcome.Say, _ supplement: Supplement
    ) async throws -> ActOutcome {
        try await write(supplement) { _ in ActOutcome(sale: supplement.sale, say: say) }
    }

    private func write(
        _ supplement: Supplement, _ body: @escaping @Sendable (Desk) throws -> ActOutcome
    ) async throws -> ActOutcome {
        try await withDesk(supplement) { desk in
            try Counter.once(supplement.act, supplement.key, desk) { try body(desk) }
        }
    }

    private func withDesk<Result: Sendable>(
        _ supplement: Supplement, _ body: @escaping @Sendable (Desk) throws -> Result
    ) async throws -> Result {
        let moment = driver.moment()
        return try await driver.database.write { transaction in
            try body(
                Desk(
                    session: supplement.session, moment: moment, approver: nil,
                    newSale: supplement.sale, transaction: transaction))
        }
    }

    private func lookUp(
        _ bill: BillNumber, _ supplement: Supplement
    ) async throws -> KnownNumber {
        let moment = driver.moment()
        return try await driver.database.read { transaction in
            let desk = Desk(
                session: supplement.session, moment: moment, approver: nil,
                newSale: supplement.sale, transaction: transaction)
            return try desk.lookUp(bill, for: supplement.sale)
        }
    }

    private func checkDate(_ bill: BillNumber) throws {
        let problem = bill.dateProblem(
            at: driver.surroundings.now(), notOlderThan: driver.settings.supplementWithin)
        switch problem {
        case .inTheFuture: throw OperatorNotice.numberDate(isFuture: true)
        case .tooOld: throw OperatorNotice.numberDate(isFuture: false)
        case nil: return
        }
    }

    private func ask(_ question: OrderQuestion, _ channel: (any Channel)?) async -> QueryAnswer {
        await channel?.query(question) ?? .unresolved(.channelAbsent)
    }

    /// Asks several accounts at once; the answer that says most wins.
    private func ask(
        _ question: OrderQuestion, _ accounts: [PayingAccount]
    ) async -> (QueryAnswer, PayingAccount?) {
        await withTaskGroup(of: (QueryAnswer, PayingAccount?).self) { group in
            for account in accounts {
                group.addTask {
                    (await ask(question, account.channel).naming(account.name), account)
                }
            }
            var best: (QueryAnswer, PayingAccount?) = (.notFound, nil)
            for await answer in group where answer.0.weight > best.0.weight { best = answer }
            return best
        }
    }

    /// Why a number that the wallets do not call paid is refused.
    private func refusal(
        of bill: BillNumber, _ answer: QueryAnswer
    ) async throws -> OperatorNotice {
        let stores = try await driver.database.read { transaction in
            try StoreTable.all(in: transaction).map(\.id)
        }
        switch bill {
        case .channelTradeNumber(let digits, notOurs: .wrongCheckDigit):
            // One wrong digit in one of ours: more likely than a wallet's number with our store in
            // it.
            let isOurStore = stores.contains { $0.digits == digits.dropFirst(14).prefix(4) }
            if isOurStore { return .numberUnreadable(.wrongCheckDigit) }
        case .channelTradeNumber(let digits, notOurs: .impossibleDate):
            // Begins with a year, but with no date: no wallet makes such numbers.
            if digits.hasPrefix("20") { return .numberUnreadable(.impossibleDate) }
        case .merchantOrderNumber(let number):
            if case .notFound = answer, let store = number.store, !stores.contains(store) {
                return .numberOfAnotherChain(store: store.digits)
            }
        case .channelTradeNumber: break
        }
        return OperatorNotice(unpaid: answer)
    }
}

/// One request for 42, carried through its questions.
private struct Supplement: Sendable {
    let sale: SaleID
    let act: Act
    let key: String
    let session: Session
}

extension QueryAnswer {
    /// With the account that was asked where its wire names none: a refund must find it again.
    fileprivate func naming(_ account: String) -> QueryAnswer {
        guard case .paid(let proof) = self, proof.merchantAccount.isEmpty else { return self }
        return .paid(
            PaidProof(
                merchantOrderNumber: proof.merchantOrderNumber,
                channelTradeNumber: proof.channelTradeNumber, amount: proof.amount,
                currency: proof.currency, merchantAccount: account, paidAt: proof.paidAt))
    }
}

extension BillNumber {
    /// The store that it names.
    fileprivate var store: StoreID? {
        switch self {
        case .merchantOrderNumber(let number): number.store
        case .channelTradeNumber: nil
        }
    }

    fileprivate var isOurs: Bool {
        switch self {
        case .merchantOrderNumber: true
        case .channelTradeNumber: false
        }
    }

    fileprivate var question: OrderQuestion {
        switch self {
        case .merchantOrderNumber(let number): .merchantOrderNumber(number)
        case .channelTradeNumber(let digits, _): .channelTradeNumber(digits)
        }
    }
}

extension QueryAnswer {
    /// Whether a wallet has said that it knows the order.
    fileprivate var knowsTheOrder: Bool {
        switch self {
        case .notFound, .unresolved: false
        case .paid, .awaitingShopper, .notPaid, .closed, .refunded: true
        }
    }

    /// How much an answer says, when several wallets were asked for one number.
    fileprivate var weight: Int {
        switch self {
        case .notFound: 0
        case .unresolved: 1
        case .notPaid: 2
        case .closed: 3
        case .awaitingShopper: 4
        case .refunded: 5
        case .paid: 6
        }
    }
}

extension OperatorNotice {
    /// What the cashier is told when the wallets do not call a number paid.
    fileprivate init(unpaid answer: QueryAnswer) {
        switch answer {
        case .paid: self = .numberUnanswered
        case .awaitingShopper, .notPaid: self = .numberAwaitingShopper
        case .notFound: self = .numberNotFound
        case .closed: self = .numberNotDebited
        case .refunded: self = .numberRefunded
        case .unresolved: self = .numberUnanswered
        }
    }
}

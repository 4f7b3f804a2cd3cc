// The front door of the till: one act, under one key, by one person. An act that only writes is
// done in one transaction together with its key; those that speak to a channel have a file of their
// own (ScanPayment, Supplement) and write before and after, never during.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

package struct Counter: Sendable {
    package let driver: PaymentDriver

    package init(driver: PaymentDriver) {
        self.driver = driver
    }

    /// Does what was asked, once.
    ///
    /// *Idempotency*: the same key and act answer the same outcome for ever, with one effect.
    /// *Errors*: `OperatorNotice` for a refusal, which changed nothing; the database's own.
    package func perform(_ act: Act, key: String, by session: Session) async throws -> ActOutcome {
        if let known = try await known(act, key, session) { return known }
        let outcome: ActOutcome
        do {
            switch act {
            case .beginPayment(let sale, let code, let amount, let isNotIdentityCard):
                outcome = try await pay(
                    Scan(
                        sale: sale, code: code, amount: amount,
                        isNotIdentityCard: isNotIdentityCard), act, key, session)
            case .offerCode(let sale, let wallet, let amount):
                outcome = try await offer(wallet, amount, on: sale, act, key, session)
            case .supplement(let sale, let entry):
                outcome = try await supplement(entry, on: sale, act, key, session)
            case .askAgain(let sale, let number):
                outcome = try await write(act, key, session, approver: nil)
                ask(number, of: sale, by: session)
            case .returnGoods(let sale, let lines, let reason, let toCash, let override):
                outcome = try await returnGoods(
                    of: sale, lines, reason, toCash: toCash, override, act, key, session)
            case .askAboutRefund(let number):
                outcome = try await write(act, key, session, approver: nil)
                ask(about: number, by: session)
            case .closeShift(let shift, let giving):
                outcome = try await closeShift(shift, giving, act, key, session)
            case .discountLine(_, _, _, let override), .discountSale(_, _, let override),
                .setQuantity(_, _, _, let override), .removeLine(_, _, let override),
                .takeCash(_, _, let override):
                let approver = try await approver(override, session)
                outcome = try await write(act, key, session, approver: approver)
            case .addLine, .setLineSalesperson, .setSalesperson,
                .checkOut, .removeTender, .takeBack, .complete, .suspend, .retrieve, .voidSale,
                .reprint, .reprintSlip, .remark, .setFloat, .countShift, .readHandover,
                .reprintShiftSlip:
                outcome = try await write(act, key, session, approver: nil)
            }
        } catch let error as DatabaseError {
            guard case .constraint(let what) = error else { throw error }
            // Two windows with the same key: the other one has done it.
            if let known = try await known(act, key, session) { return known }
            // Two returns of one sale at once: the other one was quicker.
            if what.contains("sale_return") { throw OperatorNotice.saleChangedElsewhere }
            throw error
        } catch StoredError.outdated {
            // A row that is absent or spoiled is another matter: that goes to the log.
            throw OperatorNotice.saleChangedElsewhere
        }
        driver.news.tell(session.store)
        return outcome
    }

    /// Writes the effect of an act and its key in one transaction.
    private func write(
        _ act: Act, _ key: String, _ session: Session, approver: Approver?
    ) async throws -> ActOutcome {
        let moment = driver.moment()
        let newSale = SaleID(driver.surroundings.identifier())
        return try await driver.database.write { transaction in
            let desk = Desk(
                session: session, moment: moment, approver: approver, newSale: newSale,
                transaction: transaction)
            return try Counter.once(act, key, desk) { try desk.perform(act) }
        }
    }

    /// Runs a body unless its key has been used; keeps the key with what it led to.
    static func once(
        _ act: Act, _ key: String, _ desk: Desk, _ body: () throws -> ActOutcome
    ) throws -> ActOutcome {
        if let known = try answer(act, key, desk.session.store, desk.transaction) {
            return known
        }
        let outcome = try body()
        try ActTable.insert(
            DoneAct(asked: act.fingerprint, answered: outcome.line), key: key,
            by: desk.session.staff.id, store: desk.session.store, at: desk.moment.now,
            in: desk.transaction)
        return outcome
    }

    private func known(
        _ act: Act, _ key: String, _ session: Session
    ) async throws -> ActOutcome? {
        try await driver.database.read { transaction in
            try Counter.answer(act, key, session.store, transaction)
        }
    }

    private static func answer(
        _ act: Act, _ key: String, _ store: StoreID, _ transaction: any Transaction
    ) throws -> ActOutcome? {
        guard let done = try ActTable.find(key, store: store, in: transaction) else { return nil }
        guard done.fingerprint == act.fingerprint else { throw OperatorNotice.actKeyReused }
        return try ActOutcome(line: done.answer)
    }

    /// Asks the channel in the background; the answer comes as news.
    private func ask(_ number: MerchantOrderNumber, of sale: SaleID, by session: Session) {
        let staff = session.staff.id
        driver.background.start { driver in
            await driver.feed(.askRequested, to: number, by: .person(staff))
        }
    }
}

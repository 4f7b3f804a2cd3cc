// A return at the front door: written in one transaction with its key, and only then are its refunds
// sent. Whether this process lives to send them does not matter: each is in its row with a next step.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Counter {
    /// How often other numbers are drawn when one exists already; see `ScanPayment`.
    private static let refundNumbersMax = 3

    func returnGoods(
        _ asked: Returning, _ act: Act, _ key: String, _ session: Session, approver: Approver?
    ) async throws -> ActOutcome {
        let moment = driver.moment()
        let (outcome, refunds) = try await driver.database.write { transaction in
            let desk = Desk(
                session: session, moment: moment, approver: approver, newSale: asked.sale,
                transaction: transaction)
            var refunds: [RefundNumber] = []
            let outcome = try Counter.once(act, key, desk) {
                let (outcome, numbers) = try desk.returnGoods(asked)
                refunds = numbers
                return outcome
            }
            return (outcome, refunds)
        }
        for number in refunds {
            driver.background.start { driver in
                await driver.feed(.due, to: number, by: .sweep)
            }
        }
        return outcome
    }

    /// Does a return, with other numbers when one of its refunds' exists already.
    func returnGoods(
        of sale: SaleID, _ lines: [LineToReturn], _ reason: ReturnReason, toCash: Bool,
        _ override: Override?, _ act: Act, _ key: String, _ session: Session
    ) async throws -> ActOutcome {
        let approver = try await approver(override, session)
        var draws = 0
        while true {
            draws += 1
            let asked = Returning(
                sale: sale, lines: lines, reason: reason, toCash: toCash,
                id: ReturnID(driver.surroundings.identifier()),
                serial: driver.surroundings.serial(), wallets: Set(driver.channels.wallets))
            do {
                return try await returnGoods(asked, act, key, session, approver: approver)
            } catch DatabaseError.constraint(let what)
                where what.contains("refund_number") && draws < Counter.refundNumbersMax
            {
                continue
            }
        }
    }

    /// Asks about a refund in the background; the answer comes as news.
    func ask(about number: RefundNumber, by session: Session) {
        let staff = session.staff.id
        driver.background.start { driver in
            await driver.feed(.askRequested, to: number, by: .person(staff))
        }
    }
}

extension Desk {
    /// Whether a refund can be asked about: it is this store's, and not at its end.
    ///
    /// *Errors*: `OperatorNotice.notFoundHere`, or the state of the refund.
    func mustBeOpen(_ number: RefundNumber) throws -> ActOutcome {
        guard let stored = try RefundTable.find(number, paces: moment.paces, in: transaction),
            stored.store == session.store
        else { throw OperatorNotice.notFoundHere(what: number.grouped) }
        guard stored.refund.isOpen else { throw OperatorNotice(stored.refund) }
        return ActOutcome(sale: stored.sale)
    }
}

// Each fact's entries, in the transaction that makes it a fact: there is no moment at which something
// has happened and the ledger does not say so.

internal import Ledger
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// What every entry needs to know besides its fact.
struct Bookkeeping {
    let moment: Moment
    let transaction: any Transaction

    init(_ moment: Moment, _ transaction: any Transaction) {
        self.moment = moment
        self.transaction = transaction
    }

    func posted(_ sale: Sale) throws {
        try book(BookedFact(posted: sale), at: sale.register, by: sale.cashier)
    }

    func returned(_ made: SaleReturn) throws {
        try book(BookedFact(made), at: made.register, by: made.cashier)
    }

    /// A wallet has debited for an attempt, which nobody knew before; it stands in its sale's day.
    func debited(_ attempt: Attempt, for sale: Sale) throws {
        try book(
            BookedFact(
                debited: attempt.amount, by: attempt.wallet.rawValue, number: attempt.number,
                store: sale.store, sale: sale.id, on: sale.businessDate))
    }

    /// A wallet has debited, which may have been known; this store counts it from now on.
    func debited(
        _ number: MerchantOrderNumber, _ wallet: Wallet, _ amount: Money, store: StoreID,
        sale: SaleID?, on date: BusinessDate? = nil
    ) throws {
        let date = try date ?? self.date(of: store)
        for other in try LedgerTable.storesOf(number, in: transaction) where other != store {
            try book(
                BookedFact(
                    gone: .debitMoved(number), amount, by: wallet.rawValue, number: number,
                    store: other, sale: nil, on: self.date(of: other)))
        }
        try book(
            BookedFact(
                debited: amount, by: wallet.rawValue, number: number, store: store, sale: sale,
                on: date))
    }

    /// What an attempt that had ended has heard since.
    func heard(_ effects: [AttemptEffect], of stored: StoredAttempt) throws {
        let attempt = stored.attempt
        for case .openCase(let cause) in effects {
            switch cause {
            case .lateSuccess(let proof) where proof.currency == "CNY":
                try debited(
                    attempt.number, attempt.wallet, proof.amount, store: stored.store,
                    sale: stored.sale)
            case .secondDebit(let proof) where proof.currency == "CNY":
                try book(
                    BookedFact(
                        debited: proof.amount, by: attempt.wallet.rawValue,
                        number: attempt.number, store: stored.store, sale: stored.sale,
                        on: date(of: stored.store),
                        fact: .secondDebit(
                            attempt.number, tradeNumber: proof.channelTradeNumber)))
            case .givenBackAfterSuccess:
                try undone(stored)
            case .lateSuccess, .secondDebit, .wrongAmount, .givenBackOutside, .unresolvedTooLong,
                .contradiction, .orphanPaid, .reversalTooLate, .reversalRefused:
                break
            }
        }
    }

    private func undone(_ stored: StoredAttempt) throws {
        let attempt = stored.attempt
        for store in try LedgerTable.storesOf(attempt.number, in: transaction) {
            try book(
                BookedFact(
                    gone: .debitUndone(attempt.number), attempt.amount,
                    by: attempt.wallet.rawValue, number: attempt.number, store: store,
                    sale: stored.sale, on: date(of: store)))
        }
    }

    /// How a person ended what a case is about.
    ///
    /// Whether anything of it stands in doubt decides which ways there are.
    ///
    /// *Errors*: `OperatorNotice.caseHoldsMoney` when "right as it is" would leave money in doubt.
    func ended(_ found: StoredCase, _ exit: CaseExit) throws {
        guard let number = try? MerchantOrderNumber(reading: found.subject),
            let standing = try LedgerTable.standing(
                in: .doubt, store: found.store, in: transaction
            ).first(where: { $0.number == number.digits }),
            let wallet = try LedgerTable.wallet(of: number, store: found.store, in: transaction)
        else { return }
        // A debit stands on the side of what is owed.
        let amount = try Money.zero.subtracting(standing.amount)
        switch exit {
        case .accepted: throw OperatorNotice.caseHoldsMoney(amount)
        case .givenBack:
            guard amount.isPositive else { throw OperatorNotice.caseHoldsMoney(amount) }
            // Where a sale counts one debit, what stands in doubt is another under its number.
            let claim = try ClaimTable.find(
                number: number, tradeNumber: nil, in: transaction)
            try book(
                BookedFact(
                    gone: claim == nil
                        ? .debitUndone(number) : .secondDebitUndone(number, case: found.id),
                    amount, by: wallet, number: number,
                    store: found.store, sale: nil, on: date(of: found.store)))
        case .writtenOff:
            try book(
                BookedFact(
                    writtenOff: amount, of: number, case: found.id, store: found.store,
                    on: date(of: found.store)))
        }
    }

    /// What a wallet owes and keeps of a day, by its statement; what is booked of it already is left
    /// out.
    ///
    /// A store that an earlier statement had, and this one has not, gets its fee back.
    func shared(
        _ sharing: StatementSharing, of number: Int64, _ statement: StatementOf
    ) throws {
        let shares = try sharing.shares(of: StoreTable.all(in: transaction).map(\.id))
        try StatementShareTable.write(shares, of: statement, in: transaction)
        try SettlementBook(moment, transaction).look(at: statement)
        let (wallet, account, day) = (
            statement.wallet.rawValue, statement.account, statement.day
        )
        let booked = try LedgerTable.booked(
            "fee", .from(prefix: Fact.feePrefix(wallet: wallet, account: account, day: day)),
            into: .fees, in: transaction)
        var kept: [StoreID: Money] = booked.mapValues { _ in .zero }
        // What no store of ours has made is nobody's fee, either.
        for share in shares where share.store.digits != "0000" { kept[share.store] = share.fee }
        for (store, fee) in kept.sorted(by: { $0.key.digits < $1.key.digits }) {
            let before = booked[store] ?? (.zero, 0)
            let fact = Fact.fee(
                wallet: wallet, account: account, day: day, statement: number,
                count: before.facts + 1)
            try book(
                BookedFact(
                    fee: try fee.subtracting(before.amount), fact, by: wallet, store: store,
                    on: day))
        }
    }

    /// What a bank received for a store of a wallet's days, or what is taken back of it.
    func settled(
        _ amount: Money, _ fact: Fact, by wallet: Wallet, store: StoreID, on date: BusinessDate
    ) throws {
        try book(
            BookedFact(settled: amount, by: wallet.rawValue, fact, store: store, on: date))
    }

    /// What a drawer has more or less than the day's cash.
    func counted(_ counted: Money, cash: Money, store: StoreID, on date: BusinessDate) throws {
        try book(
            BookedFact(overShort: try counted.subtracting(cash), store: store, on: date))
    }

    func refunded(_ stored: StoredRefund) throws {
        let refund = stored.refund
        try book(
            BookedFact(
                refunded: refund.amount, by: refund.wallet.rawValue, as: refund.number,
                of: refund.order, store: stored.store, sale: stored.sale,
                on: date(of: stored.store)))
    }

    /// A shift that was counted and given on; answers with the day in whose books it stands.
    func closed(_ shift: Shift, _ close: ShiftClose) throws -> BusinessDate {
        let day = try openDay(try date(of: shift.id.store), of: shift.id.store)
        try book(BookedFact(closed: shift, close, on: day))
        return day
    }

    /// A shift whose cash a day's signature has counted: only its float is still to be told.
    func ended(_ shift: Shift, on date: BusinessDate) throws {
        try book(BookedFact(floatOf: shift, on: date))
    }

    /// Cash moves in somebody's keeping: the register's open shift, or one that begins with it.
    private func book(
        _ booked: BookedFact, at register: RegisterID, by cashier: StaffID
    ) throws {
        var booked = booked
        // First the store, then the shift, as whoever signs a day: neither waits for the other.
        booked.date = try openDay(booked.date, of: booked.store)
        if booked.movesCash {
            let shift = try ShiftTable.openOrBegin(
                store: booked.store, register: register, by: cashier, at: moment.now,
                in: transaction)
            try ShiftTable.noteCash(shift.id, in: transaction)
            booked.shift = shift.id
        }
        try LedgerTable.insert(booked, at: moment.now, in: transaction)
    }

    private func book(_ booked: BookedFact) throws {
        var booked = booked
        booked.date = try openDay(booked.date, of: booked.store)
        try LedgerTable.insert(booked, at: moment.now, in: transaction)
    }

    /// A signed day takes nothing more: what comes late is a correction in the first day that is open.
    ///
    /// Nobody signs it until this transaction ends.
    private func openDay(_ wanted: BusinessDate, of store: StoreID) throws -> BusinessDate {
        guard let signed = try SignedDayTable.lastForBooking(of: store, in: transaction),
            signed >= wanted
        else { return wanted }
        return max(try signed.next(), try date(of: store))
    }

    /// The day in whose books this stands.
    private func date(of store: StoreID) throws -> BusinessDate {
        guard let found = try StoreTable.find(store, in: transaction) else {
            throw StoredError.absent("store")
        }
        return try BusinessDate(of: moment.now, turnsAt: found.dayTurns)
    }
}

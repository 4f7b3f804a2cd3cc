// A record of what a bank received, with its entries and with what is to be looked at because of it: all
// in one transaction.

internal import Ledger
internal import Payments
internal import Persistence
internal import Retail

struct SettlementBook {
    let moment: Moment
    let transaction: any Transaction

    init(_ moment: Moment, _ transaction: any Transaction) {
        self.moment = moment
        self.transaction = transaction
    }

    /// What it stands for where no store of ours made a number.
    private static let nowhere = "0000"

    func record(
        _ entry: SettlementEntry, for days: [BusinessDate], as seq: Int64, by staff: StaffID
    ) throws {
        var open: [Money] = []
        for day in days {
            let statement = StatementOf(wallet: entry.wallet, account: entry.account, day: day)
            guard let found = try SettlementTable.day(of: statement, in: transaction) else {
                throw OperatorNotice.settlementRefused(.dayWithoutStatement(day))
            }
            open.append(try found.net.subtracting(found.received))
        }
        let amounts = try SettlementSharing.days(entry.amount, open: open)
        let settlement = Settlement(
            reference: entry.reference, seq: seq, wallet: entry.wallet, account: entry.account,
            receivedOn: entry.receivedOn, amount: entry.amount, reason: "", staff: staff,
            madeAt: moment.now, days: Array(zip(days, amounts)).map { ($0, $1) })
        try SettlementTable.insert(settlement, in: transaction)
        var byStore: [StoreID: Money] = [:]
        for (day, amount) in settlement.days {
            let statement = StatementOf(wallet: entry.wallet, account: entry.account, day: day)
            for (store, share) in try shares(of: amount, statement) {
                byStore[store] = try byStore[store, default: .zero].adding(share)
            }
        }
        try book(settlement, byStore)
    }

    func reverse(_ last: Settlement, because reason: String, by staff: StaffID) throws {
        func back(_ amount: Money) throws -> Money { try Money.zero.subtracting(amount) }
        let settlement = Settlement(
            reference: last.reference, seq: last.seq + 1, wallet: last.wallet,
            account: last.account,
            receivedOn: try BusinessDate(of: moment.now, turnsAt: .zero),
            amount: try back(last.amount), reason: reason, staff: staff, madeAt: moment.now,
            days: try last.days.map { ($0.day, try back($0.amount)) })
        try SettlementTable.insert(settlement, in: transaction)
        // What was booked, and not what would be now: a later statement may share it otherwise.
        let subject = Fact.settlement(reference: last.reference, seq: last.seq).subject
        var byStore: [StoreID: Money] = [:]
        for store in try StoreTable.all(in: transaction) {
            let booked = try LedgerTable.booked(
                "settlement", subject: subject, into: .bank, store: store.id, in: transaction)
            if booked != .zero { byStore[store.id] = try back(booked) }
        }
        try book(settlement, byStore)
    }

    private func book(_ settlement: Settlement, _ byStore: [StoreID: Money]) throws {
        let fact = Fact.settlement(reference: settlement.reference, seq: settlement.seq)
        let bookkeeping = Bookkeeping(moment, transaction)
        for (store, amount) in byStore.sorted(by: { $0.key.digits < $1.key.digits }) {
            try bookkeeping.settled(
                amount, fact, by: settlement.wallet, store: store, on: settlement.receivedOn)
        }
        for (day, _) in settlement.days {
            try look(
                at: StatementOf(
                    wallet: settlement.wallet, account: settlement.account, day: day))
        }
    }

    /// A day's amount by the stores of its statement.
    ///
    /// What no store of ours made is booked with the
    /// largest part, so that the bank's sum is whole; its case says that it is nobody's.
    private func shares(
        of amount: Money, _ statement: StatementOf
    ) throws -> [(StoreID, Money)] {
        let all = try StatementShareTable.shares(of: statement, in: transaction)
        let parts = try SettlementSharing.stores(amount, of: try all.map { try $0.net })
        let ours = all.indices.filter { all[$0].store.digits != SettlementBook.nowhere }
        let largest = ours.max { one, other in
            (parts[one], other) < (parts[other], one)
        }
        let home: StoreID
        if let largest {
            home = all[largest].store
        } else if let first = try StoreTable.all(in: transaction).map(\.id)
            .min(by: { $0.digits < $1.digits })
        {
            home = first
        } else {
            throw StoredError.absent("store")
        }
        return zip(all, parts).map { share, part in
            (share.store.digits == SettlementBook.nowhere ? home : share.store, part)
        }
    }

    // MARK: What is to be looked at

    /// Opens the case of a day that is late, short or over, and closes those that it no longer is.
    func look(at statement: StatementOf) throws {
        guard let day = try SettlementTable.day(of: statement, in: transaction) else { return }
        let today = try BusinessDate(of: moment.now, turnsAt: .zero)
        let state = try day.state(on: today)
        let place = "\(statement.wallet.rawValue)/\(statement.account)/\(statement.day.iso)/"
        // A day that differs anew is another case: the number of its records tells.
        let subject = place + "\(day.changes)"
        let stands = state.isBreak ? SettlementBook.cause(state) + ":" + subject : ""
        for kind in SettlementState.allCases where kind.isBreak {
            try CaseTable.close(
                subjectsFrom: place, cause: SettlementBook.cause(kind), except: stands,
                how: state == .settled ? "settled" : "changed", at: moment.now, in: transaction)
        }
        guard state.isBreak else { return }
        let net = try day.net
        try CaseTable.open(
            CaseOpening(
                store: try StoreID(SettlementBook.nowhere), cause: SettlementBook.cause(state),
                subject: subject,
                detail: "\(statement.wallet.rawValue) \(statement.account) \(statement.day.iso): "
                    + "statement \(net.yuan), received \(day.received.yuan)",
                amount: try net.subtracting(day.received)),
            at: moment.now, in: transaction)
    }

    static func cause(_ state: SettlementState) -> String { "settlement-" + state.rawValue }
}

extension SettlementDay {
    /// How it stands, seen on a day.
    func state(on today: BusinessDate) throws -> SettlementState {
        SettlementState(
            net: try net, received: received, records: records,
            age: SettlementDay.age(of: statement.day, on: today))
    }

    /// Days between; none before it.
    static func age(of day: BusinessDate, on today: BusinessDate) -> Int {
        // By the calendar's own numbers, since each day has the same length there.
        func number(_ date: BusinessDate) -> Int64 {
            let midnight = try? CivilTime(spaced: date.iso + " 00:00:00").timestamp
            return (midnight?.microseconds ?? 0) / Pause.days(1).microseconds
        }
        return max(0, Int(clamping: number(today) - number(day)))
    }
}

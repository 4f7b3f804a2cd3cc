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
        for (day, amount) in settlement.days {
            let statement = StatementOf(wallet: entry.wallet, account: entry.account, day: day)
            try book(settlement, day, try shares(of: amount, statement, but: settlement))
        }
        try look(at: settlement)
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
        for day in last.days.map({ Optional($0.day) }) + [nil] {
            let booked = try booked(last, day)
            try book(settlement, day, booked.mapValues(back))
        }
        try look(at: settlement)
    }

    private func book(
        _ settlement: Settlement, _ day: BusinessDate?, _ byStore: [StoreID: Money]
    ) throws {
        let fact = Fact.settlement(
            reference: settlement.reference, seq: settlement.seq, day: day)
        let bookkeeping = Bookkeeping(moment, transaction)
        for (store, amount) in byStore.sorted(by: { $0.key.digits < $1.key.digits })
        where amount != .zero {
            try bookkeeping.settled(
                amount, fact, by: settlement.wallet, store: store, on: settlement.receivedOn)
        }
    }

    private func look(at settlement: Settlement) throws {
        for (day, _) in settlement.days {
            try look(
                at: StatementOf(
                    wallet: settlement.wallet, account: settlement.account, day: day))
        }
    }

    /// What a record booked for one of its days, by store.
    private func booked(
        _ settlement: Settlement, _ day: BusinessDate?
    ) throws -> [StoreID: Money] {
        let fact = Fact.settlement(
            reference: settlement.reference, seq: settlement.seq, day: day)
        return try LedgerTable.booked(
            fact.kind, .one(fact.subject), into: .bank, in: transaction
        ).mapValues(\.amount)
    }

    /// A day's amount by the stores that it is for.
    ///
    /// By what is still open of each, so that nothing is left at one and missing at another once all
    /// has come.
    private func shares(
        of amount: Money, _ statement: StatementOf, but settlement: Settlement
    ) throws -> [StoreID: Money] {
        let owed = try owed(statement)
        var open = owed
        for record in try SettlementTable.records(of: statement, in: transaction)
        where record != settlement {
            var booked = try booked(record, statement.day)
            // Booked before days were told apart: known where there was only one.
            if record.days.count == 1 {
                try booked.merge(try self.booked(record, nil)) { try $0.adding($1) }
            }
            for (store, amount) in booked {
                open[store] = try open[store, default: .zero].subtracting(amount)
            }
        }
        let stores = open.keys.sorted { $0.digits < $1.digits }
        let parts = try SettlementSharing.stores(
            amount, of: stores.map { open[$0] ?? .zero },
            owed: stores.map { owed[$0] ?? .zero })
        return Dictionary(uniqueKeysWithValues: zip(stores, parts))
    }

    /// What a day comes to, by the stores in whose books it stands.
    ///
    /// What no store of ours made is booked with the largest part, so that the bank's sum is whole; its
    /// case says that it is nobody's.
    private func owed(_ statement: StatementOf) throws -> [StoreID: Money] {
        var (owed, nobodys) = ([StoreID: Money](), Money.zero)
        for share in try StatementShareTable.shares(of: statement, in: transaction) {
            if share.store.digits == SettlementBook.nowhere {
                nobodys = try share.net
            } else {
                owed[share.store] = try share.net
            }
        }
        let largest = owed.max { one, other in
            (one.value, other.key.digits) < (other.value, one.key.digits)
        }
        let home = try largest?.key ?? StoreTable.all(in: transaction).first?.id
        guard let home else { throw StoredError.absent("store") }
        owed[home] = try owed[home, default: .zero].adding(nobodys)
        return owed
    }

    // MARK: What is to be looked at

    /// Opens the case of a day that is late, short or over, and closes those that it no longer is.
    ///
    /// A day that differs anew is another case, also where a person has ended one before: the subject
    /// has the number of its records, what is open, and how many cases ended by themselves.
    func look(at statement: StatementOf) throws {
        guard let day = try SettlementTable.day(of: statement, in: transaction) else { return }
        let state = try day.state(on: BusinessDate(of: moment.now, turnsAt: .zero))
        let open = try day.net.subtracting(day.received)
        let place = "\(statement.wallet.rawValue)/\(statement.account)/\(statement.day.iso)/"
        let store = try StoreID(SettlementBook.nowhere)
        func subject() throws -> String {
            let ended = try CaseTable.closed(
                subjectsFrom: place, store: store, how: SettlementBook.ends, in: transaction)
            return place + "\(day.changes)/\(open.fen)/\(ended)"
        }
        let stands = state.isBreak ? SettlementBook.cause(state) + ":" + (try subject()) : ""
        for kind in SettlementState.allCases where kind.isBreak {
            try CaseTable.close(
                subjectsFrom: place, cause: SettlementBook.cause(kind), except: stands,
                how: SettlementBook.ends[state == .settled ? 0 : 1], at: moment.now,
                in: transaction)
        }
        guard state.isBreak else { return }
        try CaseTable.open(
            CaseOpening(
                store: store, cause: SettlementBook.cause(state), subject: try subject(),
                detail: "\(statement.wallet.rawValue) \(statement.account) \(statement.day.iso): "
                    + "statement \(try day.net.yuan), received \(day.received.yuan)",
                amount: open),
            at: moment.now, in: transaction)
    }

    /// How its cases end by themselves.
    private static let ends = ["settled", "changed"]

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

// The audit of a world of many days: of each day the signed report, the ledger, the facts and the
// wallets' statements say the same, but for what is listed: a break with its case, or a case of its own.

internal import Payments
internal import Retail

struct DayClosing {
    private let world: World
    private let books: AuditedBooks
    private let days: DayBooks

    init(_ world: World, _ books: AuditedBooks, _ days: DayBooks) {
        self.world = world
        self.books = books
        self.days = days
    }

    func audit() -> ClosedDays {
        var closed = ClosedDays()
        auditReports(&closed)
        for wallet in world.wallets { auditStatements(of: wallet, &closed) }
        auditBreaks(&closed)
        return closed
    }

    private func found(_ kind: String, _ subject: String) {
        world.auditor.found(.booksBalance, kind, subject)
    }

    // MARK: Reports

    /// What was signed is what the ledger says for ever, and the ledger what its facts come to.
    private func auditReports(_ closed: inout ClosedDays) {
        for (key, figures) in days.signed.sorted(by: { $0.key < $1.key })
        where days.ledger[key] ?? DayBooks.Figures() != figures {
            found("a signed day has changed", "\(key.store) \(key.date)")
        }
        for key in Set(days.ledger.keys).union(days.facts.keys).sorted()
        where days.ledger[key] ?? DayBooks.Figures() != days.facts[key] ?? DayBooks.Figures() {
            found("a day's ledger is not its facts", "\(key.store) \(key.date)")
        }
        for (key, fen) in days.counter.sorted(by: { $0.key < $1.key }) where fen != 0 {
            found("a day has goods without money", "\(key.store) \(key.date)")
        }
        for (key, own) in days.corrections {
            let wasSigned = days.signed.keys.contains { $0.store == key.store && $0.date >= own }
            if key.date < own || !wasSigned {
                found("booked into another day that was open", "\(key.store) \(own)")
            }
        }
        closed.corrections = days.corrections.count
        closed.signed = days.signed.count
        let stores = Dictionary(grouping: days.signed.keys, by: \.date).mapValues(\.count)
        closed.wholeDays = stores.values.count { $0 == world.town.stores.count }
    }

    // MARK: Statements

    /// What a wallet's files and the ledger have of each number, by day.
    private func auditStatements(of wallet: PlayedWallet, _ closed: inout ClosedDays) {
        var told: [String: [String: Int64]] = [:]
        var fees: Int64 = 0
        for (key, rows) in world.statements.files where key.wallet == wallet.wallet {
            let day = key.day.iso
            let kept = days.statements[wallet.wallet.rawValue]?[day]
            if !rows.isEmpty {
                closed.statements += 1
                closed.lines += rows.count
                if kept.map(Int.init) != rows.count { found("a statement is not kept whole", day) }
            }
            for row in rows {
                let fen = row.orderAmount.fen - row.refundAmount.fen
                told[day, default: [:]][row.orderNumber, default: 0] += fen
                fees += row.fee.money.fen
            }
        }
        if fees != days.fees[wallet.wallet.rawValue] ?? 0 {
            found("fees are not the statements'", wallet.wallet.rawValue)
        }
        let booked = days.clearing[wallet.wallet.rawValue] ?? [:]
        let (toldOf, bookedOf) = (DayClosing.byNumber(told), DayClosing.byNumber(booked))
        for number in Set(toldOf.keys).union(bookedOf.keys).sorted() {
            if toldOf[number] ?? 0 != bookedOf[number] ?? 0 {
                closed.differing += 1
                if !isExplained(number, wallet) {
                    found("statement and ledger differ, and nobody knows", number)
                }
            }
        }
        for day in Set(told.keys).union(booked.keys) {
            let (ofWallet, ours) = (told[day] ?? [:], booked[day] ?? [:])
            var difference = ofWallet.values.reduce(0, +) - ours.values.reduce(0, +)
            if difference == 0 { closed.equalDays += 1 }
            for number in Set(ofWallet.keys).union(ours.keys) {
                let off = (ofWallet[number] ?? 0) - (ours[number] ?? 0)
                if off == 0 { continue }
                let isOtherDay = toldOf[number] ?? 0 == bookedOf[number] ?? 0
                if isOtherDay { closed.otherDays += 1 }
                // Listed: in another day's sum, or with a case.
                if isOtherDay || isExplained(number, wallet) { difference -= off }
            }
            if difference != 0 { found("a day's statement is not its ledger", day) }
        }
    }

    private static func byNumber(_ days: [String: [String: Int64]]) -> [String: Int64] {
        days.values.reduce(into: [:]) { sums, day in
            sums.merge(day) { $0 + $1 }
        }
    }

    private func isExplained(_ number: String, _ wallet: PlayedWallet) -> Bool {
        let hasBreak = days.breaks.contains {
            $0.order == number && $0.wallet == wallet.wallet.rawValue
        }
        let refunds = books.refundsOfOrder[number] ?? []
        if let day = world.order(number)?.debitedAt.flatMap(StatementFiles.day(of:)) {
            let file = "\(wallet.wallet.rawValue)/\(wallet.merchantAccount)/\(day.iso)"
            if books.openCases[file]?.contains("statement-missing") == true { return true }
        }
        return hasBreak || refunds.contains(where: \.isOpen)
            || books.attempts[number]?.isOpen == true
            || !(books.openCases[number] ?? []).isDisjoint(with: Closing.unexplained)
    }

    // MARK: Breaks

    /// Each break has its case, and none is a false alarm.
    private func auditBreaks(_ closed: inout ClosedDays) {
        let told = world.statements.files.values.joined().reduce(into: [String: Int64]()) {
            $0[$1.orderNumber, default: 0] += $1.orderAmount.fen - $1.refundAmount.fen
        }
        let booked = days.clearing.values.flatMap(\.values).reduce(into: [String: Int64]()) {
            $0.merge($1) { $0 + $1 }
        }
        for found in days.breaks {
            closed.breaks[found.kind, default: 0] += 1
            if !(books.openCases[found.number] ?? []).contains("statement-" + found.kind) {
                self.found("a break without its case", found.number)
            }
            let counted = (booked[found.order] ?? 0) + (days.doubt[found.order] ?? 0)
            let isReal =
                world.statements.bent.contains(found.order) || told[found.order] ?? 0 != counted
            if !isReal { self.found("a break where nothing differs (\(found.kind))", found.order) }
        }
    }
}

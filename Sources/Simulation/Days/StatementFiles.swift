// The wallets' statement files: a line for each debit, refund and reversal of a day, drawn from the
// truth, and bent now and then: a line is missing, is there twice, or stands in the next day's file.
// A file is made once; whoever asks again is given the same.

internal import Payments
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class StatementFiles: @unchecked Sendable {
    struct Key: Hashable, Comparable {
        let wallet: Wallet
        let day: BusinessDate

        static func < (left: Key, right: Key) -> Bool {
            (left.day, left.wallet.stream) < (right.day, right.wallet.stream)
        }
    }

    private unowned let world: World
    private(set) var files: [Key: [StatementRow]] = [:]
    /// Lines that go into the file of another day than their own.
    private var carried: [Key: [StatementRow]] = [:]
    /// Order numbers about which a file says something else than the truth.
    private(set) var bent: Set<String> = []

    init(world: World) {
        self.world = world
    }

    /// The file of a wallet's day; nil while the wallet has not made it.
    ///
    /// *Source*: WeChat Pay and Alipay make them in the morning after, by ten o'clock.
    func file(of wallet: PlayedWallet, _ day: BusinessDate) -> [StatementRow]? {
        let key = Key(wallet: wallet.wallet, day: day)
        if let made = files[key] { return made }
        guard let end = try? day.next(), world.time.now >= StatementFiles.morning(of: end) else {
            return nil
        }
        // A day's file also holds what was kept back from the day before, so that one comes first.
        let first = StatementFiles.day(of: world.plan.startsAt)
        if let first, let before = try? day.previous(), before >= first {
            _ = file(of: wallet, before)
        }
        let rows = bend(
            lines(of: wallet, day), of: wallet, key, next: Key(wallet: wallet.wallet, day: end))
        files[key] = rows
        return rows
    }

    static func day(of moment: Timestamp) -> BusinessDate? {
        let civil = CivilTime(moment)
        return try? BusinessDate(year: civil.year, month: civil.month, day: civil.day)
    }

    /// Half past nine.
    private static func morning(of day: BusinessDate) -> Timestamp {
        let morning = try? CivilTime(
            year: day.year, month: day.month, day: day.day, hour: 9, minute: 30, second: 0)
        return morning?.timestamp ?? Timestamp(microseconds: .max)
    }

    /// What a wallet really did on a day, in the order in which it did it.
    private func lines(of wallet: PlayedWallet, _ day: BusinessDate) -> [StatementRow] {
        var lines: [StatementRow] = []
        for number in wallet.numbers {
            guard let order = wallet.orders[number], let debitedAt = order.debitedAt,
                // Another merchant's, or another currency: in a file of its own.
                order.merchantAccount == wallet.merchantAccount, order.currency == "CNY"
            else { continue }
            func add(_ at: Timestamp?, _ line: (Timestamp) -> StatementRow) {
                guard let at, StatementFiles.day(of: at) == day else { return }
                lines.append(line(at))
            }
            add(debitedAt) { payment(order, at: $0) }
            add(world.auditor.reversedAt[number]) { reversal(order, at: $0) }
            for refund in order.refunds {
                add(refund.arrivedAt) { self.refund(refund, of: order, at: $0) }
            }
        }
        return lines.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
    }

    private func payment(_ order: WalletOrder, at: Timestamp) -> StatementRow {
        let rate: Int64 = 6_000
        return StatementRow(
            line: 0, kind: .payment, orderNumber: order.number, tradeNumber: order.tradeNumber,
            orderAmount: order.amount, settledAmount: order.amount,
            // To the fen, half up.
            fee: StatementFee(microyuan: (order.amount.fen * rate + 500_000) / 1_000_000 * 10_000),
            feeRate: StatementRate(partsPerMillion: rate), at: at,
            account: order.merchantAccount, state: .succeeded)
    }

    private func reversal(_ order: WalletOrder, at: Timestamp) -> StatementRow {
        StatementRow(
            line: 0, kind: .reversal, orderNumber: order.number, tradeNumber: order.tradeNumber,
            refundAmount: order.amount, settledRefundAmount: order.amount, at: at,
            account: order.merchantAccount, state: .succeeded)
    }

    private func refund(
        _ refund: WalletOrder.Refunded, of order: WalletOrder, at: Timestamp
    ) -> StatementRow {
        StatementRow(
            line: 0, kind: .refund, orderNumber: order.number, tradeNumber: order.tradeNumber,
            refundNumber: refund.number, channelRefundNumber: refund.channelNumber,
            refundAmount: refund.amount, settledRefundAmount: refund.amount, at: at,
            account: order.merchantAccount, state: .succeeded)
    }

    private func bend(
        _ lines: [StatementRow], of wallet: PlayedWallet, _ key: Key, next: Key
    ) -> [StatementRow] {
        var rows = carried.removeValue(forKey: key) ?? []
        for line in lines {
            var chance = world.chance(ofLine: "\(line.kind.rawValue) \(line.number)")
            func strikes(_ fault: Fault) -> Bool {
                guard world.strikesInStatement(fault, &chance) else { return false }
                bent.insert(line.orderNumber)
                return true
            }
            // What nobody was told of and no file shows, nobody can know.
            let isStrange = wallet.orders[line.orderNumber]?.customer == -1
            if !isStrange, strikes(.statementMissing) { continue }
            if strikes(.statementOtherDay) {
                carried[next, default: []].append(line)
                // It is moved there, or is in both.
                if chance.happens(perMillion: 500_000) { continue }
            }
            rows.append(line)
            if strikes(.statementTwice) { rows.append(line) }
        }
        return rows.enumerated().map { $1.moved(to: $0 + 1) }
    }
}

extension StatementRow {
    fileprivate func moved(to line: Int) -> StatementRow {
        StatementRow(
            line: line, kind: kind, orderNumber: orderNumber, tradeNumber: tradeNumber,
            refundNumber: refundNumber, channelRefundNumber: channelRefundNumber,
            orderAmount: orderAmount, settledAmount: settledAmount, refundAmount: refundAmount,
            settledRefundAmount: settledRefundAmount, fee: fee, feeRate: feeRate, at: at,
            account: account, state: state)
    }
}

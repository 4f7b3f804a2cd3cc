// A wallet in the simulation: it keeps the truth about every fen, and answers as the real ones do.
// What becomes of questions and answers on their way is the wire's business (PlayedWire).

internal import Payments
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class PlayedWallet: @unchecked Sendable {
    let wallet: Wallet
    let manners: Manners
    let merchantAccount: String
    unowned let world: World
    private(set) var orders: [String: WalletOrder] = [:]
    /// In the order in which they were made, so that nothing depends on a hash table's order.
    private(set) var numbers: [String] = []
    private var numberOfTrade: [String: String] = [:]
    private var numbersOfCustomer: [Int: [String]] = [:]
    private var trades: Int64 = 0

    /// A payment code is taken this long after it was shown, and a trade that waits for the customer
    /// stays open this long, where the request sets no limit (`Manners.Limit`).
    private static let codeLife = Pause.seconds(120)
    private static let tradeLife = Pause.seconds(60)

    init(_ wallet: Wallet, _ manners: Manners, account: String, world: World) {
        self.wallet = wallet
        self.manners = manners
        self.merchantAccount = account
        self.world = world
    }

    private var now: Timestamp { world.time.now }

    // MARK: Paying

    /// A request to pay has arrived.
    func arrive(_ request: PayRequest, from scan: Scan) -> PayAnswer {
        let number = request.number.digits
        if let known = orders[number] {
            guard known.code == request.code.digits, known.asked == request.amount else {
                return .unresolved(Doubt(kind: .listedCode, detail: "OUT_TRADE_NO_USED"))
            }
            guard manners.repeatsAnswers else {
                return .unresolved(Doubt(kind: .listedCode, detail: "SENT_BEFORE"))
            }
            return payAnswer(of: known)
        }
        var chance = scan.chance(.arrival)
        let isLate: Bool
        let closes: Timestamp
        switch manners.limit {
        case .asTold: (isLate, closes) = (now >= request.payableUntil, request.payableUntil)
        case .fromArrival:
            isLate = now.since(scan.shownAt) > PlayedWallet.codeLife
            closes = now.advanced(by: PlayedWallet.tradeLife)
        }
        if isLate { return .declined(Decline(kind: .orderClosed, code: "ORDERCLOSED")) }
        if world.strikes(.numberTaken, &chance) {
            insert(order(request, scan, state: .closed, &chance, code: "taken"))
            return .unresolved(Doubt(kind: .listedCode, detail: "OUT_TRADE_NO_USED"))
        }
        let lastSecond = world.strikes(.passwordLastSecond, &chance)
        let fate = ScanFate(&chance, amount: request.amount, lastSecond: lastSecond)
        switch fate.answer {
        case .declines(let kind):
            insert(order(request, scan, state: .closed, &chance))
            return .declined(Decline(kind: kind, code: "SIMULATED"))
        case .asksForPassword(let phone):
            insert(order(request, scan, state: .waiting(until: closes), &chance))
            switch phone {
            case .confirms(let pause): world.time.after(pause) { self.confirm(number) }
            case .refuses(let pause): world.time.after(pause) { self.close(number) }
            case .forgets: break
            }
            world.time.at(closes) { self.close(number) }
            return .awaitingShopper
        case .debits:
            insert(order(request, scan, state: .closed, &chance))
            if world.strikes(.failedThenPaid, &chance) {
                orders[number]?.hasLied = true
                let pause = Pause.milliseconds(chance.number(500...120_000))
                world.time.after(pause) { self.debit(number) }
                return .declined(Decline(kind: .riskRefused, code: "SIMULATED_LIE"))
            }
            if manners.givesReceipt {
                orders[number]?.state = .waiting(until: closes)
                let pause = Pause.milliseconds(chance.number(200...3_000))
                world.time.after(pause) { self.confirm(number) }
                world.time.at(closes) { self.close(number) }
                return .awaitingShopper
            }
            debit(number)
            return orders[number].map(payAnswer) ?? .awaitingShopper
        }
    }

    private func order(
        _ request: PayRequest, _ scan: Scan, state: WalletOrder.State, _ chance: inout Chance,
        code: String? = nil
    ) -> WalletOrder {
        trades += 1
        let own = String(trades)
        let trade =
            manners.tradePrefix
            + String(repeating: "0", count: 22 - own.count) + own
        var order = WalletOrder(
            number: request.number.digits, tradeNumber: trade, customer: scan.customer,
            asked: request.amount, amount: request.amount, merchantAccount: merchantAccount,
            arrivedAt: now, state: state, hiddenUntil: now,
            code: code ?? request.code.digits)
        if world.strikes(.otherAmount, &chance) {
            order.amount = Money(fen: max(1, request.amount.fen + chance.number(-90...100)))
            if order.amount == order.asked { order.amount = Money(fen: order.asked.fen + 100) }
        }
        if world.strikes(.otherMerchant, &chance) { order.merchantAccount = "9999000000" }
        if world.strikes(.otherCurrency, &chance) { order.currency = "USD" }
        if world.strikes(.notFoundThenPaid, &chance) {
            // Billed late. One in four stays hidden beyond any window: then "not found" was a lie.
            let isLie = chance.happens(perMillion: 250_000)
            order.hasLied = isLie
            let range: ClosedRange<Int64> = isLie ? 200_000...600_000 : 1_000...25_000
            // One that was long on its way is not hidden as well.
            let isPrompt = now.since(scan.shownAt) < .seconds(10)
            if isPrompt {
                order.hiddenUntil = now.advanced(by: .milliseconds(chance.number(range)))
            }
        }
        return order
    }

    private func insert(_ order: WalletOrder) {
        orders[order.number] = order
        numbers.append(order.number)
        numberOfTrade[order.tradeNumber] = order.number
        numbersOfCustomer[order.customer, default: []].append(order.number)
    }

    func numbers(of customer: Int) -> [String] { numbersOfCustomer[customer] ?? [] }

    private func debit(_ number: String) {
        guard var order = orders[number], order.debitedAt == nil, order.state != .reversed else {
            return
        }
        order.state = .paid
        order.debitedAt = now
        orders[number] = order
        world.auditor.debited(order, at: wallet)
        world.note(.phone(customer: order.customer), .channel(wallet), about: number) {
            "debited ¥\(order.amount.yuan)"
        }
        world.notifications.debited(order, at: self)
    }

    private func confirm(_ number: String) {
        guard case .waiting(let until) = orders[number]?.state, now < until else { return }
        debit(number)
    }

    private func close(_ number: String) {
        guard case .waiting = orders[number]?.state else { return }
        orders[number]?.state = .closed
    }

    private func payAnswer(of order: WalletOrder) -> PayAnswer {
        switch order.state {
        case .waiting: .awaitingShopper
        case .paid: .paid(order.proof)
        case .closed: .declined(Decline(kind: .orderClosed, code: "ORDERCLOSED"))
        case .reversed: .declined(Decline(kind: .orderClosed, code: "ORDERREVERSED"))
        }
    }

    /// A debit that this chain's database never heard of: a till that was installed anew, say.
    func strangerPaid(_ town: Town) {
        guard let store = town.stores.first, let spare = town.spares.first else { return }
        let number = MerchantOrderNumber(
            at: now.advanced(by: .minutes(-30)), store: store, register: spare,
            serial: 1_111_111 * UInt32(wallet.stream + 1))
        trades += 1
        let order = WalletOrder(
            number: number.digits, tradeNumber: "4200009999" + number.digits.suffix(18),
            customer: -1, asked: Money(fen: 4_200), amount: Money(fen: 4_200),
            merchantAccount: merchantAccount, arrivedAt: now, state: .paid, debitedAt: now,
            hiddenUntil: now, code: "")
        insert(order)
        world.count(.statementOnly)
    }

    // MARK: Asking

    func look(_ question: OrderQuestion) -> QueryAnswer {
        let order: WalletOrder?
        switch question {
        case .merchantOrderNumber(let number): order = orders[number.digits]
        case .channelTradeNumber(let digits): order = numberOfTrade[digits].flatMap { orders[$0] }
        }
        guard let order, now >= order.hiddenUntil else { return .notFound }
        switch order.state {
        case .waiting: return .awaitingShopper
        case .closed: return .closed(code: "CLOSED")
        case .reversed: return .closed(code: "REVOKED")
        case .paid:
            let isRefunded =
                switch manners.tellsRefunds {
                case .always: !order.refunds.isEmpty
                case .whenWhole: order.kept == 0
                case .never: false
                }
            return isRefunded ? .refunded(order.proof) : .paid(order.proof)
        }
    }

    // MARK: Undoing

    func undo(_ number: MerchantOrderNumber) -> ReverseAnswer {
        guard var order = orders[number.digits] else { return .nothingToReverse }
        if now.since(order.arrivedAt) > manners.pace.reverseWithin
            || !manners.reversalDay.isSame(order.arrivedAt, now)
        {
            return .expired(code: "EXPIRED")
        }
        if !order.refunds.isEmpty { return .refused(code: "REFUNDED") }
        order.reversalsAsked += 1
        switch order.state {
        case .waiting:
            if manners.putsReversalOff, order.reversalsAsked == 1 {
                orders[number.digits] = order
                return .again(code: "USERPAYING")
            }
            order.state = .closed
        case .paid:
            order.state = .reversed
            world.auditor.gaveBack(order, order.amount, by: .reversal)
            world.note(.channel(wallet), .phone(customer: order.customer), about: order.number) {
                "gave back ¥\(order.amount.yuan) (reversal)"
            }
        case .closed, .reversed: break
        }
        orders[number.digits] = order
        return .reversed
    }

    // MARK: Giving back

    /// A refund has arrived; the same number gives back once, whatever was heard of it.
    func giveBack(_ request: RefundRequest, fails: Bool, arrivesIn pause: Pause) -> RefundAnswer {
        guard var order = orders[request.order.digits], order.state == .paid else {
            return .failed(RefundFailure(kind: .other, code: "TRADE_NOT_PAID"))
        }
        if let known = order.refunds.first(where: { $0.number == request.refund.text }) {
            guard known.amount == request.amount else {
                return .failed(RefundFailure(kind: .other, code: "REFUND_NO_USED"))
            }
            guard manners.repeatsAnswers else {
                return .unresolved(Doubt(kind: .listedCode, detail: "SENT_BEFORE"))
            }
            return known.arrivedAt == nil ? .accepted : .done(proof(known, of: order))
        }
        guard request.amount.fen <= order.kept else {
            world.auditor.refundExceeds(order)
            return .failed(RefundFailure(kind: .overRefunded, code: "REFUND_FEE_MISMATCH"))
        }
        if fails { return .failed(RefundFailure(kind: .accountAbnormal, code: "USER_ACCOUNT")) }
        let isAtOnce = manners.refundsAtOnce
        let refund = WalletOrder.Refunded(
            number: request.refund.text, amount: request.amount,
            channelNumber: "50" + order.tradeNumber.suffix(20) + "\(order.refunds.count)",
            arrivedAt: isAtOnce ? now : nil)
        order.refunds.append(refund)
        orders[order.number] = order
        world.auditor.gaveBack(order, request.amount, by: .refund(request.refund.text))
        world.note(.channel(wallet), .phone(customer: order.customer), about: order.number) {
            "gives back ¥\(request.amount.yuan) (refund \(request.refund.text))"
        }
        if isAtOnce { return .done(proof(refund, of: order)) }
        let (number, text) = (order.number, request.refund.text)
        world.time.after(pause) { self.arrived(text, of: number) }
        return .accepted
    }

    private func arrived(_ refund: String, of number: String) {
        guard let index = orders[number]?.refunds.firstIndex(where: { $0.number == refund })
        else { return }
        orders[number]?.refunds[index].arrivedAt = now
    }

    func lookForRefund(_ question: RefundQuestion) -> RefundQueryAnswer {
        guard let order = orders[question.order.digits],
            let refund = order.refunds.first(where: { $0.number == question.refund.text })
        else { return .notFound }
        return refund.arrivedAt == nil ? .processing : .done(proof(refund, of: order))
    }

    private func proof(_ refund: WalletOrder.Refunded, of order: WalletOrder) -> RefundProof {
        RefundProof(
            refundNumber: refund.number, merchantOrderNumber: order.number,
            channelRefundNumber: refund.channelNumber, amount: refund.amount,
            refundedAt: refund.arrivedAt)
    }
}

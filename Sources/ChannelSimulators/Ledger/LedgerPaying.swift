// A payment: asked for by the merchant, perhaps answered by the person with a password. The request is
// idempotent by its number: the same data again changes nothing and gets the same answer.

package import Retail

/// A payment that a merchant asks for.
package struct PayRequest: Sendable {
    package let key: OrderKey
    package let code: String
    package let amount: Money
    package let subject: String
    package let details: String
    package let attachment: String
    /// After this the order may not be paid any more.
    package let payableUntil: Timestamp

    package init(
        key: OrderKey, code: String, amount: Money, subject: String, details: String,
        attachment: String, payableUntil: Timestamp
    ) {
        self.key = key
        self.code = code
        self.amount = amount
        self.subject = subject
        self.details = details
        self.attachment = attachment
        self.payableUntil = payableUntil
    }
}

/// Why a payment was not made.
package enum PayRefusal: Error, Equatable, Sendable {
    case codeUnknown
    case codeUsed
    case codeExpired
    /// The number stands for another request.
    case numberUsedForOther
    /// The number was paid with another code.
    case alreadyPaid
    case closed
    case reversed
    case declined(Order.Decline)
    /// The bound on orders is reached.
    case full
}

/// What the person's password led to.
package enum ApprovalResult: Equatable, Sendable {
    case paid(Order)
    case wrongPassword(triesLeft: Int)
    case declined(Order)
    /// Not there, or not waiting any more.
    case notWaiting
}

extension Ledger {
    /// How often a wrong password may be typed before the payment is declined.
    package static let wrongPasswordMax = 3

    /// Pays, or waits for the person's password; both are seen in the order's state.
    ///
    /// *Idempotency*: by number; a repeat with the same data gets the same answer and no new debit.
    package mutating func pay(
        _ request: PayRequest, at now: Timestamp
    ) throws(PayRefusal) -> Order {
        catchUp(at: now)
        if let position = positions[request.key] {
            return try repeated(request, orders[position])
        }
        guard offers[request.key] == nil else { throw .numberUsedForOther }
        guard orders.count < Ledger.orderCountMax else { throw .full }
        guard now < request.payableUntil else { throw .closed }
        let code = try usableCode(request.code, wallet: request.key.wallet, at: now)
        guard let at = purse(code.account, code.wallet) else { throw .codeUnknown }
        let purse = accounts[at.account].purses[at.purse]
        codes[code.digits]?.isUsed = true
        let position = insert(request, account: code.account, at: now)
        if purse.balance < request.amount {
            orders[position].state = .declined(.notEnoughMoney)
            throw .declined(.notEnoughMoney)
        }
        if request.amount > purse.passwordAbove {
            orders[position].state = .waiting(
                until: request.payableUntil, wrongPasswords: 0, reversalAsked: false)
            waitingPositions.insert(position)
            return orders[position]
        }
        debit(position, at: now)
        return orders[position]
    }

    /// The person types the password.
    package mutating func approve(
        _ key: OrderKey, password: String, at now: Timestamp
    ) -> ApprovalResult {
        catchUp(at: now)
        guard let position = positions[key],
            case .waiting(let until, let wrong, let asked) = orders[position].state
        else { return .notWaiting }
        guard let account = accountPositions[orders[position].account].map({ accounts[$0] }),
            account.password == password
        else {
            guard wrong + 1 < Ledger.wrongPasswordMax else {
                return .declined(end(position, .declined(.wrongPassword)))
            }
            orders[position].state = .waiting(
                until: until, wrongPasswords: wrong + 1, reversalAsked: asked)
            revision += 1
            return .wrongPassword(triesLeft: Ledger.wrongPasswordMax - wrong - 1)
        }
        // The balance may have gone elsewhere since the request.
        guard let purse = account.purse(key.wallet), purse.balance >= orders[position].amount
        else { return .declined(end(position, .declined(.notEnoughMoney))) }
        debit(position, at: now)
        return .paid(orders[position])
    }

    /// The person says no; `nil` when there is nothing to say no to.
    package mutating func decline(_ key: OrderKey, at now: Timestamp) -> Order? {
        catchUp(at: now)
        guard let position = positions[key], case .waiting = orders[position].state else {
            return nil
        }
        // Who scanned a code and turns away has refused nothing: the code can be scanned again.
        if orders[position].wasScanned == true { return orders[position] }
        return end(position, .declined(.declinedByPerson))
    }

    /// Ends an order that was not paid.
    mutating func end(_ position: Int, _ state: Order.State) -> Order {
        orders[position].state = state
        waitingPositions.remove(position)
        revision += 1
        return orders[position]
    }

    private func repeated(_ request: PayRequest, _ order: Order) throws(PayRefusal) -> Order {
        guard order.amount == request.amount, order.subject == request.subject,
            order.details == request.details, order.attachment == request.attachment
        else { throw .numberUsedForOther }
        let isSameCode = order.codeDigest == Ledger.digest(ofCode: request.code)
        switch order.state {
        case .paid:
            guard isSameCode else { throw .alreadyPaid }
            return order
        case .waiting:
            guard isSameCode else { throw .numberUsedForOther }
            return order
        case .declined(let reason):
            guard isSameCode else { throw .numberUsedForOther }
            throw .declined(reason)
        case .closed: throw .closed
        case .reversed: throw .reversed
        }
    }

    mutating func insert(
        _ request: PayRequest, account: String, at now: Timestamp
    ) -> Int {
        serial += 1
        revision += 1
        let order = Order(
            wallet: request.key.wallet, number: request.key.number,
            tradeNumber: tradeNumber(request.key.wallet, at: now), account: account,
            amount: request.amount, subject: request.subject, details: request.details,
            codeDigest: Ledger.digest(ofCode: request.code), attachment: request.attachment,
            createdAt: now, state: .closed, paidAt: nil, debited: .zero, returned: .zero,
            merchantName: request.key.merchant.isEmpty ? nil : request.key.merchant)
        let position = orders.count
        orders.append(order)
        positions[order.key] = position
        tradePositions[order.tradeNumber] = position
        return position
    }

    // The only place where money leaves a purse; it adds exactly what it takes.
    private mutating func debit(_ position: Int, at now: Timestamp) {
        let order = orders[position]
        guard let at = purse(order.account, order.wallet), order.debited == .zero,
            let rest = try? accounts[at.account].purses[at.purse].balance
                .subtracting(order.amount)
        else { return }
        accounts[at.account].purses[at.purse].balance = rest
        orders[position].state = .paid
        orders[position].paidAt = now
        orders[position].debited = order.amount
        waitingPositions.remove(position)
        revision += 1
    }

    // 28 digits: WeChat Pay's begin 4200 and carry the date in the middle, Alipay's begin with it.
    // BestPay's have 22, UnionPay's 21; both begin with the date.
    private func tradeNumber(_ wallet: Wallet, at now: Timestamp) -> String {
        let day = String(CivilTime(now).compact.prefix(8))
        switch wallet {
        case .wechat: return "4200001987" + day + CivilTime.padded(spreadSerial, 10)
        case .alipay: return day + "2200141983" + CivilTime.padded(spreadSerial, 10)
        case .bestpay: return day + "0000" + CivilTime.padded(spreadSerial, 10)
        case .unionpay: return day + "190" + CivilTime.padded(spreadSerial, 10)
        }
    }

    // The serial spread over ten digits: neighbours do not look alike, and none repeats.
    var spreadSerial: Int {
        Int((serial &* 7_654_321_237 &+ 1_029_384_756) % 10_000_000_000)
    }
}

// The counter for other tills: what a terminal asks for goes the same way as a till's 41. It is written
// with a sale of its own (decision 0025) before the wallet is called, by the same driver and machine,
// and recovery takes it up like any other.

internal import Payments
package import Persistence
package import Retail
internal import Sales

/// A payment as a terminal asks for it.
package struct TerminalPaying: Equatable, Sendable {
    package let code: String
    package let amount: Money
    package let reference: String
    /// What the customer's bill shows; the chain's own words where it is nil.
    package let subject: String?
    /// The merchant order number to use; one is made where it is nil.
    package let number: MerchantOrderNumber?
    /// When it is too late to begin.
    package let expiresAt: Timestamp?
    package let isNotIdentityCard: Bool

    package init(
        code: String, amount: Money, reference: String, subject: String?,
        number: MerchantOrderNumber?, expiresAt: Timestamp?, isNotIdentityCard: Bool
    ) {
        self.code = code
        self.amount = amount
        self.reference = reference
        self.subject = subject
        self.number = number
        self.expiresAt = expiresAt
        self.isNotIdentityCard = isNotIdentityCard
    }
}

/// One act of a terminal: who asks, under which key, and a hash of what was asked.
package struct TerminalAct: Sendable {
    package let terminal: Terminal
    package let key: String
    package let fingerprint: String

    package init(terminal: Terminal, key: String, fingerprint: String) {
        self.terminal = terminal
        self.key = key
        self.fingerprint = fingerprint
    }

    /// Beside the keys of tills, which hold no colon.
    var storedKey: String { terminal.id + ":" + key }
}

package struct TerminalCounter: Sendable {
    /// How often another number is drawn when one exists already; see `ScanPayment`.
    static let numbersMax = 3
    /// The goods that a terminal's sale is about.
    package static let goods = "API"

    package let driver: PaymentDriver

    package init(driver: PaymentDriver) {
        self.driver = driver
    }

    /// Begins a payment, once.
    ///
    /// *Errors*: `TerminalRefusal`, and nothing was changed by it; the database's own.
    package func pay(
        _ asked: TerminalPaying, _ act: TerminalAct
    ) async throws -> TerminalPayment {
        if let known = try await known(act) { return try await payment(known, act.terminal) }
        let code: PaymentCode
        do {
            code = try PaymentCode(reading: asked.code)
        } catch {
            throw TerminalRefusal.paymentCode
        }
        if ResidentID.looksLike(code.digits), !asked.isNotIdentityCard {
            throw TerminalRefusal.identityCard
        }
        guard asked.amount.isPositive, asked.amount <= Money.saleMax else {
            throw TerminalRefusal.unreadable(field: "amount_fen")
        }
        guard let account = driver.account(of: code.wallet, for: act.terminal.store) else {
            throw TerminalRefusal.wallet
        }
        if let number = asked.number, number.store != act.terminal.store {
            throw TerminalRefusal.numberForeign
        }
        var draws = 0
        while true {
            draws += 1
            do {
                return try await payment(try await begin(asked, code, account, act), act.terminal)
            } catch DatabaseError.constraint(let what) {
                // Another process with the same key has done it.
                if let known = try await known(act) {
                    return try await payment(known, act.terminal)
                }
                if what.contains("reference") { throw TerminalRefusal.referenceUsed }
                guard what.contains("order_number") || what.contains("attempt_pkey") else {
                    throw DatabaseError.constraint(what)
                }
                if asked.number != nil { throw TerminalRefusal.numberUsed }
                guard draws < TerminalCounter.numbersMax else {
                    throw DatabaseError.constraint(what)
                }
            }
        }
    }

    private func begin(
        _ asked: TerminalPaying, _ code: PaymentCode, _ account: PayingAccount,
        _ act: TerminalAct
    ) async throws -> String {
        let (moment, terminal) = (driver.moment(), act.terminal)
        if let expiresAt = asked.expiresAt, moment.now > expiresAt {
            throw TerminalRefusal.expired
        }
        let number =
            asked.number
            ?? MerchantOrderNumber(
                at: moment.now, store: terminal.store, register: terminal.register,
                serial: driver.surroundings.serial())
        let payment = PaymentID(driver.surroundings.identifier())
        let sale = SaleID.ofTerminal(driver.surroundings.identifier())
        let isShut = driver.shutSince(account, at: moment.now) != nil
        let subject = asked.subject ?? moment.settings.billName
        var committed = try await driver.database.commit { transaction in
            var request: PayRequest?
            let number = try TerminalCounter.once(act, moment, transaction) {
                guard
                    try TerminalPaymentTable.find(
                        reference: asked.reference, of: terminal.id, in: transaction) == nil
                else { throw TerminalRefusal.referenceUsed }
                if asked.number != nil,
                    try AttemptTable.find(number, paces: moment.paces, in: transaction) != nil
                {
                    throw TerminalRefusal.numberUsed
                }
                // Last: it says for certain that nothing was done for this number.
                if isShut { throw TerminalRefusal.walletSilent }
                let date = try TerminalCounter.today(terminal, moment, transaction)
                try SaleTable.insert(
                    try TerminalCounter.sale(
                        sale, payment, number, code.wallet, asked.amount, subject, terminal, date,
                        moment), at: moment.now, in: transaction)
                let attempt = Attempt(
                    number: number, wallet: code.wallet, amount: asked.amount,
                    merchantAccount: account.name, startedAt: moment.now,
                    pace: account.channel.pace)
                try AttemptTable.insert(
                    StoredAttempt(
                        attempt: attempt, store: terminal.store, sale: sale, payment: payment,
                        register: terminal.register, cashier: terminal.staff,
                        worker: moment.worker, version: 1),
                    actor: "terminal " + terminal.id, at: moment.now, in: transaction)
                try TerminalPaymentTable.insert(
                    TerminalPaymentRow(
                        number: number, terminal: terminal.id, reference: asked.reference,
                        store: terminal.store, sale: sale, subject: subject, businessDate: date,
                        madeAt: moment.now), in: transaction)
                request = PayRequest(
                    number: number, amount: asked.amount, code: code, subject: subject,
                    store: terminal.store, register: terminal.register, cashier: terminal.staff,
                    startedAt: moment.now, payableUntil: attempt.payableUntil)
                return number.digits
            }
            return (number, request)
        }
        if let permit = committed.permit.take() {
            driver.send(permit, of: number, to: account)
        }
        return committed.result
    }

    /// The sale that a terminal's payment is: one line, one tender, held until the wallet has spoken.
    private static func sale(
        _ id: SaleID, _ payment: PaymentID, _ number: MerchantOrderNumber, _ wallet: Wallet,
        _ amount: Money, _ subject: String, _ terminal: Terminal, _ date: BusinessDate,
        _ moment: Moment
    ) throws -> Sale {
        let goods = Goods(
            product: TerminalCounter.goods, ean13: nil, name: subject, spec: "", unit: "笔",
            maker: "", category: "代收", lot: TerminalCounter.goods,
            expiresOn: try BusinessDate(iso: "2099-12-31"), price: amount)
        var sale = Sale(
            id: id, store: terminal.store, register: terminal.register, cashier: terminal.staff,
            businessDate: date, openedAt: moment.now,
            lines: [SaleLine(no: 1, goods: goods, quantity: 1, discount: .none, salesperson: nil)])
        _ = try sale.beginPayment(
            payment, number: number, wallet: wallet.rawValue, amount: nil)
        try sale.suspend(note: "")
        return sale
    }

    static func today(
        _ terminal: Terminal, _ moment: Moment, _ transaction: any Transaction
    ) throws -> BusinessDate {
        guard let store = try StoreTable.find(terminal.store, in: transaction) else {
            throw StoredError.absent("store")
        }
        return try BusinessDate(of: moment.now, turnsAt: store.dayTurns)
    }

    /// Runs a body unless its key has been used; keeps the key with the number it led to.
    static func once(
        _ act: TerminalAct, _ moment: Moment, _ transaction: any Transaction,
        _ body: () throws -> String
    ) throws -> String {
        if let known = try answer(act, transaction) { return known }
        let number = try body()
        try ActTable.insert(
            DoneAct(asked: act.fingerprint, answered: number), key: act.storedKey,
            by: act.terminal.staff, store: act.terminal.store, at: moment.now, in: transaction)
        return number
    }

    func known(_ act: TerminalAct) async throws -> String? {
        try await driver.database.read { try TerminalCounter.answer(act, $0) }
    }

    private static func answer(
        _ act: TerminalAct, _ transaction: any Transaction
    ) throws -> String? {
        let done = try ActTable.find(
            act.storedKey, store: act.terminal.store, in: transaction)
        guard let done else { return nil }
        guard done.fingerprint == act.fingerprint else { throw TerminalRefusal.keyReused }
        return done.answer
    }
}

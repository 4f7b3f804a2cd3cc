// The transactions of a sale paid by method 41, as the till has them done: goods rung up, the intent
// to collect, and what follows from the wallet's "paid". Everything in them follows from the till and
// the sale's number, so a run can be done again to the letter.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// One of the tills that sell at the same time.
struct BenchTill: Sendable {
    /// 0 to `max - 1`.
    let index: Int

    static let max = 256
    static let registersPerStore = 4
    /// Numbers that are not mistaken for each other.
    static let firstStore = 2000
    static let firstCashier = 3000

    var store: StoreID {
        get throws { try StoreID("\(Self.firstStore + index / Self.registersPerStore)") }
    }
    var register: RegisterID {
        get throws { try RegisterID("\(10 + index % Self.registersPerStore)") }
    }
    var cashier: StaffID { get throws { try StaffID("\(Self.firstCashier + index)") } }
}

struct BenchSale: Sendable {
    enum Step: Int, CaseIterable, Sendable {
        case ringUp, begin, paid
    }

    let till: BenchTill
    /// 0 for a till's first sale.
    let number: Int

    /// Does one of its transactions; they follow each other.
    func perform(_ step: Step, in transaction: any Transaction) throws {
        switch step {
        case .ringUp: try ringUp(in: transaction)
        case .begin: try begin(in: transaction)
        case .paid: try paid(in: transaction)
        }
    }

    private func ringUp(in transaction: any Transaction) throws {
        try once("ring-up", in: transaction) {
            let (store, date) = (try till.store, try BenchChain.date)
            var lines: [SaleLine] = []
            for (index, code) in products.enumerated() {
                guard let product = try ProductTable.find(code, in: transaction),
                    let lot = try ProductTable.sellableLot(
                        of: code, store: store, on: date, in: transaction)
                else { throw BenchFailure("no goods \(code)") }
                lines.append(
                    SaleLine(
                        no: Int64(index + 1), goods: product.goods(of: lot), quantity: 1,
                        discount: .none, salesperson: nil))
            }
            let sale = Sale(
                id: id, store: store, register: try till.register, cashier: try till.cashier,
                businessDate: date, openedAt: now, lines: lines)
            try SaleTable.insert(sale, at: now, in: transaction)
        }
    }

    private func begin(in transaction: any Transaction) throws {
        try once("begin", in: transaction) {
            let store = try till.store
            guard var stored = try SaleTable.find(id, store: store, in: transaction) else {
                throw BenchFailure("no sale \(id.text)")
            }
            let offered = try TenderMethodTable.offered(on: BenchChain.date, in: transaction)
            let attempts = try AttemptTable.ofSale(
                id, store: store, paces: BenchChain.paces, in: transaction)
            guard offered.contains(where: { $0.id == TenderMethodID.aggregated }),
                attempts.isEmpty
            else { throw BenchFailure("sale \(id.text) cannot be paid") }
            let number = try orderNumber
            let amount = try stored.sale.beginPayment(
                payment, number: number, wallet: Wallet.weChatPay.rawValue, amount: nil)
            try SaleTable.update(&stored, at: now, in: transaction)
            let attempt = Attempt(
                number: number, wallet: .weChatPay, amount: amount,
                merchantAccount: BenchChain.account, startedAt: now, pace: BenchChain.pace)
            try AttemptTable.insert(
                StoredAttempt(
                    attempt: attempt, store: store, sale: id, payment: payment,
                    register: try till.register, cashier: try till.cashier,
                    worker: BenchChain.worker, version: 1),
                actor: "staff " + till.cashier.digits, at: now, in: transaction)
        }
    }

    private func paid(in transaction: any Transaction) throws {
        let later = now.advanced(by: .seconds(2))
        let number = try orderNumber
        let proof = PaidProof(
            merchantOrderNumber: number.digits, channelTradeNumber: tradeNumber,
            amount: try BenchChain.price.multiplied(by: 2), currency: "CNY",
            merchantAccount: BenchChain.account, paidAt: later)
        let outcome = try AttemptBodies.apply(
            .payAnswered(.paid(proof)), to: number, by: .channel,
            moment: Moment(
                now: later, worker: BenchChain.worker, identifier: printJob,
                settings: BenchChain.settings, paces: BenchChain.paces),
            in: transaction)
        guard case .moved(let move) = outcome, !move.stored.attempt.isOpen else {
            throw BenchFailure("sale \(id.text) was not paid: \(outcome)")
        }
    }

    /// As every act at the counter: its key is looked for before, and kept with its effect.
    private func once(_ act: String, in transaction: any Transaction, _ body: () throws -> Void)
        throws
    {
        let (key, store) = (actKey(act), try till.store)
        guard try ActTable.find(key, store: store, in: transaction) == nil else {
            throw BenchFailure("\(act) was done before")
        }
        try body()
        try ActTable.insert(
            DoneAct(asked: "\(act) sale=\(id.text)", answered: "sale=\(id.text)"), key: key,
            by: till.cashier, store: store, at: now, in: transaction)
    }
}

// MARK: What names it

extension BenchSale {
    var id: SaleID { SaleID(identifier(1)) }
    var payment: PaymentID { PaymentID(identifier(2)) }
    var printJob: String { identifier(3) }
    /// As long as the wallets' own.
    var tradeNumber: String { "420000123" + identifier(4) }
    var orderNumber: MerchantOrderNumber {
        get throws {
            MerchantOrderNumber(
                at: now, store: try till.store, register: try till.register,
                serial: UInt32(clamping: number))
        }
    }

    func actKey(_ act: String) -> String { identifier(act == "begin" ? 5 : 6) }

    /// Two articles of the shelf, the lower code first, so that nobody waits for each other.
    var products: [String] {
        let first = (till.index * 7 + number * 3) % (BenchChain.products - 1)
        return [first, first + 1].map { "\(1000 + $0)" }
    }

    /// A second for each sale of a till.
    var now: Timestamp { BenchChain.opens.advanced(by: .seconds(Int64(number))) }

    /// 19 digits that come in no order, as random ones would.
    private func identifier(_ kind: UInt64) -> String {
        // SplitMix64.
        var word = UInt64(till.index) << 40 | UInt64(number) << 8 | kind
        word = word &* 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        return String(1_000_000_000_000_000_000 + word % 8_000_000_000_000_000_000)
    }
}

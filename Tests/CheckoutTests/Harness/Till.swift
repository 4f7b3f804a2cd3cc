// One register with a person at it: the keys of the notice as calls.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

struct Till: Sendable {
    let shop: Shop
    let session: Session

    /// Does an act under a key; without one, under a key of its own.
    @discardableResult
    func perform(_ act: Act, key: String? = nil) async throws -> ActOutcome {
        try await (try shop.process).counter.perform(
            act, key: key ?? "key-\(shop.numbering.next())", by: session)
    }

    /// Rings goods up and answers with the sale.
    @discardableResult
    func ringUp(
        _ entry: String = Fixture.syrup, quantity: Int64 = 1, on sale: SaleID? = nil
    ) async throws -> SaleID {
        let outcome = try await perform(.addLine(sale: sale, entry: entry, quantity: quantity))
        return try #require(outcome.sale)
    }

    /// 41: scans a payment code; what comes of it in the background is not waited for.
    @discardableResult
    func scan(
        _ sale: SaleID, _ wallet: Wallet = .weChatPay, amount: Money? = nil, key: String? = nil
    ) async throws -> MerchantOrderNumber {
        try await perform(
            .beginPayment(
                sale: sale, code: PaymentCode.test(wallet, shop.numbering.next()), amount: amount,
                isNotIdentityCard: false), key: key)
        return try #require(try await attempts(of: sale).last).attempt.number
    }

    /// 41, and everything that follows at once.
    @discardableResult
    func pay(
        _ sale: SaleID, _ wallet: Wallet = .weChatPay, amount: Money? = nil
    ) async throws -> MerchantOrderNumber {
        let number = try await scan(sale, wallet, amount: amount)
        try await shop.settle()
        return number
    }

    @discardableResult
    func supplement(
        _ sale: SaleID, _ entry: String, key: String? = nil
    ) async throws -> ActOutcome {
        try await perform(.supplement(sale: sale, entry: entry), key: key)
    }

    @discardableResult
    func complete(_ sale: SaleID, key: String? = nil) async throws -> ActOutcome {
        try await perform(.complete(sale: sale), key: key)
    }

    @discardableResult
    func cash(
        _ sale: SaleID, _ received: Money, override: Override? = nil
    ) async throws -> ActOutcome {
        try await perform(.takeCash(sale: sale, received: received, override))
    }

    // MARK: What is there

    func sale(_ id: SaleID) async throws -> Sale {
        let store = session.store
        let stored = try await shop.read { try SaleTable.find(id, store: store, in: $0) }
        return try #require(stored).sale
    }

    func receipt(_ id: SaleID) async throws -> String? {
        guard case .posted(_, let receipt) = try await sale(id).state else { return nil }
        return receipt
    }

    func attempts(of sale: SaleID) async throws -> [StoredAttempt] {
        let (store, paces) = (session.store, shop.paces)
        return try await shop.read {
            try AttemptTable.ofSale(sale, store: store, paces: paces, in: $0)
        }
    }

    func state() async throws -> TillState {
        try await (try shop.process).counter.till(of: session)
    }

    /// Why a method cannot be chosen now, or nil when it can.
    func refusal(of method: Int64) async throws -> OperatorNotice? {
        let offer = try await state().methods.first { $0.method.id == method }
        return try #require(offer, "method \(method) is not offered").refusal
    }
}

extension Shop {
    func attempt(_ number: MerchantOrderNumber) async throws -> Attempt {
        let paces = paces
        let stored = try await read { try AttemptTable.find(number, paces: paces, in: $0) }
        return try #require(stored).attempt
    }

    func claim(_ number: MerchantOrderNumber) async throws -> Claim? {
        try await read { try ClaimTable.find(number: number, tradeNumber: nil, in: $0) }
    }

    /// The cases about a number: `cause`, or `cause (how it was closed)`.
    func cases(_ number: MerchantOrderNumber) async throws -> [String] {
        try await read { transaction in
            try CaseTable.all(subject: number.digits, in: transaction).map { one in
                one.isOpen ? one.cause : "\(one.cause) (\(one.closedHow ?? ""))"
            }
        }
    }
}

extension Override {
    /// The manager of store 0101, with the PIN and a reason.
    static func manager(
        _ staff: String = "1001", pin: String? = nil, reason: String = "顾客赶车"
    ) throws -> Override {
        Override(staff: try StaffID(staff), pin: pin ?? Fixture.pin(of: staff), reason: reason)
    }
}

extension PaymentCode {
    /// A payment code in the wallet's shape that cannot be taken for an identity card.
    static func test(_ wallet: Wallet, _ number: UInt32) -> String {
        let prefix =
            switch wallet {
            case .weChatPay: "13"
            case .alipay: "28"
            case .bestPay: "51"
            case .unionPay: "629"
            case .digitalYuan: "019"
            }
        return prefix + "0000" + "99999999" + CivilTime.padded(Int(number % 10_000), 4)
    }
}

extension Till {
    /// 退货, and everything that follows at once.
    @discardableResult
    func giveBack(
        _ sale: SaleID, _ lines: [LineToReturn], reason: ReturnReason = .quality,
        toCash: Bool = false, override: Override? = nil, key: String? = nil
    ) async throws -> ActOutcome.GoodsReturned {
        let outcome = try await perform(
            .returnGoods(sale: sale, lines: lines, reason: reason, toCash: toCash, override),
            key: key)
        try await shop.settle()
        guard case .goodsReturned(let done) = outcome.say else {
            throw OperatorNotice.unreadable(field: "say")
        }
        return done
    }

    /// A sale of so many pieces, paid by one scan and posted.
    @discardableResult
    func sold(
        _ entry: String = Fixture.plaster, quantity: Int64 = 1, by wallet: Wallet = .weChatPay
    ) async throws -> (sale: SaleID, number: MerchantOrderNumber) {
        let sale = try await ringUp(entry, quantity: quantity)
        let number = try await pay(sale, wallet)
        try await complete(sale)
        return (sale, number)
    }

    func returnable(_ entry: String) async throws -> ReturnableSale {
        try await (try shop.process).counter.returnable(receipt: entry, by: session)
    }

    func returnable(_ sale: SaleID) async throws -> ReturnableSale {
        try await (try shop.process).counter.returnable(sale, by: session)
    }

    /// The refunds of a sale, oldest first.
    func refunds(of sale: SaleID) async throws -> [Refund] {
        let (store, paces) = (session.store, shop.paces)
        return try await shop.read {
            try RefundTable.ofSale(sale, store: store, paces: paces, in: $0).map(\.refund)
        }
    }
}

extension Shop {
    /// The cases about a refund or a return, as `cases` of an order number says them.
    func cases(about subject: String) async throws -> [String] {
        try await read { transaction in
            try CaseTable.all(subject: subject, in: transaction).map { one in
                one.isOpen ? one.cause : "\(one.cause) (\(one.closedHow ?? ""))"
            }
        }
    }
}

/// So many pieces of a line.
func pieces(_ quantity: Int64, ofLine line: Int64 = 1) -> LineToReturn {
    LineToReturn(line: line, quantity: quantity)
}

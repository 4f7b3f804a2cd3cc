// One customer, from the first scan of goods to the receipt or to giving up.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Till {
    /// True when the sale is known to be posted, so that nothing can be open.
    func serve(_ customer: Int, _ shopper: Shopper) async -> Bool {
        var chance = Chance(seed: world.plan.seed, 13, UInt64(customer))
        guard let sale = await ringUp(shopper, customer) else { return false }
        if chance.happens(perMillion: 50_000) {
            _ = await act(
                .discountSale(sale: sale, .percent(basisPoints: chance.number(1...1_000)), nil),
                about: customer, "discount")
        }
        if chance.happens(perMillion: 100_000) {
            _ = await act(.checkOut(sale: sale), about: customer, "PageUp")
        }
        let isPosted: Bool
        switch shopper.way {
        case .cash:
            isPosted = await payCash(sale, customer, approved: false)
        case .mixed:
            _ = await act(
                .takeCash(sale: sale, received: Money(fen: 100), nil), about: customer,
                "¥1.00 in cash")
            isPosted = await payByCode(sale, customer, shopper, &chance)
        case .scan:
            isPosted = await payByCode(sale, customer, shopper, &chance)
        }
        if isPosted, world.strikes(.billShownAgain, &chance) { comesBackLater(customer, &chance) }
        if let pause = shopper.returnsAfter, world.plan.faults != [] || customer % 2 == 0 {
            returnsLater(sale, of: customer, after: pause)
        }
        return isPosted
    }

    func ringUp(_ shopper: Shopper, _ customer: Int) async -> SaleID? {
        var sale: SaleID?
        for (code, quantity) in shopper.basket {
            let reply = await act(
                .addLine(sale: sale, entry: code, quantity: quantity), about: customer,
                "goods \(code)")
            switch reply {
            case .answer(let outcome):
                sale = outcome.sale
                world.auditor.rang(quantity, on: sale?.text)
            case .failed: world.auditor.rang(quantity, on: nil)
            case .refused: break
            }
        }
        return sale
    }

    @discardableResult
    func payCash(_ sale: SaleID, _ customer: Int, approved: Bool) async -> Bool {
        let received = Money(fen: 100_000)
        let reply = await act(
            .takeCash(sale: sale, received: received, approved ? approval : nil),
            about: customer, approved ? "cash, with a manager" : "cash")
        guard case .answer = reply else { return false }
        world.auditor.tookCash(sale: sale.text, approved: approved)
        return await act(.complete(sale: sale), about: customer, "F9").isAnswer
    }

    /// Up to three scans; the customer's next code when one was refused.
    private func payByCode(
        _ sale: SaleID, _ customer: Int, _ shopper: Shopper, _ chance: inout Chance
    ) async -> Bool {
        for index in 0..<3 {
            guard await begin(sale, customer, shopper, index, &chance) else { return false }
            if world.strikes(.tillSwitchedOff, &chance) {
                await pause(60_000...900_000, &chance)
                return false
            }
            switch await watch(sale, customer, shopper, &chance) {
            case .paid:
                return await complete(sale, customer, &chance)
            case .declined:
                if chance.happens(perMillion: 300_000) {
                    return await payCash(sale, customer, approved: false)
                }
            case .left:
                comesBackLater(customer, &chance)
                return false
            case .gone:
                return false
            }
        }
        return false
    }

    /// Scans a code; false when the till did not take it.
    private func begin(
        _ sale: SaleID, _ customer: Int, _ shopper: Shopper, _ index: Int, _ chance: inout Chance
    ) async -> Bool {
        let scan = show(customer, index, index == 2 ? shopper.otherWallet : shopper.wallet)
        let pay = Act.beginPayment(
            sale: sale, code: scan.code, amount: nil, isNotIdentityCard: true)
        let words = "scan a code"
        if world.strikes(.startedTwice, &chance) {
            // A second window, or a second finger: another key, perhaps another code.
            let other =
                chance.happens(perMillion: 500_000)
                ? show(customer, index + 10, shopper.wallet) : scan
            let again = Act.beginPayment(
                sale: sale, code: other.code, amount: nil, isNotIdentityCard: true)
            async let first = act(pay, about: customer, words)
            async let second = act(again, about: customer, words + " (second window)")
            let replies = await (first, second)
            return replies.0.isAnswer || replies.1.isAnswer
        }
        switch await act(pay, about: customer, words) {
        case .answer: return true
        case .refused(.attemptOpen), .failed: return true
        case .refused: return false
        }
    }

    private func show(_ customer: Int, _ index: Int, _ wallet: Wallet) -> Scan {
        let code = wallet.code(
            Town.padded(customer, 8) + Town.padded(index, 2)
                + Town.padded(100_000 + index * 7_919 % 900_000, 6))
        let scan = Scan(
            seed: world.plan.seed, customer: customer, index: index, shownAt: world.time.now,
            code: code)
        world.show(scan)
        return scan
    }

    private func complete(
        _ sale: SaleID, _ customer: Int, _ chance: inout Chance
    ) async -> Bool {
        if world.strikes(.voidedInPayment, &chance) {
            // Paid, and now the customer does not want it: that is a return, and no void.
            _ = await act(.voidSale(sale: sale), about: customer, "void, paid")
        }
        if chance.happens(perMillion: 50_000) {
            async let first = act(.complete(sale: sale), about: customer, "F9")
            async let second = act(.complete(sale: sale), about: customer, "F9 again")
            return await (first, second).0.isAnswer
        }
        return await act(.complete(sale: sale), about: customer, "F9").isAnswer
    }
}

extension Reply {
    var isAnswer: Bool {
        if case .answer = self { return true }
        return false
    }
}

// What happens later: a held sale is fetched, a customer comes back with a bill and no receipt, goods
// are returned; and two tills do the same at once.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Till {
    func fetch(_ sale: SaleID, of customer: Int) async {
        var chance = Chance(seed: world.plan.seed, 14, UInt64(customer))
        guard case .answer = await act(.retrieve(sale: sale), about: customer, "fetch")
        else { return }
        let shopper = Shopper(customer, seed: world.plan.seed)
        if case .paid = await watch(sale, customer, shopper, &chance) {
            _ = await act(.complete(sale: sale), about: customer, "F9")
        }
    }

    /// The customer was debited and has no receipt: the goods are rung up again and the number of
    /// the bill is scanned under 42.
    func supplement(_ customer: Int) async {
        guard let bill = world.bill(of: customer) else { return }
        var chance = Chance(seed: world.plan.seed, 15, UInt64(customer))
        let shopper = Shopper(customer, seed: world.plan.seed)
        // Now and then other goods: then the bill does not fit them.
        let isSame = !chance.happens(perMillion: 100_000)
        let basket = isSame ? shopper : Shopper(customer + 1, seed: world.plan.seed)
        guard let sale = await ringUp(basket, customer) else { return }
        if world.strikes(.supplementedTwice, &chance), let other = world.spareTill(of: self) {
            async let here: Void = finish(bill, on: sale, customer)
            async let there: Void = other.alsoSupplement(bill, shopper, customer)
            _ = await (here, there)
        } else {
            await finish(bill, on: sale, customer)
        }
    }

    private func alsoSupplement(_ bill: WalletOrder, _ shopper: Shopper, _ customer: Int) async {
        guard let sale = await ringUp(shopper, customer) else { return }
        await finish(bill, on: sale, customer)
        await clear(customer)
    }

    private func finish(_ bill: WalletOrder, on sale: SaleID, _ customer: Int) async {
        var chance = Chance(seed: world.plan.seed, 16, UInt64(customer))
        await enter(bill, on: sale, customer, &chance)
        _ = await act(.complete(sale: sale), about: customer, "F9")
    }

    /// Goods come back: some of them or all, to the wallet that paid, or out of the drawer with a
    /// manager's word; now and then at two tills at once.
    func takeBackGoods(of sale: SaleID, _ customer: Int) async {
        var chance = Chance(seed: world.plan.seed, 17, UInt64(customer))
        let session = session
        let reply = await line.ask(about: customer, "look at the sale") { counter in
            try await counter.returnable(sale, by: session)
        }
        guard case .answer(let found) = reply else { return }
        let isAll = Shopper(customer, seed: world.plan.seed).isReturningAll
        let lines = found.lines.compactMap { line -> LineToReturn? in
            guard line.returnable > 0 else { return nil }
            return LineToReturn(line: line.line.no, quantity: isAll ? line.returnable : 1)
        }
        guard !lines.isEmpty else { return }
        let toCash = chance.happens(perMillion: 80_000)
        let act = Act.returnGoods(
            sale: sale, lines: lines, reason: .quality, toCash: toCash,
            toCash ? approval : nil)
        if world.strikes(.refundedTwice, &chance), let other = world.spareTill(of: self) {
            async let here = self.act(act, about: customer, "return goods")
            async let there = other.act(act, about: customer, "return the same goods")
            _ = await (here, there)
        } else {
            _ = await self.act(act, about: customer, "return goods")
        }
        if !isAll, chance.happens(perMillion: 400_000) {
            // The rest comes back, too.
            returnsLater(
                sale, of: customer, after: .milliseconds(chance.number(1_000...120_000)))
        }
    }
}

// The cashier looks at a payment that is under way, once a second, and does what the till allows, each
// in their own manner.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Till {
    enum Seen {
        case paid
        /// Not debited: the code can be scanned again.
        case declined
        /// Held, or dropped, without an outcome.
        case left
        /// The sale is not at this till any more: posted, mostly.
        case gone
    }

    func watch(
        _ sale: SaleID, _ customer: Int, _ shopper: Shopper, _ chance: inout Chance
    ) async -> Seen {
        await pause(500...1_200, &chance)
        for looks in 0..<600 {
            guard let state = await look(customer) else { continue }
            guard state.sale?.id == sale else { return .gone }
            if state.isPaidInFull { return .paid }
            guard let attempt = state.attempt else { return .declined }
            if !attempt.isOpen { return .declined }
            if let seen = await handle(attempt, state, sale, customer, shopper, &chance) {
                return seen
            }
            await pause(looks < 2 ? 900...1_300 : 2_000...4_000, &chance)
        }
        return .left
    }

    /// What the cashier does about a payment without an outcome; nil goes on waiting.
    private func handle(
        _ attempt: Attempt, _ state: Glance, _ sale: SaleID, _ customer: Int,
        _ shopper: Shopper, _ chance: inout Chance
    ) async -> Seen? {
        let allowed = attempt.allowed(at: state.now)
        if allowed.contains(.suspend) || allowed.contains(.cancel),
            world.strikes(.voidedInPayment, &chance)
        {
            _ = await act(.voidSale(sale: sale), about: customer, "void, in mid-payment")
            return .left
        }
        switch shopper.manner {
        case .obeys:
            // What is allowed is tried after some seconds, as a person does.
            guard chance.happens(perMillion: 250_000) else { return nil }
        case .hurries: break
        case .wantsCash:
            if world.strikes(.cashAnyway, &chance) {
                await payCash(sale, customer, approved: chance.happens(perMillion: 300_000))
            }
            guard chance.happens(perMillion: 250_000) else { return nil }
        }
        return await press(allowed, attempt, sale, customer, &chance)
    }

    private func press(
        _ allowed: [CashierAct], _ attempt: Attempt, _ sale: SaleID, _ customer: Int,
        _ chance: inout Chance
    ) async -> Seen? {
        let bill = world.bill(of: customer)
        // Nobody takes a payment back while the customer is typing, or not many do.
        let isHopeless =
            attempt.state != .awaitingShopper || chance.happens(perMillion: 50_000)
        if allowed.contains(.supplementary), let bill {
            await enter(bill, on: sale, customer, &chance)
            return nil
        }
        switch chance.index(below: 5) {
        case 0 where allowed.contains(.askAgain), 1 where allowed.contains(.askAgain):
            _ = await act(.askAgain(sale: sale, attempt.number), about: customer, "ask again")
            return nil
        case 2 where allowed.contains(.cancel) && isHopeless:
            _ = await act(.takeBack(sale: sale, attempt.number), about: customer, "take it back")
            return nil
        case 3, 4:
            guard allowed.contains(.suspend) else { return nil }
            guard case .answer = await act(.suspend(sale: sale, note: ""), about: customer, "hold")
            else { return nil }
            retrieveLater(sale, of: customer, &chance)
            return .left
        default:
            return nil
        }
    }

    /// Types or scans a number from the customer's phone under method 42.
    func enter(
        _ bill: WalletOrder, on sale: SaleID, _ customer: Int, _ chance: inout Chance
    ) async {
        let entry =
            chance.happens(perMillion: 200_000) ? bill.tradeNumber : bill.number
        _ = await act(
            .supplement(sale: sale, entry: entry), about: customer, "42 \(entry)")
    }
}

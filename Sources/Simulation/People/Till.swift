// A register and the cashier at it: one customer after another, through the product's own acts. What
// the cashier knows is what the till shows; what the customer's phone shows is the wallet's truth.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Till: @unchecked Sendable {
    unowned let world: World
    let session: Session
    let manager: StaffID
    let line: Line
    let party: Party
    /// Tells its keys from all others.
    let name: String
    private var keys = 0
    private static let fetchesMax = 4
    private var waiting: [Later] = []
    /// How often a held sale was fetched: in the end it is left to recovery.
    private var fetched: [SaleID: Int] = [:]

    /// What is to be done at this till when there is a quiet moment.
    private struct Later {
        let at: Timestamp
        let customer: Int
        let kind: Kind

        enum Kind {
            /// A held sale is fetched.
            case retrieve(SaleID)
            /// The customer comes back: debited, and no receipt.
            case debitedWithoutReceipt
            case returnGoods(SaleID)
        }
    }

    init(
        world: World, session: Session, manager: StaffID, number: Int, name: String
    ) {
        self.world = world
        self.session = session
        self.manager = manager
        self.name = name
        party = .till(store: session.store.digits, register: session.register.digits)
        line = Line(world: world, number: number, party: party)
    }

    /// Serves these customers, then whoever comes back.
    func work(_ customers: [Int]) async {
        for customer in customers {
            let shopper = Shopper(customer, seed: world.plan.seed)
            await world.time.sleep(shopper.comesAfter)
            let isDone = await serve(customer, shopper)
            if !isDone { await clear(customer) }
            await doWhatIsDue()
        }
        while let next = waiting.map(\.at).min() {
            await world.time.sleep(max(.zero, next.since(world.time.now)))
            await doWhatIsDue()
        }
    }

    // MARK: What the hands do

    func act(
        _ act: Act, about customer: Int, key: String? = nil, _ words: @autoclosure () -> String
    ) async -> Reply<ActOutcome> {
        await line.act(act, key: key ?? nextKey(), by: session, about: customer, words())
    }

    func nextKey() -> String {
        keys += 1
        return "\(name)-\(keys)"
    }

    /// What the screen shows; nil while no server answers.
    func look(_ customer: Int) async -> Glance? {
        for _ in 0..<20 {
            let session = session
            let reply = await line.ask(about: customer, "look") { counter in
                try await Glance(of: session, counter)
            }
            if case .answer(let glance) = reply { return glance }
            await world.time.sleep(.seconds(1))
        }
        return nil
    }

    func pause(_ range: ClosedRange<Int64>, _ chance: inout Chance) async {
        await world.time.sleep(.milliseconds(chance.number(range)))
    }

    var approval: Override { Override(staff: manager, pin: "1234", reason: "simulated") }

    // MARK: Later

    func retrieveLater(_ sale: SaleID, of customer: Int, _ chance: inout Chance) {
        fetched[sale, default: 0] += 1
        if fetched[sale] ?? 0 > Till.fetchesMax { return }
        let pause = Pause.milliseconds(chance.number(5_000...240_000))
        // Some are forgotten: then only recovery is there to post them.
        if chance.happens(perMillion: 150_000) { return }
        waiting.append(
            Later(
                at: world.time.now.advanced(by: pause), customer: customer, kind: .retrieve(sale)))
    }

    func comesBackLater(_ customer: Int, _ chance: inout Chance) {
        let pause = Pause.milliseconds(chance.number(10_000...400_000))
        waiting.append(
            Later(
                at: world.time.now.advanced(by: pause), customer: customer,
                kind: .debitedWithoutReceipt))
    }

    func returnsLater(_ sale: SaleID, of customer: Int, after pause: Pause) {
        waiting.append(
            Later(
                at: world.time.now.advanced(by: pause), customer: customer,
                kind: .returnGoods(sale)))
    }

    private func doWhatIsDue() async {
        while let index = waiting.firstIndex(where: { $0.at <= world.time.now }) {
            let due = waiting.remove(at: index)
            switch due.kind {
            case .retrieve(let sale): await fetch(sale, of: due.customer)
            case .debitedWithoutReceipt: await supplement(due.customer)
            case .returnGoods(let sale): await takeBackGoods(of: sale, due.customer)
            }
            await clear(due.customer)
        }
    }

    // MARK: Leaving nothing open

    /// Nothing is left open at this register when the next customer comes: completed, held or void.
    func clear(_ customer: Int) async {
        for _ in 0..<60 {
            guard let state = await look(customer) else { continue }
            guard let view = state.sale else { return }
            let sale = view.id
            if let open = state.attempt, open.isOpen {
                let allowed = open.allowed(at: state.now)
                if allowed.contains(.suspend) {
                    _ = await act(.suspend(sale: sale, note: ""), about: customer, "hold")
                    var chance = Chance(seed: world.plan.seed, 18, UInt64(customer))
                    retrieveLater(sale, of: customer, &chance)
                }
            } else if state.isPaidInFull {
                _ = await act(.complete(sale: sale), about: customer, "F9")
            } else if let cash = view.tenders.first(where: Till.isCash) {
                // Cash goes back to the customer before the sale is dropped.
                _ = await act(
                    .removeTender(sale: sale, no: cash.no), about: customer, "give the cash back")
            } else if case .refused = await act(.voidSale(sale: sale), about: customer, "void") {
                // Scanned money is on it: the rest is paid in cash.
                let rest = Money(fen: max(1, state.left.fen))
                _ = await act(
                    .takeCash(sale: sale, received: rest, approval), about: customer,
                    "cash for the rest")
            }
            await world.time.sleep(.seconds(2))
        }
    }

    private static func isCash(_ tender: Tender) -> Bool {
        if case .cash = tender.kind { return tender.state == .paid }
        return false
    }
}

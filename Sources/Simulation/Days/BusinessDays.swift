// Days one after another: shops open, sell, and switch their machines off for the night in the middle
// of whatever these do; in the morning recovery goes on, the product's own rounds fetch the wallets'
// statements, and managers sign the days before. After the last day all is settled and compared again.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class BusinessDays: @unchecked Sendable {
    private unowned let world: World
    private var chance: Chance
    private var signing = 0
    private var signed: [StoreID: BusinessDate] = [:]

    init(_ world: World) {
        self.world = world
        chance = Chance(seed: world.plan.seed, 30)
    }

    /// Plays all days of the world's plan.
    func pass() {
        for day in 0..<world.plan.days {
            if day > 0 { open(day) }
            sell(day)
            close(day)
        }
        world.settle()
        // What happened after a midnight is in a file of the day after that; and for a day whose
        // file was not there, the rounds ask for some days.
        let last = world.plan.days + 5
        for day in world.plan.days...last {
            open(day)
            signDaysBefore()
            settle(day)
            if day < last { close(day) }
        }
        compareOnceMore()
    }

    private func open(_ day: Int) {
        wait(until: world.plan.opening(of: day))
        world.begin(day: day)
        for server in world.servers { server.switchOn() }
        let hasStrangers = chance.happens(perMillion: 300_000)
        if hasStrangers, day < world.plan.days, world.plan.faults.contains(.statementOnly) {
            for wallet in world.wallets { wallet.strangerPaid(world.town) }
        }
        if day < world.plan.days { signDaysBefore() }
    }

    private func sell(_ day: Int) {
        let tills = Tills(world, day: day)
        tills.start()
        WorldRun.drain(
            world, until: { tills.haveFinished && self.signing == 0 }, within: .hours(20))
        if world.plan.crossesMidnight { world.count(.dayTurns) }
    }

    /// The cashiers stay a while, or go at once, and whatever is in doubt stays so until the morning.
    private func close(_ day: Int) {
        let stays = chance.happens(perMillion: 500_000)
        if stays { wait(until: world.time.now.advanced(by: .minutes(chance.number(1...40)))) }
        for server in world.servers { server.switchOff() }
        world.note(.database, nil, about: nil, kind: .note) { "night, after day \(day + 1)" }
    }

    private func settle(_ day: Int) {
        WorldRun.drain(
            world,
            until: {
                WorldRun.isQuiet(self.world) && !self.world.notifications.areOnTheirWay
                    && self.signing == 0 && self.hasAllStatements()
            })
    }

    private func wait(until moment: Timestamp) {
        let isOver = Box<Bool>()
        world.time.at(moment) { isOver.value = true }
        while isOver.value != true {
            world.thread.drain()
            _ = world.time.step()
        }
    }

    // MARK: Signing

    /// The manager of each store signs each day before this one, in order.
    private func signDaysBefore() {
        guard let today = StatementFiles.day(of: world.time.now),
            let first = StatementFiles.day(of: world.plan.startsAt)
        else { return }
        for (index, store) in world.town.stores.enumerated() {
            let from = signed[store].flatMap { try? $0.next() } ?? first
            let comes = Pause.seconds(chance.number(60...1_800))
            let counts = Chance(seed: world.plan.seed, 31, UInt64(index), chance.next())
            // Some sign the day that is not over; what is sold after that stands in the next.
            let isEarly = chance.happens(perMillion: 100_000)
            let until = isEarly ? (try? today.next()) ?? today : today
            signing += 1
            world.thread.start { [weak self] in
                await self?.world.time.sleep(comes)
                await self?.sign(index, store, from, until: until, counts)
                self?.signing -= 1
            }
        }
    }

    private func sign(
        _ index: Int, _ store: StoreID, _ from: BusinessDate, until end: BusinessDate,
        _ chance: Chance
    ) async {
        guard let manager = try? world.town.manager(of: index) else { return }
        let session = Session(staff: manager, store: store, register: world.town.spares[0])
        let line = Line(
            world: world, number: 1_000 + index,
            party: .till(store: store.digits, register: session.register.digits))
        var (date, chance) = (from, chance)
        while date < end {
            let (day, counted) = (date, count(store, date, &chance))
            var isSigned = false
            for _ in 0..<12 where !isSigned {
                let reply = await line.ask(about: -1, "sign \(day.iso)") { counter in
                    _ = try await counter.signDay(store, day, counted: counted, by: session)
                }
                switch reply {
                case .answer: isSigned = true
                // A clock that is behind: another morning, then.
                case .refused: return
                case .failed: await world.time.sleep(.seconds(1))
                }
            }
            guard isSigned, let next = try? date.next() else { return }
            signed[store] = date
            date = next
        }
    }

    /// What lies in the drawer: not counted, right, or a yuan too much or too little.
    private func count(
        _ store: StoreID, _ date: BusinessDate, _ chance: inout Chance
    ) -> Money? {
        let cash = try? world.database.look { try DayBooks.cash(of: store, on: date, $0) }
        let offs: [(Int, Int64?)] = [(4, nil), (5, 0), (1, 100), (1, -100)]
        guard let cash, let drawn = chance.pick(offs), let off = drawn else { return nil }
        let counted = cash + off
        return counted < 0 ? nil : Money(fen: counted)
    }

    // MARK: Statements

    /// Whether each day that a wallet has made a file of was read whole.
    private func hasAllStatements() -> Bool {
        let made = world.statements.files.filter { !$0.value.isEmpty }.keys
        let missing = try? world.database.look { transaction in
            try made.contains { key in
                guard let account = self.world.wallet(key.wallet)?.merchantAccount else {
                    return false
                }
                let rows = try StatementTable.newest(from: key.day, to: key.day, in: transaction)
                return !rows.contains {
                    $0.statement.wallet == key.wallet && $0.statement.account == account
                        && $0.verdict == "complete"
                }
            }
        }
        return missing == false
    }

    /// All statements again, twice: the first time what came since is heard, the second time nothing
    /// may change.
    private func compareOnceMore() {
        for pass in 1...2 {
            let before = try? world.database.look { try DayBooks.fingerprint($0) }
            let (results, isDone) = (Box<[ReconcileResult]>(), Box<Bool>())
            world.thread.start {
                results.value = await self.compareAll()
                isDone.value = true
            }
            WorldRun.drain(world, until: { isDone.value == true })
            WorldRun.drain(world, until: { WorldRun.isQuiet(self.world) })
            let after = try? world.database.look { try DayBooks.fingerprint($0) }
            guard pass == 2 else { continue }
            let changed = results.value?.first {
                !$0.wasKnown || $0.heard != 0 || $0.new != 0 || $0.gone != 0
            }
            if results.value == nil || changed != nil || before == nil || before != after {
                world.auditor.found(
                    .booksBalance, "a statement read again changes something",
                    changed?.statement.day.iso ?? "")
            }
        }
    }

    private func compareAll() async -> [ReconcileResult]? {
        guard let process = world.servers.lazy.compactMap(\.process).first(where: \.isAlive),
            let driver = process.driver
        else { return nil }
        var results: [ReconcileResult] = []
        for key in world.statements.files.keys.sorted() {
            guard world.statements.files[key]?.isEmpty == false,
                let account = process.statementAccounts.first(where: {
                    $0.source.wallet == key.wallet
                })
            else { continue }
            let result = try? await Reconciler(driver: driver).run(
                account.source, account: account.name, day: key.day, how: .fetched)
            guard let result else { return nil }
            results.append(result)
        }
        return results
    }
}

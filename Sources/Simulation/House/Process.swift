// One process of a server, from its start to its death: the product's own shell, with the world's
// database, wires, time and chance. When it dies, everything it waits for fails and nothing it does
// has an effect any more, so whatever it was in the middle of simply stops there.

internal import Checkout
internal import Logging
internal import Payments
internal import Persistence
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Process: @unchecked Sendable {
    /// Where a process can die.
    enum Point: Int {
        case beforeWrite, beforeCall, duringCall, afterCall
    }

    let server: Int
    let start: Int
    private(set) var isAlive = true
    /// How far its clock is from the truth.
    let clockError: Pause
    private unowned let world: World
    private let background = Background()
    private var identifiers = 0
    private var chance: Chance
    private(set) var driver: PaymentDriver?

    init(server: Int, start: Int, clockError: Pause, world: World) {
        self.server = server
        self.start = start
        self.clockError = clockError
        self.world = world
        chance = Chance(seed: world.plan.seed, 4, UInt64(server), UInt64(start))
    }

    /// As it signs what it writes.
    var name: String { "server-\(server)-\(start)" }

    var counter: Counter? { driver.map { Counter(driver: $0) } }

    var now: Timestamp { world.time.now.advanced(by: clockError) }

    /// Starts the product's own recovery and background work.
    func run() {
        let wires: [any Channel] = world.wallets.map { PlayedWire($0, process: self) }
        let driver = PaymentDriver(
            database: ProcessDatabase(
                shared: world.database, process: self, isSole: world.plan.servers == 1),
            channels: Channels(wires), surroundings: surroundings, news: TillNews(),
            settings: world.plan.settings, worker: name,
            background: background, health: ChannelHealth(),
            logger: Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() }))
        self.driver = driver
        let sweep = UnresolvedAttempts(driver: driver)
        let rounds = StatementRounds(driver: driver, accounts: statementAccounts)
        let background = background
        let readsStatements = world.plan.days > 1
        world.thread.start { [weak self] in
            while self?.isAlive == true {
                do {
                    try await sweep.prepare()
                    break
                } catch {
                    await self?.world.time.sleep(.milliseconds(500))
                }
            }
            await withDiscardingTaskGroup { group in
                group.addTask { await background.run(with: driver) }
                group.addTask { await sweep.run() }
                if readsStatements { group.addTask { await rounds.run() } }
            }
        }
    }

    /// Where this process fetches statements from.
    var statementAccounts: [StatementRounds.Account] {
        world.wallets.map { wallet in
            StatementRounds.Account(
                name: wallet.merchantAccount, source: PlayedStatement(wallet, process: self))
        }
    }

    private var surroundings: Surroundings {
        Surroundings(
            now: { self.now },
            serial: { self.serial() },
            identifier: { [self] in
                identifiers += 1
                return "\(server)-\(start)-\(identifiers)"
            },
            sleep: { [weak self, time = world.time] pause in
                await time.sleep(pause)
                guard self?.isAlive == true else { throw CancellationError() }
            },
            pinMatches: { $0 == $1 })
    }

    /// Seven digits; under `Fault.numberUsedTwice` all processes draw the same ones in one second.
    private func serial() -> UInt32 {
        let drawn = UInt32(chance.number(0...9_999_999))
        guard world.plan.faults.contains(.numberUsedTwice),
            chance.happens(perMillion: 20_000)
        else { return drawn }
        world.count(.numberUsedTwice)
        return 7_777_777
    }

    // MARK: Dying

    /// Whether the process lives on; it may die at exactly this point.
    func survives(_ point: Point) -> Bool {
        guard isAlive else { return false }
        if world.strikes(.crash, &chance) { die(because: "killed (\(point))") }
        return isAlive
    }

    func die(because reason: String) {
        guard isAlive else { return }
        isAlive = false
        driver = nil
        background.finish()
        world.died(self, because: reason)
    }

    // MARK: Telling the story

    func say(to wallet: Wallet, about number: String, _ words: () -> String) {
        world.note(.server(server), .channel(wallet), about: number, words)
    }

    func hear(from wallet: Wallet, about number: String, _ words: () -> String) {
        world.note(.channel(wallet), .server(server), about: number, words)
    }

    func lose(to wallet: Wallet, about number: String, _ words: () -> String) {
        world.note(.server(server), .channel(wallet), about: number, kind: .lost, words)
    }

    func lose(from wallet: Wallet, about number: String, _ words: () -> String) {
        world.note(.channel(wallet), .server(server), about: number, kind: .lost, words)
    }
}

// A server: one process after another on the same machine. Each start reads the clock, which may by
// then be wrong, or right again: its own machine's where it is alone, and where several share one
// database the database's, so that they all have the same (docs/decisions/0019).

internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Server: @unchecked Sendable {
    let number: Int
    private(set) var process: Process?
    private unowned let world: World
    private var starts = 0
    private var isStopped = false
    private var chance: Chance

    init(_ number: Int, world: World) {
        self.number = number
        self.world = world
        chance = Chance(seed: world.plan.seed, 9, UInt64(number))
    }

    func start() {
        starts += 1
        let error = world.plan.servers == 1 ? clockError() : world.databaseClockError
        let process = Process(server: number, start: starts, clockError: error, world: world)
        self.process = process
        world.note(.server(number), nil, about: nil, kind: .note) {
            process.clockError == .zero
                ? "starts" : "starts; its clock is wrong by \(process.clockError.wholeSeconds) s"
        }
        process.run()
    }

    /// For good: the world ends.
    func stop() {
        isStopped = true
        process?.die(because: "the world ends")
    }

    /// For the night, in the middle of whatever it does.
    func switchOff() {
        isStopped = true
        process?.die(because: "switched off for the night")
    }

    func switchOn() {
        isStopped = false
        start()
    }

    func restart() {
        if isStopped { return }
        // A supervisor takes half a second to some seconds.
        world.time.after(.milliseconds(chance.number(500...4_000))) {
            if !self.isStopped { self.start() }
        }
    }

    func clockError() -> Pause {
        guard world.strikes(.clockJump, &chance) else { return .zero }
        let seconds: ClosedRange<Int64>? = chance.pick([
            (4, -30...30), (3, -600...600), (2, -3_600...3_600), (1, -90_000...90_000),
        ])
        return .seconds(chance.number(seconds ?? 0...0))
    }
}

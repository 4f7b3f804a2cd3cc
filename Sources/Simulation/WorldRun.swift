// Runs one world from its first customer until nothing moves any more, and closes its books.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

package enum WorldRun {
    /// How long the last payments may take to settle, and how often that is looked at.
    static let settlesWithin = Pause.hours(4)

    /// *Errors*: whatever setting the world up throws.
    package static func run(_ plan: WorldPlan, recording: Bool = false) throws -> WorldReport {
        let world = try World(plan, recording: recording)
        try setUp(world)
        for server in world.servers { server.start() }
        if plan.days > 1 {
            BusinessDays(world).pass()
        } else {
            passTheAfternoon(world)
        }
        let report = try close(world)
        // What still waits in the world must end before the world does.
        for server in world.servers { server.stop() }
        repeat { world.thread.drain() } while world.time.step()
        return report
    }

    private static func passTheAfternoon(_ world: World) {
        let tills = Tills(world)
        tills.start()
        drain(world, until: { tills.haveFinished }, within: .days(3))
        if world.plan.crossesMidnight { world.count(.dayTurns) }
        world.settle()
        drain(world, until: { WorldRun.isQuiet(world) && !world.notifications.areOnTheirWay })
        let statement = Box<Bool>()
        world.notifications.sendStatement { statement.value = true }
        drain(world, until: { statement.value == true })
        drain(world, until: { WorldRun.isQuiet(world) })
    }

    private static func setUp(_ world: World) throws {
        let town = world.town
        let now = world.time.now
        try world.database.now { transaction in
            try Migrator.migrate(in: transaction, at: now)
            try town.write(in: transaction)
        }
        if world.plan.faults.contains(.statementOnly), !world.plan.customers.isEmpty {
            for wallet in world.wallets { wallet.strangerPaid(town) }
        }
    }

    /// Lets the world go on until the condition holds, or time is up.
    static func drain(
        _ world: World, until isDone: () -> Bool, within pause: Pause = settlesWithin
    ) {
        let limit = world.time.now.advanced(by: pause)
        var steps = 0
        while true {
            world.thread.drain()
            steps += 1

            // Asking costs a query; ten steps are microseconds of virtual time.
            if steps % 16 == 0, isDone() { return }
            guard let next = world.time.next, next <= limit else { return }
            _ = world.time.step()
        }
    }

    /// Whether nothing is open in the books but what a person has a case for.
    static func isQuiet(_ world: World) -> Bool {
        guard world.servers.allSatisfy({ $0.process?.isAlive == true }) else { return false }
        guard world.lastQuietLook.since(world.time.now) <= .zero else { return false }
        world.lastQuietLook = world.time.now.advanced(by: .seconds(5))
        let open =
            try? world.database.look { transaction in
                try transaction.row(
                    """
                    SELECT (SELECT count(*) FROM attempt a WHERE is_open = 1 AND NOT EXISTS (
                                SELECT 1 FROM payment_case c
                                WHERE c.subject = a.order_number AND c.state = 'open'
                                  AND c.cause = 'unresolved-too-long'))
                         + (SELECT count(*) FROM refund WHERE is_open = 1) AS n
                    """, [])?.integer("n")
            }
        return open == 0
    }

    private static func close(_ world: World) throws -> WorldReport {
        let books = try world.database.look { try AuditedBooks($0) }
        books.fold(into: world)
        Closing(world, books).audit()
        var closed: ClosedDays?
        if world.plan.days > 1 {
            let days = try world.database.look { try DayBooks($0) }
            closed = DayClosing(world, books, days).audit()
        }
        var report = WorldReport(world, books)
        report.closed = closed
        return report
    }
}

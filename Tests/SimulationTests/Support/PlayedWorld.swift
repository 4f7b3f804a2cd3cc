// A world in the hands of a test: run as `WorldRun` runs one, but kept afterwards, so that a test can
// lie in its books and have them closed, or play a wallet alone.

import Payments
import Persistence
import Retail

@testable import Simulation

/// `@unchecked Sendable`: one test at a time has it in its hands (`.serialized`), on one thread.
final class PlayedWorld: @unchecked Sendable {
    let world: World

    /// The set-up alone: tables, town, servers that have started.
    init(_ plan: WorldPlan, recording: Bool = false) throws {
        world = try World(plan, recording: recording)
        let (town, now) = (world.town, world.time.now)
        try world.database.now { transaction in
            try Migrator.migrate(in: transaction, at: now)
            try town.write(in: transaction)
        }
        if plan.faults.contains(.statementOnly) {
            for wallet in world.wallets { wallet.strangerPaid(town) }
        }
        for server in world.servers { server.start() }
    }

    /// Serves all customers, waits until refunds have arrived, and reads the statement.
    func serve() {
        let tills = Tills(world)
        tills.start()
        run { tills.haveFinished }
        world.settle()
        waitUntilNothingIsOpen()
        let isRead = Box<Bool>()
        world.notifications.sendStatement { isRead.value = true }
        run { isRead.value == true }
        run(for: .minutes(1))
    }

    /// Whatever is open goes on until it has ended, or for an hour.
    private func waitUntilNothingIsOpen() {
        for _ in 0..<360 {
            run(for: .seconds(10))
            let open = try? world.database.look { transaction in
                try transaction.row(
                    """
                    SELECT (SELECT count(*) FROM attempt WHERE is_open = 1)
                         + (SELECT count(*) FROM refund WHERE is_open = 1) AS n
                    """, [])?.integer("n")
            }
            if open == 0 { return }
        }
    }

    /// Lets time pass.
    func run(for pause: Pause) {
        let isOver = Box<Bool>()
        world.time.after(pause) { isOver.value = true }
        run { isOver.value == true }
    }

    /// Lets the world go on until the condition holds or time is up.
    func run(within pause: Pause = .days(3), until isDone: () -> Bool) {
        let limit = world.time.now.advanced(by: pause)
        while true {
            world.thread.drain()
            if isDone() { return }
            guard let next = world.time.next, next <= limit else { return }
            _ = world.time.step()
        }
    }

    /// What a task of the world comes back with.
    func result<Value: Sendable>(of body: @escaping @Sendable () async -> Value) -> Value? {
        let box = Box<Value>()
        world.thread.start { box.value = await body() }
        run { box.value != nil }
        return box.value
    }

    /// Ends what still waits in the world.
    func stop() {
        for server in world.servers { server.stop() }
        repeat { world.thread.drain() } while world.time.step()
    }

    /// What the audit reads after an edit of which nothing is kept.
    func books(after edit: @escaping @Sendable (Books) throws -> Void) throws -> AuditedBooks {
        let books = Box<AuditedBooks>()
        do {
            try world.database.now { transaction in
                try edit(Books(copying: transaction))
                books.value = try AuditedBooks(transaction)
                throw NothingIsKept()
            }
        } catch {
            guard let value = books.value else { throw error }
            return value
        }
        throw NothingIsKept()
    }

    private struct NothingIsKept: Error {}

    /// The violations that the body adds, as kinds in alphabetical order.
    func found(by body: () throws -> Void) rethrows -> [String] {
        let before = world.auditor.violations.count
        try body()
        return Set(world.auditor.violations.dropFirst(before).map(\.kind)).sorted()
    }
}

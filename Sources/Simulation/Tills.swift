// All tills of a world, each a task of its own on the one thread.

internal import Checkout
internal import Persistence
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Tills: @unchecked Sendable {
    private unowned let world: World
    private let day: Int
    private var working = 0

    init(_ world: World, day: Int = 0) {
        self.world = world
        self.day = day
    }

    var haveFinished: Bool { working == 0 }

    /// Customers go to the registers in turn; who comes where and when follows from the number alone.
    func start() {
        let (registers, days) = (world.plan.registers, world.plan.days)
        var queues: [[Int]] = Array(repeating: [], count: registers)
        for customer in world.plan.customers where customer / registers % days == day {
            queues[customer % registers].append(customer)
        }
        for (number, queue) in queues.enumerated() where !queue.isEmpty {
            guard let till = try? Till(world: world, number: number, day: day) else { continue }
            working += 1
            world.thread.start { [weak self] in
                await till.work(queue)
                self?.working -= 1
            }
        }
    }
}

extension Till {
    /// The till of a register on a day, by its number in the world.
    convenience init(world: World, number: Int, day: Int = 0) throws {
        let store = number / world.plan.registersPerStore
        let town = world.town
        let session = Session(
            staff: try town.cashier(of: store), store: town.stores[store],
            register: town.registers[number % world.plan.registersPerStore])
        self.init(
            world: world, session: session, manager: try town.manager(of: store).id,
            number: number + day * world.plan.registers,
            name: day == 0 ? "t\(number)" : "t\(number)d\(day)")
    }
}

extension World {
    /// The till in the same store that nobody stands at, for what two tills do at once.
    func spareTill(of till: Till) -> Till? {
        spareTills += 1
        guard
            let store = town.stores.firstIndex(of: till.session.store),
            let cashier = try? town.cashier(of: store)
        else { return nil }
        let session = Session(
            staff: cashier, store: till.session.store,
            register: town.spares[spareTills % town.spares.count])
        return Till(
            world: self, session: session, manager: till.manager, number: store,
            name: "s\(spareTills)")
    }
}

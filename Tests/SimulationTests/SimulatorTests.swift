import Synchronization
import Testing

@testable import Simulation

@Suite("Many worlds") struct SimulatorTests {
    private func simulator(threads: Int, payments: Int = 130) -> Simulator {
        Simulator(
            seed: 11, payments: payments, faults: Set(Fault.allCases), worldSize: 40,
            threads: threads)
    }

    @Test("how many run at once changes nothing")
    func threads() throws {
        let one = try simulator(threads: 1).run()
        let two = try simulator(threads: 2).run()
        #expect(one.hash == two.hash)
        #expect(one.faults == two.faults && one.cases == two.cases && one.times == two.times)
        #expect((one.worlds, one.payments) == (4, 130))
        #expect((two.worlds, two.payments) == (4, 130))
        #expect(one.violations.map(\.violation) == [] && two.violations.map(\.violation) == [])
    }

    @Test("payments are shared out, the last world has the rest, each has its own seed")
    func plans() {
        let simulator = simulator(threads: 1)
        let plans = (0..<simulator.worlds).map(simulator.plan)
        #expect(plans.map(\.customers.count) == [40, 40, 40, 10])
        #expect(Set(plans.map(\.seed)).count == 4)
        #expect(!plans.map(\.seed).contains(11))
        // One world alone is named by the seed itself, so that it can be run again.
        #expect(self.simulator(threads: 1, payments: 40).plan(0).seed == 11)
    }

    @Test("hears of each world, and stops when told to", arguments: [1, 2])
    func stops(_ threads: Int) throws {
        let heard = Mutex<[Int]>([])
        let report = try simulator(threads: threads, payments: 400).run { done, world in
            #expect(world.payments == 40)
            heard.withLock { $0.append(done) }
            return false
        }
        #expect(report.worlds == heard.withLock(\.count))
        #expect((1...threads).contains(report.worlds))
    }

    @Test("no payments are no worlds")
    func none() throws {
        let report = try simulator(threads: 2, payments: 0).run()
        #expect((report.worlds, report.payments, report.attempts) == (0, 0, 0))
    }
}

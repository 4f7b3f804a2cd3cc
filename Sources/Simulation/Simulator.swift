// Many worlds, one after another or side by side: each is one thread with a seed of its own drawn from
// the first, so how many run at once changes nothing but the time it takes.

internal import Foundation
internal import Synchronization

package struct Simulator: Sendable {
    package let seed: UInt64
    package let payments: Int
    package let faults: Set<Fault>
    /// Payments of one world.
    package let worldSize: Int
    /// Worlds that run at the same time.
    package let threads: Int
    /// Business days of each world.
    package let days: Int

    package static let usualWorldSize = 5_000

    package init(
        seed: UInt64, payments: Int, faults: Set<Fault>, worldSize: Int = usualWorldSize,
        threads: Int = 1, days: Int = 1
    ) {
        self.seed = seed
        self.payments = max(0, payments)
        self.faults = faults
        self.worldSize = max(1, worldSize)
        self.threads = max(1, threads)
        self.days = max(1, days)
    }

    package var worlds: Int { (payments + worldSize - 1) / worldSize }

    /// The world of a place in the row.
    ///
    /// A run of one world has that world's seed as its own, so a failing world can be named alone.
    package func plan(_ index: Int) -> WorldPlan {
        let size = min(worldSize, payments - index * worldSize)
        var chance = Chance(seed: seed, 20, UInt64(index))
        let own = worlds == 1 ? seed : chance.next()
        var plan = WorldPlan(seed: own, payments: size, faults: faults)
        plan.days = days
        return plan
    }

    /// Runs all worlds; `progress` hears of each as it ends, and stops the rest by answering false.
    ///
    /// *Errors*: whatever setting a world up throws.
    package func run(
        _ progress: @escaping @Sendable (_ done: Int, WorldReport) -> Bool = { _, _ in true }
    ) throws -> Report {
        let state = Mutex(State())
        if threads == 1 {
            work(state, progress)
        } else {
            let group = DispatchGroup()
            for _ in 0..<min(threads, worlds) {
                let thread = Thread {
                    work(state, progress)
                    group.leave()
                }
                // A world's calls nest deeply in debug builds.
                thread.stackSize = 8 << 20
                group.enter()
                thread.start()
            }
            group.wait()
        }
        let (reports, failure) = state.withLock { ($0.reports, $0.failure) }
        if let failure { throw failure }
        var report = Report()
        for world in reports.sorted(by: { $0.key < $1.key }) { report.add(world.value) }
        return report
    }

    private struct State {
        var next = 0
        var reports: [Int: WorldReport] = [:]
        var failure: (any Error)?
        var isStopped = false
    }

    private func work(
        _ state: borrowing Mutex<State>, _ progress: (Int, WorldReport) -> Bool
    ) {
        while true {
            let taken = state.withLock { state -> Int? in
                guard !state.isStopped, state.next < worlds else { return nil }
                state.next += 1
                return state.next - 1
            }
            guard let taken else { return }
            do {
                let report = try WorldRun.run(plan(taken))
                let done = state.withLock { state in
                    state.reports[taken] = report
                    return state.reports.count
                }
                if !progress(done, report) { state.withLock { $0.isStopped = true } }
            } catch {
                state.withLock { state in
                    state.failure = error
                    state.isStopped = true
                }
            }
        }
    }
}

extension Simulator {
    /// The world that has this seed.
    package func plan(ofSeed seed: UInt64) -> WorldPlan? {
        (0..<worlds).lazy.map(plan).first { $0.seed == seed }
    }
}

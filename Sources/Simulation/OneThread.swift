// All tasks of a world run on the thread that calls `drain`, one piece at a time, in an order that
// comes from the seed. The product's code is async and is not changed for this: a task executor gets
// every piece of it that is ready, and decides which is next.

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class OneThread: TaskExecutor, @unchecked Sendable {
    private var ready: [UnownedJob] = []
    private var chance: Chance

    init(chance: Chance) {
        self.chance = chance
    }

    func enqueue(_ job: consuming ExecutorJob) {
        ready.append(UnownedJob(job))
    }

    /// Runs what is ready until nothing is.
    func drain() {
        while !ready.isEmpty {
            // Any of the first few: interleavings that a first-in-first-out queue never shows.
            let index = ready.count == 1 ? 0 : chance.index(below: min(ready.count, 4))
            let job = ready.remove(at: index)
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Starts a task that runs here alone, and whatever it starts.
    @discardableResult
    func start(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: self) { await work() }
    }
}

import Glibc
import Retail
import Testing

@testable import Simulation

@Suite("The executor of one thread") struct OneThreadTests {
    @Test("all runs on the thread that drains: tasks, children, what goes on after a wait")
    func oneThread() {
        let time = VirtualTime(startingAt: Timestamp(microseconds: 0))
        let thread = OneThread(chance: Chance(seed: 1))
        let seen = Box<[pthread_t]>()
        seen.value = []
        for number in 0..<20 {
            thread.start {
                seen.value?.append(pthread_self())
                await time.sleep(.milliseconds(Int64(number)))
                seen.value?.append(pthread_self())
                async let first: Void = Self.look(seen, time)
                async let second: Void = Self.look(seen, time)
                _ = await (first, second)
                await withDiscardingTaskGroup { group in
                    group.addTask { await Self.look(seen, time) }
                }
                seen.value?.append(pthread_self())
            }
        }
        // Nothing runs by itself.
        #expect(seen.value == [])
        repeat { thread.drain() } while time.step()
        #expect(seen.value?.count == 20 * 9)
        #expect(Set(seen.value ?? []) == [pthread_self()])
    }

    @Test("the order follows from the seed alone", arguments: [1, 2, 3] as [UInt64])
    func orderIsOfTheSeed(_ seed: UInt64) {
        let order = order(seed)
        #expect(order.count == 90)
        #expect(order == self.order(seed))
        #expect(order != self.order(seed + 100))
        // Interleaved, as a first-in-first-out queue never would.
        #expect(order != (0..<3).flatMap { _ in 0..<30 })
    }

    /// Which of thirty tasks took each of ninety turns.
    private func order(_ seed: UInt64) -> [Int] {
        let thread = OneThread(chance: Chance(seed: seed))
        let turns = Box<[Int]>()
        turns.value = []
        for number in 0..<30 {
            thread.start {
                for _ in 0..<3 {
                    turns.value?.append(number)
                    await Task.yield()
                }
            }
        }
        thread.drain()
        return turns.value ?? []
    }

    private static func look(_ seen: Box<[pthread_t]>, _ time: VirtualTime) async {
        seen.value?.append(pthread_self())
        await time.sleep(.milliseconds(3))
        seen.value?.append(pthread_self())
    }
}

// The clock and the chance of a network, held by the test: nothing here waits for real time.

import ChannelSimulators
import Retail
import Synchronization

final class World: Sendable {
    private let state = Mutex(
        (now: Timestamp(microseconds: 1_795_403_365_000_000), seed: UInt64(11)))
    private let sleepers = Mutex((isHeld: false, waiting: [CheckedContinuation<Void, Never>]()))

    var now: Timestamp { state.withLock { $0.now } }

    func pass(_ pause: Pause) {
        state.withLock { $0.now = $0.now.advanced(by: pause) }
    }

    func entropy() -> UInt64 {
        state.withLock { state in
            state.seed = state.seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state.seed >> 5
        }
    }

    /// From now on, what is delayed stays delayed until `wake()`.
    func holdSleepers() {
        sleepers.withLock { $0.isHeld = true }
    }

    func wake() {
        let waiting = sleepers.withLock { sleepers in
            sleepers.isHeld = false
            defer { sleepers.waiting = [] }
            return sleepers.waiting
        }
        for one in waiting { one.resume() }
    }

    var surroundings: Books.Surroundings {
        Books.Surroundings(
            now: { self.now }, entropy: { self.entropy() }, sleep: { _ in await self.sleep() })
    }

    private func sleep() async {
        await withCheckedContinuation { continuation in
            let isHeld = sleepers.withLock { sleepers in
                if sleepers.isHeld { sleepers.waiting.append(continuation) }
                return sleepers.isHeld
            }
            if !isHeld { continuation.resume() }
        }
    }
}

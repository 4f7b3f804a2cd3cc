// Holds a call until the test lets it go, and tells the test that it has come: a delay without a
// clock.

import Synchronization

final class Gate: Sendable {
    private struct State {
        var isShut = false
        var held: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
        var awaited: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func shut() {
        state.withLock { $0.isShut = true }
    }

    /// Called by whoever may be held.
    func pass() async {
        await withCheckedContinuation { continuation in
            let (isHeld, awaited) = state.withLock { state in
                guard state.isShut else { return (false, [CheckedContinuation<Void, Never>]()) }
                state.held.append(continuation)
                state.arrived += 1
                defer { state.awaited = [] }
                return (true, state.awaited)
            }
            for one in awaited { one.resume() }
            if !isHeld { continuation.resume() }
        }
    }

    /// Returns once a call is being held.
    func arrival() async {
        await withCheckedContinuation { continuation in
            let isHere = state.withLock { state in
                if state.arrived > 0 { return true }
                state.awaited.append(continuation)
                return false
            }
            if isHere { continuation.resume() }
        }
    }

    /// Whoever comes from here on passes; what is held stays held.
    func letOthersPass() {
        state.withLock { $0.isShut = false }
    }

    /// Lets everything that is held go on.
    func open() {
        let held = state.withLock { state in
            state.isShut = false
            state.arrived = 0
            defer { state.held = [] }
            return state.held
        }
        for one in held { one.resume() }
    }
}

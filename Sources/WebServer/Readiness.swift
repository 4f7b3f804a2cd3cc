internal import Synchronization

/// Whether a server takes new work; once it has been told to end it does not again.
package final class Readiness: Sendable {
    private let ready = Mutex(true)

    package init() {}

    package var isReady: Bool { ready.withLock { $0 } }

    package func end() {
        ready.withLock { $0 = false }
    }
}

// Holds a write before its COMMIT, so that another one meets it there.

import Dispatch
import Synchronization

final class Hold: Sendable {
    private let hasCome = Mutex(false)
    private let arrived = DispatchSemaphore(value: 0)
    private let released = DispatchSemaphore(value: 0)

    /// Called in the transaction; whoever is run again passes.
    func arrive() {
        let isFirst = hasCome.withLock { hasCome in
            defer { hasCome = true }
            return !hasCome
        }
        guard isFirst else { return }
        arrived.signal()
        // Less than an idle transaction may last.
        _ = released.wait(timeout: .now() + 20)
    }

    /// Returns once a write is held.
    func arrival() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [arrived] in
                arrived.wait()
                continuation.resume()
            }
        }
    }

    func release(after pause: Duration) async {
        try? await Task.sleep(for: pause)
        released.signal()
    }
}

// Tells the pages of a store that something changed; each page then asks for its till anew. News is
// a hint, not a fact: a page that missed one is put right by the next, or by its own poll.

package import Retail
internal import Synchronization

package final class TillNews: Sendable {
    private struct Listener {
        let store: StoreID
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct Listeners {
        var next = 0
        var byNumber: [Int: Listener] = [:]
    }

    private let listeners = Mutex(Listeners())

    package init() {}

    /// A stream that yields whenever something of this store changed; the newest word is enough.
    package func listen(to store: StoreID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = listeners.withLock { listeners in
            listeners.next += 1
            listeners.byNumber[listeners.next] = Listener(
                store: store, continuation: continuation)
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    package func tell(_ store: StoreID) {
        let waiting = listeners.withLock { listeners in
            listeners.byNumber.values.filter { $0.store == store }.map(\.continuation)
        }
        for continuation in waiting { continuation.yield() }
    }

    /// Ends every stream, so that a server that is told to stop can let its pages go.
    package func close() {
        let waiting = listeners.withLock { $0.byNumber.values.map(\.continuation) }
        for continuation in waiting { continuation.finish() }
    }

    private func forget(_ number: Int) {
        listeners.withLock { _ = $0.byNumber.removeValue(forKey: number) }
    }
}

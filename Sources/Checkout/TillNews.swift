// Tells the pages of a store that something changed; each page then asks for its till anew. News is
// a hint, not a fact: a page that missed one is put right by the next, or by its own poll.
//
// Where several processes share a database each tells the others, and hears them.

package import Retail
internal import Synchronization

package final class TillNews: Sendable {
    private struct Listener {
        let store: StoreID
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct Listeners {
        var next = 0
        var areClosed = false
        var byNumber: [Int: Listener] = [:]
    }

    private let listeners = Mutex(Listeners())

    /// Says it to the other processes; must not wait.
    private let announce: @Sendable (StoreID) -> Void

    package init(announce: @escaping @Sendable (StoreID) -> Void = { _ in }) {
        self.announce = announce
    }

    /// A stream that yields whenever something of this store changed; the newest word is enough.
    package func listen(to store: StoreID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = listeners.withLock { listeners -> Int? in
            if listeners.areClosed { return nil }
            listeners.next += 1
            listeners.byNumber[listeners.next] = Listener(
                store: store, continuation: continuation)
            return listeners.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    /// Something of this store has changed here.
    package func tell(_ store: StoreID) {
        hear(store)
        announce(store)
    }

    /// Another process has said that something of this store changed.
    package func hear(_ store: StoreID) {
        let waiting = listeners.withLock { listeners in
            listeners.byNumber.values.filter { $0.store == store }.map(\.continuation)
        }
        for continuation in waiting { continuation.yield() }
    }

    /// Others may have said anything while nobody listened.
    package func hearEverything() {
        let waiting = listeners.withLock { $0.byNumber.values.map(\.continuation) }
        for continuation in waiting { continuation.yield() }
    }

    /// Ends every stream, now and from now on, so that a server that is told to stop can let its
    /// pages go to another.
    package func close() {
        let waiting = listeners.withLock { listeners in
            listeners.areClosed = true
            return listeners.byNumber.values.map(\.continuation)
        }
        for continuation in waiting { continuation.finish() }
    }

    private func forget(_ number: Int) {
        listeners.withLock { _ = $0.byNumber.removeValue(forKey: number) }
    }
}

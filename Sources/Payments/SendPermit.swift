// Persist, then speak. A permit is the proof that the intent to move money is durable: the storage
// adapter makes one after the commit, and a channel call consumes it together with the very request
// that was committed. Sending twice on one permit does not compile; sending something that was never
// committed has nothing to send with. TidyTests checks who makes permits.

/// Leave to send one request that can move money, once.
package struct SendPermit<Request: Sendable>: ~Copyable, Sendable {
    private let request: Request

    /// Only to be called by the storage, after the transaction that wrote the intent is durable.
    package init(afterCommitOf request: Request) {
        self.request = request
    }

    /// Gives up the permit for the request it stands for.
    package consuming func spend() -> Request {
        request
    }
}

// A permit can be spent once, and a closure that runs later cannot own one. This box hands it over
// to whoever comes first.

internal import Synchronization

final class Once<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming Value) {
        self.value = Mutex(value)
    }

    /// The value, for the first caller; nil for every other.
    func take() -> Value? {
        value.withLock { $0.take() }
    }
}

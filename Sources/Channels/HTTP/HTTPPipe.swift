// Between the thread of a download and whoever reads it. It holds little: when it is full the
// connection is paused, and goes on when the reader has taken what there was.

internal import Synchronization

/// The pieces of one answer that nobody has taken yet.
final class HTTPPipe: Sendable {
    private struct State {
        var head: HTTPPart?
        var bytes: [UInt8] = []
        var last: HTTPPart?
        var isPaused = false
        var isAbandoned = false
        var reader: CheckedContinuation<HTTPPart, Never>?

        mutating func take() -> HTTPPart? {
            if isAbandoned { return .failed(.lost(.interrupted, detail: "given up")) }
            if let head {
                self.head = nil
                return head
            }
            guard bytes.isEmpty else {
                defer { bytes = [] }
                return .bytes(bytes)
            }
            return last
        }
    }

    /// What libcurl's thread is told.
    enum Room: Equatable {
        case taken
        /// Ask again once `resume` was called.
        case full
        /// Nobody reads any more.
        case closed
    }

    private let state = Mutex(State())
    private let resume: @Sendable (HTTPPipe) -> Void

    /// *Unit*: bytes.
    private static let bytesMax = 262_144

    /// `resume` tells the thread of the download that there is room again.
    init(resume: @escaping @Sendable (HTTPPipe) -> Void) {
        self.resume = resume
    }

    // The thread's side.

    func begin(status: Int, headers: [HTTPHeader]) {
        change { $0.head = .head(status: status, headers: headers) }
    }

    func offer(_ piece: [UInt8]) -> Room {
        change { state in
            if state.isAbandoned { return .closed }
            guard state.bytes.isEmpty || state.bytes.count + piece.count <= HTTPPipe.bytesMax
            else {
                state.isPaused = true
                return .full
            }
            state.bytes += piece
            return .taken
        }
    }

    func finish(_ last: HTTPPart) {
        change { $0.last = last }
    }

    // The reader's side.

    func next() async -> HTTPPart {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                change { $0.reader = reader }
                let isPaused = state.withLock { state in
                    defer { if state.bytes.isEmpty { state.isPaused = false } }
                    return state.isPaused && state.bytes.isEmpty
                }
                if isPaused { resume(self) }
            }
        } onCancel: {
            abandon()
        }
    }

    func abandon() {
        change { $0.isAbandoned = true }
        resume(self)
    }

    /// Changes the state, and hands the reader what there is for it.
    @discardableResult
    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        let (result, reader, part) = state.withLock { state in
            let result = body(&state)
            guard let reader = state.reader, let part = state.take() else {
                return (result, CheckedContinuation<HTTPPart, Never>?.none, HTTPPart?.none)
            }
            state.reader = nil
            return (result, reader, part)
        }
        if let reader, let part { reader.resume(returning: part) }
        return result
    }
}

// A file on its way from a person's request to whoever reads it: each waits for the other, so that
// memory stays flat however slow either is, and neither waits for one that is gone.

internal import Payments

/// The bytes of one or more files, one after the other; one task gives, one takes.
package actor StatementPipe {
    private var ready: [UInt8]?
    /// Of each file, what has not been taken.
    private var left: [Int]
    private var hasEnded = false
    private var isClosed = false
    private var giver: CheckedContinuation<Void, Never>?
    private var taker: CheckedContinuation<Void, Never>?

    /// The sizes of the files, in bytes.
    package init(sizes: [Int]) {
        left = sizes
    }

    /// Hands on what came; false when nobody takes any more.
    package func give(_ bytes: [UInt8]) async -> Bool {
        while ready != nil, !isClosed {
            await withCheckedContinuation { giver = $0 }
        }
        guard !isClosed else { return false }
        if !bytes.isEmpty { ready = bytes }
        wakeTaker()
        return true
    }

    /// Nothing more comes.
    package func end() {
        hasEnded = true
        wakeTaker()
    }

    /// Nobody takes any more.
    func close() {
        isClosed = true
        giver?.resume()
        giver = nil
    }

    /// The next bytes of a file; nil after its last.
    ///
    /// *Errors*: `StatementPartError.brokenOff`, when they end too early.
    func next(of file: Int) async throws(StatementPartError) -> [UInt8]? {
        guard left.indices.contains(file), left[file] > 0 else { return nil }
        while ready == nil, !hasEnded {
            await withCheckedContinuation { taker = $0 }
        }
        guard let bytes = ready else { throw .brokenOff }
        let piece = Array(bytes.prefix(left[file]))
        left[file] -= piece.count
        ready = piece.count < bytes.count ? Array(bytes[piece.count...]) : nil
        if ready == nil {
            giver?.resume()
            giver = nil
        }
        return piece
    }

    private func wakeTaker() {
        taker?.resume()
        taker = nil
    }
}

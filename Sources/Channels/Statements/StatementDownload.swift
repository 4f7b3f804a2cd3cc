// What the clients of all wallets do with a statement on its way: wait for its head, tell a file
// from a refusal, read it piece by piece, and never take a half one for a whole.

internal import Payments

/// A statement on its way.
struct StatementDownload {
    private let download: HTTPDownload
    private var first: [UInt8] = []

    /// So many bytes are read at once, which bounds what a piece can unpack to.
    private static let pieceSize = 16_384
    /// A refusal has some hundred bytes.
    private static let refusalMax = 65_536

    /// Waits for the head and for the first bytes.
    ///
    /// *Errors*: `UnusableAnswer`.
    init(_ download: HTTPDownload) async throws(UnusableAnswer) {
        self.download = download
        var status = 0
        while first.isEmpty {
            switch await download.next() {
            case .head(let code, _): status = code
            case .bytes(let bytes):
                guard status == 200 else {
                    download.abandon()
                    throw UnusableAnswer(.httpStatus, "\(status)")
                }
                first = bytes
            case .end:
                guard status == 200 else { throw UnusableAnswer(.httpStatus, "\(status)") }
                return
            case .failed(let outcome): throw StatementDownload.doubt(outcome)
            }
        }
    }

    /// Whether it begins as a refusal does, which no statement begins with.
    func begins(with units: [UInt8]) -> Bool {
        first.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }.map(units.contains) ?? false
    }

    /// The whole of a refusal.
    ///
    /// *Errors*: `UnusableAnswer`.
    func refusal() async throws(UnusableAnswer) -> [UInt8] {
        try await collected(bytesMax: StatementDownload.refusalMax)
    }

    private func collected(bytesMax: Int) async throws(UnusableAnswer) -> [UInt8] {
        var body = first
        while body.count <= bytesMax {
            switch await download.next() {
            case .head: continue
            case .bytes(let bytes): body += bytes
            case .end: return body
            case .failed(let outcome): throw StatementDownload.doubt(outcome)
            }
        }
        download.abandon()
        throw UnusableAnswer(.malformed, "answer too large")
    }

    /// The whole of an answer that is signed as a whole, at most so many bytes.
    ///
    /// *Errors*: `UnusableAnswer`.
    func whole(bytesMax: Int) async throws(UnusableAnswer) -> [UInt8] {
        try await collected(bytesMax: bytesMax)
    }

    /// Reads the file to its end.
    ///
    /// `check` is asked after the last byte what is wrong with the whole.
    func read<Format: StatementFormat>(
        as reading: StatementReading<Format>, into take: (StatementBatch) async -> Void,
        check: () -> StatementProblem.Kind? = { nil }
    ) async -> StatementVerdict {
        await feed(first, to: reading, take)
        while !reading.isOver {
            switch await download.next() {
            case .head: continue
            case .bytes(let bytes): await feed(bytes, to: reading, take)
            case .end: return await finish(reading, check(), take)
            case .failed(let outcome):
                let doubt = StatementDownload.doubt(outcome).doubt
                return await finish(reading, .brokenOff(doubt), take)
            }
        }
        download.abandon()
        return await finish(reading, nil, take)
    }

    private func feed<Format: StatementFormat>(
        _ bytes: [UInt8], to reading: StatementReading<Format>,
        _ take: (StatementBatch) async -> Void
    ) async {
        var rest = bytes[...]
        while !rest.isEmpty {
            let batch = reading.feed(rest.prefix(StatementDownload.pieceSize))
            rest = rest.dropFirst(StatementDownload.pieceSize)
            if !batch.isEmpty { await take(batch) }
        }
    }

    private func finish<Format: StatementFormat>(
        _ reading: StatementReading<Format>, _ problem: StatementProblem.Kind?,
        _ take: (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        let (batch, verdict) = reading.end(problem.map { StatementProblem($0) })
        if !batch.isEmpty { await take(batch) }
        return verdict
    }

    private static func doubt(_ outcome: HTTPOutcome) -> UnusableAnswer {
        do throws(UnusableAnswer) {
            _ = try outcome.usableBody()
        } catch {
            return error
        }
        return UnusableAnswer(.malformed, "no answer")
    }
}

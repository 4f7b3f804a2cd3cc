// UnionPay's statement: one signed answer holds the whole file, as Base64 of a zlib stream of a zip. The
// signature over it is looked at first; it and the archive's checksums stand for the totals that the
// file has not.
//
// UnionPay's day is the clearing day, from 23:00 to 23:00. So a day of Beijing stands in two files: its
// own, and the next one's first hour. It is whole once the next one's is there.
//
// Source: UnionPay open platform, 文件传输类交易 (76/01); 平台接入接口规范 第3部分 文件接口.

internal import Archives
internal import Cryptography
package import Payments
package import Retail

/// Statements of one merchant at UnionPay.
package struct UnionPayStatementClient: StatementSource {
    package let wallet = Wallet.unionPay

    private let wire: UnionPayWire
    private let downloads: HTTPDownloads
    private let sources: WireSources

    /// A packed day of a million sales has less.
    ///
    /// *Unit*: bytes.
    private static let answerMax = 128 << 20
    /// When the file of a clearing day is there for sure, after the day's midnight.
    private static let madeBy = Pause.hours(12)

    package init(
        _ settings: UnionPaySettings, downloads: HTTPDownloads, sources: WireSources
    ) {
        wire = UnionPayWire(settings)
        self.downloads = downloads
        self.sources = sources
    }

    package func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        let now = sources.now()
        guard let next = try? day.next(), let today = try? BusinessDate(of: now, turnsAt: .zero)
        else { return .refused(code: "date") }
        // The clearing day that holds the last hour has not ended; nobody need be asked.
        guard next < today else { return .notReady(code: "clearing") }
        var whole = StatementReport()
        var isBroken = false
        for settled in [day, next] {
            let verdict = await fetch(day, settledOn: settled, at: now, take)
            switch verdict {
            case .complete(let report), .broken(let report):
                if case .broken = verdict { isBroken = true }
                whole.sha256 = whole.sha256 ?? report.sha256
                if !whole.add(report) { whole.note(StatementProblem(.sumTooLarge)) }
            case .absent(let code):
                // None, or not made yet: it does not say which, so time does.
                guard settled == next, !isMade(settled, at: now) else { continue }
                return .notReady(code: code)
            case .notReady, .refused, .unreachable: return verdict
            }
        }
        if isBroken || whole.problemCount > 0 { return .broken(whole) }
        // The next day's file may be there and hold nothing of this day.
        let isEmpty = whole.totals.rows == 0
        return isEmpty ? .absent(code: UnionPayStatementClient.noFile) : .complete(whole)
    }

    private static let noFile = "98"

    /// Whether the file of a clearing day would be there if there were one.
    private func isMade(_ settled: BusinessDate, at now: Timestamp) -> Bool {
        guard let after = try? settled.next(),
            let early = try? BusinessDate(of: now, turnsAt: UnionPayStatementClient.madeBy)
        else { return false }
        return early >= after
    }

    private func fetch(
        _ day: BusinessDate, settledOn settled: BusinessDate, at now: Timestamp,
        _ take: (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        guard let request = wire.statement(settledOn: settled, at: now) else {
            return .unreachable(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        do throws(UnusableAnswer) {
            let body = try await StatementDownload(downloads.open(request))
                .whole(bytesMax: UnionPayStatementClient.answerMax)
            let answer = try SignedUnionPayAnswer(
                body, wire.signing, bytesMax: UnionPayStatementClient.answerMax)
            for (name, ours) in [
                ("merId", wire.settings.merchantID),
                ("settleDate", String(settled.compact.suffix(4))),
            ] {
                guard let theirs = answer.text(name) else {
                    throw UnusableAnswer(.malformed, "no " + name)
                }
                guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
            }
            guard answer.code == "00" else { return try Self.refusal(answer.code) }
            guard let packed = answer.text("fileContent").flatMap(Base64.bytes) else {
                throw UnusableAnswer(.malformed, "fileContent")
            }
            return await read(
                packed, UnionPayStatementText(of: day, settledOn: settled), take)
        } catch {
            return .unreachable(error.doubt)
        }
    }

    private func read(
        _ packed: [UInt8], _ format: UnionPayStatementText,
        _ take: (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        let reading = StatementReading(format)
        var problem: StatementProblem?
        do throws(ArchiveError) {
            let inflater = try ZlibReader(sizeMax: UnionPayStatementClient.answerMax)
            var rest = packed[...]
            while !rest.isEmpty, !reading.isOver {
                var batches: [StatementBatch] = []
                try inflater.feed(rest.prefix(UnionPayStatementClient.pieceSize)) {
                    piece throws(ArchiveError) in
                    batches.append(reading.feed(piece))
                }
                rest = rest.dropFirst(UnionPayStatementClient.pieceSize)
                for batch in batches where !batch.isEmpty { await take(batch) }
            }
            if !reading.isOver { try inflater.end() }
        } catch {
            problem = StatementProblem(
                .unreadable(chinese: error.chinese, english: error.english))
        }
        let (batch, verdict) = reading.end(problem)
        if !batch.isEmpty { await take(batch) }
        return verdict
    }

    /// So many bytes are unpacked at once.
    private static let pieceSize = 16_384

    /// What a signed refusal means.
    ///
    /// *Errors*: `UnusableAnswer`, when UnionPay is to be asked again.
    private static func refusal(_ code: String) throws(UnusableAnswer) -> StatementVerdict {
        switch code {
        case noFile: return .absent(code: code)
        case "02", "03", "04", "05", "06", "37", "99":
            throw UnusableAnswer(.listedCode, WireText.code(code))
        default: return .refused(code: WireText.code(code))
        }
    }
}

// A statement as a person has it, from the wallet's platform or from a disk: the same formats and the
// same checks as of one that is fetched. It may come from anywhere, so its size is bounded before it
// is unpacked and after, and reading ends where too much is wrong.

package import Payments
package import Retail

/// Files of one day of one wallet as a source of statements.
package struct StatementUpload: StatementSource {
    package let wallet: Payments.Wallet
    private let account: String?
    private let parts: [StatementPart]
    private let sizeMax: Int
    private let unpackedMax: Int

    /// A packed day of a million sales has a tenth of it.
    ///
    /// *Unit*: bytes, as they come.
    package static let sizeMaxUsual = 256 << 20
    /// So many bytes are read at once, which bounds what a piece can unpack to.
    private static let pieceSize = 16_384

    /// `account` is looked for where the file names it; nil takes any.
    ///
    /// UnionPay's day stands in two files, its own clearing day's and the next one's, in this order.
    package init(
        wallet: Payments.Wallet, account: String? = nil, parts: [StatementPart],
        sizeMax: Int = StatementUpload.sizeMaxUsual, unpackedMax: Int = 1 << 30
    ) {
        self.wallet = wallet
        self.account = account
        self.parts = parts
        self.sizeMax = sizeMax
        self.unpackedMax = unpackedMax
    }

    package func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        switch wallet {
        case .weChatPay:
            await one { name in
                StatementReading(
                    WeChatPayStatementText(), of: day, sizeMax: unpackedMax, name: name)
            }(take)
        case .alipay:
            await one { name in
                StatementReading(AlipayStatementText(), of: day, sizeMax: unpackedMax, name: name)
            }(take)
        case .bestPay:
            await one { name in
                StatementReading(
                    BestPayStatementText(merchant: account, of: day), sizeMax: unpackedMax,
                    name: name)
            }(take)
        case .unionPay: await both(day, take)
        case .digitalYuan:
            StatementUpload.broken([
                StatementProblem(
                    .unreadable(
                        chinese: "这个钱包没有可读的对账单", english: "of this wallet no statement is read"))
            ])
        }
    }

    private typealias Take = @Sendable (StatementBatch) async -> Void

    private func one<Format: StatementFormat>(
        _ reading: @escaping (String) -> StatementReading<Format>
    ) -> (Take) async -> StatementVerdict {
        { take in
            guard let part = parts.first, parts.count == 1 else {
                return StatementUpload.broken([StatementProblem(.severalFiles)])
            }
            var room = sizeMax
            return await read(part, reading(part.name), &room, take)
        }
    }

    /// One alone is a part, and never taken for whole.
    private func both(_ day: BusinessDate, _ take: Take) async -> StatementVerdict {
        var whole = StatementReport()
        var (room, hashes) = (sizeMax, [String]())
        let days = [day] + ((try? day.next()).map { [$0] } ?? [])
        for (part, settled) in zip(parts, days) {
            let reading = StatementReading(
                UnionPayStatementText(of: day, settledOn: settled), sizeMax: unpackedMax,
                name: part.name)
            let verdict = await read(part, reading, &room, take)
            switch verdict {
            case .complete(let report), .broken(let report):
                if !whole.add(report) { whole.note(StatementProblem(.sumTooLarge)) }
                hashes += report.sha256.map { [$0] } ?? []
            case .absent, .notReady, .refused, .unreachable: return verdict
            }
            if case .broken = verdict { return .broken(whole) }
        }
        if parts.count < 2 {
            let missing = "次日的清算文件 (the next clearing day's file)"
            whole.note(StatementProblem(.missingFile(missing)))
        } else if parts.count > 2 {
            whole.note(StatementProblem(.severalFiles))
        }
        whole.sha256 = hashes.first
        return whole.problemCount == 0 ? .complete(whole) : .broken(whole)
    }

    private func read<Format: StatementFormat>(
        _ part: StatementPart, _ reading: StatementReading<Format>, _ room: inout Int,
        _ take: Take
    ) async -> StatementVerdict {
        var (problem, count) = (StatementProblem?.none, 0)
        do throws(StatementPartError) {
            while problem == nil, !reading.isOver, let bytes = try await part.next() {
                room -= bytes.count
                if room < 0 { problem = StatementProblem(.fileTooLarge(max: sizeMax)) }
                var rest = bytes[...]
                while problem == nil, !rest.isEmpty {
                    let batch = reading.feed(rest.prefix(StatementUpload.pieceSize))
                    rest = rest.dropFirst(StatementUpload.pieceSize)
                    if !batch.isEmpty { await take(batch) }
                    count += batch.problems.count
                    guard count < StatementReport.problemsKept else {
                        problem = StatementProblem(.tooMany)
                        break
                    }
                }
            }
        } catch {
            problem = StatementUpload.problem(error)
        }
        let (batch, verdict) = reading.end(problem)
        if !batch.isEmpty { await take(batch) }
        return verdict
    }

    private static func problem(_ error: StatementPartError) -> StatementProblem {
        switch error {
        case .brokenOff: StatementProblem(.uploadBrokenOff)
        case .unreadable:
            StatementProblem(
                .unreadable(
                    chinese: "文件读到一半失败，请检查路径和磁盘",
                    english: "reading the file failed midway; check its path and the disk"))
        }
    }

    private static func broken(_ problems: [StatementProblem]) -> StatementVerdict {
        var report = StatementReport()
        for problem in problems { report.note(problem) }
        return .broken(report)
    }
}

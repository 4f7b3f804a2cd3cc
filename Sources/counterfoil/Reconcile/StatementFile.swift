// A statement's file on this machine as a source of statements, beside those that are fetched.

internal import Channels
internal import Foundation
internal import Payments
internal import Retail

struct StatementFile: StatementSource {
    let channel: StatementChannel
    let path: String

    /// So many bytes are read at once, which bounds what a piece can unpack to.
    private static let pieceSize = 16_384

    var wallet: Payments.Wallet { channel.wallet }

    func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        switch channel {
        case .wechat: await read(StatementReading(WeChatPayStatementText(), of: day), take)
        case .alipay: await read(StatementReading(AlipayStatementText(), of: day), take)
        case .bestpay: await read(StatementReading(BestPayStatementText(of: day)), take)
        // A day stands in two of its files; one alone is a part, and never taken for whole.
        case .unionpay:
            await read(
                StatementReading(
                    UnionPayStatementText(of: day, settledOn: day),
                    name: URL(fileURLWithPath: path).lastPathComponent),
                missing: "次日的清算文件 (the next clearing day's file)", take)
        }
    }

    private func read<Format: StatementFormat>(
        _ reading: StatementReading<Format>, missing: String? = nil,
        _ take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        var problem: StatementProblem?
        do {
            guard let handle = FileHandle(forReadingAtPath: path) else {
                throw CocoaError(.fileReadNoSuchFile)
            }
            defer { try? handle.close() }
            while !reading.isOver, let piece = try handle.read(upToCount: Self.pieceSize) {
                let batch = reading.feed([UInt8](piece)[...])
                if !batch.isEmpty { await take(batch) }
            }
        } catch {
            problem = StatementProblem(
                .unreadable(
                    chinese: "文件读到一半失败，请检查路径和磁盘",
                    english: "reading the file failed midway; check its path and the disk"))
        }
        let (batch, verdict) = reading.end(problem)
        if !batch.isEmpty { await take(batch) }
        guard let missing, case .complete(var report) = verdict else { return verdict }
        report.note(StatementProblem(.missingFile(missing)))
        return .broken(report)
    }
}

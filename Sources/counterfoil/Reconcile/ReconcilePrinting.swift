// What came of a reconciliation, for a person in two languages or for a program in one line.

internal import ArgumentParser
internal import Checkout
internal import Foundation
internal import Payments
internal import Persistence
internal import Retail

struct ReconcilePrinting {
    private let result: ReconcileResult
    private let asJSON: Bool

    init(_ result: ReconcileResult, asJSON: Bool) {
        self.result = result
        self.asJSON = asJSON
    }

    /// *Errors*: `ExitCode`, unless both sides agree.
    func printAndExit() throws {
        let text = asJSON ? line : sentences.joined(separator: "\n")
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
        guard status == 0 else { throw ExitCode(status) }
    }

    private var status: Int32 {
        switch result.verdict {
        case .complete: result.breaks.isEmpty ? 0 : 1
        case .refused, .unreachable: 2
        case .absent, .notReady: 3
        case .broken: 4
        }
    }

    private var sentences: [String] {
        let read = StatementPrinting(result.verdict, asJSON: false).text
        switch result.verdict {
        case .complete: return [read] + compared
        case .broken:
            return [
                read,
                "没有比对：请核对 --date、--channel，或重新下载后再运行。"
                    + "Not compared: check --date and --channel, or download it again and run this "
                    + "again.",
            ]
        case .absent, .notReady, .refused, .unreachable: return [read]
        }
    }

    private var compared: [String] {
        var lines = [
            "已比对 Compared  \(result.compared)",
            "得知 Heard       \(result.heard)",
            "新增 New         \(result.new)",
            "消失 Gone        \(result.gone)",
        ]
        if result.wasKnown { lines.append("与已有的对账单相同。The same statement was here before.") }
        for kind in BreakClass.allCases {
            guard let count = result.breaks[kind] else { continue }
            lines.append("\(kind.chineseName) \(kind.englishName)  \(count)")
        }
        lines.append(
            result.breaks.isEmpty
                ? "两边相符。Both sides agree."
                : "有差异，每处有异常单，见 /reports/statements。"
                    + "They differ; each break has a case, see /reports/statements.")
        return lines
    }

    private struct Line: Encodable {
        let channel: String
        let account: String
        let date: String
        let verdict: String
        let sha256: String?
        let rows: Int64
        let wasKnown: Bool
        let compared: Int64
        let heard: Int64
        let new: Int64
        let gone: Int64
        let breaks: [String: Int64]
        let problemCount: Int
        let problems: [StatementPrinting.Problem]
    }

    private var line: String {
        let report = StatementPrinting.report(result.verdict)
        let line = Line(
            channel: result.statement.wallet.rawValue, account: result.statement.account,
            date: result.statement.day.iso, verdict: result.verdictName, sha256: report?.sha256,
            rows: result.rows, wasKnown: result.wasKnown, compared: result.compared,
            heard: result.heard, new: result.new, gone: result.gone,
            breaks: Dictionary(
                uniqueKeysWithValues: result.breaks.map { ($0.key.rawValue, $0.value) }),
            problemCount: report?.problemCount ?? 0,
            problems: (report?.problems ?? []).map(StatementPrinting.Problem.init))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

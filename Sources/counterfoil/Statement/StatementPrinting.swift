// What a statement amounts to, for a person in two languages or for a program in one line.

internal import ArgumentParser
internal import Foundation
internal import Payments
internal import Retail

struct StatementPrinting {
    private let verdict: StatementVerdict
    private let asJSON: Bool

    init(_ verdict: StatementVerdict, asJSON: Bool) {
        self.verdict = verdict
        self.asJSON = asJSON
    }

    /// *Errors*: `ExitCode`, unless the statement is whole.
    func printAndExit() throws {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
        guard status == 0 else { throw ExitCode(status) }
    }

    var text: String { asJSON ? line : (sentences + problems).joined(separator: "\n") }

    /// Says so, and gives what to throw.
    static func cannotRead(_ file: String) -> ExitCode {
        let words =
            "文件 \(file) 无法读取，请检查路径和权限。"
            + "The file \(file) cannot be read; check its path and rights.\n"
        FileHandle.standardError.write(Data(words.utf8))
        return ExitCode(2)
    }

    private var status: Int32 {
        switch verdict {
        case .complete: 0
        case .broken: 1
        case .refused, .unreachable: 2
        case .absent, .notReady: 3
        }
    }

    private var report: StatementReport? { StatementPrinting.report(verdict) }

    static func report(_ verdict: StatementVerdict) -> StatementReport? {
        switch verdict {
        case .complete(let report), .broken(let report): report
        case .absent, .notReady, .refused, .unreachable: nil
        }
    }

    private var sentences: [String] {
        switch verdict {
        case .complete(let report):
            return sums(report) + ["完整，汇总与明细相符。Whole; its totals agree with its lines."]
        case .broken(let report):
            let count = report.problemCount
            return sums(report) + [
                "不可用，有 \(count) 处问题。Not to be used: \(count) problems."
            ]
        case .absent:
            return [
                "渠道没有这一天的对账单：当日无交易，或尚未生成。"
                    + "The wallet has no statement of that day: nothing happened, or it is not made yet."
            ]
        case .notReady:
            return ["渠道正在生成对账单，请稍后再试。The wallet is still making it; try again later."]
        case .refused(let code):
            return ["渠道拒绝（\(code)），请核对设置和权限。Refused (\(code)); check settings and rights."]
        case .unreachable(let doubt):
            return [
                "没有得到可用的答复（\(doubt.kind.rawValue)），请重试。"
                    + "No usable answer (\(doubt.kind.rawValue)); try again."
            ]
        }
    }

    private func sums(_ report: StatementReport) -> [String] {
        let totals = report.totals
        return [
            "明细 Lines       \(totals.rows)",
            "支付 Payments    \(totals.payments)  ¥\(totals.paid.yuan)",
            "退款 Refunds     \(totals.refunds)",
            "撤销 Reversals   \(totals.reversals)",
            "退回 Returned    ¥\(totals.returned.yuan)",
            "手续费 Fees      ¥\(totals.fee.money.yuan)",
        ]
    }

    private var problems: [String] {
        guard let report else { return [] }
        var lines = report.problems.map { "\($0.chinese)。\($0.english)." }
        let others = report.problemCount - report.problems.count
        if others > 0 { lines.append("另有 \(others) 处。And \(others) more.") }
        return lines
    }

    struct Problem: Encodable {
        let line: Int?
        let zh: String
        let en: String

        init(_ problem: StatementProblem) {
            (line, zh, en) = (problem.line, problem.chinese, problem.english)
        }
    }

    private struct Line: Encodable {
        var verdict: String
        var code: String?
        var rows: Int?
        var payments: Int?
        var refunds: Int?
        var reversals: Int?
        var paidFen: Int64?
        var returnedFen: Int64?
        var feeFen: Int64?
        var problemCount: Int?
        var problems: [Problem]?
        var sha256: String?
    }

    private var line: String {
        var line = Line(verdict: "")
        switch verdict {
        case .complete: line.verdict = "complete"
        case .broken: line.verdict = "broken"
        case .absent(let code): (line.verdict, line.code) = ("absent", code)
        case .notReady(let code): (line.verdict, line.code) = ("notReady", code)
        case .refused(let code): (line.verdict, line.code) = ("refused", code)
        case .unreachable(let doubt):
            (line.verdict, line.code) = ("unreachable", doubt.kind.rawValue)
        }
        if let report {
            let totals = report.totals
            (line.rows, line.payments) = (totals.rows, totals.payments)
            (line.refunds, line.reversals) = (totals.refunds, totals.reversals)
            (line.paidFen, line.returnedFen) = (totals.paid.fen, totals.returned.fen)
            (line.feeFen, line.problemCount) = (totals.fee.money.fen, report.problemCount)
            line.problems = report.problems.map(Problem.init)
            line.sha256 = report.sha256
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

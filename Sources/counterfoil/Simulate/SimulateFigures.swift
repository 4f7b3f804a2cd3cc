// What a run came to, as a table for a person or one object for a program.

internal import Foundation
internal import Retail
internal import Simulation

struct SimulateFigures: Encodable {
    struct Spread: Encodable {
        let count: Int
        /// *Unit*: seconds of virtual time.
        let p50, p99, worst: Double

        init(_ times: Times) {
            count = times.count
            p50 = Double(times.percentile(50)) / 1_000_000
            p99 = Double(times.percentile(99)) / 1_000_000
            worst = Double(times.worst) / 1_000_000
        }

        var words: String {
            count == 0
                ? "–"
                : String(
                    format: "%d · p50 %.1f s · p99 %.1f s · worst %.1f s", count, p50, p99, worst)
        }
    }

    struct Broken: Encodable {
        let promise, kind, subject: String
        let seed: UInt64
    }

    /// Business days, where a world had more than one.
    struct Closed: Encodable {
        let signed, wholeDays, corrections, statements, lines, equalDays, otherDays, differing: Int
        let breaks: [String: Int]

        init(_ days: ClosedDays) {
            signed = days.signed
            wholeDays = days.wholeDays
            corrections = days.corrections
            statements = days.statements
            lines = days.lines
            equalDays = days.equalDays
            otherDays = days.otherDays
            differing = days.differing
            breaks = days.breaks
        }

        var rows: [(String, Int)] {
            [
                ("门店日结 days signed, of all stores together", signed),
                ("全部门店都日结的营业日 business days that each store signed", wholeDays),
                ("次日更正 facts that came after their day was signed", corrections),
                ("对账单 statements", statements), ("对账单行 lines", lines),
                ("与台账相等的日 wallets' days that equal the ledger's", equalDays),
                ("落在另一日 payments that both have, on other days", otherDays),
                ("有异常单的差异 payments that differ, each with its case", differing),
            ] + breaks.sorted { $0.key < $1.key }.map { ("  差异 break: " + $0.key, $0.value) }
        }
    }

    let seed: UInt64
    let payments, worlds, attempts, postedSales, crashes, refunds, returns: Int
    let faults, recoveries, cases: [String: Int]
    /// Orders that reached a wallet, by channel.
    let orders: [String: Int]
    let recovery, recoveryAfterOutage: Spread
    let closed: Closed?
    let lost, doubled, guessed, forgotten, unbalanced, cashOverCode: Int
    let broken: [Broken]
    /// Of everything that happened, in order: two runs of one seed agree on it.
    let hash: String
    let virtualHours, seconds, paymentsPerSecond: Double

    init(_ report: Report, of simulator: Simulator, seconds: Double) {
        seed = simulator.seed
        payments = report.payments
        worlds = report.worlds
        attempts = report.attempts
        postedSales = report.postedSales
        crashes = report.crashes
        refunds = report.refunds
        returns = report.returns
        faults = Dictionary(
            uniqueKeysWithValues: simulator.faults.map { ($0.rawValue, report.faults[$0]) })
        recoveries = Dictionary(
            uniqueKeysWithValues: RecoveryKind.allCases.map {
                ($0.rawValue, report.recoveries[$0] ?? 0)
            })
        cases = report.cases
        orders = Dictionary(
            uniqueKeysWithValues: Manners.all.map { ($0.name, report.orders[$0.name] ?? 0) })
        recovery = Spread(report.times)
        recoveryAfterOutage = Spread(report.timesAfterOutage)
        closed = report.closed.map(Closed.init)
        lost = report.broken(.nothingIsLost)
        doubled = report.broken(.nothingIsDoubled)
        guessed = report.broken(.nothingIsGuessed)
        forgotten = report.broken(.nothingIsForgotten)
        unbalanced = report.broken(.booksBalance)
        cashOverCode = report.broken(.cashNeverCoversCode)
        broken = report.violations.prefix(20).map { found in
            Broken(
                promise: found.violation.promise.code, kind: found.violation.kind,
                subject: found.violation.subject, seed: found.seed)
        }
        hash = String(report.hash, radix: 16)
        virtualHours = Double(report.lasted.microseconds) / 3_600_000_000
        self.seconds = seconds
        paymentsPerSecond = Double(report.payments) / max(0.001, seconds)
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func table() -> String {
        var lines = [
            "seed \(seed) · \(payments) payments in \(worlds) worlds · \(attempts) attempts · "
                + "\(postedSales) sales posted · \(returns) returns · \(refunds) refunds",
            String(
                format: "%.1f virtual hours in %.0f s · %.0f payments/s", virtualHours, seconds,
                paymentsPerSecond),
            "", "渠道 orders by channel",
        ]
        lines += Manners.all.map { row($0.name, orders[$0.name] ?? 0) }
        lines += ["", "故障 faults injected (hard case)"]
        lines += Fault.allCases.compactMap { fault in
            faults[fault.rawValue].map { count in
                row(fault.rawValue + (fault.hardCase == 0 ? "" : " (\(fault.hardCase))"), count)
            }
        }
        lines += ["", row("进程被杀 crashes", crashes), "", "恢复 debits came to be counted by"]
        lines += RecoveryKind.allCases.map { row($0.rawValue, recoveries[$0.rawValue] ?? 0) }
        lines += ["", "异常单 cases opened"]
        lines += cases.sorted { $0.key < $1.key }.map { row($0.key, $0.value) }
        if let closed {
            lines += ["", "营业日 business days"] + closed.rows.map { row($0.0, $0.1) }
        }
        lines += [
            "", "recovery, wallet reachable   \(recovery.words)",
            "recovery, from outage's end  \(recoveryAfterOutage.words)", "",
            "丢 lost \(lost) · 重 doubled \(doubled) · 猜 guessed \(guessed) · 忘 forgotten \(forgotten)"
                + " · 不平 unbalanced \(unbalanced) · 现金盖码 cash over code \(cashOverCode)",
            "hash \(hash)", "",
        ]
        lines += broken.map { "  \($0.promise) \($0.kind): \($0.subject) (seed \($0.seed))" }
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ count: Int) -> String {
        let digits = String(count)
        let padding = String(repeating: " ", count: max(1, 10 - digits.count))
        return "\(padding)\(digits)  \(name)"
    }
}

// What a soak has to say at its end: one object for a program, or a table for a person, and where to
// look when something is wrong.

internal import Foundation
internal import Retail

struct SoakFigures: Encodable {
    struct Spread: Encodable {
        let p50, p99, worst: Double

        /// Seconds, from a sorted list.
        init(_ sorted: [Double]) {
            func at(_ hundredths: Int) -> Double {
                let index = max(0, (sorted.count * hundredths + 99) / 100 - 1)
                return sorted.dropFirst(index).first ?? 0
            }
            p50 = at(50)
            p99 = at(99)
            worst = sorted.last ?? 0
        }
    }

    struct Sum: Encodable {
        let name: String
        let salesFen: Int64
        let otherFen: Int64
    }

    struct Found: Encodable {
        let kind, number, words: String
    }

    let seed: UInt64
    let minutes: Double
    let engine: String
    let tills, servers, sales, payments, attempts, posted, cash, supplements, returns: Int
    let held, voided, takenBack, overrides, completedTwice: Int
    let lostAnswers, repeated, gaveUp: Int
    let faults, kills, databaseFaults, refusals: [String: Int]
    let restartSeconds, endSeconds: Spread
    let restarts, ends, orders, openCases, debitsInCases: Int
    let sums: [Sum]
    /// Until the sale counted the debit, and until it was posted.
    let countedSeconds, recoverySeconds: Spread
    let refunds: [String: Int]
    let violations: [String: Int]
    let found: [Found]

    init(
        _ plan: SoakPlan, counts: SoakCounts, books: SoakBooks, audit: SoakAudit
    ) {
        seed = plan.seed
        minutes = plan.minutes
        engine = plan.isOnPostgres ? "PostgreSQL" : "SQLite"
        tills = plan.tills
        servers = plan.servers
        sales = counts.sales
        payments = counts.payments
        attempts = books.entries.count { $0.attemptState != nil }
        posted = books.sales.count { $0.state.text == "posted" }
        cash = counts.cash
        supplements = counts.supplements
        returns = counts.returns
        held = counts.held
        voided = counts.voided
        takenBack = counts.takenBack
        overrides = counts.overrides
        completedTwice = counts.completedTwice
        lostAnswers = counts.lostAnswers
        repeated = counts.repeated
        gaveUp = counts.gaveUp
        faults = counts.faults
        kills = counts.kills
        databaseFaults = counts.databaseFaults
        refusals = counts.refusals
        restarts = counts.restarts.count
        restartSeconds = Spread(counts.restarts.map { $0 / .seconds(1) }.sorted())
        ends = counts.ends.count
        endSeconds = Spread(counts.ends.map { $0 / .seconds(1) }.sorted())
        orders = books.orders.count
        openCases = books.entries.reduce(0) { $0 + $1.openCases.count }
        debitsInCases = audit.inCases
        sums = audit.sums.map { Sum(name: $0.name, salesFen: $0.sales, otherFen: $0.other) }
        countedSeconds = Spread(audit.counted.map { Double($0) / 1_000_000 })
        recoverySeconds = Spread(audit.posted.map { Double($0) / 1_000_000 })
        refunds = books.entries.flatMap(\.refunds).reduce(into: [:]) { counts, refund in
            counts[refund.state.text ?? "-", default: 0] += 1
        }
        var violations = Dictionary(
            SoakAudit.Kind.allCases.map { ($0.rawValue, audit.count($0)) },
            uniquingKeysWith: { one, _ in one })
        violations["process"] = counts.findings.count
        self.violations = violations
        found =
            audit.findings.map { Found(kind: $0.kind.rawValue, number: $0.number, words: $0.words) }
            + counts.findings.map { Found(kind: "process", number: "-", words: $0) }
    }

    var isClean: Bool { found.isEmpty }

    func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    func table() -> String {
        func seconds(_ value: Double) -> String {
            let milliseconds = Int64((value * 1_000).rounded())
            let rest = String(milliseconds % 1_000 + 1_000).dropFirst()
            return "\(milliseconds / 1_000).\(rest) s"
        }
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        }
        var lines = [
            "种子 seed \(seed) · \(tills) 台 tills · \(engine) · \(servers) 个服务 servers",
            "销售 sales        \(sales)，入账 posted \(posted)，挂单 held \(held)，作废 voided \(voided)",
            "扫码 payments     \(payments)，尝试 attempts \(attempts)，渠道订单 orders \(orders)",
            "现金 cash         \(cash)，授权 by a manager \(overrides)",
            "补单 42           \(supplements)，撤销 taken back \(takenBack)，退货 returns \(returns)",
            "F9 两次 F9 twice  \(completedTwice)",
            "断线 lost answers \(lostAnswers)，同键重发 repeated \(repeated)，放弃 gave up \(gaveUp)",
            "故障 faults       \(list(faults))",
            "拔电 kill -9      \(list(kills))",
            "数据库 database   \(list(databaseFaults))",
            "重启 restart      \(restarts) ×，p50 \(seconds(restartSeconds.p50))，"
                + "max \(seconds(restartSeconds.worst))",
            "停止 SIGTERM      \(ends) ×，p50 \(seconds(endSeconds.p50))，"
                + "max \(seconds(endSeconds.worst))",
            "扣款到记账 debit → counted p50 \(seconds(countedSeconds.p50))，"
                + "p99 \(seconds(countedSeconds.p99))，worst \(seconds(countedSeconds.worst))",
            "扣款到入账 debit → posted  p50 \(seconds(recoverySeconds.p50))，"
                + "p99 \(seconds(recoverySeconds.p99))，worst \(seconds(recoverySeconds.worst))",
            "退款 refunds      \(list(refunds))",
            "异常单 open cases \(openCases)，其中已扣款 debits in them \(debitsInCases)",
            "拒绝 refusals     \(list(refusals))",
        ]
        for sum in sums {
            lines.append(
                "合计 \(sum.name): ¥\(Money(fen: sum.salesFen).yuan) = ¥\(Money(fen: sum.otherFen).yuan)"
            )
        }
        lines.append("违例 violations   \(list(violations))")
        for item in found { lines.append("  ✗ \(item.kind) \(item.number): \(item.words)") }
        if !isClean {
            lines.append(
                "怎么查 how to look: network/network.json 的 orders；store/counterfoil.sqlite（或 PostgreSQL "
                    + "模式 schema）的 attempt_event、refund_event、payment_case（order_number）；server*.log"
            )
        }
        return lines.joined(separator: "\n")
    }
}

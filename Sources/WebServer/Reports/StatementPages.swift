// The wallets' statements of a month and what differs in them, by day and account.

internal import Checkout
internal import Foundation
internal import Payments
internal import Persistence
internal import Retail

struct StatementPages {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func month(
        _ statements: [StatementOverview], _ month: ReportMonth, above: String
    ) -> ReportPage {
        var html = HTML(PeriodPages(words).pager(month, links.statements))
        html.add(
            "<p class=\"path\"><a href=\"\(links.chain(month))\">\(words.chain)</a>"
                + "<a href=\"\(links.settlements(month))\">\(words.settlements)</a>"
                + links.files(links.statements(month), words) + "</p>")
        html.add("<p class=\"hint\">\(words.statementsHint)</p>" + above)
        html.add("<h2>\(words.statementMonth) \(month.iso)</h2>")
        if statements.isEmpty {
            html.add("<p class=\"hint\">\(words.noStatements)</p>")
        } else {
            html.add(
                HTML.table(
                    [
                        (words.statementDay, false), (words.wallet, false),
                        (words.merchantAccount, false), (words.state, false),
                        (words.lineCount, true), (words.breaks, false),
                    ],
                    statements.map { one in
                        let link = links.breaks(one.statement)
                        return [
                            "<a href=\"\(link)\">\(one.statement.day.iso)</a>",
                            HTML.words(words.name(of: one.statement.wallet)),
                            HTML.words(one.statement.account), state(one), "\(one.rows)",
                            found(one),
                        ]
                    }))
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).statements(month)
        return ReportPage(
            words: words, title: "\(words.statements) \(month.iso)",
            other: words.isEnglish ? other + "&amp;lang=zh" : other, content: html.text)
    }

    func breaks(_ breaks: [StoredBreak], of statement: StatementOf) -> ReportPage {
        var html = HTML("")
        if let month = try? ReportMonth(statement.day) {
            html.add(
                "<p class=\"path\"><a href=\"\(links.statements(month))\">"
                    + "\(words.statements) \(month.iso)</a>"
                    + "<a href=\"\(links.statementLines(statement))\">\(words.statementRows)</a>"
                    + links.files(links.breaks(statement), words) + "</p>")
        }
        if breaks.isEmpty {
            html.add("<p class=\"hint\">✓ \(words.noBreaks)</p>")
        } else {
            html.add(
                HTML.table(
                    [
                        (words.breakClass, false), (words.store, false), (words.number, false),
                        (words.inBooks, true), (words.inStatement, true), (words.evidence, false),
                    ],
                    breaks.map { one in
                        [
                            words.name(of: one.kind), one.store.digits,
                            HTML.words(one.number), one.books?.yuan ?? "–",
                            one.channel?.yuan ?? "–", HTML.words(one.evidence),
                        ]
                    }))
            if breaks.count == Counter.breaksOnPage {
                html.add("<p class=\"hint\">\(words.firstBreaks(breaks.count))</p>")
            }
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).breaks(statement)
        return ReportPage(
            words: words,
            title: "\(words.breaks) \(words.name(of: statement.wallet)) \(statement.day.iso)",
            other: words.isEnglish ? other + "&amp;lang=zh" : other, content: html.text)
    }

    private func state(_ one: StatementOverview) -> String {
        let name = words.name(ofVerdict: one.verdict)
        let isGood = one.verdict == "complete"
        let code = one.code.isEmpty ? "" : " " + HTML.words(one.code)
        let problems = one.problems > 0 ? " · " + words.problems(one.problems) : ""
        return
            "<span class=\"\(isGood ? "good" : "doubt")\">\(isGood ? "✓" : "!") \(name)\(code)\(problems)</span>"
    }

    private func found(_ one: StatementOverview) -> String {
        let parts = BreakClass.allCases.compactMap { kind in
            one.breaks[kind].map { "\(words.name(of: kind)) \($0)" }
        }
        guard !parts.isEmpty else { return one.verdict == "complete" ? words.agrees : "–" }
        return "<span class=\"bad\">✗ \(parts.joined(separator: " · "))</span>"
    }
}

extension ReportLinks {
    func statements(_ month: ReportMonth) -> String {
        link("/reports/statements", ["month=\(month.iso)"])
    }

    func breaks(_ statement: StatementOf) -> String {
        let account =
            statement.account.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return link(
            "/reports/breaks",
            [
                "wallet=\(statement.wallet.rawValue)", "account=\(account)",
                "day=\(statement.day.iso)",
            ])
    }
}

extension ReportWords {
    var statements: String { say("对账单", "Statements") }
    var statementMonth: String { say("全月对账单", "Statements of the month") }
    var statementDay: String { say("账单日", "Day") }
    var wallet: String { say("钱包", "Wallet") }
    var merchantAccount: String { say("商户号", "Account") }
    var state: String { say("状态", "State") }
    var lineCount: String { say("笔数", "Lines") }
    var breaks: String { say("差异", "Differences") }
    var agrees: String { say("✓ 一致", "✓ agrees") }
    var breakClass: String { say("类别", "Class") }
    var number: String { say("单号", "Number") }
    var inBooks: String { say("账上", "Books") }
    var inStatement: String { say("对账单", "Statement") }
    var evidence: String { say("依据", "Evidence") }
    var noBreaks: String { say("没有差异", "Nothing differs") }
    var noStatements: String { say("这个月还没有对账单", "No statements of this month yet") }
    var statementsHint: String {
        say(
            "每天上午十点后自动取前一日的对账单并逐笔核对；没取到或不完整的会再取。",
            "The statement of the day before is fetched after ten in the morning and compared line by "
                + "line; one that is missing or not whole is asked for again.")
    }

    func problems(_ count: Int64) -> String {
        say("\(count) 行有误", "\(count) lines cannot be read")
    }

    func firstBreaks(_ count: Int) -> String {
        say("只列前 \(count) 条", "The first \(count) are listed")
    }

    func name(of wallet: Wallet) -> String { say(wallet.chineseName, wallet.englishName) }

    func name(of kind: BreakClass) -> String { say(kind.chineseName, kind.englishName) }

    func name(ofVerdict verdict: String) -> String { HTML.words(plainName(ofVerdict: verdict)) }

    func plainName(ofVerdict verdict: String) -> String {
        switch verdict {
        case "complete": say("完整", "complete")
        case "broken": say("不完整", "not whole")
        case "absent": say("无账单", "none")
        case "notReady": say("未生成", "not ready")
        case "refused": say("被拒绝", "refused")
        case "unreachable": say("未取到", "not reached")
        case "reading": say("读取中", "being read")
        default: verdict
        }
    }
}

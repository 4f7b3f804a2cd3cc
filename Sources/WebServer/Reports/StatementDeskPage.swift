// What finance works with above the list of statements: how the last days stand, what runs, and a place
// for a file. The part that changes is drawn here alone; the page's script asks for it again.

internal import Checkout
internal import Foundation
internal import Payments
internal import Persistence
internal import Retail

struct StatementDeskPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    /// Above the statements of a month.
    func whole(_ report: StatementDeskReport) -> String {
        guard !report.accounts.isEmpty else {
            return "<p class=\"hint\">\(words.noStatementAccounts)</p>"
        }
        return (report.mayWork ? upload(report) : "")
            + "<section id=\"live\" aria-live=\"polite\" data-from=\""
            + links.link("/reports/statements/live") + "\">" + live(report) + "</section>"
            + "<script type=\"module\" src=\"/static/reports/statements.js\"></script>"
    }

    /// What changes while something runs.
    func live(_ report: StatementDeskReport) -> String {
        let running = report.isRunning ? " data-running=\"1\"" : ""
        return "<div\(running)>" + runs(report) + days(report) + "</div>"
    }

    // MARK: A file

    private func upload(_ report: StatementDeskReport) -> String {
        let options = report.accounts.map { account in
            "<option value=\"\(account.wallet.rawValue)/\(HTML.words(account.name))\">"
                + "\(words.name(of: account.wallet)) \(HTML.words(account.name))</option>"
        }.joined()
        let day = report.days.first?.statement.day.iso ?? ""
        return "<form id=\"upload\" class=\"sign upload\" data-to=\""
            + "\(links.link("/reports/statements/upload"))\" "
            + "data-broken=\"\(words.uploadBroken)\" data-sending=\"\(words.sending)\">"
            + "<h2>\(words.uploadTitle)</h2>"
            + "<label>\(words.merchantAccount)<select name=\"account\">\(options)</select></label>"
            + "<label>\(words.statementDay)<input type=\"date\" name=\"day\" value=\"\(day)\" "
            + "required></label>"
            + "<label class=\"drop\">\(words.statementFile)"
            + "<input type=\"file\" name=\"file\" multiple required></label>"
            + "<button class=\"primary\">\(words.upload)</button>"
            + "<p class=\"hint\">\(words.uploadHint)</p>"
            + "<p role=\"alert\" hidden></p></form>"
    }

    // MARK: Runs

    private func runs(_ report: StatementDeskReport) -> String {
        guard !report.runs.isEmpty else { return "" }
        let items = report.runs.map { run, by in
            let statement = run.statement
            let parts = [
                words.name(of: run.how), words.name(of: statement.wallet),
                HTML.words(statement.account), statement.day.iso,
            ]
            let file =
                run.fileName.isEmpty ? "" : " · \(HTML.words(run.fileName))"
            let time = words.time(run.begunAt)
            return "<li id=\"run-\(HTML.words(run.id))\" class=\"\(tone(run, report.now))\">"
                + "<span><b>\(parts.joined(separator: " · "))</b>\(file)</span>"
                + "<span class=\"state\">\(state(run, report.now))</span>"
                + "<span class=\"figures\">\(figures(run))</span>"
                + problems(run)
                + kept(run)
                + "<small>\(words.begun(by: HTML.words(by), time))\(hash(run))</small></li>"
        }
        return "<h2>\(words.runs)</h2><ol class=\"runs\">\(items.joined())</ol>"
    }

    private func tone(_ run: StatementRun, _ now: Timestamp) -> String {
        switch run.state {
        case .running: run.isSilent(at: now) ? "bad" : "running"
        case .done: run.breaks > 0 ? "doubt" : "good"
        case .refused: ["absent", "notReady"].contains(run.verdict) ? "doubt" : "bad"
        case .failed: "bad"
        }
    }

    private func state(_ run: StatementRun, _ now: Timestamp) -> String {
        switch run.state {
        case .running:
            if run.isSilent(at: now) { return "✗ " + words.interrupted }
            return "… " + (run.compared > 0 ? words.comparing : words.reading)
        case .done:
            let link = links.breaks(run.statement)
            let found =
                run.breaks > 0
                ? "! <a href=\"\(link)\">\(words.breaksFound(run.breaks))</a>" : words.agrees
            return found + (run.wasKnown && run.how != .again ? " · " + words.sameAsBefore : "")
        case .refused:
            return "✗ " + words.refusedRun(HTML.words(words.plainName(ofVerdict: run.verdict)))
                + (run.code.isEmpty ? "" : " " + HTML.words(run.code))
        case .failed:
            return "✗ "
                + (run.code == "interrupted" ? words.interrupted : words.runFailed)
        }
    }

    private func figures(_ run: StatementRun) -> String {
        var parts = [words.rowsRead(run.rows), words.rowsCompared(run.compared)]
        parts.append(words.breaksSoFar(run.breaks))
        if run.heard > 0 { parts.append(words.heard(run.heard)) }
        if run.state == .done { parts.append(words.newAndGone(run.new, run.gone)) }
        return parts.joined(separator: " · ")
    }

    private static let problemsShown = 5

    private func problems(_ run: StatementRun) -> String {
        guard run.problemCount > 0 else { return "" }
        let shown = run.problems.prefix(StatementDeskPage.problemsShown)
        let items = shown.map { problem in
            "<li>\(HTML.words(words.say(problem.chinese, problem.english)))</li>"
        }.joined()
        let more = run.problemCount - Int64(shown.count)
        let next = run.how == .uploaded ? words.refusedNext : words.fetchedNext
        return "<ul>\(items)</ul>"
            + (more > 0 ? "<span>\(words.moreProblems(more))</span>" : "")
            + "<span class=\"next\">\(next)</span>"
    }

    /// What was brought is there as it was received, unless another statement is believed since.
    private func kept(_ run: StatementRun) -> String {
        guard run.state == .done, run.how == .uploaded else { return "" }
        let count = run.fileName.components(separatedBy: " + ").count
        let items = (0..<count).map { place in
            "<a href=\"\(links.statementFile(run.statement, place))\">\(words.keptFile)"
                + "\(count > 1 ? " \(place + 1)" : "")</a>"
        }
        return "<span>\(items.joined(separator: " · "))</span>"
    }

    private func hash(_ run: StatementRun) -> String {
        guard let sha256 = run.sha256 else { return "" }
        return " · SHA-256 <code>\(HTML.words(sha256))</code>"
    }

    // MARK: Days

    private func days(_ report: StatementDeskReport) -> String {
        let next = report.next.map { words.nextTry(words.time($0)) } ?? words.noNextTry
        let rows = report.days.map { day -> [String] in
            let statement = day.statement
            return [
                statement.day.iso, words.name(of: statement.wallet),
                HTML.words(statement.account), state(day), tried(day),
                report.mayWork ? buttons(day) : "",
            ]
        }
        return "<h2>\(words.lastDays)</h2><p class=\"hint\">\(next)</p>"
            + HTML.table(
                [
                    (words.statementDay, false), (words.wallet, false),
                    (words.merchantAccount, false), (words.state, false),
                    (words.lastTry, false), ("", false),
                ], rows)
    }

    private func state(_ day: StatementDeskReport.Day) -> String {
        guard let listed = day.listed else {
            return "<span class=\"doubt\">– \(words.notAsked)</span>"
        }
        let name = words.name(ofVerdict: listed.verdict)
        guard listed.verdict == "complete" else {
            let code = listed.code.isEmpty ? "" : " " + HTML.words(listed.code)
            return "<span class=\"doubt\">! \(name)\(code)</span>"
        }
        guard day.breaks > 0 else { return "<span class=\"good\">\(words.agrees)</span>" }
        return "<a class=\"bad\" href=\"\(links.breaks(day.statement))\">✗ "
            + "\(words.breaksFound(day.breaks))</a>"
    }

    private func tried(_ day: StatementDeskReport.Day) -> String {
        day.listed?.endedAt.map { words.time($0) } ?? "–"
    }

    private func buttons(_ day: StatementDeskReport.Day) -> String {
        let statement = day.statement
        let key =
            "\(statement.wallet.rawValue)-\(HTML.words(statement.account))-\(statement.day.iso)"
        let hidden = [
            ("wallet", statement.wallet.rawValue), ("account", statement.account),
            ("day", statement.day.iso),
        ].map { "<input type=\"hidden\" name=\"\($0)\" value=\"\(HTML.words($1))\">" }.joined()
        func button(_ act: String, _ text: String) -> String {
            "<button id=\"\(act)-\(key)\" name=\"act\" value=\"\(act)\">\(text)</button>"
        }
        let address = links.link("/reports/statements")
        return "<form class=\"acts\" method=\"post\" action=\"\(address)\">"
            + hidden + (day.mayFetch ? button("fetch", words.fetchNow) : "")
            + (day.listed?.verdict == "complete" ? button("again", words.compareAgain) : "")
            + "</form>"
    }
}

extension ReportLinks {
    func statementFile(_ statement: StatementOf, _ place: Int) -> String {
        link(
            "/reports/statements/file",
            [
                "wallet=\(statement.wallet.rawValue)", "account=" + HTML.query(statement.account),
                "day=\(statement.day.iso)", "file=\(place)",
            ])
    }
}

extension ReportWords {
    var keptFile: String { say("原文件", "The file as received") }
    var uploadTitle: String { say("上传对账单", "Upload a statement") }
    var upload: String { say("上传并核对", "Upload and compare") }
    var statementFile: String {
        say("文件（选或拖到此处）", "File (choose it, or drop it here)")
    }
    var uploadHint: String {
        say(
            "用钱包商户平台下载的原文件，zip、gzip 或文本都行，不要先打开另存；云闪付选当日和次日两个文件。最大 256 MB。",
            "The file as the wallet's platform gives it, zip, gzip or text; do not save it anew. Of UnionPay the "
                + "day's and the next day's. At most 256 MB.")
    }
    var uploadBroken: String {
        say(
            "上传没有完成，没有留下任何内容，请重新上传", "The upload broke off and nothing was kept; upload it again")
    }
    var sending: String { say("已上传", "sent") }
    var runs: String { say("正在进行与最近的核对", "Running now, and lately") }
    var reading: String { say("正在读取", "being read") }
    var comparing: String { say("正在核对", "being compared") }
    var interrupted: String {
        say("中断了，没有留下一半；请再做一次", "interrupted; nothing half is kept. Do it again")
    }
    var runFailed: String {
        say("没有做完，请再做一次；仍失败请联系信息部", "not finished; do it again, and call IT if it fails again")
    }
    var sameAsBefore: String {
        say("与已有的对账单相同，没有改变什么", "the same statement was here before, nothing changed")
    }
    var refusedNext: String {
        say(
            "文件没有留下。请核对钱包、商户号和日期，或重新下载后再上传。",
            "Nothing of the file was kept. Check wallet, account and day, or download it again and upload that."
        )
    }
    var fetchedNext: String {
        say(
            "没有核对。稍后会再取；仍不对请下载后上传。",
            "It was not compared. It will be asked for again; if it stays wrong, download and upload it."
        )
    }
    var lastDays: String { say("最近几天", "The last days") }
    var lastTry: String { say("上次", "Last try") }
    var notAsked: String { say("未取", "not asked for") }
    var fetchNow: String { say("现在取", "Fetch now") }
    var compareAgain: String { say("重新核对", "Compare again") }
    var noNextTry: String { say("本服务器不自动取对账单", "This server fetches no statements by itself") }
    var noStatementAccounts: String {
        say("还没有设置可对账的商户号", "No merchant account with statements is set up")
    }

    func nextTry(_ time: String) -> String {
        say("本服务器下次自动取：\(time)", "This server fetches by itself next at \(time)")
    }
    func breaksFound(_ count: Int64) -> String { say("\(count) 处差异", "\(count) differences") }
    func refusedRun(_ verdict: String) -> String { say("没有采用：\(verdict)", "not used: \(verdict)") }
    func rowsRead(_ count: Int64) -> String { say("已读 \(count) 行", "\(count) lines read") }
    func rowsCompared(_ count: Int64) -> String { say("已核对 \(count)", "\(count) compared") }
    func breaksSoFar(_ count: Int64) -> String { say("差异 \(count)", "\(count) differ") }
    func heard(_ count: Int64) -> String { say("得知结果 \(count)", "\(count) outcomes learned") }
    func newAndGone(_ new: Int64, _ gone: Int64) -> String {
        say("新增 \(new)，消失 \(gone)", "\(new) new, \(gone) gone")
    }
    func moreProblems(_ count: Int64) -> String { say("另有 \(count) 处", "and \(count) more") }
    func begun(by name: String, _ time: String) -> String {
        say("\(name) 于 \(time) 开始", "begun by \(name) at \(time)")
    }

    func name(of how: StatementRun.How) -> String {
        switch how {
        case .fetched: say("取账单", "Fetched")
        case .uploaded: say("上传", "Uploaded")
        case .again: say("重新核对", "Compared again")
        }
    }

    /// A moment in Beijing, to the second.
    func time(_ at: Timestamp) -> String { CivilTime(at).spaced }
}

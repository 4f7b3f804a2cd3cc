// The pages of the settlements: a month by day and account, one day with its stores and records, and the
// lines of the statement beneath it.

internal import Checkout
internal import Foundation
internal import Ledger
internal import Payments
internal import Persistence
internal import Retail

struct SettlementPages {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    // MARK: A month

    func month(
        _ report: SettlementReport, _ month: ReportMonth, refusal: OperatorNotice? = nil,
        typed: [String: String] = [:]
    ) -> ReportPage {
        var html = HTML(PeriodPages(words).pager(month, links.settlements))
        html.add(
            "<p class=\"path\"><a href=\"\(links.statements(month))\">\(words.statements)</a>"
                + links.files(links.settlements(month), words) + "</p>")
        if let refusal { html.add(ReportPage.alert(refusal, words)) }
        html.add(boxes(report))
        if report.mayWork { html.add(forms(report, month, typed)) }
        html.add("<p class=\"hint\">\(words.settlementsHint)</p>")
        html.add(
            report.lines.isEmpty
                ? "<p class=\"hint\">\(words.noStatements)</p>" : table(report))
        let other = ReportLinks(isEnglish: !words.isEnglish).settlements(month)
        return ReportPage(
            words: words, title: "\(words.settlements) \(month.iso)",
            other: words.isEnglish ? other + "&amp;lang=zh" : other, content: html.text)
    }

    private func boxes(_ report: SettlementReport) -> String {
        let facts = [
            (words.statementGross, report.gross), (words.statementRefunds, report.refunds),
            (words.fees, report.fees), (words.expected, report.net),
            (words.received, report.received), (words.openAmount, report.open),
        ]
        return "<dl class=\"boxes six\">"
            + facts.map { "<div><dt>\($0)</dt><dd class=\"num\">¥\($1.yuan)</dd></div>" }.joined()
            + "</dl>"
    }

    private func table(_ report: SettlementReport) -> String {
        HTML.table(
            [
                (words.statementDay, false), (words.wallet, false),
                (words.merchantAccount, false), (words.state, false),
                (words.ageDays, true), (words.statementGross, true),
                (words.statementRefunds, true), (words.fees, true), (words.expected, true),
                (words.received, true), (words.openAmount, true),
            ],
            report.lines.map { line in
                let statement = line.day.statement
                return [
                    "<a href=\"\(links.settlement(statement))\">\(statement.day.iso)</a>",
                    words.name(of: statement.wallet), HTML.words(statement.account),
                    words.mark(line.state), "\(line.age)", line.day.gross.yuan,
                    line.day.refunds.yuan, line.day.fee.yuan,
                    line.net.yuan, line.day.received.yuan, line.open.yuan,
                ]
            },
            foot: [
                words.total, "", "", "", "", report.gross.yuan, report.refunds.yuan,
                report.fees.yuan,
                report.net.yuan, report.received.yuan, report.open.yuan,
            ])
    }

    private func forms(
        _ report: SettlementReport, _ month: ReportMonth, _ typed: [String: String]
    ) -> String {
        let options = report.accounts.map { account in
            let value = account.wallet.rawValue + "/" + account.name
            let isChosen = typed["account"] == value ? " selected" : ""
            return "<option value=\"\(HTML.words(value))\"\(isChosen)>"
                + "\(words.name(of: account.wallet)) \(HTML.words(account.name))</option>"
        }.joined()
        func input(_ name: String, _ label: String, _ more: String, usual: String = "") -> String {
            let value = HTML.words(typed[name] ?? usual)
            return "<label>\(label)<input name=\"\(name)\" data-field=\"\(name)\" "
                + "value=\"\(value)\" autocomplete=\"off\" \(more)></label>"
        }
        let form =
            "<form class=\"sign upload\" method=\"post\" action=\"\(links.settlements(month))\">"
            + "<h2>\(words.recordTitle)</h2>"
            + input("received", words.receivedOn, "type=\"date\"", usual: report.today.iso)
            + input("amount", words.amountYuan, "inputmode=\"decimal\" maxlength=\"20\"")
            + "<label>\(words.merchantAccount)<select name=\"account\">\(options)</select></label>"
            + input("reference", words.bankReference, "maxlength=\"64\"")
            + input(
                "days", words.coveredDays,
                "maxlength=\"400\" placeholder=\"2026-11-25..2026-11-27\"")
            + "<button class=\"primary\">\(words.record)</button></form>"
        let file =
            "<form id=\"import\" class=\"sign upload\" data-to=\"/reports/settlements/import\" "
            + "data-done=\"\(words.imported)\" data-broken=\"\(words.uploadBroken)\">"
            + "<label class=\"drop\">\(words.bankFile)"
            + "<input type=\"file\" name=\"file\" accept=\".csv,text/csv\" required></label>"
            + "<button>\(words.importIt)</button>"
            + "<p class=\"hint\">\(words.bankFileHint)</p><p role=\"alert\" hidden></p></form>"
            + "<script type=\"module\" src=\"/static/reports/settlements.js\"></script>"
        return report.accounts.isEmpty ? "" : form + file
    }

    // MARK: A day

    func day(
        _ report: SettlementDayReport, refusal: OperatorNotice? = nil, typed: String = ""
    ) -> ReportPage {
        let (line, statement) = (report.line, report.line.day.statement)
        var html = HTML("")
        if let month = try? ReportMonth(statement.day) {
            html.add(
                "<p class=\"path\"><a href=\"\(links.settlements(month))\">"
                    + "\(words.settlements) \(month.iso)</a>"
                    + "<a href=\"\(links.statementLines(statement))\">\(words.statementRows)</a>"
                    + "<a href=\"\(links.breaks(statement))\">\(words.breaks)</a></p>")
        }
        if let refusal { html.add(ReportPage.alert(refusal, words)) }
        let facts = [
            (words.statementGross, line.day.gross), (words.statementRefunds, line.day.refunds),
            (words.fees, line.day.fee), (words.expected, line.net),
            (words.received, line.day.received), (words.openAmount, line.open),
        ]
        html.add(
            "<p>\(words.mark(line.state)) · \(words.ageDays) \(line.age)</p>"
                + "<dl class=\"boxes six\">"
                + facts.map { "<div><dt>\($0)</dt><dd class=\"num\">¥\($1.yuan)</dd></div>" }
                .joined() + "</dl><h2>\(words.stores2)</h2>"
                + HTML.table(
                    [
                        (words.store, false), (words.statementGross, true),
                        (words.statementRefunds, true), (words.fees, true),
                        (words.expected, true),
                    ],
                    report.shares.map { share in
                        [
                            share.store.digits == "0000" ? words.noStore : share.store.digits,
                            share.gross.yuan, share.refunds.yuan, share.fee.yuan,
                            (try? share.net)?.yuan ?? "–",
                        ]
                    }))
        html.add("<h2>\(words.records)</h2>" + records(report, typed))
        let other = ReportLinks(isEnglish: !words.isEnglish).settlement(statement)
        return ReportPage(
            words: words,
            title: "\(words.settlements) \(words.name(of: statement.wallet)) \(statement.day.iso)",
            other: words.isEnglish ? other + "&amp;lang=zh" : other, content: html.text)
    }

    private func records(_ report: SettlementDayReport, _ typed: String) -> String {
        guard !report.records.isEmpty else {
            return "<p class=\"hint\">\(words.nothingReceived)</p>"
        }
        let statement = report.line.day.statement
        let reversed = Set(report.records.filter(\.isReversal).map { "\($0.reference)/\($0.seq)" })
        let items = report.records.map { record in
            let ofDay = record.days.first { $0.day == statement.day }?.amount ?? .zero
            let by = HTML.words(report.names[record.staff] ?? record.staff.digits)
            let days = record.days.map(\.day.iso)
            let isReversed = reversed.contains("\(record.reference)/\(record.seq + 1)")
            let kind = record.isReversal ? words.reversal : words.receipt2
            let reason = record.reason.isEmpty ? "" : " · " + HTML.words(record.reason)
            let form =
                report.mayWork && !record.isReversal && !isReversed
                ? reverseForm(record, statement, typed) : ""
            return "<li class=\"\(record.isReversal || isReversed ? "" : "good")\">"
                + "<b class=\"num\">\(kind) ¥\(record.amount.yuan)</b>"
                + "<span>\(words.bankReference) <code>\(HTML.words(record.reference))</code> · "
                + "\(words.receivedOn) \(record.receivedOn.iso)\(reason)</span>"
                + "<span>\(words.ofThisDay) ¥\(ofDay.yuan) · \(words.coveredDays) "
                + "\(days.first ?? "")\(days.count > 1 ? " … \(days.last ?? "")" : "")</span>"
                + "<small>\(by) · \(words.time(record.madeAt))"
                + "\(isReversed ? " · " + words.wasReversed : "")</small>\(form)</li>"
        }
        return "<ol class=\"runs\">\(items.joined())</ol>"
    }

    private func reverseForm(
        _ record: Settlement, _ statement: StatementOf, _ typed: String
    ) -> String {
        "<form class=\"sign\" method=\"post\" action=\"\(links.settlement(statement))\">"
            + "<input type=\"hidden\" name=\"reference\" value=\"\(HTML.words(record.reference))\">"
            + "<label>\(words.whyReversed)<input name=\"reason\" data-field=\"reason\" "
            + "maxlength=\"200\" autocomplete=\"off\" value=\"\(HTML.words(typed))\"></label>"
            + "<button name=\"act\" value=\"reverse\">\(words.reverse)</button></form>"
    }

    // MARK: Lines

    func lines(_ report: StatementLinesReport) -> ReportPage {
        let statement = report.statement
        var html = HTML(
            "<p class=\"path\"><a href=\"\(links.settlement(statement))\">"
                + "\(words.settlements)</a>"
                + "<a href=\"\(links.breaks(statement))\">\(words.breaks)</a></p>")
        html.add(
            HTML.table(
                [
                    (words.lineNumber, true), (words.time, false), (words.kind, false),
                    (words.number, false), (words.amount, true), (words.statementRefunds, true),
                    (words.fees, true),
                ],
                report.rows.map { row in
                    let number = HTML.words(row.number)
                    let link = links.payment(row.orderNumber)
                    return [
                        "\(row.line)", CivilTime(row.at).spaced, words.name(of: row.kind),
                        "<a class=\"num\" href=\"\(link)\">\(number)</a>",
                        row.settledAmount.yuan, row.settledRefundAmount.yuan,
                        row.fee.money.yuan,
                    ]
                }))
        if let next = report.next {
            let address = ReportLinks.adding(
                "after=" + HTML.query(next), to: links.statementLines(statement))
            html.add("<p class=\"path\"><a href=\"\(address)\">\(words.next)</a></p>")
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).statementLines(statement)
        return ReportPage(
            words: words,
            title:
                "\(words.statementRows) \(words.name(of: statement.wallet)) \(statement.day.iso)",
            other: words.isEnglish ? other + "&amp;lang=zh" : other, content: html.text)
    }
}

extension ReportLinks {
    func settlements(_ month: ReportMonth) -> String {
        link("/reports/settlements", ["month=\(month.iso)"])
    }

    func settlement(_ statement: StatementOf) -> String {
        link("/reports/settlements/day", key(statement))
    }

    func statementLines(_ statement: StatementOf) -> String {
        link("/reports/settlements/lines", key(statement))
    }

    /// From the line of a number on.
    func statementLines(_ statement: StatementOf, from number: String) -> String {
        // A page begins after a text: whatever begins as the number does comes after this.
        ReportLinks.adding(
            "after=" + HTML.query(String(number.dropLast())), to: statementLines(statement))
    }

    private func key(_ statement: StatementOf) -> [String] {
        [
            "wallet=\(statement.wallet.rawValue)", "account=" + HTML.query(statement.account),
            "day=\(statement.day.iso)",
        ]
    }
}

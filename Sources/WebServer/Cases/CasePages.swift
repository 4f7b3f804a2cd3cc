// The list of cases, and one of them with its payment. Forms only: keyboard and scanner are enough, and
// what was typed is on the page again when it is refused.

internal import Checkout
internal import Foundation
internal import Persistence
internal import Retail

struct CasePages {
    let words: CaseWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = CaseWords(report: words) }

    // MARK: The list

    func list(_ list: CaseList, _ filter: CaseFilter, isMine: Bool) -> ReportPage {
        var html = HTML(filters(list, filter, isMine))
        if list.cases.isEmpty {
            html.add("<p class=\"hint\">✓ \(words.none)</p>")
        } else {
            html.add(table(list))
        }
        if list.hasMore, let last = list.cases.last {
            html.add(
                "<p class=\"pager\"><a href=\"\(links.cases(filter, isMine: isMine, after: last))\">"
                    + "\(words.more)</a></p>")
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).cases(filter, isMine: isMine)
        return ReportPage(
            words: words.report, title: words.title,
            other: words.isEnglish ? ReportLinks.adding("lang=zh", to: other) : other,
            content: html.text)
    }

    /// Each cause with how many are open; and mine, and closed ones.
    private func filters(_ list: CaseList, _ filter: CaseFilter, _ isMine: Bool) -> String {
        func chip(_ text: String, _ wanted: CaseFilter, isMine: Bool, isOn: Bool) -> String {
            "<a class=\"filter\"\(isOn ? " aria-current=\"true\"" : "") "
                + "href=\"\(links.cases(wanted, isMine: isMine))\">\(HTML.words(text))</a>"
        }
        var plain = CaseFilter()
        plain.store = filter.store
        var closed = plain
        closed.isOpen = false
        let count = list.causes.reduce(Int64(0)) { $0 &+ $1.count }
        let isAll = filter.cause == nil && filter.isOpen && !isMine
        var chips = [
            chip("\(words.all) \(count)", plain, isMine: false, isOn: isAll),
            chip(words.mine, plain, isMine: true, isOn: isMine),
            chip(words.closed, closed, isMine: false, isOn: !filter.isOpen),
        ]
        for cause in list.causes {
            var wanted = plain
            wanted.cause = cause.name
            chips.append(
                chip(
                    "\(words.name(of: cause.name)) \(cause.count) · ¥\(cause.amount.yuan)", wanted,
                    isMine: false, isOn: filter.cause == cause.name))
        }
        return "<nav class=\"filters\">\(chips.joined())</nav>"
    }

    private func table(_ list: CaseList) -> String {
        HTML.table(
            [
                (words.cause, false), (words.report.store, false), (words.subject, false),
                (words.report.amount, true), (words.age, true), (words.due, false),
                (words.owner, false),
            ],
            list.cases.map { found in
                let link = links.oneCase(found.store, found.id)
                let isLate = found.isOpen && found.dueAt < list.now
                return [
                    "<a href=\"\(link)\">\(HTML.words(words.name(of: found.cause)))</a>",
                    found.store.digits, HTML.words(found.subject), found.amount.yuan,
                    age(found, list.now),
                    isLate
                        ? "<span class=\"bad\">\(words.overdue)</span>"
                        : String(CivilTime(found.dueAt).spaced.dropLast(3)),
                    found.assignedTo.map { HTML.words(list.names[$0] ?? $0.digits) }
                        ?? "<span class=\"doubt\">\(words.nobody)</span>",
                ]
            })
    }

    private func age(_ found: StoredCase, _ now: Timestamp) -> String {
        let until = found.closedAt ?? now
        return words.hours(max(0, until.since(found.openedAt).microseconds) / 3_600_000_000)
    }

    // MARK: One case

    /// `typed` is what the person had written when it was refused.
    func page(
        _ report: CaseReport, refusal: OperatorNotice? = nil, typed: String = ""
    ) -> ReportPage {
        let found = report.found
        var html = HTML("")
        if let refusal { html.add(ReportPage.alert(refusal, words.report)) }
        html.add(facts(report))
        html.add(
            "<section class=\"todo\"><h2>\(words.todo)</h2>"
                + "<p>\(HTML.words(words.todo(found.cause)))</p></section>")
        html.add(forms(report, typed))
        if let payment = report.payment {
            let story = StoryWords(report: words.report)
            html.add(
                "<h2>\(words.payment) <a class=\"num\" href=\""
                    + links.payment(payment.stored.number) + "\">"
                    + "\(HTML.words(payment.stored.number))</a></h2>")
            html.add(StoryPage.lines(of: payment, story))
            html.add(StoryPage.drawing(Timeline(words: story, story: payment), story))
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).oneCase(found.store, found.id)
        return ReportPage(
            words: words.report, title: "\(words.title) · \(words.name(of: found.cause))",
            other: words.isEnglish ? ReportLinks.adding("lang=zh", to: other) : other,
            content: html.text)
    }

    private func facts(_ report: CaseReport) -> String {
        let found = report.found
        let owner = found.assignedTo.map { report.names[$0] ?? $0.digits } ?? words.nobody
        var facts = [
            (words.report.store, "\(found.store.digits) \(report.storeName)"),
            (words.report.amount, "¥\(found.amount.yuan)"), (words.subject, found.subject),
            (words.age, age(found, report.now)),
            (words.due, String(CivilTime(found.dueAt).spaced.dropLast(3))), (words.owner, owner),
        ]
        if let how = found.closedHow { facts.append((words.closed, said(how, report))) }
        let boxes = facts.map {
            "<div><dt>\($0.0)</dt><dd class=\"num\">\(HTML.words($0.1))</dd></div>"
        }.joined()
        var html = HTML("<dl class=\"boxes\">\(boxes)</dl>")
        // It names the wallet, which a store is not told (N2).
        if report.payment?.showsWallet ?? report.mayWork, !found.detail.isEmpty {
            html.add(
                "<p class=\"hint\">\(words.evidence): <code>\(HTML.words(found.detail))</code></p>")
        }
        guard !report.events.isEmpty else { return html.text }
        html.add("<h2>\(words.done)</h2><ul class=\"standing\">")
        for event in report.events {
            let name = report.names[event.staff] ?? event.staff.digits
            let text = event.words.isEmpty ? "" : ": " + HTML.words(said(event.words, report))
            html.add(
                "<li>\(CivilTime(event.at).spaced) · \(HTML.words(name)) · "
                    + "<b>\(words.name(of: event.kind))</b>\(text)</li>")
        }
        html.add("</ul>")
        return html.text
    }

    /// `accepted by 1900: …` with the exit in words; another text as it is.
    private func said(_ how: String, _ report: CaseReport) -> String {
        guard let exit = CaseExit(how) else { return how }
        return words.name(ofExit: exit.rawValue) + how.dropFirst(exit.rawValue.count)
    }

    private func forms(_ report: CaseReport, _ typed: String) -> String {
        guard report.found.isOpen else { return "" }
        var html = HTML("")
        if let by = report.found.proposedBy, let how = report.found.proposedHow {
            let name = report.names[by] ?? by.digits
            html.add("<p class=\"open\">\(HTML.words(words.proposed(name, said(how, report))))</p>")
            if report.mayConfirm || report.mayWork {
                let seen = "<input type=\"hidden\" name=\"seen\" value=\"\(HTML.words(how))\">"
                let confirm = report.mayConfirm ? button("confirm", words.confirm) : ""
                html.add(form(report, seen + confirm + button("withdraw", words.withdraw)))
            }
        }
        if report.mayWork {
            html.add(
                form(
                    report,
                    report.isMine
                        ? button("release", words.release) : button("take", words.take)))
        }
        guard report.mayNote else { return html.text }
        var fields =
            "<label class=\"grow\">\(words.words)<textarea name=\"words\" rows=\"2\" "
            + "maxlength=\"500\">\(HTML.words(typed))</textarea></label>"
            + button("note", words.note)
        if report.mayWork {
            let exits = CaseExit.allCases.map {
                "<option value=\"\($0.rawValue)\">\(words.name(ofExit: $0.rawValue))</option>"
            }.joined()
            fields +=
                "<label>\(words.exit)<select name=\"exit\">\(exits)</select></label>"
                + button("close", words.close)
            if report.found.amount.fen.magnitude > report.secondPersonAbove.fen.magnitude {
                fields += "<p class=\"hint\">\(words.needsTwo(report.secondPersonAbove.yuan))</p>"
            }
        }
        html.add(form(report, fields))
        return html.text
    }

    private func button(_ act: String, _ text: String) -> String {
        "<button type=\"submit\" name=\"act\" value=\"\(act)\">\(text)</button>"
    }

    private func form(_ report: CaseReport, _ content: String) -> String {
        let link = links.oneCase(report.found.store, report.found.id)
        return "<form class=\"sign\" method=\"post\" action=\"\(link)\">\(content)</form>"
    }
}

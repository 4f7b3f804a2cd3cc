// From a balance to the entries it is made of, and from each to its sale or its payment.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct AccountPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func page(_ report: AccountReport, _ month: ReportMonth) -> ReportPage {
        let (account, store) = (report.account, report.store)
        var html = HTML(
            PeriodPages(words).pager(month) { links.account(account, store, $0) })
        html.add(
            "<p class=\"path\"><a href=\"\(links.balance(store, month.last))\">"
                + "\(words.balance)</a></p>")
        if report.isOfOwnDays { html.add("<p class=\"hint\">\(words.entriesOfOwnDays)</p>") }
        if report.entries.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(table(report))
        }
        if report.hasMore, let last = report.entries.last {
            let link = links.account(account, store, month, after: AccountEntryCursor(last))
            html.add("<p class=\"pager\"><a href=\"\(link)\">\(words.next)</a></p>")
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).account(account, store, month)
        return ReportPage(
            words: words,
            title: "\(words.name(account)) \(store?.digits ?? words.chain) \(month.iso)",
            other: words.isEnglish ? ReportLinks.adding("lang=zh", to: other) : other,
            content: html.text)
    }

    /// What comes to the account on one side, what goes from it on the other.
    private func table(_ report: AccountReport) -> String {
        HTML.table(
            [
                (words.date, false), (words.time, false), (words.store, false),
                (words.fact, false), (words.counterAccount, false), (words.debit, true),
                (words.credit, true), ("", false),
            ],
            report.entries.map { entry in
                let isDebit = entry.debit == report.account
                return [
                    entry.date, String(CivilTime(entry.at).spaced.suffix(8)), entry.store.digits,
                    HTML.words(words.name(ofFact: entry.fact)),
                    HTML.words(words.name(isDebit ? entry.credit : entry.debit)),
                    isDebit ? entry.amount.yuan : "", isDebit ? "" : entry.amount.yuan,
                    link(entry),
                ]
            })
    }

    private func link(_ entry: AccountEntry) -> String {
        if let number = entry.number {
            return "<a href=\"\(links.payment(number))\">\(HTML.words(number))</a>"
        }
        guard let sale = entry.sale else { return HTML.words(entry.subject) }
        return "<a href=\"\(links.sale(entry.store, sale.text))\">\(words.saleTitle)</a>"
    }
}

extension ReportWords {
    var counterAccount: String { say("对方科目", "Other account") }
    var entriesOfOwnDays: String {
        say(
            "只含该店归属您片区的那些日子。",
            "Of the days on which the store was in an area of yours, and of no others.")
    }
}

extension ReportLinks {
    func account(
        _ account: Account, _ store: StoreID?, _ month: ReportMonth,
        after cursor: AccountEntryCursor? = nil
    ) -> String {
        var query = ["name=" + HTML.query(account.name), "month=" + month.iso]
        if let store { query.append("store=" + store.digits) }
        if let cursor {
            let parts = [
                "\(cursor.at.microseconds)", cursor.store, cursor.fact, "\(cursor.line)",
                cursor.subject,
            ]
            query.append("after=" + HTML.query(parts.joined(separator: "|")))
        }
        return link("/reports/account", query)
    }
}

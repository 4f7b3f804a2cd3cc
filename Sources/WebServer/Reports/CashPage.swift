// R35: cash on a sale whose scan was just tried, and on a new sale of the same goods. Who was debited
// and paid in cash, too, stands first.

internal import Checkout
internal import Persistence
internal import Retail

struct CashPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func page(_ found: [CashAfterScan], _ month: ReportMonth) -> ReportPage {
        var html = HTML(PeriodPages(words).pager(month, links.cashAfterScan))
        html.add("<p class=\"hint\">\(words.cashHint)</p>")
        if found.isEmpty {
            html.add("<p class=\"hint\">✓ \(words.nothing)</p>")
        } else {
            html.add(table(found.filter(isWorst) + found.filter { !isWorst($0) }))
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).cashAfterScan(month)
        return ReportPage(
            words: words, title: "\(words.cashAfterScan) \(month.iso)",
            other: words.isEnglish ? ReportLinks.adding("lang=zh", to: other) : other,
            content: html.text)
    }

    /// Debited, and cash was taken on top.
    private func isWorst(_ one: CashAfterScan) -> Bool { one.state == "succeeded" }

    private func table(_ found: [CashAfterScan]) -> String {
        let story = StoryWords(report: words)
        return HTML.table(
            [
                (words.store, false), (words.time, false), (words.receipt, false),
                (words.cash, true), (words.cashier, false), (words.scan, false),
                (words.state, false), (words.override, false),
            ],
            found.map { one in
                let state = HTML.words(story.name(ofState: one.state))
                let mark = isWorst(one) ? "bad" : one.state == "declined" ? "good" : "doubt"
                let receipt = HTML.words(one.receipt)
                return [
                    one.store.digits, String(CivilTime(one.postedAt).spaced.dropLast(3)),
                    "<a href=\"\(links.sale(one.store, one.sale.text))\">\(receipt)</a>"
                        + (one.isNewSale ? " <span class=\"chip\">\(words.newSale)</span>" : ""),
                    one.cash.yuan, HTML.words(one.cashier),
                    "<a href=\"\(links.payment(one.number))\">\(HTML.words(one.number))</a>",
                    "<span class=\"\(mark)\">\(state)</span>",
                    HTML.words(
                        one.approvedBy.map { "\($0): \(one.reason ?? "")" } ?? ""),
                ]
            })
    }
}

extension ReportWords {
    var cashAfterScan: String { say("扫码后收现金", "Cash after a scan") }
    var scan: String { say("扫码单号", "The scan") }
    var override: String { say("授权", "Override") }
    var newSale: String { say("另开的单", "a new sale") }
    var cashHint: String {
        say(
            "30 分钟内扫过码、又收现金的销售，包括同样商品和金额另开的单。现金就是现金：钱包也扣了款的，由财务凭渠道凭证更正。",
            "Sales paid in cash within 30 minutes of a scan, also new ones of the same goods and amount. Cash "
                + "stays cash: where the wallet debited, too, finance corrects it with the wallet's proof."
        )
    }
}

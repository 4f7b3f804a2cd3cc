// One sale with its entries, and the balances: where every figure above them comes from.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail
internal import Sales

struct SalePage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func page(_ report: SaleReport) throws -> ReportPage {
        let sale = report.sale.sale
        let totals = try sale.totals()
        var html = HTML("<p class=\"path\">")
        let day = links.day(sale.store, sale.businessDate)
        html.add("<a href=\"\(day)\">\(words.daily) \(sale.businessDate.iso)</a></p>")
        var head = [(words.register, sale.register.digits), (words.cashier, report.cashier)]
        if case .posted(let at, let receipt) = sale.state {
            head = [(words.receipt, receipt), (words.time, CivilTime(at).spaced)] + head
        }
        html.add(
            "<dl class=\"boxes\">"
                + head.map {
                    "<div><dt>\($0.0)</dt><dd class=\"num\">\(HTML.words($0.1))</dd></div>"
                }.joined() + "</dl>")
        html.add("<h2>\(words.goods)</h2>")
        html.add(
            HTML.table(
                [(words.goods, false), (words.quantity, true), (words.amount, true)],
                zip(sale.lines, totals.lines).map { line, figures in
                    [
                        HTML.words("\(line.goods.name) \(line.goods.spec)"), "\(line.quantity)",
                        figures.amount.yuan,
                    ]
                }, foot: [words.due, "\(totals.count)", totals.due.yuan]))
        html.add("<h2>\(words.tenders)</h2>")
        html.add(
            HTML.table(
                [(words.tenders, false), (words.amount, true), ("", false)],
                sale.tenders.filter { $0.state == .paid }.map { tender in
                    [
                        name(tender),
                        tender.amount.yuan, HTML.words(tender.number?.digits ?? ""),
                    ]
                }))
        html.add("<h2>\(words.entries)</h2>")
        html.add(entries(report.entries))
        let other = ReportLinks(isEnglish: !words.isEnglish).sale(sale.store, sale.id.text)
        return ReportPage(
            words: words, title: "\(words.saleTitle) \(sale.store.digits)",
            other: words.isEnglish ? other + "?lang=zh" : other, content: html.text)
    }

    private func name(_ tender: Tender) -> String {
        switch tender.kind {
        case .cash: words.cash
        case .scanned: "\(words.aggregated) (\(tender.method))"
        case .recorded: "\(words.retiredMethods) (\(tender.method))"
        }
    }

    /// Without a wallet's name: a store reads this, too (N2).
    private func entries(_ entries: [SaleReport.Entry]) -> String {
        func name(_ account: Account) -> String {
            switch account {
            case .clearing: words.aggregated
            case .drawer, .doubt, .counter, .sales, .discounts, .returns, .refundsDue, .fees, .bank,
                .overShort, .safe, .retired:
                words.name(account)
            }
        }
        return HTML.table(
            [
                (words.date, false), (words.fact, false), (words.debit, false),
                (words.credit, false), (words.amount, true),
            ],
            entries.map { entry in
                [
                    entry.date, words.name(ofFact: entry.kind), name(entry.debit),
                    name(entry.credit), entry.amount.yuan,
                ]
            })
    }

    /// An account, with the way to its entries of that month.
    private func named(_ account: Account, _ report: BalanceReport) -> String {
        let name = HTML.words(words.name(account))
        guard let month = try? ReportMonth(report.until) else { return name }
        return "<a href=\"\(links.account(account, report.store?.id, month))\">\(name)</a>"
    }

    func balance(_ report: BalanceReport) throws -> ReportPage {
        let lines = report.balance.lines
        let files = links.files(links.balance(report.store?.id, report.until), words)
        let content =
            "<p class=\"path\">\(files)</p>"
            + (report.isOfOwnDays ? "<p class=\"hint\">\(words.balanceOfOwnDays)</p>" : "")
            + HTML.table(
                [
                    (words.account, false), (words.debit, true), (words.credit, true),
                    (words.balanceColumn, true),
                ],
                lines.map { line in
                    [
                        named(line.account, report), line.debits.yuan, line.credits.yuan,
                        line.balance.yuan,
                    ]
                }, foot: [words.total, "", "", try report.balance.sum().yuan])
        let other = ReportLinks(isEnglish: !words.isEnglish)
            .balance(report.store?.id, report.until)
        let place = report.store.map { "\($0.id.digits) \($0.name)" } ?? words.chain
        return ReportPage(
            words: words, title: "\(words.balance) \(place) \(report.until.iso)",
            other: words.isEnglish ? other + "&amp;lang=zh" : other, content: content)
    }
}

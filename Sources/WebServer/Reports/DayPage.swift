// A store's day: one figure for all scanned payments (N2), what is in doubt, the sales under it, and the
// manager's signature.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct DayPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func page(_ report: DayReport, maySign: Bool) throws -> ReportPage {
        let (store, date) = (report.store, report.date)
        var html = HTML("<p class=\"path\">")
        let month = try ReportMonth(date)
        html.add("<a href=\"\(links.store(store.id, month))\">\(words.month) \(month.iso)</a>")
        html.add(links.files(links.day(store.id, date), words) + "</p>")
        html.add(try figures(report))
        html.add(try signature(report, maySign: maySign))
        html.add(try ShiftPages(words).day(report.shifts))
        html.add(standing(report))
        html.add(try Comparisons(words).page(report.figures, report.compared))
        if !report.hours.isEmpty {
            html.add(Comparisons(words).hours(report.hours, report.compared))
        }
        html.add("<h2>\(words.saleList)</h2>")
        html.add(sales(report))
        if !report.returns.isEmpty {
            html.add("<h2>\(words.returns)</h2>")
            html.add(
                HTML.table(
                    [(words.receipt, false), (words.time, false), (words.amount, true)],
                    report.returns.map { made in
                        [
                            link(made.sale.text, made.number, store.id),
                            CivilTime(made.at).spaced, made.amount.yuan,
                        ]
                    }))
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).day(store.id, date)
        return ReportPage(
            words: words, title: "\(words.daily) \(store.id.digits) \(store.name) \(date.iso)",
            other: words.isEnglish ? other + "?lang=zh" : other, content: html.text)
    }

    private func figures(_ report: DayReport) throws -> String {
        let figures = report.figures
        let retired: [(String, String, String)] =
            figures.hasRetired ? [(words.retiredMethods, "", try figures.retired.yuan)] : []
        let imported: [(String, String, String)] =
            figures.importedCash == .zero
            ? [] : [(words.importedCash, "", figures.importedCash.yuan)]
        var rows: [(String, String, String)] =
            [
                (words.gross, "", figures.gross.yuan),
                (words.discounts, "", less(figures.discounts)),
                (words.sales, "\(figures.salesCount)", try figures.sales.yuan),
                (words.returns, "\(figures.returnsCount)", less(figures.returned)),
                (words.net, "", try figures.net.yuan),
                (words.cash, "", try figures.cash.yuan),
                (words.aggregated, "", try figures.aggregated.yuan),
            ] + retired + imported + [
                (
                    words.supplements, "\(report.supplements.count)", report.supplements.amount.yuan
                ),
                (words.supplementShare, "", words.share(report.supplements, of: figures)),
                (words.recoveryTime, "", words.time(report.supplements)),
            ]
        if let over = try report.overShort { rows.append((words.overShort, "", over.yuan)) }
        return "<div class=\"wide\"><table class=\"figures\"><tbody>"
            + rows.enumerated().map { index, row in
                let tone =
                    (4...(figures.hasRetired ? 7 : 6)).contains(index) ? " class=\"strong\"" : ""
                return "<tr\(tone)><th scope=\"row\">\(row.0)</th><td class=\"num\">\(row.1)</td>"
                    + "<td class=\"num\">\(row.2)</td></tr>"
            }.joined() + "</tbody></table></div>"
    }

    private func less(_ amount: Money) -> String { Money(fen: -amount.fen).yuan }

    private func signature(_ report: DayReport, maySign: Bool) throws -> String {
        if let signed = report.signed {
            let by = words.signedBy(signed.by.digits, CivilTime(signed.at).spaced)
            let over = try signed.counted.map { try $0.subtracting(signed.cash).yuan }
            // Signing and booking exclude each other; should they ever not, the page says so.
            let late = try report.figures.net.subtracting(signed.net)
            let missed =
                late == .zero ? "" : "<p class=\"open\">\(words.signedBefore(late.yuan))</p>"
            return missed + "<p class=\"signed\">✓ \(HTML.words(by))"
                + (over.map { " · " + HTML.words(words.over($0)) } ?? "") + "</p>"
        }
        guard maySign else { return "" }
        let action = links.day(report.store.id, report.date)
        return "<form class=\"sign\" method=\"post\" action=\"\(action)\">" + countedField(report)
            + "<button class=\"primary\">\(words.sign)</button></form>"
    }

    /// Of the registers whose cash no shift's count has covered, and named, so that a count that was
    /// made for others is not taken for theirs.
    private func countedField(_ report: DayReport) -> String {
        let isByShifts = report.shifts.contains { $0.close != nil }
        if isByShifts, report.uncounted.isEmpty {
            return "<p class=\"hint\">\(words.countedByShifts)</p>"
        }
        let registers = report.uncounted.map(\.digits).joined(separator: "-")
        let label = isByShifts ? words.countedOf(report.uncounted) : words.counted
        return "<label>\(label) <input name=\"counted\" inputmode=\"decimal\" "
            + "autocomplete=\"off\" maxlength=\"12\"></label>"
            + "<input type=\"hidden\" name=\"of\" value=\"\(registers)\">"
    }

    private func standing(_ report: DayReport) -> String {
        var html = HTML()
        for (title, list) in [(words.doubt, report.doubt), (words.refundsDue, report.refundsDue)]
        where !list.isEmpty {
            html.add("<h2>\(title)</h2><ul class=\"standing\">")
            for one in list {
                html.add(
                    "<li><b class=\"num\">¥\(Money(fen: -one.amount.fen).yuan)</b> "
                        + "<span class=\"num\">\(HTML.words(one.number))</span></li>")
            }
            html.add("</ul>")
        }
        if report.doubt.isEmpty { html.add("<p class=\"hint\">✓ \(words.noDoubt)</p>") }
        if report.open.count > 0 {
            html.add(
                "<p class=\"open\">\(words.openNow(report.open.count, report.open.amount.yuan))</p>"
            )
        }
        return html.text
    }

    private func sales(_ report: DayReport) -> String {
        guard !report.sales.isEmpty else { return "<p class=\"hint\">\(words.nothing)</p>" }
        let hasRetired = report.sales.contains { $0.byRetired.isPositive }
        let table = HTML.table(
            [
                (words.receipt, false), (words.time, false), (words.register, false),
                (words.cashier, false), (words.due, true), (words.cash, true),
                (words.aggregated, true), (words.supplements, false),
            ] + (hasRetired ? [(words.retiredMethods, true)] : []),
            report.sales.map { sale in
                [
                    link(sale.sale.text, sale.receipt, report.store.id),
                    String(CivilTime(sale.postedAt).spaced.suffix(8)), sale.register,
                    HTML.words(sale.cashier), sale.due.yuan, sale.cash.yuan, sale.scanned.yuan,
                    sale.isSupplemented ? "42" : "",
                ] + (hasRetired ? [sale.byRetired.yuan] : [])
            })
        guard let next = report.next else { return table }
        let address = links.day(report.store.id, report.date, after: next)
        return table + "<p><a href=\"\(address)\">\(words.next)</a></p>"
    }

    private func link(_ sale: String, _ text: String, _ store: StoreID) -> String {
        "<a href=\"\(links.sale(store, sale))\">\(HTML.words(text))</a>"
    }
}
